"""Fuyang reports 1,262 persons fewer on its lists in 2023: net, and inside what the draws give."""

import numpy as np
import pytest

from calibration.draws import draw
from calibration.outlook.trend import trend_path
from calibration.packs.pack import load_pack
from calibration.start.population import build
from calibration.start.starting_county import starting_county
from model.county import CountyModel
from model.outcome import WorldOutcome
from model.policies.income_screening import IncomeScreening
from model.policies.policy import Policy

REPORTED = 1262.0
YEARS = range(2022, 2024)


@pytest.fixture(scope="module")
def falls() -> list[WorldOutcome]:
    """Worlds with screening in some draws."""
    pack, found = load_pack("fuyang"), []
    population = build(pack, 0.05)
    for index in (None, 0, 2, 3, 4, 6):
        parameters = draw(pack, index).parameters
        start = starting_county(population, pack, parameters)
        path = trend_path(pack, parameters, index, YEARS)

        def run(*programmes: Policy, start=start, parameters=parameters, path=path, factors=None):
            model = CountyModel(start, parameters, path, programmes, factors=factors)
            try:
                return model.run()
            finally:
                model.close()

        found.append(run(IncomeScreening(), factors=run().factors))
    return found


def test_the_reported_fall_is_no_surprise_to_the_draws(falls: list[WorldOutcome]) -> None:
    """In the middle about half of it; the report does not say how much would have come anyway."""
    fall = np.array([world.indicators["register_fall"][1] for world in falls])
    assert abs(REPORTED - fall.mean()) < 2.0 * fall.std(ddof=1)
    assert fall.mean() > 0.0


def test_a_fall_is_what_the_list_loses_and_not_who_leaves_it(falls: list[WorldOutcome]) -> None:
    for world in falls:
        found = world.indicators
        assert found["register_fall"][1] == pytest.approx(-np.diff(found["register_persons"])[0])
        assert found["register_exits"][1] > found["register_fall"][1]


def test_screening_never_empties_the_list(falls: list[WorldOutcome]) -> None:
    for world in falls:
        first, second = world.indicators["register_persons"]
        assert second > 0.75 * first
