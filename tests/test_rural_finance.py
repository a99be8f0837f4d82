"""The finance programmes of the plan: what each sets, whom it reaches, what it cannot pass."""

from dataclasses import replace

import numpy as np
import pytest
from real_county import outcome, policies, real_county, trend_world, world

from model.calendar import quarter_of
from model.credit_rules import CreditRules
from model.policies import available
from model.quarter.household_loans import REGISTER_LOAN_YUAN
from model.rules import Rules

FIRST, LAST = 3, 11
FINANCE = ("rural_finance", "guarantee_company", "village_project_credit")


def rules_of(*names, quarter=LAST, **settings):
    rules = Rules()
    for policy in policies(*names, **settings):
        rules = policy.amend(rules, quarter)
    return rules.credit


def test_the_default_is_a_county_without_programmes():
    assert Rules().credit == CreditRules()
    assert not Rules().credit.active


@pytest.mark.parametrize(
    ("quarter", "households", "enterprises"),
    [(FIRST, 4.0e9, 10.0e9), (7, 7.5e9, 18.0e9), (LAST, 11.0e9, 26.0e9)],
)
def test_volumes_are_those_of_the_plan(quarter, households, enterprises):
    found = rules_of("rural_finance", quarter=quarter)
    assert found.household_volume_yuan == pytest.approx(households)
    assert found.enterprise_volume_yuan == pytest.approx(enterprises)


def test_specialists_reach_every_village_by_the_end():
    assert rules_of("rural_finance").specialist_villages == 514.0
    assert rules_of("rural_finance").stations == 5.0
    with world(real_county(), policies("rural_finance"), factors=trend_world().factors) as model:
        seen = []
        while model.quarter < model.quarters:
            model.step()
            seen.append(model.credit.households.unvisited.copy())
    assert (seen[2] == 1.0).all(), "nobody is visited before the policy begins"
    for before, after in zip(seen, seen[1:], strict=False):
        assert (after <= before).all()
    assert (seen[-1] < 1.0).all()


def test_lines_keep_their_size_and_grow_in_number():
    for quarter in (FIRST, 7, LAST):
        found = rules_of("village_project_credit", quarter=quarter, intensity=2.0)
        assert found.project_line_yuan == pytest.approx(50.0e6)
        assert found.small_firm_line_yuan == pytest.approx(
            {FIRST: 3.75e6, 7: 2.75e9 / 700, LAST: 4.0e6}[quarter]
        )
    assert found.project_slots == 40.0
    assert found.small_firms == 2000.0


def test_intensity_multiplies_volumes_and_money_and_no_price():
    one, two = rules_of("rural_finance"), rules_of("rural_finance", intensity=2.0)
    assert two.household_volume_yuan == 2.0 * one.household_volume_yuan
    assert two.special_rate_cut == one.special_rate_cut
    assert two.register_subsidy == one.register_subsidy
    assert rules_of("guarantee_company", intensity=2.0).guarantee_capital_yuan == 24.0e6


@pytest.mark.parametrize("order", [FINANCE, FINANCE[::-1]])
def test_programmes_add_to_each_other_in_any_order(order):
    assert rules_of(*order) == rules_of(*FINANCE)


def test_lines_are_inside_the_plan_and_never_on_top():
    """Credit to village projects (1 billion) and small firms (4 billion) is part of the 64."""
    both, alone = ("rural_finance", "village_project_credit"), ("rural_finance",)
    rooms = {}
    for names in (both, alone):
        with world(real_county(), policies(*names), factors=trend_world().factors) as model:
            model.step()
            model.quarter = LAST
            model.rules = replace(model.rules, credit=rules_of(*names))
            model.credit.keep_second_books()
            model.bank.lent_to_programme_projects = 3.0e8 if names == both else 0.0
            rooms[names] = model.credit.room("enterprises")
    assert rooms[both] == pytest.approx(rooms[alone] - 3.0e8)


def test_without_volumes_of_the_plan_lines_are_money_beyond_the_usual():
    with world(
        real_county(), policies("village_project_credit"), factors=trend_world().factors
    ) as model:
        model.step()
        model.quarter = LAST
        model.rules = replace(model.rules, credit=rules_of("village_project_credit"))
        model.credit.keep_second_books()
        own = model.credit.enterprises.yearly * 3.0
        new = 1.0 - model.parameters.finance.rollover_share
        lent = model.credit.enterprise_book.counts.new_money
        room = model.credit.room("enterprises")
        assert room == pytest.approx(new * max(1.05 * own, own + 4.0e9) - lent)


