"""What holds for support, pairing, profit sharing and moves alike (Q07, Q11, Q12)."""

from datetime import date
from itertools import combinations

import numpy as np
import pytest
from lockstep import differing, side_by_side
from real_county import PILOT, outcome, policies, real_county, trend_world, world
from small_county import small_county, small_trend

from model.columns import SOURCES
from model.county import CountyModel
from model.ledger import TOLERANCE
from model.outcome import WorldOutcome
from model.parameters import Parameters
from model.policies import available
from model.policies.policy import Policy

NAMES = (
    "basic_pension",
    "counterpart_sales",
    "dibao_floor",
    "income_screening",
    "long_term_care_insurance",
    "medical_relief",
    "pairing",
    "poverty_monitoring",
    "profit_sharing",
    "relocation",
    "settlement",
)

LARGE = {
    "long_term_care_insurance": {"insured_persons": ((2022, 1_000_000.0),)},
    "profit_sharing": {"push": 50.0, "firms": ((2022, 400.0),)},
}
"""Settings large enough to be seen beyond a baseline and in a small county."""

PAIRS = list(combinations(NAMES, 2))[::5]
NOT_YET = date(2025, 1, 1)


def programme(*names: str, **settings: object) -> tuple[Policy, ...]:
    known = available()
    return tuple(known[name](**{**LARGE.get(name, {}), **settings}) for name in names)


def check_accounts(programmes: tuple[Policy, ...]) -> WorldOutcome:
    with world(real_county(), programmes, factors=trend_world().factors) as model:
        weight = model.households["weight"]
        while model.quarter < model.quarters:
            model.step()
            balances = model.ledger.balances()
            assert abs(sum(balances.values())) <= 1e-9 * model.ledger.paid.sum()
            assert balances["charity"] >= -1e-3
        result = model.outcome
        result.postings = model.ledger.postings
    for year, income in enumerate(result.household_income):
        paid = 0.0
        for p in result.postings:
            if p.year == 2022 + year and p.kind in SOURCES:
                paid += p.amount * (p.payee == "households")
                paid -= p.amount * (p.payer == "households" and p.payee != "households")
        assert float(income @ weight) == pytest.approx(paid, rel=TOLERANCE * 10)
    return result


@pytest.mark.parametrize("names", [*((name,) for name in NAMES), *PAIRS, NAMES], ids="+".join)
def test_accounts_close(names: tuple[str, ...]) -> None:
    check_accounts(programme(*names))


def test_accounts_close_beside_the_pilot() -> None:
    check_accounts((*programme(*NAMES), *policies(*PILOT)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("silent", [{"start": NOT_YET}, {"intensity": 0.0}], ids=["late", "zero"])
def test_a_silent_programme_changes_no_bit(name: str, silent: dict[str, object]) -> None:
    factors = trend_world().factors
    with (
        world(real_county(), factors=factors) as absent,
        world(real_county(), programme(name, **silent), factors=factors) as idle,
    ):
        for _, one, other in side_by_side(absent, idle):
            assert differing(one, other) == []


@pytest.mark.parametrize("name", NAMES)
def test_before_its_first_quarter_a_programme_changes_no_bit(name: str) -> None:
    factors = trend_world().factors
    with (
        world(real_county(), factors=factors) as absent,
        world(real_county(), programme(name, start=date(2023, 7, 1)), factors=factors) as late,
    ):
        for quarter, one, other in side_by_side(absent, late):
            if quarter < 6:
                assert differing(one, other) == [], quarter


@pytest.mark.parametrize("name", NAMES)
def test_every_programme_changes_something(name: str) -> None:
    result = outcome(real_county(), programme(name), factors=trend_world().factors)
    changed = [
        indicator
        for indicator, values in result.indicators.items()
        if not np.array_equal(values, trend_world().indicators[indicator], equal_nan=True)
    ]
    assert changed


@pytest.mark.parametrize("name", NAMES)
def test_no_programme_starts_before_its_document(name: str) -> None:
    kind = available()[name]
    assert kind().start >= kind.issued


@pytest.mark.parametrize("names", [NAMES[:5], NAMES[5:], NAMES], ids=["first", "second", "all"])
def test_a_county_of_four_villages_survives_all_of_them(names: tuple[str, ...]) -> None:
    start = small_county(households=200)
    trend = small_trend(start)
    model = CountyModel(start, Parameters(), trend)
    factors = model.run().factors
    model.close()
    model = CountyModel(start, Parameters(), trend, programme(*names), factors=factors)
    result = model.run()
    model.close()
    assert all(np.isfinite(income).all() for income in result.household_income)


def test_the_start_is_left_alone() -> None:
    start = real_county().start
    before = {name: start.households.copy_of(name) for name in start.households}
    outcome(real_county(), programme(*NAMES), factors=trend_world().factors)
    for name, values in before.items():
        np.testing.assert_array_equal(start.households[name], values, err_msg=name)
