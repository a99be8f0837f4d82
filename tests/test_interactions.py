"""Signs of every interaction, and what its ablation switch takes away (Q41)."""

from collections.abc import Callable
from dataclasses import replace
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lockstep import differing, side_by_side
from real_county import (
    PILOT,
    County,
    outcome,
    pilot_world,
    policies,
    real_county,
    trend_world,
    with_unknowns,
    world,
)
from reshaped import with_columns

from model.agents.village import (
    DEBT_COVER,
    FIXED_PAYOUT,
    adoption_probability,
    chosen_payout,
    largest_loan,
)
from model.county import CountyModel
from model.quarter import alliances, houses, land, learning, local_pay, orders, places, siting
from model.quarter.houses import USUAL_BIDS, hammer_price
from model.quarter.learning import next_belief
from model.quarter.siting import PAY_GRID, SMALLEST_JOBS, Sites, Terms, find_site
from model.rules import Switches
from scenarios.checks import changes

SCALE = 0.05


def at_quarter(quarter: int, **unknowns: float) -> CountyModel:
    """A pilot world that has lived until a quarter begins; small enough to be left to itself."""
    county = with_unknowns(real_county(scale=SCALE), **unknowns)
    model = CountyModel(
        county.start,
        county.parameters,
        county.trend,
        policies(*PILOT),
        seed=1,
        factors=trend_world(scale=SCALE).factors,
    )
    while model.quarter < quarter:
        model.step()
    model.open_quarter()
    return model


# 1. Orders and siting


def test_more_orders_leave_more_unmet() -> None:
    model = at_quarter(4)
    before = orders.unmet_jobs(model)
    model.market.orders[:] *= 1.2
    after = orders.unmet_jobs(model)
    assert (after >= before).all()
    assert after.sum() > before.sum()


def test_more_outlets_leave_less_unmet() -> None:
    model = at_quarter(4)
    before = orders.unmet_jobs(model)
    model.market.outlets["jobs"][:] *= 2.0
    assert (orders.unmet_jobs(model) <= before).all()


def test_good_orders_open_outlets_and_bad_ones_close_them(monkeypatch: pytest.MonkeyPatch) -> None:
    renew, found = orders.renew, {}
    for level in (0.8, 1.0, 1.25):

        def shifted(county: CountyModel, level: float = level) -> None:
            renew(county)
            county.market.orders[:] *= level

        monkeypatch.setattr(orders, "renew", shifted)
        factors = trend_world(scale=SCALE).factors
        made = outcome(real_county(scale=SCALE), policies(*PILOT), factors=factors)
        found[level] = made.indicators["outlet_jobs"][-1]
    assert found[0.8] < found[1.0] < found[1.25]


def sites(villages: int = 3, **changed: object) -> Sites:
    plain = {
        "ids": np.arange(villages),
        "weight": np.ones(villages),
        "free": np.ones(villages, bool),
        "offered": np.tile(30.0 + 10.0 * np.arange(len(PAY_GRID)), (villages, 1)),
        "taken": np.zeros(villages),
        "distance": np.full(villages, 5.0),
        "wage_index": np.ones(villages),
        "saving": np.zeros(villages),
    }
    return Sites(**{**plain, **changed})  # type: ignore[arg-type]


def terms(**changed: float) -> Terms:
    plain = {
        "enterprise_id": 3,
        "pay_grid": 140.0 * PAY_GRID,
        "lowest_pay": 70.0,
        "value": 260.0,
        "unmet": 40.0,
        "contribution": 0.15,
        "days": 170.0,
        "span": 60.0,
        "overhead": 100_000.0,
        "rent": 60_000.0,
        "haulage": 60.0,
        "refit": 30_000.0,
        "noise": 0.0,
    }
    return Terms(**{**plain, **changed})  # type: ignore[arg-type]


def best(where: Sites, on: Terms) -> tuple[int, float, float, float]:
    village, pay, jobs, profit = find_site(1, 7, 0, where, on)
    return int(village), float(pay), float(jobs), float(profit)


COSTS = ["contribution", "overhead", "rent", "haulage", "refit", "lowest_pay"]
GAINS = ["value", "unmet", "span"]


@given(factor=st.floats(1.0, 2.0), name=st.sampled_from(COSTS))
def test_a_dearer_site_never_pays_more(factor: float, name: str) -> None:
    plain, on = best(sites(), terms()), terms()
    dearer = best(sites(), on._replace(**{name: getattr(on, name) * factor}))
    assert plain[3] > 0.0
    assert dearer[3] <= plain[3] + 1e-6


