"""Alliances, party branches and the ledger: who is tied to whom, and what a tie changes."""

import numpy as np
import pytest
from cooperating_county import county_with, run, settle
from hypothesis import given
from hypothesis import strategies as st

from model.policies import available
from model.quarter import alliances
from model.quarter.alliances import (
    CHAMBER,
    CONSORTIUM,
    ENTERPRISE,
    NONE,
    TOWN,
    TOWN_PART,
    has_place,
    key_towns,
    ledger_gain,
    need,
)
from model.quarter.information import deal_cost_left
from model.rules import Rules

FIRST = 3
"""The first quarter of the plan, 2022Q4."""

share = st.floats(0, 1)


def policy(name, **settings):
    return available()[name](**settings)


def tied_to(model, village, kind, partner, fit=1.0):
    """Tie a village by hand, long enough ago to work."""
    ties = model.cooperation.ties
    ties.kind[village], ties.partner[village] = kind, partner
    ties.since[village], ties.fit[village] = -20, fit


def test_aid_alliances_and_consortia_make_the_180_of_the_plan():
    rules = Rules()
    for one in (policy("alliances"), policy("party_building")):
        rules = one.amend(rules, 11)
    found = rules.cooperation.alliances
    assert (found.aid, found.consortia, found.aid + found.consortia) == (80.0, 100.0, 180.0)
    assert (found.aid_projects, found.consortium_projects) == (30.0, 20.0)


def test_the_parts_of_the_plan_do_not_depend_on_their_order():
    one, other = policy("alliances"), policy("party_building")
    assert one.amend(other.amend(Rules(), 8), 8) == other.amend(one.amend(Rules(), 8), 8)


def test_every_kind_of_tie_is_formed_and_no_village_has_two():
    model = run(policy("alliances", aid_alliances=((2022, 8.0), (2024, 12.0))), "party_building")
    kinds = np.bincount(model.cooperation.ties.kind, minlength=5)
    assert all(kinds[[TOWN, CHAMBER, ENTERPRISE, CONSORTIUM]] > 0)
    assert kinds[[TOWN, CHAMBER, ENTERPRISE]].sum() <= 12
    assert kinds[1:].sum() <= len(model.start.villages)


def test_aid_goes_to_rural_villages_of_the_weakest_towns():
    model = run("alliances")
    aided = np.flatnonzero(model.cooperation.ties.kind > NONE)
    villages = model.start.villages
    assert aided.size
    assert key_towns(model)[villages["town"][aided]].all()
    assert not villages["urban"][aided].any()


def test_key_towns_are_weaker_than_the_others():
    model = county_with()
    villages = model.start.villages
    chosen = key_towns(model)
    rural = ~villages["urban"]
    mean = [villages["operating_revenue"][rural & (villages["town"] == t)].mean() for t in range(6)]
    assert 0 < chosen.sum() < 6
    assert max(np.array(mean)[chosen]) <= min(np.array(mean)[~chosen])


@pytest.mark.parametrize("due", [0.0, 3.0, 7.0, 12.0])
def test_no_more_ties_stand_than_are_due(due):
    model = run(policy("alliances", aid_alliances=((2022, due), (2024, due))))
    found = model.outcome.indicators["alliances"]
    assert found.max() <= due
    if due <= 7.0:
        assert found[-1] == due


def test_more_alliances_are_never_fewer():
    counts = [
        run(policy("alliances", aid_alliances=((2022, due), (2024, due)))).outcome.indicators[
            "alliances"
        ][-1]
        for due in (2.0, 5.0, 9.0)
    ]
    assert counts == sorted(counts)


def test_a_tie_works_only_after_its_lag():
    model = county_with("party_building", unknowns={"alliances.lag_quarters": 3.0})
    settle(model, FIRST + 1)
    ties = model.cooperation.ties
    assert ties.kind.any()
    assert not ties.tied().any()
    since = ties.since.copy()
    settle(model, 3)
    old = (ties.since == since) & (ties.kind > NONE)
    assert old.any()
    assert ties.tied()[old].all()


