"""What a row of a panel says of the gap, and how far it is trusted."""

import numpy as np
import pytest
from trend_panels import panel, steady

from calibration.fit.observations import listed, observations


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