def test_a_village_draws_on_its_line_no_more_than_it_has():
    settings = {"projects_yuan": ((2022, 1.0e7), (2024, 2.0e7))}
    county = real_county(None, 0.1)
    with world(
        county,
        policies("village_project_credit", **settings),
        factors=trend_world(None, 0.1).factors,
    ) as model:
        while model.quarter < model.quarters:
            model.step()
            assert all(v.line_used <= 1.0e6 + 1e-6 for v in model.villages)
        assert sum(v.line_used for v in model.villages) > 0.0
        urban = county.start.villages["urban"]
        assert not any(v.line_used > 0.0 and urban[v.row] for v in model.villages)


def test_small_loans_of_the_register_are_small_backed_and_subsidised():
    with world(
        real_county(None, 0.1), policies("rural_finance"), factors=trend_world(None, 0.1).factors
    ) as model:
        model.run()
        book = model.credit.household_book
        backed, held = book.stock.backed > 0.0, book.stock.principal > 0.0
        assert backed.any()
        assert (book.stock.principal[backed] <= REGISTER_LOAN_YUAN).all()
        assert (book.stock.subsidy[backed] == 0.03).all()
        assert (book.stock.subsidy[held & ~backed] == 0.0).all()
        paid = [p for p in model.outcome.postings if p.tag == "credit" and p.payer == "treasury"]
        assert sum(p.amount for p in paid if p.kind == "spending") > 0.0
        assert all(p.payee == "bank" for p in paid)


def test_register_households_gain_most_from_loans_that_they_did_not_get_before():
    trend = trend_world(None, 0.1)
    alone = outcome(
        real_county(None, 0.1), policies("rural_finance"), factors=trend.factors
    ).indicators
    gain = alone["low_income"] - trend.indicators["low_income"]
    assert (gain > 0.0).all()


@pytest.mark.parametrize("lower", ["specialist_villages", "custody_share"])
def test_a_wider_programme_lends_no_less(lower):
    trend = trend_world(None, 0.1)
    wide = outcome(
        real_county(None, 0.1), policies("rural_finance"), factors=trend.factors
    ).indicators
    narrow = outcome(
        real_county(None, 0.1), policies("rural_finance", **{lower: ()}), factors=trend.factors
    ).indicators
    issued = [sum(held["household_loans_issued"]) for held in (wide, narrow)]
    assert issued[0] > issued[1]


def test_certificates_of_skill_are_a_record_only_where_they_count():
    county = real_county(None, 0.1)
    factors = trend_world(None, 0.1).factors
    refused = [
        sum(
            outcome(county, policies("rural_finance", skill_loans=on), factors=factors).indicators[
                "loans_refused"
            ]
        )
        for on in (True, False)
    ]
    assert refused[0] != refused[1]


def test_the_effect_stays_under_its_ceiling():
    """All that is promised, all of it new, all year, at the best known return."""
    county, trend = real_county(None, 0.1), trend_world(None, 0.1)
    finance = county.parameters.finance
    found = outcome(county, policies("rural_finance"), factors=trend.factors)
    best = 0.055 + finance.excess_return + 3.0 * finance.known_return_sd
    best += 4.0 * finance.return_luck_sd
    for year, promised in enumerate((4.0e9, 7.5e9, 11.0e9)):
        assert found.indicators["credit_income"][year] <= promised * best
        whole = 0.25 * (10.0e9, 18.0e9, 26.0e9)[year]
        wages = sum(
            p.amount
            for p in found.postings
            if p.tag == "credit"
            and p.kind == "wages"
            and p.payee == "households"
            and p.year == 2022 + year
        )
        assert wages <= whole


def test_workers_get_their_rural_share_and_owners_the_rest():
    trend = trend_world(None, 0.1)
    found = outcome(
        real_county(None, 0.1), policies("village_project_credit"), factors=trend.factors
    )
    rural = found.indicators["rural_wage_share"] - trend.indicators["rural_wage_share"]
    assert rural[-1] > 0.0
    assert np.allclose(
        found.indicators["rural_property_share"],
        trend.indicators["rural_property_share"],
        atol=1e-3,
    )


def test_no_programme_can_begin_before_its_document():
    for name in FINANCE:
        kind = available()[name]
        assert kind().first_quarter == FIRST
        assert quarter_of(kind.issued) == 2
        assert kind.family == "credit"
