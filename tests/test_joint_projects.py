"""Enclaves, operation by a state firm, the exchange: the collective's money is moved, not made."""

import numpy as np
import pytest
from cooperating_county import county_with, run, settle
from hypothesis import given
from hypothesis import strategies as st

from model.agents.village import Village
from model.policies import available
from model.quarter.contracts import newly_listed
from model.quarter.enclaves import AT_HOME, CONTIGUOUS, ENCLAVE
from model.quarter.joint_terms import operating_now
from model.rules import Rules

RICH = {"collective.project_yield": 0.16, "contracts.enclave_premium": 0.5,
        "contracts.contiguous_premium": 0.3}  # fmt: skip


def policy(name, **settings):
    return available()[name](**settings)


def paid(model, tag, payer=None, kind=None):
    return sum(
        p.amount
        for p in model.outcome.postings
        if p.tag == tag and payer in (None, p.payer) and kind in (None, p.kind)
    )


def test_without_the_programme_money_stays_at_home():
    model = county_with()
    assert all(model.cooperation.joint.best_place(row) == AT_HOME for row in range(40))


def test_enclaves_are_never_larger_than_the_revenue_they_are_built_for():
    model = run("three_incomes", policy("enclaves", enclave_revenue_yuan=50_000.0), unknowns=RICH)
    gross = 0.16 * 1.5
    invested = model.cooperation.joint.invested
    assert 0.0 < invested[ENCLAVE] <= 50_000.0 / gross * (1 + 1e-12)
    assert invested[CONTIGUOUS] <= 20e6 / (0.16 * 1.3)
    assert model.outcome.indicators["enclave_revenue"].max() <= 50_000.0 + 20e6


def test_a_yuan_is_invested_once(monkeypatch):
    """Savings at the end are what was given and kept, less what was invested of one's own."""
    kept = []
    share_out = Village.share_out

    def recording(village):
        before = village.savings
        dividends = share_out(village)
        kept.append((village.savings - before) * village.weight)
        return dividends

    monkeypatch.setattr(Village, "share_out", recording)
    model = run("three_incomes", "enclaves", "alliances", "village_clusters", unknowns=RICH)
    villages = list(model.villages)
    given = sum(
        p.amount
        for p in model.outcome.postings
        if p.payer == "treasury" and p.payee == "collectives" and p.kind == "capital"
    )
    helped = model.parameters.alliances.project_capital_yuan * model.cooperation.ties.projects.sum()
    invested = sum(p.invested for v in villages for p in v.projects) - helped
    own = invested - sum(v.debt for v in villages)
    assert model.cooperation.joint.invested.sum() == pytest.approx(invested, rel=1e-9)
    assert model.cooperation.joint.invested[ENCLAVE] > 0.0
    assert sum(v.savings for v in villages) == pytest.approx(given + sum(kept) - own, rel=1e-9)


def test_the_gain_of_an_enclave_is_the_difference_of_yields():
    model = county_with(policy("enclaves"), unknowns=RICH)
    model.rules = policy("enclaves").amend(Rules(), 4)
    own = model.collectives.project_yield
    rows = np.flatnonzero(model.collectives.rank <= 100)
    for row in rows:
        place = model.cooperation.joint.best_place(int(row))
        if own[row] >= 0.16 * 1.5:
            assert place == AT_HOME
        else:
            assert place.kind == ENCLAVE
            assert place.extra == pytest.approx(0.24 - own[row])


def test_only_the_weakest_villages_share_in_an_enclave():
    model = county_with(policy("enclaves"), unknowns=RICH)
    few = policy("enclaves", enclave_villages=5.0, contiguous_revenue_yuan=0.0)
    model.rules = few.amend(Rules(), 4)
    open_to = [r for r in range(40) if model.cooperation.joint.best_place(r).kind == ENCLAVE]
    assert 0 < len(open_to) <= 5
    operating = model.start.villages["operating_revenue"]
    rural = ~model.start.villages["urban"]
    assert operating[open_to].max() <= np.sort(operating[rural])[4]


