"""Killed at any moment, the same command ends with the tables of an undisturbed run."""

import signal

import pytest
from kill_nine import Forecast, prove

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this system")


def test_two_kills_change_nothing(lent_pair, tmp_path):
    outcome = prove(tmp_path, lent_pair, Forecast(tmp_path / "killed", 6, 2, 0.2), kills=2)
    assert outcome.kills >= 1
    assert outcome.holds, outcome


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_twenty_kills_among_two_hundred_pairs_change_nothing(lent_pair, tmp_path):
    outcome = prove(tmp_path, lent_pair, Forecast(tmp_path / "killed", 100, 2, 0.05), kills=20)
    assert outcome.kills >= 19
    assert outcome.holds, outcome
