"""Targets are scored on what is published, by the plan's own arithmetic, and only if modelled."""

from dataclasses import dataclass

import numpy as np
import pytest

from scenarios.forecasting.levels import Levels, Pairs
from scenarios.forecasting.monte_carlo_error import Cells
from scenarios.goals.targets import attainment, implied_ratio, implied_targets, target_samples

WEIGHT = (62942 - 41991) / (73287 - 41991)
YEARS = range(2022, 2025)


@dataclass(frozen=True)
class Goal:
    indicator: str
    value: float | None
    direction: str = ">="
    year: int = 2024
    kind: str = "target"
    modelled: str = "modelled"
    unit: str = "yuan per head and year"


PLAN = (
    Goal("resident_income", 74200),
    Goal("rural_income", 50000),
    Goal("low_income", 21000),
    Goal("urbanisation", 0.675, unit="share"),
    Goal("ratio", 1.75, "<=", unit="ratio"),
)


def some_levels(n=400):
    rng = np.random.default_rng(1)
    column = np.arange(n)
    path = {
        "ratio_published": 1.67 * np.exp(rng.normal(0, 0.04, n)),
        "ratio_latent": np.full(n, 1.0),
        "rural_income_published": np.where(column % 4 == 0, 49000.0, 51000.0),
        "rural_income": np.full(n, 1.0),
        "resident_income_published": rng.normal(75000, 2000, n),
        "low_income": np.where(column % 5 == 0, 19500.0, 21800.0),
    }
    samples = {(name, "pilot"): np.tile(v[:, None], (1, 3)) for name, v in path.items()}
    return Levels(
        YEARS,
        Cells(column // 100, column % 100),
        samples,
        baseline=np.where(column % 5 == 0, 14645.0, 16376.5),
        urban_share=np.tile([0.664, 0.669, 0.676], (n, 1)),
    )


def some_pairs():
    return Pairs(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), {})


def score(*goals, simulated=None):
    levels = some_levels()
    samples = target_samples(levels, some_pairs(), simulated or {})
    return attainment(goals, levels, samples)


def test_the_plan_implies_these_ratios():
    assert implied_ratio(74200, 50000, 0.675) == pytest.approx(1.717, abs=5e-4)
    assert implied_ratio(74200, 50000, WEIGHT + 0.675 - 0.659) == pytest.approx(1.706, abs=5e-4)
    assert implied_ratio(62942, 41991, WEIGHT) == pytest.approx(73287 / 41991, rel=1e-12)


def test_implied_ratios_are_scored_beside_the_official_one():
    levels = some_levels()
    samples = target_samples(levels, some_pairs(), {})
    found = implied_targets(PLAN, levels, samples, WEIGHT, 0.659)
    assert [item.year for item in found] == [2024, 2024]
    assert [round(item.target, 3) for item in found] == [1.717, 1.706]
    official = attainment([PLAN[4]], levels, samples)[0]
    assert official.probability >= found[0].probability >= found[1].probability
    assert all(item.derived and item.modelled for item in found)
    assert found[0].value == official.value


def test_years_without_all_three_goals_imply_nothing():
    levels = some_levels()
    samples = target_samples(levels, some_pairs(), {})
    assert implied_targets(PLAN[:2], levels, samples, WEIGHT, 0.659) == []


def test_income_goals_are_judged_by_published_figures():
    result = score(Goal("rural_income", 50000))[0]
    assert result.probability == 0.75
    assert result.value == 51000.0
    assert result.mc_error > 0


def test_directions():
    assert score(Goal("rural_income", 50000, "<="))[0].probability == 0.25
    assert score(Goal("rural_income", 51000, ">="))[0].probability == 0.75
    assert score(Goal("rural_income", 51000, "="))[0].probability == 0.75


def test_low_income_is_reported_under_both_figures_of_2021():
    result = score(Goal("low_income", 21000))[0]
    assert result.by_baseline == {"14645": 0.0, "16376.5": 1.0}
    assert result.probability == 0.8


def test_what_is_carried_gets_no_value_and_no_probability():
    results = score(
        Goal("gdp_per_head", 112000, modelled="carried"),
        Goal("not_computed_here", 5.0),
        Goal("income_to_gdp", 0.64, "<=", modelled="ratio of modelled to carried", year=2023),
    )
    for result in results:
        assert result.modelled is False
        assert result.value is result.probability is result.mc_error is None


def test_a_ratio_to_a_carried_figure_gets_a_value_but_no_probability():
    goals = (
        Goal("gdp_per_head", 112000.0, modelled="carried"),
        Goal("income_to_gdp", 0.64, "<=", modelled="ratio of modelled to carried"),
    )
    result = score(*goals)[1]
    residents = np.median(some_levels().samples["resident_income_published", "pilot"][:, 2])
    assert result.value == pytest.approx(residents / 112000.0)
    assert result.probability is None
    assert not result.modelled


def test_simulated_indicators_are_scored_over_pairs():
    collective = np.tile([[3.0e9], [3.9e9], [4.0e9], [4.1e9]], (1, 3))
    goal = Goal("collective_income", 3.95e9, unit="yuan per year")
    result = score(goal, simulated={"collective_income": collective})[0]
    assert result.probability == 0.5
    assert result.value == 3.95e9
    assert result.modelled


def test_starting_levels_and_years_outside_the_run_are_no_targets():
    assert (
        score(
            Goal("rural_income", 41991, kind="baseline", year=2021),
            Goal("rural_income", 60000, year=2027),
        )
        == []
    )


def test_urbanisation_is_scored_on_the_redraws():
    assert score(Goal("urbanisation", 0.675, unit="share"))[0].probability == 1.0
    assert score(Goal("urbanisation", 0.675, year=2023, unit="share"))[0].probability == 0.0
