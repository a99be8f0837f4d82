"""Memory does not grow while runs go on; their tables take what they take when put together."""

import sys

import pytest
from ensemble_memory import watch_alone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_memory_is_flat_over_two_hundred_runs():
    watched = watch_alone(200)
    assert len(watched.running) == 10
    assert watched.growth < 30.0
    assert watched.peak < 1500.0


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_ten_thousand_small_runs_fit():
    watched = watch_alone(10_000)
    assert watched.growth < 100.0
    assert max(watched.running) < 1500.0
    # At the end all tables are held at once: 130 MB a thousand runs, and more on the way there.
    assert watched.collecting < 3000.0


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_simulating_leaves_nothing_behind():
    watched = watch_alone(60, "--real")
    assert watched.growth < 60.0
    assert watched.peak < 1500.0
