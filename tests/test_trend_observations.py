"""What a row of a panel says of the gap, and how far it is trusted."""

import numpy as np
import pytest
from trend_panels import panel, steady

from calibration.fit.observations import EXACT, listed, observations


def test_growth_alone_is_the_same_as_the_two_levels_that_it_links():
    levels = panel(*steady("zhejiang", "province", (2016, 2017), -0.01))
    alone = panel("zhejiang,province,2017,,,6.94,8.0,,no,")
    change = next(item for item in listed(alone, "gap"))
    assert change.change
    assert change.value == pytest.approx(np.log(1.0694) - np.log(1.08))
    seen = observations(levels, "gap")
    assert change.value == pytest.approx(seen.value[1] - seen.value[0], abs=4e-4)
    assert len(observations(alone, "gap").points) == 2


def test_growth_beside_both_levels_is_not_counted_twice():
    rows = list(steady("zhejiang", "province", (2016, 2017), -0.01))
    rows[1] = rows[1].replace(",,,,no,", ",7.0,8.0,,no,")
    assert len(observations(panel(*rows), "gap")) == 2
    assert len(observations(panel(rows[1]), "gap")) == 2


def test_a_ratio_stands_in_where_a_level_is_missing_with_the_error_of_its_digits():
    told = observations(panel("zhejiang,province,2021,,40000,,,1.75,no,"), "gap")
    assert told.value[0] == pytest.approx(np.log(1.75))
    assert told.error[0] == pytest.approx(0.01 / 1.75 / np.sqrt(12), rel=0.02)
    finer = observations(panel("zhejiang,province,2021,,40000,,,1.813,no,"), "gap")
    assert finer.error[0] < told.error[0] / 5


def test_rounded_and_derived_levels_are_trusted_less():
    exact, rounded, derived = (
        observations(panel(f"a,county,2021,{urban},40000.5,,,,{mark},"), "gap").error[0]
        for urban, mark in ((68101, "no"), (68000, "no"), (68101, "yes"))
    )
    assert exact < derived
    assert exact < rounded


@pytest.mark.parametrize(
    ("rural", "unit"),
    [
        (50_000, 10_000),
        (42_000, 1_000),
        (35_400, 100),
        (41_990, 10),
        (41_991, 1),
        (100_000, 10_000),
    ],
)
def test_the_zeros_at_the_end_of_a_level_are_its_error(rural, unit):
    """An even error of one unit has an sd of unit / root 12: 5万 is 50,000 give or take 2,887."""
    seen = observations(panel(f"a,county,2021,,{rural},,,,no,"), "rural")
    assert seen.error[0] == pytest.approx(np.hypot(EXACT, unit / rural / 12**0.5), rel=1e-12)


def test_a_rounded_level_moves_a_fit_less_than_an_exact_one():
    """Beside a steady place, a level of 3万 says less of the gap than one of 30,001."""
    from calibration.fit.forecast import fit_trend

    steady_rows = list(steady("zhejiang", "province", range(2013, 2020), -0.01))
    spread = [
        fit_trend(panel(*steady_rows, f"ruian,county,2019,60001,{rural},,,,no,"), 2019, rows=32,
                  steps=2).forecast("ruian", 1, 200).log_ratio_origin.std()
        for rural in (30_000, 30_001)
    ]  # fmt: skip
    assert spread[1] < 0.005
    assert spread[0] > 5 * spread[1]