def test_an_enterprise_saves_by_kind_and_fit_and_nowhere_else():
    model = county_with("alliances", "party_building")
    model.rules = policy("party_building").amend(policy("alliances").amend(Rules(), 11), 11)
    seat = int(model.start.enterprises["town"][4])
    tied_to(model, 0, ENTERPRISE, 4, fit=0.5)
    tied_to(model, 1, TOWN, seat)
    tied_to(model, 2, CONSORTIUM, 4)
    tied_to(model, 3, ENTERPRISE, 5)
    tied_to(model, 6, CHAMBER, -1)
    saved = model.cooperation.ties.saving(4)
    expected = np.zeros(40)
    expected[:3] = 20_000.0, TOWN_PART * 40_000.0, 40_000.0
    np.testing.assert_allclose(saved, expected)


def test_an_enterprise_knows_a_tied_village_outside_its_town_without_the_programme():
    model = county_with("alliances")
    villages, plants = model.start.villages, model.start.enterprises
    elsewhere = int(np.flatnonzero((villages["town"] != plants["town"][0]) & ~villages["urban"])[0])
    assert not model.market.free_sites(0, slot=False)[elsewhere]
    tied_to(model, elsewhere, ENTERPRISE, 0)
    assert model.market.free_sites(0, slot=False)[elsewhere]
    assert not model.market.free_sites(1, slot=False)[elsewhere] or (
        plants["town"][1] == villages["town"][elsewhere]
    )


def test_each_village_is_helped_to_one_project_and_no_more_than_fifty_are():
    model = run("alliances", "party_building")
    ties = model.cooperation.ties
    assert ties.projects[0] <= 30.0
    assert ties.projects[1] <= 20.0
    assert ties.projects.sum() == ties.helped.sum()
    capital = model.parameters.alliances.project_capital_yuan
    given = sum(
        p.amount for p in model.outcome.postings if p.tag in alliances.TAGS and p.kind == "capital"
    )
    assert given == pytest.approx(capital * ties.projects.sum(), rel=1e-12)


def test_the_neediest_tied_village_is_helped_first():
    model = county_with(policy("alliances", projects=((2022, 1.0),)))
    while not model.cooperation.ties.helped.any():
        tied = model.cooperation.ties.tied()
        model.step()
        tied |= model.cooperation.ties.tied()
    helped = int(np.flatnonzero(model.cooperation.ties.helped)[0])
    assert need(model)[helped] == need(model)[tied].max()


def test_ties_end_at_the_drawn_rate():
    model = county_with(
        policy("party_building", consortia=((2022, 39.0), (2024, 39.0))),
        unknowns={"alliances.end_hazard": 1.0},
    )
    settle(model, 6)
    assert (model.cooperation.ties.since == model.quarter - 1).sum() == 39
    still = county_with("party_building", unknowns={"alliances.end_hazard": 0.0})
    settle(still, 12)
    assert (still.cooperation.ties.since[still.cooperation.ties.kind > NONE] < 11).any()


def fits(**unknowns):
    """Mean fit of enterprises to villages, with and without the ledger at work."""
    found = []
    for more in ((), ("digital_ledger",)):
        given = {f"alliances.{name}": value for name, value in unknowns.items()}
        model = run("alliances", "party_building", *more, unknowns=given)
        ties = model.cooperation.ties
        found.append(float(ties.fit[ties.kind == CONSORTIUM].mean()))
    return found


def test_the_ledger_lets_better_fits_be_found():
    without, with_ledger = fits(view_log_sd=2.0, ledger_precision=1.0, end_hazard=0.3)
    assert with_ledger > without


def test_without_error_the_best_partner_is_found():
    model = run("party_building", unknowns={"alliances.view_log_sd": 0.0})
    ties = model.cooperation.ties
    np.testing.assert_allclose(ties.fit[ties.kind == CONSORTIUM], 1.0)


