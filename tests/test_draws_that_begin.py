"""Draws from the ends of the priors begin like any other: what contradicts itself yields."""

import numpy as np
import pytest

from calibration.draws import draw
from calibration.outlook.trend import trend_path
from calibration.packs.pack import load_pack
from calibration.start.population import build
from calibration.start.starting_county import starting_county
from model.county import CountyModel
from model.parameters import Parameters
from model.quarter.luck import MOST_PERSISTENCE, poor_persistence


@pytest.fixture(scope="module")
def pack():
    return load_pack("yueqing")


@pytest.fixture(scope="module")
def population(pack):
    return build(pack, 0.02)


@pytest.fixture(scope="module")
def central(pack, population):
    return starting_county(population, pack, Parameters())


def first_year(start, parameters, index):
    trend = trend_path(load_pack("yueqing"), parameters, index, range(2022, 2023))
    county = CountyModel(start, parameters, trend, (), seed=1)
    try:
        return county.houses.typical_rent, county.run().indicators["rural_income"]
    finally:
        county.close()


@pytest.mark.parametrize("index", [395, 588])
def test_draws_that_once_ended_before_their_first_year_did_run_it(pack, population, index):
    """395: leases at a rent beyond all property income; 588: a shock that kept more than itself."""
    parameters = draw(pack, index, fitted=False).parameters
    _, income = first_year(starting_county(population, pack, parameters), parameters, index)
    assert np.isfinite(income).all()


def test_a_rent_that_is_cut_is_cut_for_every_house_and_for_later_leases(pack, population, central):
    dear = Parameters().changed({"houses.rent_yuan": 90_000.0})
    high, factor = starting_county(population, pack, dear), 90_000.0 / Parameters().houses.rent_yuan
    assert central.facts["house_rent_ratio"] == 1.0
    ratio = high.facts["house_rent_ratio"]
    assert 0.0 < ratio < 0.5
    known = np.isfinite(central.households["house_ask"])
    asked = high.households["house_ask"][known] / central.households["house_ask"][known]
    np.testing.assert_allclose(asked, factor * ratio)
    assert any("cut to" in note for note in high.notes)
    assert first_year(high, dear, None)[0] == pytest.approx(90_000.0 * ratio)


def test_the_poor_never_keep_more_than_a_whole_shock():
    path = "income.transitory_persistence"
    for persistence, kept in ((0.3, 0.425), (0.95, MOST_PERSISTENCE), (0.995, 0.995)):
        income = Parameters().changed({path: persistence}).income
        assert poor_persistence(income) == pytest.approx(kept)