@given(factor=st.floats(1.0, 2.0), name=st.sampled_from(GAINS))
def test_a_more_useful_outlet_never_pays_less(factor: float, name: str) -> None:
    on = terms()
    better = best(sites(), on._replace(**{name: getattr(on, name) * factor}))
    assert better[3] >= best(sites(), on)[3] - 1e-6


def test_an_enterprise_goes_where_it_is_near_cheap_or_known() -> None:
    village, _, _, plain = best(sites(distance=np.array([9.0, 4.0, 12.0])), terms())
    assert village == 1
    village, _, _, cheap = best(sites(wage_index=np.array([1.0, 1.0, 0.9])), terms())
    assert village == 2
    village, _, _, allied = best(sites(saving=np.array([5000.0, 0.0, 0.0])), terms())
    assert village == 0
    assert min(cheap, allied) > plain


def test_no_site_pays_where_pay_exceeds_the_value_of_work() -> None:
    assert best(sites(), terms(value=100.0))[0] == -1
    assert best(sites(free=np.zeros(3, bool)), terms())[0] == -1


@given(taken=st.floats(0, 60), more=st.floats(0, 60))
def test_an_emptier_pool_makes_a_smaller_workshop(taken: float, more: float) -> None:
    first = best(sites(taken=np.full(3, taken)), terms())
    later = best(sites(taken=np.full(3, taken + more)), terms())
    assert later[3] <= first[3] + 1e-6
    assert later[0] == -1 or later[2] >= SMALLEST_JOBS
    if later[1] == first[1] and later[0] >= 0:
        assert later[2] <= first[2] + 1e-9


def test_workshops_that_come_later_find_fewer_workers() -> None:
    """The same enterprise opening again and again in the same village, in one quarter."""
    taken, sizes = np.zeros(1), []
    while True:
        village, _, jobs, _ = best(sites(1, taken=taken), terms(unmet=35.0, rent=0.0, refit=0.0))
        if village < 0:
            break
        sizes.append(jobs)
        taken = taken + jobs
    assert len(sizes) >= 2
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0]


def test_higher_pay_brings_more_workers() -> None:
    model = at_quarter(4)
    found = siting.supply(model)
    assert (np.diff(found, axis=1) >= 0.0).all()
    assert (found[:, -1] > found[:, 0]).any()


def test_alliances_prefer_need_size_and_nearness() -> None:
    model = at_quarter(4)
    plants = np.arange(5)
    score = alliances.score(model, plants)
    model.market.distance_km[:] += 10.0
    assert (alliances.score(model, plants) < score).all()
    model.market.distance_km[:] -= 10.0
    model.start.enterprises["workers"].setflags(write=True)
    size = model.start.enterprises["workers"][plants]
    order = np.argsort(size)
    same_town = model.market.distance_km[model.start.enterprises["town"][plants]].T
    relative = score / np.exp(-same_town / alliances.SCALE_KM)
    assert (np.diff(relative[:, order], axis=1) >= -1e-12).all()


def test_an_alliance_saves_only_its_own_enterprise_and_only_with_a_place() -> None:
    model = at_quarter(6)
    village = int(np.flatnonzero(model.market.ally >= 0)[0])
    plant = int(model.market.ally[village])
    pull = model.rules.workshops.alliance_pull_yuan
    assert model.market.alliance_saving(plant, slot=True)[village] == pull > 0.0
    assert model.market.alliance_saving(plant, slot=False)[village] == 0.0
    assert model.market.alliance_saving(plant + 1, slot=True)[village] == 0.0


# 2. Local pay


def index_after(model: CountyModel, change: Callable[[CountyModel], None]) -> np.ndarray:
    model.market.wage_index[:] = 1.0
    model.market.normal_tightness = model.market.tightness()
    change(model)
    local_pay.adjust(model)
    return model.market.wage_index.copy()


def empty(model: CountyModel) -> None:
    """Send everybody home: places fall vacant, and job seekers appear."""
    model.market.release(model.market.pool[model.workers["status"][model.market.pool] == 2])


def content(model: CountyModel) -> None:
    model.workers["reservation"][:] = 1e9