def test_the_ledger_takes_away_its_part_of_the_error():
    model = county_with("digital_ledger", unknowns={"alliances.ledger_precision": 0.4})
    model.rules = policy("digital_ledger").amend(Rules(), 11)
    assert ledger_gain(model) == pytest.approx(0.4)
    model.rules = policy("digital_ledger").amend(Rules(), FIRST)
    assert ledger_gain(model) == 0.0


@given(saving=share, multiple=st.floats(0, 3), users=share, more=share)
def test_deals_get_cheaper_with_ties_and_users_and_never_cost_less_than_nothing(
    saving, multiple, users, more
):
    cost = deal_cost_left(saving, multiple, users)
    assert 0.0 <= cost <= 1.0
    assert deal_cost_left(saving, multiple + more, users) <= cost
    assert deal_cost_left(saving, multiple, min(1.0, users + more)) <= cost
    assert deal_cost_left(min(1.0, saving + more), multiple, users) <= cost + 1e-12


def test_deal_cost_by_hand():
    assert deal_cost_left(0.25, 1.0, 0.2) == pytest.approx(0.75 * 0.95)
    assert deal_cost_left(0.25, 0.0, 0.0) == 1.0


def test_news_travels_where_a_consortium_works_and_not_where_it_does_not():
    model = settle(county_with("party_building"), 9)
    news, branch = model.cooperation.information, model.cooperation.ties.tied(CONSORTIUM)
    rate = model.parameters.takeup.outreach_rate
    assert branch.any()
    assert set(np.unique(news.outreach)) <= {0.0, rate}
    assert (news.outreach[branch & (model.cooperation.ties.since < 5)] == rate).all()
    assert (news.deal_cost[news.outreach[:, 0] == 0.0] == 1.0).all()


def test_people_hear_of_leases_through_party_branches():
    factors = run().factors
    heard = []
    for programmes in ((), ("party_building",)):
        model = run(*programmes, factors=factors)
        heard.append(np.unpackbits(model.households["aware"]).sum())
    assert heard[1] > heard[0]


def test_an_aid_alliance_alone_carries_no_news():
    model = settle(county_with("alliances"), 10)
    assert model.cooperation.ties.tied().any()
    assert not model.cooperation.information.outreach.any()
    assert (model.cooperation.information.deal_cost < 1.0).any()


@given(taken=st.floats(0, 200), weight=st.floats(1, 60), luck=st.floats(0.001, 0.999))
def test_a_county_total_is_never_passed_by_more_than_a_row(taken, weight, luck):
    due = 100.0
    if has_place(taken, weight, due, luck):
        assert taken + weight < due + weight
    assert not has_place(due, weight, due - 1.0, luck)


def test_rounding_in_a_sample_is_right_on_average():
    lots = (np.arange(1000) + 0.5) / 1000
    reached = []
    for luck in lots:
        taken = 0.0
        while has_place(taken, 20.0, 50.0, luck):
            taken += 20.0
        reached.append(taken)
    assert np.mean(reached) == pytest.approx(50.0, abs=0.1)


def test_only_the_largest_enterprises_are_asked(monkeypatch):
    monkeypatch.setattr(alliances, "CANDIDATES", 10)
    model = run("party_building")
    ties = model.cooperation.ties
    asked = ties.partner[ties.kind == CONSORTIUM]
    workers = model.start.enterprises["workers"]
    assert workers[asked].min() >= np.sort(workers)[-10]


def test_the_shares_of_kinds_are_followed():
    one = policy("alliances", town_share=1.0, chamber_share=1.0)
    model = run(one)
    kinds = np.bincount(model.cooperation.ties.kind, minlength=5)
    assert kinds[TOWN] > 0
    assert kinds[CHAMBER] == kinds[ENTERPRISE] == 0
