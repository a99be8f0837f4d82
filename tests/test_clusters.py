"""Village clusters: what they are worth, who joins, how they bargain, share and break up."""

import numpy as np
import pytest
from cooperating_county import county_with, run, settle
from hypothesis import given
from hypothesis import strategies as st
from lockstep import differing, side_by_side

from model.policies import available
from model.quarter.clusters import (
    agreement_chance,
    operate,
    pay_pooled_rent,
    quarter_result,
)
from model.quarter.joint_terms import (
    COMPLEMENTARY,
    POOLED,
    STRONG_WEAK,
    Members,
    business_gain,
    complementarity,
    core_gap,
    joins,
    parts_by_contribution,
    running_cost,
    terms_of,
)
from model.rules import Rules, Switches

share = st.floats(0, 1)
money = st.floats(1e4, 1e8)

FREE = {
    "clusters.cost_yuan": 1e-6,
    "clusters.cost_per_square_yuan": 1e-6,
    "clusters.joining_yuan": 1e-6,
    "clusters.outside_gain": 0.0,
}
"""Clusters that cost nothing: everybody joins."""

EAGER = {
    **FREE,
    "clusters.agreement_hazard": 1.0,
    "clusters.unequal_drag": 0.0,
    "clusters.bargaining_quarters": 0.0,
}
"""Clusters that agree at once."""


def policy(**settings):
    return available()["village_clusters"](**settings)


def many(**settings):
    return policy(clusters=((2022, 20.0), (2024, 20.0)), **settings)


def offered(operating, resources=None, floor=0.0, **unknowns):
    """Terms offered to villages with these revenues and resource ranks."""
    given = {f"clusters.{name}": value for name, value in unknowns.items()}
    model = county_with(policy(), unknowns={**FREE, **given})
    model.rules = policy(floor_share=floor).amend(Rules(), 11)
    operating = np.array(operating, float)
    if resources is None:
        resources = np.full((operating.size, 3), 0.5)
    members = Members(np.arange(operating.size), operating, np.array(resources, float))
    return terms_of(model, members)


def test_the_gain_by_hand():
    worth = business_gain(0.05, 0.4, 1e7, 0.08, 0.3, 4.0)
    assert worth == pytest.approx((0.05 * 0.4 + 0.08 * 0.3 * 0.75) * 1e7)
    assert running_cost(60_000.0, 5_000.0, 4.0) == 140_000.0
    assert quarter_result(400_000.0, 140_000.0, 0.5) == pytest.approx(115_000.0)
    assert quarter_result(400_000.0, 140_000.0, -3.0) == -35_000.0
    assert agreement_chance(0.4, 2.0, 0.5) == pytest.approx(0.4 * np.exp(-1.0))


def test_parts_follow_contribution_and_a_floor_lifts_the_weak():
    plain = parts_by_contribution(np.array([8.0, 1.0, 1.0]), 0.0)
    np.testing.assert_allclose(plain, [0.8, 0.1, 0.1])
    lifted = parts_by_contribution(np.array([8.0, 1.0, 1.0]), 1.0)
    np.testing.assert_allclose(lifted, np.array([0.8, 1 / 3, 1 / 3]) / (0.8 + 2 / 3))


def test_differences_by_hand():
    assert complementarity(np.zeros((3, 3))) == 0.0
    assert complementarity(np.array([[0.0] * 3, [1.0] * 3])) == 1.0
    assert core_gap(np.array([4.0, 1.0, 1.0])) == 0.75
    assert core_gap(np.array([2.0, 2.0])) == 0.0


@given(h=share, drag=st.floats(0, 3), variation=st.floats(0, 3), more=st.floats(0, 1))
def test_unequal_villages_agree_later(h, drag, variation, more):
    chance = agreement_chance(h, drag, variation)
    assert 0.0 <= agreement_chance(h, drag, variation + more) <= chance <= h
    assert agreement_chance(h, drag + more, variation) <= chance
    assert agreement_chance(min(1.0, h + more), drag, variation) >= chance