def test_pay_rises_with_places_and_falls_with_seekers() -> None:
    model = at_quarter(4, labour__wage_response=1.0)
    outlets, labour = model.market.outlets, model.market.low_skill_workers
    assert (index_after(model, lambda _: None) == 1.0).all()
    chosen = outlets["open"] & (labour[outlets["town"]] > 100.0)
    towns = np.unique(outlets["town"][chosen])

    def grow(m: CountyModel) -> None:
        m.market.outlets["jobs"][chosen] += 5.0

    grown = index_after(model, grow)
    assert towns.size
    assert (grown[towns] > 1.0).all()
    assert (np.delete(grown, towns) == 1.0).all()
    seeking = index_after(model, lambda m: m.workers["reservation"].__imul__(0.5))
    assert (seeking <= 1.0).all()
    assert (seeking < 1.0).any()


def test_a_lasting_change_of_net_jobs_moves_pay_by_the_response() -> None:
    """1 % more places than low-skill labour, for ever: pay ends up response x 1 % higher."""
    model = at_quarter(4, labour__wage_response=0.4)
    model.market.normal_tightness = model.market.tightness() - 0.01
    model.market.wage_index[:] = 1.0
    for _ in range(200):
        local_pay.adjust(model)
    np.testing.assert_allclose(np.log(model.market.wage_index), 0.4 * 0.01, rtol=1e-6)


def test_pay_goes_back_to_normal() -> None:
    model = at_quarter(4)
    model.market.normal_tightness = model.market.tightness()
    for start in (0.9, 1.2):
        model.market.wage_index[:] = start
        before = abs(log(start))
        for _ in range(10):
            local_pay.adjust(model)
            now = float(np.abs(np.log(model.market.wage_index)).max())
            assert now < before
            before = now


def test_pay_is_bounded_by_the_minimum_wage_and_the_worth_of_work() -> None:
    model = at_quarter(4, labour__wage_response=1.5)
    normal = model.market.normal_tightness
    model.market.normal_tightness = normal + 100.0
    local_pay.adjust(model)
    lowest = model.market.lowest_pay / model.parameters.workshops.pay_yuan_per_day
    np.testing.assert_allclose(model.market.wage_index, min(lowest, 1.0))
    model.market.normal_tightness = normal - 100.0
    for _ in range(30):
        local_pay.adjust(model)
    np.testing.assert_allclose(model.market.wage_index, local_pay.HIGHEST)


@pytest.mark.parametrize("quarter", [1, 6])
def test_nobody_is_offered_less_than_the_minimum_wage(quarter: int) -> None:
    model = at_quarter(quarter)
    floor = model.market.lowest_pay
    opened = model.market.outlets["opened"] >= 0
    pay = model.market.outlets["pay"] * model.market.wage_index[model.market.outlets["town"]]
    assert (pay[opened] >= floor * 0.8).all(), "new outlets start at the minimum or above it"


def test_higher_local_pay_reaches_rural_wages_only() -> None:
    model = at_quarter(4)
    share = model.parameters.labour.low_skill_wage_share
    model.market.wage_index[:] = 1.1
    np.testing.assert_allclose(model.market.pay_factor(), 1.0 + 0.1 * share)


# 3. Land and houses


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


# 4. Collectives


@given(weight=st.floats(0.2, 10), more=st.floats(0, 5))
def test_who_weighs_the_future_pays_out_less(weight: float, more: float) -> None:
    assert chosen_payout(weight + more) <= chosen_payout(weight)


@given(weight=st.floats(0.5, 5))
def test_the_payout_is_what_the_median_member_wants(weight: float) -> None:
    def liked(share: float) -> float:
        return log(share) + weight * log(1.0 - share)

    chosen = chosen_payout(weight)
    assert all(liked(chosen) >= liked(other) for other in np.linspace(0.01, 0.99, 99))


def invested(**unknowns: float) -> tuple[float, float]:
    """Dividends and project investment of three years in a pilot world."""
    county = with_unknowns(real_county(scale=SCALE), **unknowns)
    made = outcome(county, policies(*PILOT), factors=trend_world(scale=SCALE).factors)
    paid = sum(p.amount for p in made.postings if p.tag == "dividends")
    built = sum(
        p.amount
        for p in made.postings
        if p.payer == "collectives" and p.payee == "world" and p.kind == "capital"
    )
    return paid, built


def test_dividends_cost_investment() -> None:
    generous = invested(collective__future_weight=1.0)
    thrifty = invested(collective__future_weight=3.0)
    assert generous[0] > thrifty[0]
    assert generous[1] < thrifty[1]


