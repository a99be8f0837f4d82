"""What is measured at a year's end is measured once, and household by household what it says."""

from dataclasses import replace

import numpy as np
import pytest
from real_county import policies, real_county, world

from model.indicators import FOUND, YearEnd


def test_an_indicator_is_measured_once_a_year(monkeypatch):
    years = []
    measure = FOUND["ratio"].measure

    def counted(end):
        years.append(end.year)
        return measure(end)

    monkeypatch.setitem(FOUND, "ratio", replace(FOUND["ratio"], measure=counted))
    with world(real_county()) as county:
        for _ in range(8):
            county.step()
    assert years == [0, 1]


def test_means_at_the_residence_of_2021_are_those_of_the_households():
    with world(real_county()) as county:
        for _ in range(3):
            county.step()
        end = YearEnd(county)
        rural = county.households["rural_2021"]
        for area, mean in zip((rural, ~rural), end.fixed_residence_means, strict=True):
            income = float((end.income * end.weight)[area].sum())
            assert mean == income / float(county.books.weighted_persons[area].sum())


def test_shares_of_neighbours_count_each_programme_by_village():
    with world(real_county(), policies("three_incomes", "workshops")) as county:
        for _ in range(3):
            county.step()
        village, count = county.households["village"], len(county.start.villages)
        able = np.bincount(village, county.books.can_take_part, count)
        for programme in range(3):
            adopted = county.households["adopted"] >> programme & 1
            expected = np.bincount(village, adopted, count) / np.maximum(able, 1.0)
            np.testing.assert_array_equal(county.books.peers[:, programme], expected)
        assert county.books.peers.sum() > 0.0


def test_what_a_lease_spares_is_set_against_one_job_after_the_other():
    with world(real_county()) as county:
        county.land.released[7], county.market.spared[7] = 1_000.0, 100.0
        kept = county.market.set_against_leases(np.array([7, 7, 7]), np.array([600.0, 500.0, 9.0]))
        assert kept.tolist() == [600.0, 300.0, 0.0]
        assert county.market.spared[7] == pytest.approx(1_000.0)