def test_contiguous_land_is_that_of_the_weakest_town():
    model = county_with(policy("enclaves"), unknowns=RICH)
    model.rules = policy("enclaves", enclave_revenue_yuan=0.0).amend(Rules(), 4)
    open_to = [r for r in range(40) if model.cooperation.joint.best_place(r).kind == CONTIGUOUS]
    assert open_to
    towns = set(model.start.villages["town"][open_to].tolist())
    assert towns == {model.cooperation.joint.weak_town()}


def test_enclave_revenue_is_inside_collective_revenue():
    factors = run(unknowns=RICH).factors
    plain = run("three_incomes", unknowns=RICH, factors=factors)
    more = run("three_incomes", "enclaves", unknowns=RICH, factors=factors)
    gain = (
        more.outcome.indicators["collective_income"] - plain.outcome.indicators["collective_income"]
    )
    revenue = more.outcome.indicators["enclave_revenue"]
    assert revenue[-1] > 0.0
    assert (gain <= revenue + 1.0).all()
    assert gain[-1] > 0.0


def test_seven_villages_are_operated_in_the_plan_and_part_of_a_row_counts():
    model = run("state_enterprise_operation")
    book = model.cooperation.contracts
    assert (book.part * model.start.villages["weight"]).sum() == pytest.approx(7.0)
    part = run(policy("state_enterprise_operation", villages=((2022, 2.5),)))
    assert part.cooperation.contracts.part.sum() == pytest.approx(2.5)


def test_most_of_the_profit_goes_back():
    model = run("state_enterprise_operation")
    tag = "state_enterprise_operation"
    earned = paid(model, tag, "world")
    to_village = paid(model, tag, "enterprises", "spending")
    to_members = paid(model, tag, "enterprises", "property")
    assert earned > 0.0
    assert to_village + to_members == pytest.approx(0.7 * earned, rel=1e-9)
    assert to_members <= 0.3 * 0.7 * earned * (1 + 1e-9)


def test_the_gain_of_operation_by_hand_once_the_ramp_is_over():
    model = settle(county_with("state_enterprise_operation"), 11)
    model.ledger.flows.clear()
    book = model.cooperation.contracts
    expected = (
        model.parameters.contracts.managed_lift * book.part * operating_now(model) / 4.0
    ).sum()
    model.step()
    posting = [
        p.amount
        for p in model.ledger.postings
        if p.tag == "state_enterprise_operation" and p.payer == "world" and p.year == 2024
    ]
    assert posting == [pytest.approx(expected, rel=1e-9)]


def test_shares_that_change_hands_are_nobodys_income():
    model = run(policy("property_exchange", coverage=((2022, 0.0),)))
    deals = paid(model, "property_exchange", kind="capital")
    assert deals == pytest.approx(14 * 192_857.0 * 9 / 4)
    assert paid(model, "property_exchange") == pytest.approx(deals)


def test_the_premium_is_paid_by_lessees_to_collectives():
    factors = run().factors
    model = run("property_exchange", factors=factors)
    rents = [p for p in model.outcome.postings if p.tag == "property_exchange"
             and p.kind == "spending"]  # fmt: skip
    assert {p.payer for p in rents} == {"households", "enterprises"}
    assert {p.payee for p in rents} == {"collectives"}
    share = model.parameters.contracts.lessee_households
    total = sum(p.amount for p in rents)
    assert sum(p.amount for p in rents if p.payer == "households") == pytest.approx(share * total)


def test_leases_already_on_the_exchange_bring_nothing_new():
    low = policy("property_exchange", coverage=((2022, 0.2),))
    model = run(low, unknowns={"contracts.exchange_2021": 0.4})
    assert paid(model, "property_exchange", kind="spending") == 0.0


@given(listed=st.floats(0, 1), target=st.floats(0, 1), years=st.floats(1, 10), more=st.floats(0, 1))
def test_leases_reach_the_exchange_as_they_come_up(listed, target, years, more):
    now = newly_listed(listed, target, years)
    assert listed <= now <= max(listed, target) + 1e-12
    assert newly_listed(listed, min(1.0, target + more), years) >= now
    assert newly_listed(listed, target, years + more) <= now


def test_extra_bidders_are_brought_once():
    one, other = policy("three_incomes", platform_bids=2.0), policy("property_exchange")
    for first, second in ((one, other), (other, one)):
        assert second.amend(first.amend(Rules(), 5), 5).houses.platform_bids == 2.0