def test_dear_loans_cost_investment() -> None:
    cheap, dear = invested(collective__loan_rate=0.04), invested(collective__loan_rate=0.075)
    assert dear[1] < cheap[1]


def test_nothing_is_built_that_does_not_earn_its_loan() -> None:
    assert invested(collective__project_yield=0.005)[1] == 0.0


@given(
    own=st.floats(1, 1e7),
    net=st.floats(0.01, 0.3),
    rate=st.floats(0.02, 0.1),
    share=st.sampled_from([0.5, 0.75]),
)
def test_a_loan_is_covered_and_grows_with_what_the_village_has(
    own: float, net: float, rate: float, share: float
) -> None:
    loan = largest_loan(own, net, rate, share)
    assert 0.0 <= loan <= own * share / (1.0 - share) * (1 + 1e-12)
    assert (own + loan) * net >= DEBT_COVER * rate * loan * (1 - 1e-9)
    assert largest_loan(2.0 * own, net, rate, share) >= loan
    assert largest_loan(own, net + 0.01, rate, share) >= loan * (1 - 1e-12)
    assert largest_loan(own, net, rate + 0.01, share) <= loan * (1 + 1e-12)


@given(
    revenue=st.floats(1e6, 1e8),
    hazard=st.floats(0.005, 0.05),
    around=st.floats(0, 1),
    pressure=st.floats(0, 3),
    more=st.floats(0, 2),
)
def test_villages_adopt_dividends_with_revenue_neighbours_and_pressure(
    revenue: float, hazard: float, around: float, pressure: float, more: float
) -> None:
    chance = adoption_probability(revenue, 1e6, hazard, around, pressure)
    assert 0.0 < chance < 1.0
    assert adoption_probability(revenue * (1 + more), 1e6, hazard, around, pressure) >= chance
    assert adoption_probability(revenue, 1e6, hazard, around + more, pressure) >= chance
    assert adoption_probability(revenue, 1e6, hazard, around, pressure + more) >= chance
    assert adoption_probability(0.99e6, 1e6, hazard, around, pressure) == 0.0


def test_pressure_ends_when_the_promise_is_met() -> None:
    """Beyond the promise only villages adopt that would have adopted anyway."""
    trend, pilot = trend_world(scale=SCALE), pilot_world(scale=SCALE)
    county = real_county(scale=SCALE)
    for year, promised in enumerate((80.0, 80.0, 100.0)):
        paying = pilot.indicators["dividend_villages"][year]
        anyway = trend.indicators["dividend_villages"][year]
        largest = county.start.villages["weight"].max()
        assert paying <= max(promised, anyway) + 2.0 * largest
        assert paying >= anyway


# 5. Learning


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


# 6. Local trade


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


# Ablations


def pair(county: County, switches: Switches) -> tuple[object, object]:
    trend = outcome(county, switches=switches)
    return trend, outcome(county, policies(*PILOT), factors=trend.factors, switches=switches)


def without(name: str) -> Switches:
    return replace(Switches(), **{name: False})


IRRELEVANT: dict[str, dict[str, float]] = {
    "wage_response": {"labour__wage_response": 0.0},
    "learning": {"takeup__learning_rate": 0.0},
    "payout_choice": {"collective__future_weight": 1.0 / FIXED_PAYOUT - 1.0},
    "household_shocks": {
        "income__persistent_variance": 0.0,
        "income__transitory_variance": 0.0,
        "income__transitory_persistence": 1.0,
        "income__poor_persistence_premium": 0.0,
    },
}


@pytest.mark.parametrize("name", IRRELEVANT)
def test_a_switch_changes_nothing_where_it_decides_nothing(name: str) -> None:
    county = with_unknowns(real_county(), **IRRELEVANT[name])
    factors = outcome(county).factors
    with (
        world(county, policies(*PILOT), factors=factors) as on,
        world(county, policies(*PILOT), factors=factors, switches=without(name)) as off,
    ):
        for quarter, one, other in side_by_side(on, off):
            # 1 / (1 + weight) is 0.35, and two libraries' exponentials agree, to the last digits.
            if name in ("payout_choice", "household_shocks"):
                np.testing.assert_allclose(one["income"], other["income"], rtol=1e-9, atol=1e-6)
            else:
                assert differing(one, other) == [], quarter


