"""Land and houses, learning and trade answer with the right sign (Q41)."""

from dataclasses import replace
from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pilot_quarter import SCALE, at_quarter, empty
from real_county import (
    County,
    real_county,
    trend_world,
    with_unknowns,
    world,
)
from reshaped import with_columns

from model.quarter import houses, land, learning, places
from model.quarter.houses import USUAL_BIDS, hammer_price
from model.quarter.learning import next_belief


def leases(**unknowns: float) -> tuple[float, float]:
    """Arable mu that changes hands in one open auction, and mean rent a mu."""
    model = at_quarter(4, **unknowns)
    households = model.households
    before = households["arable_state"] > 0
    land._hold_auctions(model, "arable", 1e9)
    new = (households["arable_state"] > 0) & ~before
    mu = households["arable_mu"][new] * households["weight"][new]
    rent = households["arable_rent"][new] * households["weight"][new]
    return float(mu.sum()), float(rent.sum() / mu.sum())


def test_dearer_deals_lease_less_land_and_leave_lessors_less() -> None:
    cheap = leases(land__transaction_cost_yuan=60.0)
    dear = leases(land__transaction_cost_yuan=240.0)
    assert dear[0] < cheap[0]
    assert dear[1] - 0.5 * 240.0 < cheap[1] - 0.5 * 60.0


def test_bundling_leases_more_land() -> None:
    found = {}
    for bundling in (False, True):
        model = at_quarter(4)
        model.rules = replace(model.rules, land=replace(model.rules.land, bundling=bundling))
        before = model.land.leased_mu("arable")
        land._hold_auctions(model, "arable", 1e9)
        found[bundling] = model.land.leased_mu("arable") - before
    assert found[True] > found[False] > 0.0


@given(
    rent=st.floats(100, 2000),
    leased=st.floats(0, 0.29),
    more=st.floats(0, 0.5),
    elasticity=st.floats(0.5, 2),
    gain=st.floats(0, 0.3),
)
def test_lessees_bid_less_for_more_and_more_for_contiguous_land(
    rent: float, leased: float, more: float, elasticity: float, gain: float
) -> None:
    bid = land.bid_per_mu(rent, leased, elasticity, gain)
    assert bid <= rent
    assert land.bid_per_mu(rent, leased + more, elasticity, 0.0) <= bid
    beyond = land.CONTIGUOUS_SHARE + more
    assert land.bid_per_mu(rent, beyond, elasticity, gain) >= land.bid_per_mu(
        rent, beyond, elasticity, 0.0
    )


def test_a_lessor_never_gets_less_than_asked_or_more_than_bid() -> None:
    model = at_quarter(4)
    households = model.households
    before = households["arable_state"] > 0
    land._hold_auctions(model, "arable", 1e9)
    new = (households["arable_state"] > 0) & ~before
    unknowns = model.parameters.land
    ask = land.ask_per_mu(households["land_margin"][new], unknowns.transaction_cost_yuan, True)
    price = households["arable_rent"][new] / households["arable_mu"][new]
    assert (price >= ask - 1e-9).all()
    assert (price <= unknowns.rent_yuan_per_mu * (1.0 + unknowns.contiguity_gain) + 1e-9).all()


def test_released_labour_makes_work_more_welcome() -> None:
    """Land let by a household lowers what its members ask for, by what it no longer earns."""
    model = at_quarter(4)
    empty(model)
    value, _ = places.offers(model)
    before = places.apply(model, value).size
    model.land.released[:] += 3000.0
    assert places.apply(model, value).size > before


def premium(expected: float) -> float:
    """Mean price over what a lone bidder pays, over auctions with a bidder at all."""
    chance, weights = exp(-expected), []
    for count in range(31):
        weights.append(chance)
        chance *= expected / (count + 1)
    prices = [hammer_price(1.0, count) for count in range(31)]
    mean = sum(w * p for w, p in zip(weights[1:], prices[1:], strict=True)) / sum(weights[1:])
    return mean / prices[1] - 1.0


def test_the_exchange_adds_the_reported_premium() -> None:
    """12.08 % over the opening price in 1,060 deals, as the plan reports."""
    assert premium(USUAL_BIDS) == pytest.approx(0.1208, abs=0.005)


