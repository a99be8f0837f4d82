"""What must not change when the same county is run in another way (Q15)."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from real_county import (
    County,
    outcome,
    policies,
    real_county,
    trend_world,
    with_unknowns,
)
from reshaped import (
    beside,
)
from same_world import every, pair, same_bits
from small_county import small_county, small_trend

from model.parameters import Parameters
from model.trend_path import TrendFactors


def first_years(trend: object, years: int) -> object:
    return replace(
        trend,
        income=trend.income[:years],
        register_income=trend.register_income[:years],  # type: ignore[attr-defined]
        urbanisation=trend.urbanisation[: years + 1],
        prices=trend.prices[:years],  # type: ignore[attr-defined]
    )


def test_two_years_are_the_first_two_of_three() -> None:
    county = real_county()
    short = County(county.start, county.parameters, first_years(county.trend, 2))  # type: ignore[arg-type]
    for one, other in zip(pair(county, every()), pair(short, every()), strict=True):
        for name, values in one.indicators.items():
            np.testing.assert_array_equal(values[:2], other.indicators[name], err_msg=name)
        np.testing.assert_array_equal(one.household_income[:2], other.household_income)
        assert [p for p in one.postings if p.year < 2024] == other.postings


def test_two_years_and_one_more_are_three() -> None:
    """The third year goes on from the second: stopping in between is nothing."""
    from real_county import world

    county, factors = real_county(), trend_world().factors
    whole = outcome(county, every(), factors=factors)
    with world(county, every(), factors=factors) as model:
        for _ in range(8):
            model.step()
        assert len(model.outcome.indicators["ratio"]) == 2
        resumed = model.run()
    same_bits(whole, resumed)


@pytest.mark.parametrize(
    "silent", [{"intensity": 0.0}, {"start": date(2025, 1, 1)}], ids=["no intensity", "too late"]
)
def test_silent_programmes_are_no_programmes(silent: dict[str, object]) -> None:
    factors = trend_world().factors
    same_bits(trend_world(), outcome(real_county(), every(**silent), factors=factors))


def test_any_day_of_the_first_quarter_will_do() -> None:
    factors = trend_world().factors
    first, last = (
        outcome(real_county(), every(start=day), factors=factors)
        for day in (date(2022, 10, 1), date(2022, 12, 31))
    )
    same_bits(first, last)


def test_a_year_between_two_promises_may_be_spelt_out() -> None:
    factors = trend_world().factors
    (incomes,) = policies("three_incomes")
    spelt = replace(incomes, arable_mu=((2022, 2000.0), (2023, 3500.0), (2024, 5000.0)))
    (shops,) = policies("workshops")
    spelt_shops = replace(shops, workshops=((2022, 10.0), (2023, 55.0), (2024, 100.0)))
    same_bits(
        outcome(real_county(), (incomes, shops), factors=factors),
        outcome(real_county(), (spelt, spelt_shops), factors=factors),
    )


def test_half_the_promise_with_twice_the_intensity_is_the_promise() -> None:
    factors = trend_world().factors
    (shops,) = policies("workshops")
    half = replace(
        shops,
        intensity=2.0,
        workshops=tuple((year, value / 2.0) for year, value in shops.workshops),
    )
    same_bits(
        outcome(real_county(), (shops,), factors=factors),
        outcome(real_county(), (half,), factors=factors),
    )


def test_worlds_may_run_in_any_order() -> None:
    factors = trend_world().factors
    first = outcome(real_county(), every(), factors=factors)
    outcome(real_county(), policies("provincial_workshops"), factors=factors, seed=9)
    same_bits(first, outcome(real_county(), every(), factors=factors))


BEHAVIOUR = {
    "takeup__hassle": 1.2,
    "takeup__imitation": 0.9,
    "land__rent_yuan_per_mu": 800.0,
    "houses__rent_yuan": 5000.0,
    "workshops__closure_hazard": 0.08,
    "labour__wage_response": 1.0,
    "collective__revenue_growth": 0.10,
    "register__yearly_turnover": 0.2,
    "income__transitory_variance": 0.05,
    "houses__vacancy_hazard": 0.06,
}


@pytest.mark.parametrize("unknown", BEHAVIOUR)
def test_no_behaviour_moves_the_trend_world_off_the_trend(unknown: str) -> None:
    county = with_unknowns(real_county(), **{unknown: BEHAVIOUR[unknown]})
    changed = outcome(county)
    for name in ("rural_income", "urban_income", "ratio", "rural_wage_share", "low_income"):
        np.testing.assert_allclose(
            changed.indicators[name], trend_world().indicators[name], rtol=1e-10, err_msg=name
        )
    assert not np.array_equal(changed.household_income, trend_world().household_income)


@pytest.mark.parametrize(
    "unknown",
    [
        "charity__endowment_yuan",
        "charity__donations_yuan_per_year",
        "charity__crowding_out",
        "charity__floor_price_ratio",
        "charity__payout_yield",
        "workshops__provincial_workshops",
        "collective__adoption_pressure",
        "takeup__outreach_rate",
    ],
)
def test_what_only_programmes_use_changes_no_bit_without_them(unknown: str) -> None:
    path = unknown.replace("__", ".")
    county = with_unknowns(real_county(), **{unknown: 1.3 * real_county().parameters.value(path)})
    same_bits(trend_world(), outcome(county))


def test_a_richer_trend_for_all_leaves_the_ratio() -> None:
    county = real_county()
    richer = replace(
        county.trend,
        income=1.1 * county.trend.income,
        register_income=1.1 * county.trend.register_income,
    )
    rich = outcome(County(county.start, county.parameters, richer))
    for name, factor in (("ratio", 1.0), ("rural_income", 1.1), ("urban_income", 1.1)):
        np.testing.assert_allclose(
            rich.indicators[name], factor * trend_world().indicators[name], rtol=1e-12
        )


def test_a_richer_trend_of_towns_moves_the_ratio_as_much() -> None:
    county = real_county()
    income = county.trend.income.copy()
    income[:, 1] *= 1.05
    rich = outcome(County(county.start, county.parameters, replace(county.trend, income=income)))
    np.testing.assert_allclose(
        rich.indicators["ratio"], 1.05 * trend_world().indicators["ratio"], rtol=1e-12
    )


def test_consumer_prices_touch_only_what_is_real() -> None:
    county = real_county()
    dearer = replace(county.trend, prices=1.5 * county.trend.prices)
    other = outcome(County(county.start, county.parameters, dearer))
    for name, values in trend_world().indicators.items():
        factor = 1.0 / 1.5 if name.endswith("_real") else 1.0
        np.testing.assert_allclose(other.indicators[name], values * factor, rtol=1e-15)


def test_a_county_beside_a_county_changes_nobody() -> None:
    """Two counties with towns of their own and no common quota do not feel each other."""
    first = small_county(seed=1, households=120, plants=12)
    second = small_county(seed=1, households=120, plants=12)
    still = Parameters().changed(
        {"land.baseline_mu_per_year": 0.0, "houses.baseline_per_year": 0.0}
    )
    trend = replace(small_trend(first), urbanisation=np.zeros(4))
    factors = TrendFactors(np.full((12, 3, 4), 0.3), np.full(12, 1.2))
    alone = outcome(County(first, still, trend), factors=factors)
    both = outcome(County(beside(first, second), still, trend), factors=factors)
    rows = len(first.households)
    np.testing.assert_allclose(
        np.array(both.household_income)[:, :rows], np.array(alone.household_income), rtol=1e-9
    )
    assert not np.allclose(
        np.array(both.household_income)[:, rows:], np.array(alone.household_income)
    )


def test_sources_that_rise_together_keep_the_ratio_of_two_equal_areas() -> None:
    """With the same path for both areas nobody can tell them apart."""
    county = real_county()
    income = county.trend.income.copy()
    income[:, 1] = income[:, 0]
    same = outcome(County(county.start, county.parameters, replace(county.trend, income=income)))
    np.testing.assert_allclose(same.indicators["ratio"], 1.0, rtol=1e-12)