@given(gain=share, fit=share, operating=money, saving=share, cost=share, n=st.integers(2, 12))
def test_a_cluster_is_worth_more_with_every_argument(gain, fit, operating, saving, cost, n):
    given = {"gain": gain, "fit": fit, "operating": operating}
    given |= {"saving": saving, "cost": cost, "n": n}

    def worth(**changed):
        return business_gain(*{**given, **changed}.values())

    start = worth()
    for name in ("gain", "fit", "saving", "cost"):
        assert worth(**{name: min(1.0, given[name] + 0.1)}) >= start
    assert worth(operating=2 * operating) >= start
    assert worth(n=n + 1) >= start


@given(part=share, surplus=money, alone=money, effort=money, more=money)
def test_a_better_outside_option_never_makes_a_village_join(part, surplus, alone, effort, more):
    if not joins(part, surplus, alone, effort):
        assert not joins(part, surplus, alone + more, effort)
        assert not joins(part, surplus, alone, effort + more)
    else:
        assert joins(part, surplus + more, alone, effort) or part == 0.0


@given(
    contribution=st.lists(st.floats(1.0, 1e7), min_size=2, max_size=10),
    floor=share,
    bigger=st.floats(1, 5),
)
def test_parts_sum_to_one_and_rise_with_contribution(contribution, floor, bigger):
    values = np.array(contribution)
    parts = parts_by_contribution(values, floor)
    assert parts.sum() == pytest.approx(1.0)
    assert (parts >= floor / values.size / (1.0 + floor) - 1e-12).all()
    values[0] *= bigger
    assert parts_by_contribution(values, floor)[0] >= parts[0] - 1e-12


def test_kinds_follow_from_the_villages():
    assert offered([9e6, 1e6, 1e6], revenue_gain=0.1).kind == STRONG_WEAK
    apart = [[0.0] * 3, [1.0] * 3]
    assert offered([3e6, 3e6], apart, revenue_gain=0.1).kind == COMPLEMENTARY
    pooled = offered([3e6, 3e6], underlet_share=0.3, pooling_premium=4.77)
    assert pooled.kind == POOLED


def test_tidal_flat_leases_pooled_as_in_the_report():
    """Xinpu: 8.2 million over five years before, 47.32 after one open bid for all."""
    before, after, operating = 8.2e6 / 5, 47.32e6 / 5, 20e6
    terms = offered(
        [operating / 2] * 2, underlet_share=before / operating, pooling_premium=after / before - 1
    )
    assert before + terms.pooled == pytest.approx(9.464e6)
    model = county_with(policy())
    model.rules = policy().amend(Rules(), 11)
    pay_pooled_rent(model, terms)
    moved = {(payer, payee) for payer, payee, _, _ in model.ledger.flows}
    assert moved == {("households", "collectives"), ("enterprises", "collectives")}
    assert sum(model.ledger.flows.values()) == pytest.approx(terms.pooled / 4.0)
    assert model.books.diverted.sum() == pytest.approx(
        terms.pooled / 4.0 * model.parameters.contracts.lessee_households
    )
    model.close()


def test_a_weak_village_stays_out_unless_a_floor_lifts_its_part():
    villages = [9e6, 9e6, 2e5]
    apart = [[0.0] * 3, [1.0] * 3, [0.5] * 3]
    without = offered(villages, apart, joining_yuan=20_000.0, revenue_gain=0.05)
    with_floor = offered(villages, apart, floor=1.0, joining_yuan=20_000.0, revenue_gain=0.05)
    assert without.rows.tolist() == [0, 1]
    assert with_floor.rows.tolist() == [0, 1, 2]


def test_no_cluster_where_all_could_do_better_alone():
    assert offered([3e6, 3e6], outside_gain=0.5) is None
    assert offered([3e6, 3e6], cost_yuan=1e9) is None
    assert offered([3e6]) is None