def test_more_bidders_bring_a_higher_premium() -> None:
    found = [premium(USUAL_BIDS + extra) for extra in (0.0, 0.5, 1.0, 3.0)]
    assert found == sorted(found)
    assert found[-1] > found[0]


def test_more_houses_let_lower_the_rent_that_bidders_have_in_mind() -> None:
    rents = []
    for stock in (5_000.0, 50_000.0):
        model = at_quarter(8, houses__vacant_stock=stock)
        seen: list[float] = []
        auction = houses._auction
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                houses, "_auction", lambda *a, run=auction, seen=seen: seen.append(a[9]) or run(*a)
            )
            houses.lease(model)
        rents.append(seen[0])
    assert rents[0] < rents[1] < model.parameters.houses.rent_yuan


def test_new_guest_houses_take_trade_from_other_hosts() -> None:
    model = at_quarter(8)
    taken = houses.diverted_by_town(model)
    assert (taken >= 0.0).all()
    assert taken.sum() > 0.0
    more = at_quarter(8, houses__diverted_share=2.0 * model.parameters.houses.diverted_share)
    assert houses.diverted_by_town(more).sum() > taken.sum()


@given(belief=st.floats(0, 2), realised=st.floats(0, 2), rate=st.floats(0, 1))
def test_belief_moves_towards_what_was_realised(
    belief: float, realised: float, rate: float
) -> None:
    now = float(next_belief(belief, realised, rate))
    low, high = min(belief, realised), max(belief, realised)
    assert low - 1e-12 <= now <= high + 1e-12


@pytest.mark.parametrize(("paid_share", "sign"), [(0.6, -1), (1.0, 0), (1.2, 1)])
def test_pay_below_what_was_announced_lowers_belief_and_applications(
    paid_share: float, sign: int
) -> None:
    model = at_quarter(4)
    outlets = model.market.outlets
    model.books.belief[:] = 1.0
    normal = outlets["pay"] * model.market.days / 4.0
    learning.from_pay(model, paid_share * normal * outlets["filled"], normal)
    told = np.unique(outlets["village"][outlets["filled"] > 0.0])
    assert (np.sign(np.round(model.books.belief[told, 0] - 1.0, 12)) == sign).all()
    assert (np.delete(model.books.belief[:, 0], told) == 1.0).all()
    empty(model)
    value, _ = places.offers(model)
    after = set(places.apply(model, value).tolist())
    model.books.belief[:] = 1.0
    before = set(places.apply(model, value).tolist())
    if sign < 0:
        assert after < before
    elif sign > 0:
        assert after > before
    else:
        assert after == before


def gift_world(yuan: float) -> np.ndarray:
    """Income of all households by quarter after a gift to an urban household in quarter 0."""
    county = with_columns(real_county(scale=SCALE).start, "households", on_register=False)
    plain = County(county, real_county(scale=SCALE).parameters, real_county(scale=SCALE).trend)
    household = int(np.flatnonzero(~county.households["rural_2021"])[3])
    weight = county.households["weight"]
    totals = []
    no_allowance = with_unknowns(plain, register__dibao_yuan_per_month=1e-6)
    with world(no_allowance, factors=trend_world(scale=SCALE).factors) as model:
        hand_over = model.books.hand_over

        def keep() -> np.ndarray:
            if model.quarter == 0:
                model.books.quarter_income[household, 3] += yuan
                model.books.village_income[model.households["village"][household], 1, 0] += yuan
                paid = yuan * weight[household]
                model.ledger.pay("transfers", "charity", "world", "households", paid, paid)
            totals.append(float((model.books.quarter_income * weight[:, None]).sum()))
            return hand_over()

        model.books.hand_over = keep  # type: ignore[method-assign]
        model.run()
    return np.array(totals) / weight[household]


def test_a_gift_becomes_the_multiplier_over_time() -> None:
    share = 1.0 - 1.0 / real_county(scale=SCALE).parameters.labour.local_multiplier
    more = gift_world(1e7) - gift_world(0.0)
    expected = 1e7 * share ** np.arange(12)
    np.testing.assert_allclose(more[:4], expected[:4], rtol=0.02)
    assert more.sum() == pytest.approx(1e7 / (1.0 - share), rel=0.01)
