"""A policy that does not trigger changes no bit, and E0 is the trend (Q07, Q14)."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from lockstep import differing, side_by_side
from real_county import (
    PILOT,
    PROGRAMMES,
    outcome,
    pilot_world,
    policies,
    real_county,
    trend_world,
    world,
)
from small_county import small_county, small_trend

from model.county import CountyModel
from model.outcome import WorldOutcome
from model.parameters import Parameters
from model.policies import available
from model.rules import Switches

NOT_YET = date(2025, 1, 1)
"""The day after the last simulated one."""


def same_worlds(one: CountyModel, other: CountyModel, until: int = 12) -> None:
    for quarter, first, second in side_by_side(one, other):
        if quarter < until:
            assert differing(first, second) == [], f"quarter {quarter}"


def same_outcomes(one: WorldOutcome, other: WorldOutcome) -> None:
    assert one.indicators.keys() == other.indicators.keys()
    for name, values in one.indicators.items():
        np.testing.assert_array_equal(values, other.indicators[name], err_msg=name)
    for name, values in one.villages.items():
        np.testing.assert_array_equal(values, other.villages[name], err_msg=name)
    assert one.postings == other.postings
    for name in ("household_income", "household_rural", "household_listed", "worker_pay"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


@pytest.mark.parametrize("name", PROGRAMMES)
@pytest.mark.parametrize("silent", [{"start": NOT_YET}, {"intensity": 0.0}], ids=["late", "zero"])
def test_a_programme_that_never_triggers_changes_no_bit(name: str, silent: dict) -> None:
    factors = trend_world().factors
    with (
        world(real_county(), factors=factors) as absent,
        world(real_county(), policies(name, **silent), factors=factors) as idle,
    ):
        same_worlds(absent, idle)


@pytest.mark.parametrize("name", PROGRAMMES)
@pytest.mark.parametrize("silent", [{"start": NOT_YET}, {"intensity": 0.0}], ids=["late", "zero"])
def test_an_idle_programme_changes_no_bit_beside_the_others(name: str, silent: dict) -> None:
    factors = trend_world().factors
    others = policies(*(other for other in PILOT if other != name))
    with (
        world(real_county(), others, factors=factors) as absent,
        world(real_county(), (*others, *policies(name, **silent)), factors=factors) as idle,
    ):
        same_worlds(absent, idle)


@pytest.mark.parametrize("name", PROGRAMMES)
def test_before_its_first_quarter_a_programme_changes_no_bit(name: str) -> None:
    factors = trend_world().factors
    start = date(2023, 7, 1)
    with (
        world(real_county(), factors=factors) as absent,
        world(real_county(), policies(name, start=start), factors=factors) as late,
    ):
        same_worlds(absent, late, until=6)


@pytest.mark.parametrize("index", [None, 3, 7])
def test_the_trend_world_is_the_trend(index: int | None) -> None:
    county, trend = real_county(index), trend_world(index)
    path = county.trend
    for area, name in enumerate(("rural", "urban")):
        total = path.income[:, area].sum(axis=1)
        np.testing.assert_allclose(trend.indicators[f"{name}_income"], total, rtol=1e-12)
        for place, source in enumerate(("wage", "business", "property", "transfer")):
            share = path.income[:, area, place] / total
            np.testing.assert_allclose(
                trend.indicators[f"{name}_{source}_share"], share, rtol=1e-11
            )
    np.testing.assert_allclose(
        trend.indicators["ratio"],
        path.income[:, 1].sum(axis=1) / path.income[:, 0].sum(axis=1),
        rtol=1e-12,
    )


@pytest.mark.parametrize("index", [None, 3, 7])
def test_the_register_follows_its_trend(index: int | None) -> None:
    county, trend = real_county(index), trend_world(index)
    np.testing.assert_allclose(
        trend.indicators["low_income"], county.trend.register_income, rtol=1e-10
    )


@pytest.mark.parametrize("index", [None, 3])
def test_factors_used_again_give_the_trend_world_to_the_last_bit(index: int | None) -> None:
    trend = trend_world(index)
    same_outcomes(trend, outcome(real_county(index), factors=trend.factors))


def test_a_paired_world_leaves_the_factors_alone() -> None:
    trend = trend_world()
    before = trend.factors.income.copy(), trend.factors.collective.copy()
    outcome(real_county(), policies(*PROGRAMMES), factors=trend.factors)
    np.testing.assert_array_equal(trend.factors.income, before[0])
    np.testing.assert_array_equal(trend.factors.collective, before[1])


def test_a_world_leaves_the_starting_county_alone() -> None:
    start = small_county(households=200)
    tables = (start.households, start.workers, start.villages, start.enterprises, start.outlets)
    before = [(table, name, table.copy_of(name)) for table in tables for name in table]
    base = start.base.copy()
    model = CountyModel(start, Parameters(), small_trend(start), policies(*PROGRAMMES))
    model.run()
    model.close()
    for table, name, values in before:
        np.testing.assert_array_equal(table[name], values, err_msg=name)
    np.testing.assert_array_equal(start.base, base)


def test_the_same_world_twice_is_the_same_to_the_last_bit() -> None:
    again = outcome(real_county(), policies(*PILOT), factors=trend_world().factors)
    same_outcomes(pilot_world(), again)


def test_another_seed_is_another_world_on_the_same_trend() -> None:
    other = trend_world(seed=2)
    np.testing.assert_allclose(
        other.indicators["ratio"], trend_world().indicators["ratio"], rtol=1e-12
    )
    assert not np.array_equal(other.household_income, trend_world().household_income)


def test_every_switch_is_a_world_of_its_own() -> None:
    """Each ablation changes something, so that a wrong wiring cannot hide."""
    programmes = policies(*available())
    whole = outcome(real_county(), programmes, factors=trend_world().factors)
    for field in fields(Switches):
        if field.name == "clusters":
            continue  # none forms in a county so small; tests/test_clusters.py switches it off
        switches = replace(Switches(), **{field.name: False})
        trend = outcome(real_county(), switches=switches)
        less = outcome(real_county(), programmes, factors=trend.factors, switches=switches)
        assert not np.array_equal(less.household_income, whole.household_income), field.name


def test_policies_may_be_named_in_any_order() -> None:
    factors = trend_world().factors
    straight = outcome(real_county(), policies(*PROGRAMMES), factors=factors)
    back = outcome(real_county(), policies(*reversed(PROGRAMMES)), factors=factors)
    same_outcomes(straight, back)


def test_closing_a_world_lets_it_go() -> None:
    import gc
    import weakref

    start = small_county(households=200)
    model = CountyModel(start, Parameters(), small_trend(start))
    model.step()
    left: Callable[[], CountyModel | None] = weakref.ref(model)
    model.close()
    del model
    gc.collect()
    assert left() is None
