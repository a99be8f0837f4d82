"""A sample of villages says what the whole county says, within the error of sampling (Q18)."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from real_county import PILOT, County, outcome, policies, trend_world, yueqing

from calibration.draws import draw
from calibration.outlook.trend import trend_path
from calibration.start.population import build
from calibration.start.starting_county import starting_county

MEASURES = ("rural_income", "urban_income", "ratio")
"""Effects of the pilot in 2024 that are compared between scales."""

SIGMAS = 3.5


@cache
def county(scale: float, key: int) -> County:
    """Yueqing under the central draw, with another synthetic population for every key."""
    drawn = draw(yueqing(), None, "ex_ante")
    start = starting_county(build(yueqing(), scale, key), yueqing(), drawn.parameters)
    return County(start, drawn.parameters, trend_path(yueqing(), drawn.parameters, None))


@cache
def effects(scale: float, keys: int, seeds: int) -> NDArray[np.float64]:
    """Pilot less trend in 2024: (keys, measures), averaged over seeds."""
    found = np.zeros((keys, len(MEASURES)))
    for key in range(keys):
        for seed in range(1, seeds + 1):
            trend = outcome(county(scale, key), seed=seed)
            pilot = outcome(county(scale, key), policies(*PILOT), factors=trend.factors, seed=seed)
            for place, name in enumerate(MEASURES):
                change = pilot.indicators[name][-1] - trend.indicators[name][-1]
                found[key, place] += change / seeds
    return found


def agree(one: NDArray[np.float64], other: NDArray[np.float64]) -> None:
    """Means over populations differ by no more than their own spread explains."""
    error = np.sqrt(sum(part.var(axis=0, ddof=1) / len(part) for part in (one, other)))
    apart = np.abs(one.mean(axis=0) - other.mean(axis=0))
    for name, gap, sigma in zip(MEASURES, apart, error, strict=True):
        assert gap <= SIGMAS * sigma, f"{name}: {gap:.4g} apart, standard error {sigma:.4g}"


@pytest.mark.parametrize("scale", [0.02, 0.05, 0.2])
def test_the_trend_world_is_the_trend_at_every_scale(scale: float) -> None:
    path = county(scale, 0).trend.income.sum(axis=2)
    made = outcome(county(scale, 0))
    np.testing.assert_allclose(made.indicators["ratio"], path[:, 1] / path[:, 0], rtol=1e-12)


@pytest.mark.parametrize("scale", [0.02, 0.05, 0.2])
def test_a_sample_weighs_as_much_as_the_county(scale: float) -> None:
    start, whole = county(scale, 0).start, yueqing()
    persons = float((start.households["members"] * start.households["weight"]).sum())
    assert persons == pytest.approx(whole.value("population"), rel=1e-3)
    assert float(start.villages["weight"].sum()) == pytest.approx(whole.value("villages"), rel=1e-9)


def test_one_in_twenty_and_one_in_five_agree() -> None:
    agree(effects(0.05, 8, 1), effects(0.2, 4, 1))


@pytest.mark.slow
def test_one_in_twenty_one_in_five_and_all_agree() -> None:
    small, middle, whole = effects(0.05, 16, 1), effects(0.2, 8, 1), effects(1.0, 4, 1)
    agree(small, whole)
    agree(middle, whole)
    agree(small, middle)


def chance(scale: float, seeds: int, name: str) -> float:
    """Standard deviation over seeds of an indicator of the trend world of 2024."""
    values = [trend_world(None, scale, seed).indicators[name][-1] for seed in range(1, seeds + 1)]
    return float(np.std(values, ddof=1))


@pytest.mark.parametrize("name", ["gini_all", "middle_income_share"])
def test_chance_falls_with_the_root_of_the_sample(name: str) -> None:
    """Four times the sample, half the error; twenty seeds know it to a factor of about 1.6."""
    few, many = chance(0.02, 20, name), chance(0.08, 20, name)
    assert 2.0 / 1.6 <= few / many <= 2.0 * 1.6


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gini_all", "middle_income_share"])
def test_chance_falls_with_the_root_of_the_sample_over_a_wide_range(name: str) -> None:
    few, many = chance(0.02, 40, name), chance(0.32, 24, name)
    assert 4.0 / 1.6 <= few / many <= 4.0 * 1.6