def test_no_trade_means_no_difference_without_spending() -> None:
    start = replace(real_county().start, trade_share=np.zeros(real_county().start.towns))
    county = County(start, real_county().parameters, real_county().trend)
    factors = outcome(county).factors
    on = outcome(county, policies(*PILOT), factors=factors)
    off = outcome(county, policies(*PILOT), factors=factors, switches=without("local_trade"))
    np.testing.assert_array_equal(on.household_income, off.household_income)


def test_no_auctions_means_no_difference_without_land_and_houses() -> None:
    start = with_columns(
        real_county().start,
        "households",
        arable_mu=0.0,
        forest_mu=0.0,
        house_state=0,
        house_ask=np.inf,
        house_rent=0.0,
    )
    county = County(start, real_county().parameters, real_county().trend)
    factors = outcome(county).factors
    on = outcome(county, policies(*PILOT), factors=factors)
    off = outcome(county, policies(*PILOT), factors=factors, switches=without("auctions"))
    np.testing.assert_array_equal(on.household_income, off.household_income)


def final_state(name: str) -> CountyModel:
    switches = without(name)
    county = real_county()
    factors = outcome(county, switches=switches).factors
    model = CountyModel(
        county.start,
        county.parameters,
        county.trend,
        policies(*PILOT),
        seed=1,
        factors=factors,
        switches=switches,
    )
    model.run()
    return model


def test_without_orders_every_book_stays_normal() -> None:
    model = final_state("orders")
    assert (model.market.orders == 1.0).all()
    unmet = model.parameters.workshops.median_span_jobs + model.market.normal_jobs
    assert (orders.unmet_jobs(model) <= unmet).all()


def test_without_a_wage_response_local_pay_stays_normal() -> None:
    model = final_state("wage_response")
    assert (model.market.wage_index == 1.0).all()
    assert all(p.amount == 0.0 for p in model.ledger.postings if p.tag == "local_wages")


def test_without_learning_every_offer_is_believed() -> None:
    assert (final_state("learning").books.belief == 1.0).all()


def test_without_shocks_luck_stays_what_it_was() -> None:
    model = final_state("household_shocks")
    start = np.exp(real_county().start.households["transitory"])
    np.testing.assert_array_equal(model.households["luck"], start)


def test_without_a_choice_every_village_pays_the_same_share() -> None:
    model = final_state("payout_choice")
    paying = [v for v in model.villages if v.regime]
    assert paying
    assert {round(v.payout(), 12) for v in paying} == {FIXED_PAYOUT}


def test_without_auctions_everybody_gets_the_drawn_rent() -> None:
    model = final_state("auctions")
    households = model.households
    rent = model.parameters.land.rent_yuan_per_mu
    leased = households["arable_state"] > 0
    price = households["arable_rent"][leased] / households["arable_mu"][leased]
    assert leased.any()
    np.testing.assert_allclose(price, rent, rtol=1e-12)
    new = (households["house_state"] >= 2) & ~model.houses.leased_before
    assert new.any()
    assert (households["house_rent"][new] <= model.parameters.houses.rent_yuan).all()


def test_without_trade_nobody_feels_what_a_town_earns() -> None:
    switches = without("local_trade")
    trend, pilot = pair(real_county(), switches)
    change = changes(pilot, trend, 2024)  # type: ignore[arg-type]
    # What is left is trade that guest houses take away, and its redistribution.
    assert change["local_trade"] <= 1e-3
    assert changes(pilot_world(), trend_world(), 2024)["local_trade"] > change["local_trade"]


def test_without_feedback_only_programmes_and_their_offsets_are_left() -> None:
    trend, pilot = pair(real_county(), Switches.no_feedback())
    change = changes(pilot, trend, 2024)  # type: ignore[arg-type]
    assert change.get("local_wages", 0.0) == 0.0
    assert change["local_trade"] <= 1e-3
    assert abs(change["workshops"]) > 0.0


@pytest.mark.parametrize(
    "name", ["orders", "wage_response", "local_trade", "auctions", "payout_choice", "learning"]
)
def test_an_ablation_leaves_luck_and_the_trend_alone(name: str) -> None:
    """Switching an interaction off moves nobody's luck, and E0 stays the trend."""
    switches = without(name)
    trend = outcome(real_county(), switches=switches)
    np.testing.assert_allclose(
        trend.indicators["ratio"], trend_world().indicators["ratio"], rtol=1e-12
    )
    with world(real_county(), factors=trend.factors, switches=switches) as less:
        less.run()
    with world(real_county(), factors=trend_world().factors) as whole:
        whole.run()
    np.testing.assert_array_equal(less.households["luck"], whole.households["luck"])
