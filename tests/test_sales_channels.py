"""Online shop, tours, supermarkets, cooperative unions and neighbourhood workshops."""

from dataclasses import replace

import numpy as np
import pytest
from cooperating_county import COOPERATION, county_with, run, settle
from hypothesis import given
from hypothesis import strategies as st

from model.policies import available
from model.quarter import produce
from model.quarter.produce import organised_beyond, sales_gain
from model.rules import Rules

share = st.floats(0, 1)


def policy(name, **settings):
    return available()[name](**settings)


def business_paid(model, tag, year):
    return sum(
        p.amount
        for p in model.outcome.postings
        if p.tag == tag and p.kind == "business" and p.year == year
    )


def test_the_gain_of_a_seller_by_hand():
    assert sales_gain(50 * 100_000.0, 0.35, 700.0) == pytest.approx(2_500.0)
    assert organised_beyond(0.9, 0.75, 0.015, 3.0) == pytest.approx(0.105)
    assert organised_beyond(0.7, 0.75, 0.0, 1.0) == 0.0


@given(target=share, first=share, pace=st.floats(0, 0.1), years=st.floats(0, 10), more=share)
def test_only_what_exceeds_the_baseline_counts(target, first, pace, years, more):
    beyond = organised_beyond(target, first, pace, years)
    assert 0.0 <= beyond <= target
    assert organised_beyond(min(1.0, target + more), first, pace, years) >= beyond
    assert organised_beyond(target, min(1.0, first + more), pace, years) <= beyond
    assert organised_beyond(target, first, pace + more, years) <= beyond


@given(sales=st.floats(0, 1e8), margin=share, sharing=st.floats(1, 1e4), more=share)
def test_gains_rise_with_sales_and_margin_and_fall_with_sellers(sales, margin, sharing, more):
    gain = sales_gain(sales, margin, sharing)
    assert sales_gain(sales * (1 + more), margin, sharing) >= gain
    assert sales_gain(sales, min(1.0, margin + more), sharing) >= gain
    assert sales_gain(sales, margin, sharing + more) <= gain


def test_the_shop_pays_no_more_than_the_margin_on_its_sales():
    model = run("online_shop")
    sales = model.parameters.sales
    most = sales.margin * (50 * sales.product_yuan + 30 * sales.route_yuan)
    full = [q / 9 for q in range(6, 10)]
    assert business_paid(model, "online_shop", 2024) == pytest.approx(most * np.mean(full))


def test_more_products_reach_more_sellers_and_never_others():
    model = county_with("online_shop")
    book = model.cooperation.sales
    reached = [set(book.first("sellers", wanted).tolist()) for wanted in (0.0, 5.0, 40.0, 1e6)]
    for fewer, more in zip(reached, reached[1:], strict=False):
        assert fewer < more
    assert reached[-1] == set(book.smallholders.tolist())


def test_sellers_are_smallholders_and_hosts_live_far_out():
    model = county_with("online_shop")
    book, households = model.cooperation.sales, model.households
    assert (households["shares"][book.sellers] > 0.0).all()
    assert households["rural_2021"][book.sellers].all()
    km = model.start.villages["distance_km"]
    assert (km[households["village"][book.hosts]] >= np.median(km)).all()


def test_what_is_diverted_is_missing_in_other_sellers_tills():
    factors = run().factors
    losses = []
    for diverted in (0.3, 0.7):
        model = run("online_shop", factors=factors, unknowns={"sales.diverted": diverted})
        trade = sum(p.amount for p in model.outcome.postings if p.tag == "local_trade")
        losses.append(trade)
    assert losses[1] < losses[0]


def test_land_that_is_let_earns_nothing_through_the_union():
    model = settle(county_with("supply_cooperatives"), 4)
    for asset in ("arable", "forest"):
        model.households[f"{asset}_state"][:] = 1
    model.open_quarter()
    sales = replace(model.rules.cooperation.sales, supermarkets=0.0)
    model.rules = replace(model.rules, cooperation=replace(model.rules.cooperation, sales=sales))
    held = model.books.quarter_income[:, 1].sum()
    produce.sell(model)
    assert model.books.quarter_income[:, 1].sum() == held


def test_the_organised_share_moves_from_80_to_90_per_cent():
    one = policy("supply_cooperatives")
    found = [one.amend(Rules(), q).cooperation.sales.organised_share for q in (3, 7, 11, 15)]
    assert found == pytest.approx([0.8, 0.85, 0.9, 0.9])
    shops = [one.amend(Rules(), q).cooperation.sales.supermarkets for q in (3, 11)]
    assert shops == [2.0, 5.0]


@pytest.mark.parametrize("also", [(), ("workshops",), ("workshops", "provincial_workshops")])
def test_small_workshops_fill_up_and_never_come_on_top(also):
    small = policy("neighbourhood_places", workshops=((2022, 4.0), (2024, 6.0)))
    model = county_with(small, *also)
    while model.quarter < model.quarters:
        model.step()
        outlets = model.market.outlets
        total = outlets.count(slots_only=True)
        due = model.rules.workshops
        full = due.slots + due.provincial_part * model.parameters.workshops.provincial_workshops
        assert total <= max(full, due.small_slots) + 1e-9
        chosen = outlets["small"]
        assert (outlets["jobs"][chosen] <= 15.0 + 1e-9).all()
        assert not (chosen & ~outlets["slot"]).any()


def test_the_hundred_workshops_are_inside_the_hundred_and_fifty():
    rules = policy("neighbourhood_places").amend(policy("workshops").amend(Rules(), 11), 11)
    assert (rules.workshops.slots, rules.workshops.small_slots) == (100.0, 150.0)


def test_the_order_of_programmes_does_not_matter():
    chosen = [policy(name) for name in (*COOPERATION, "workshops", "three_incomes")]
    rules, backward = Rules(), Rules()
    for one in chosen:
        rules = one.amend(rules, 9)
    for one in reversed(chosen):
        backward = one.amend(backward, 9)
    assert rules == backward