def test_clusters_never_exceed_what_is_due_and_more_due_is_never_fewer():
    counts = []
    for due in (1.0, 3.0, 6.0):
        model = run(policy(clusters=((2022, due), (2024, due))), unknowns=EAGER)
        found = model.outcome.indicators["clusters"]
        assert found.max() <= due
        counts.append(found[-1])
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_bargaining_takes_its_time():
    slow = {**EAGER, "clusters.bargaining_quarters": 4.0}
    model = settle(county_with(many(), unknowns=slow), 7)
    assert model.cooperation.clusters.count() == 0.0
    settle(model, 1)
    assert model.cooperation.clusters.count() > 0.0


def test_clusters_are_blocks_of_rural_neighbours_without_overlap():
    model = run(many(), unknowns=EAGER)
    rows = np.concatenate([block.rows for block in model.cooperation.clusters.blocks])
    assert len(set(rows.tolist())) == rows.size
    assert not model.start.villages["urban"][rows].any()
    assert rows.size == (~model.start.villages["urban"]).sum()


def test_members_receive_the_result_and_nobody_else_does():
    model = settle(county_with(many(), unknowns=EAGER), 5)
    model.open_quarter()
    before = model.collectives.receipts.copy()
    earlier = sum(c.year for c in model.cooperation.clusters.standing())
    operate(model)
    got = model.collectives.receipts - before
    standing = model.cooperation.clusters.standing()
    members = np.concatenate([c.terms.rows for c in standing])
    outside = np.setdiff1d(np.arange(40), members)
    assert not got[outside].any()
    result = sum(c.year for c in standing) - earlier
    assert got.sum() == pytest.approx(result, rel=1e-9)


def test_losing_clusters_break_up_after_four_quarters_and_rest():
    ruin = {**EAGER, "clusters.result_sd": 50.0}
    model = county_with(many(), unknowns=ruin, seed=3)
    broken = 0
    while model.quarter < model.quarters:
        before = {id(c): c.losing for c in model.cooperation.clusters.standing()}
        model.step()
        for block in model.cooperation.clusters.blocks:
            if id(block) in before and block.formed < 0:
                broken += 1
                assert before[id(block)] == 3
                assert block.rest_until == model.quarter - 1 + 8
    assert broken


def test_awards_stay_within_the_draft():
    model = run(many(), unknowns=EAGER)
    paid = [p for p in model.outcome.postings if p.tag == "village_clusters"
            and p.payer == "treasury"]  # fmt: skip
    project = sum(p.amount for p in paid if p.kind == "capital")
    assert 0.0 < project <= 4_000_000.0
    for year in (2022, 2023, 2024):
        teams = sum(p.amount for p in paid if p.kind == "spending" and p.year == year)
        assert teams <= 1_000_000.0
    assert sum(p.amount for p in paid if p.kind == "spending") > 0.0


def test_switched_off_no_cluster_forms_and_no_bit_differs():
    factors = run().factors
    off = county_with(many(), unknowns=EAGER, switches=Switches(clusters=False), factors=factors)
    absent = county_with(unknowns=EAGER, factors=factors)
    for _, first, second in side_by_side(absent, off):
        assert differing(first, second) == []


def test_linked_villages_invest_at_their_cores_yield_less_its_part():
    model = run(many(), unknowns={**EAGER, "clusters.revenue_gain": 0.25})
    strong = [c.terms for c in model.cooperation.clusters.standing() if c.terms.kind == STRONG_WEAK]
    assert strong
    own = model.collectives.project_yield
    for terms in strong:
        core = terms.rows[terms.core]
        assert np.isnan(model.cooperation.joint.partner_yield[core])
        for row in np.delete(terms.rows, terms.core):
            there = model.cooperation.joint.partner_yield[row]
            assert own[row] <= there <= max(own[row], own[core])
