"""Guaranteed loans to start-ups: whom they reach, what they cost, what comes back."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from work_programmes import lived, other_county, paid, work

from calibration.packs.pack import load_pack
from model.ledger import SOURCES
from model.policies.startup_loans import StartupLoans
from model.quarter import startup_loans, ventures
from model.rules import Rules
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario

PLAN = {"loans_yuan": ((2024, 30e6),), "jobs": ((2024, 1500.0),), "intensity": 1.0}
NAME = "startup_loans"


def offer_in(year_end: int, **settings: object) -> ventures.VentureOffer:
    rules = StartupLoans(**{**PLAN, **settings}).amend(Rules(), year_end)
    (only,) = rules.work.ventures
    return only


def total(model, kind: str, payer: str, payee: str) -> float:
    return sum(
        p.amount
        for p in model.ledger.postings
        if (p.tag, p.kind, p.payer, p.payee) == (NAME, kind, payer, payee)
    )


def test_the_plan_by_hand() -> None:
    """30 million yuan in loans of 100,000 are 300 businesses; 1,500 jobs are 4 beside the owner."""
    offer = offer_in(11)
    assert offer.places == pytest.approx(300.0)
    assert offer.jobs == pytest.approx(4.0)
    assert offer_in(11, yuan_per_loan=20_000.0).jobs == pytest.approx(0.0)
    assert offer_in(11, intensity=2.0).places == pytest.approx(600.0)
    assert offer_in(2).places == 0.0


def test_pingyang_runs_its_own_numbers() -> None:
    plan = make_plan(load_scenario("pilot_pingyang"), Size(draws=1, seeds=1, scale=0.1))
    settings = plan.worlds.pilot[NAME]
    assert settings["loans_yuan"] == {"2025": 30e6}
    assert settings["jobs"] == {"2025": 1500.0}
    rows = [row for row in load_pack("pingyang").levers if row.policy == NAME]
    assert len(rows) == 2


def test_loans_are_paid_out_and_come_back() -> None:
    with lived(work(NAME, **PLAN)) as model:
        lent = total(model, "capital", "bank", "households")
        back = total(model, "capital", "households", "bank")
        called = total(model, "capital", "treasury", "bank")
        assert 0.0 < lent == pytest.approx(model.ventures.lent_yuan)
        some = model.ventures.open[NAME, "startup"]
        weight = model.households["weight"][model.ventures.homes(some)]
        owed = model.quarter - 1 - some.opened < startup_loans.LOAN_QUARTERS
        assert back + called + 1e5 * float(weight[owed].sum()) == pytest.approx(lent)
        assert lent <= 30e6 + 1e5 * float(weight.max())


def test_interest_is_a_cost_and_its_subsidy_a_transfer() -> None:
    def flows(share: float) -> tuple[float, float]:
        with lived(work(NAME, **{**PLAN, "interest_paid_share": share})) as model:
            return (
                total(model, "business", "households", "bank"),
                total(model, "transfers", "treasury", "households"),
            )

    interest, helped = flows(1.0)
    assert interest == pytest.approx(helped)
    assert interest > 0.0
    interest, helped = flows(0.25)
    assert helped == pytest.approx(0.25 * interest)


def test_principal_is_nobodys_income() -> None:
    with lived(work(NAME, **PLAN), 4) as model:
        assert "capital" not in SOURCES
        some = model.ventures.open[NAME, "startup"]
        homes = model.ventures.homes(some)
        model.open_quarter()
        before = model.books.quarter_income[homes].copy()
        startup_loans.lend(model, model.rules.work.ventures[0], np.ones(homes.size))
        np.testing.assert_array_equal(model.books.quarter_income[homes], before)


def test_interest_of_a_year_by_hand() -> None:
    with lived(work(NAME, **PLAN), 4, other_county(collective__loan_rate=0.05)) as model:
        offer = model.rules.work.ventures[0]
        assert startup_loans.interest_yuan(model, offer) == 0.0
        half = replace(offer, interest_paid_share=0.5)
        assert startup_loans.interest_yuan(model, half) == pytest.approx(2500.0)


def opened(**settings: object) -> float:
    county = settings.pop("county", None)
    with lived(work(NAME, **{**PLAN, **settings}), 8, county) as model:
        return model.ventures.count("startup")


def first_openers(**settings: object) -> set[int]:
    """Households that open a business in the first quarter, with money for everybody who asks."""
    enough = {"loans_yuan": ((2024, 1e12),), "yuan_per_loan": 1e6}
    with lived(work(NAME, **{**PLAN, **enough, **settings}), 4) as model:
        return set(model.ventures.homes(model.ventures.open[NAME, "startup"]).tolist())


def test_interest_borne_keeps_some_from_applying_and_brings_nobody() -> None:
    assert first_openers(interest_paid_share=0.0) < first_openers(interest_paid_share=1.0)


def test_start_ups_that_come_anyway_leave_less_room() -> None:
    few, many = (other_county(ventures__startup_per_1000=rate) for rate in (1e-6, 1e4))
    assert opened(county=few) > opened(county=many) == 0.0


def test_what_came_before_the_programme_is_not_held_against_it() -> None:
    with lived(work(NAME, start=date(2024, 1, 1), **PLAN), 12) as model:
        assert ventures.opened_anyway(model, "startup", 8) == pytest.approx(
            ventures.opened_anyway(model, "startup") * 5.0 / 13.0
        )
        assert model.ventures.count("startup") > 0.0


def test_start_ups_bring_owners_and_employees_to_work() -> None:
    with lived(work(NAME, **PLAN)) as model:
        jobs = model.jobs.under(NAME)
        assert 0.0 < jobs <= 4.0 * model.ventures.count("startup") * 1.2
        assert paid(model, NAME, "wages") > 0.0
        assert paid(model, NAME, "business") > 0.0
        outcome = model.outcome.indicators
        assert outcome["startup_loans"][-1] == pytest.approx(model.ventures.lent_yuan)
        assert outcome["startup_jobs"][-1] == pytest.approx(model.ventures.count("startup") + jobs)
