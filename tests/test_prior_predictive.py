"""The priors alone give the figures that can be worked out on paper."""

import numpy as np
import pytest

from calibration.history.gap_history import (
    LAST_YEAR,
    drift_before_covid,
    drift_with_pulse,
    gap_changes,
)
from calibration.outlook.closed_form import gains, ratio_effect
from calibration.outlook.prior_predictive import contributions, steps
from calibration.outlook.trend import FIRST_REDRAW, redraw, trend_path
from calibration.packs.pack import load_pack
from model.parameters import Parameters

N = 40_000


@pytest.fixture(scope="module")
def pack():
    return load_pack("yueqing")


@pytest.fixture(scope="module")
def by_step(pack):
    return steps(pack, N, "evaluation")


def test_the_paper_version_is_what_the_arithmetic_on_paper_gives(by_step):
    paper = by_step[1]
    assert paper.ratio == pytest.approx((1.603, 1.673, 1.747), abs=0.003)
    assert paper.below_goal == pytest.approx(0.96, abs=0.01)
    assert by_step[0].rural[1] == pytest.approx(51_400, rel=0.003)
    assert paper.rural[1] == pytest.approx(50_660, rel=0.003)


def test_what_the_survey_did_in_2021_widens_the_interval_and_moves_no_median(by_step):
    before, after = by_step[2], by_step[3]
    assert after.ratio[1] == pytest.approx(before.ratio[1], abs=0.001)
    assert after.ratio[2] - after.ratio[0] > before.ratio[2] - before.ratio[0]


def test_the_other_readings_of_covid_narrow_the_gap_less(by_step):
    assert by_step[-1].ratio[1] == pytest.approx(by_step[-2].ratio[1] + 0.010, abs=0.004)


def test_every_part_of_the_variance_counts_and_they_nearly_add_up(pack):
    parts = contributions(pack, N)
    assert all(share > 0 for share in parts.values())
    assert sum(parts.values()) == pytest.approx(1.0, abs=0.05)
    assert parts["drift"] == max(parts.values())


def test_the_county_pack_supports_all_three_readings_of_covid(pack):
    changes = gap_changes(pack.history)
    assert max(change.last for change in changes) == LAST_YEAR
    assert drift_before_covid(changes) == pytest.approx(-0.007, abs=0.001)
    pulse = drift_with_pulse(changes, np.array([0.6, 1.0]))
    assert np.all((pulse > -0.012) & (pulse < -0.008))


def test_redraws_of_the_pack_use_other_indices_than_simulated_draws(pack):
    rows = redraw(pack, "ex_ante", 300)
    assert rows.index.min() >= FIRST_REDRAW
    more = redraw(pack, "ex_ante", 500)
    assert np.array_equal(more.rural[:300], rows.rural)
    other = redraw(pack, "ex_ante", 300, key=1)
    assert not np.any(other.rural == rows.rural)


def test_the_central_path_starts_at_the_published_figures(pack):
    income = trend_path(pack, Parameters(), None).income.sum(axis=2)
    assert income[0, 0] == pytest.approx(41991 * 1.07 * np.exp(-0.015), rel=1e-9)


def test_net_gains_are_those_of_the_budget_note(pack):
    """Means of the closed-form table: workshops 63, local pay 36, houses 6, land 3.5, charity 0.8.

    Land and charity are lower here: exposure is counted for land, crowding-out for charity.
    """
    found = gains(pack, np.arange(N), "evaluation")
    means = {name: value.mean() for name, value in found.net.items()}
    assert means["workshops"] == pytest.approx(63, rel=0.12)
    assert means["local_wages"] == pytest.approx(36, rel=0.2)
    assert means["houses"] == pytest.approx(6, rel=0.12)
    assert means["land"] == pytest.approx(3.5 * 0.78, rel=0.1)
    assert means["charity"] == pytest.approx(0.8, rel=0.15)


def test_no_net_gain_passes_its_ceiling(pack):
    found = gains(pack, np.arange(N))
    for name, ceiling in found.ceiling.items():
        assert np.all(found.net[name] <= ceiling)
        assert np.all(found.net[name] >= 0)


def test_a_gain_of_279_yuan_moves_the_ratio_by_nine_thousandths(pack):
    assert ratio_effect(np.array([279.0]), pack)[0] == pytest.approx(-0.009, abs=0.0005)
    assert ratio_effect(np.array([0.0]), pack)[0] == 0.0
