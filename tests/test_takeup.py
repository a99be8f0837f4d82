"""Who applies: a better offer never loses an applicant (Q10), and places go by the rules."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_county import County, policies, real_county, trend_world, world

from model.county import CountyModel
from model.parameters import Parameters
from model.quarter import awareness, houses, land, places
from model.quarter.awareness import hearing_probability
from model.quarter.houses import bidders, hammer_price
from model.quarter.places import (
    application_probability,
    has_room,
    kept_share,
    reservation_now,
)

SCALE = 0.05
Change = Callable[[CountyModel], None]
finite = st.floats(-50, 50)
share = st.floats(0, 1)


@contextmanager
def before_quarter(quarter: int) -> Iterator[CountyModel]:
    """A pilot world that has lived until a quarter begins."""
    factors = trend_world(scale=SCALE).factors
    county = real_county(scale=SCALE)
    with world(county, policies("three_incomes", "workshops"), factors=factors) as model:
        while model.quarter < quarter:
            model.step()
        yield model


def unknowns(**factors: float) -> Change:
    """Multiply unknowns by factors."""

    def change(model: CountyModel) -> None:
        paths = {name.replace("__", "."): factor for name, factor in factors.items()}
        values = {path: model.parameters.value(path) * factor for path, factor in paths.items()}
        model.parameters = model.parameters.changed(values)

    return change


def columns(table: str, name: str, factor: float) -> Change:
    """Multiply a column of a table by a factor."""

    def change(model: CountyModel) -> None:
        held = model.market.outlets if table == "outlets" else getattr(model, table)
        held[name][:] = held[name] * factor

    return change


def nothing(model: CountyModel) -> None:
    """Leave the world as it is."""


def empty_outlets(model: CountyModel) -> None:
    """Send every outlet worker home, so that there are places and people for them."""
    model.market.release(model.market.pool[model.workers["status"][model.market.pool] == 2])


def workshop_applicants(quarter: int, change: Change) -> set[int]:
    with before_quarter(quarter) as model:
        model.open_quarter()
        empty_outlets(model)
        change(model)
        value, _ = places.offers(model)
        return set(places.apply(model, value).tolist())


def offered(quarter: int, change: Change, asset: str) -> set[int]:
    """Households that offer land or a house in a quarter."""
    found: set[int] = set()
    module, kernel = (houses, "_auction") if asset == "house" else (land, "_offer")
    run = getattr(module, kernel)

    def spy(*arguments: object) -> object:
        answer = run(*arguments)
        if asset == "house":
            found.update(np.flatnonzero(answer[1] > 0.0).tolist())
        else:
            holders = model.land.holders
            rows = next(h for h in holders.values() if h.size == answer.size)
            found.update(rows[answer].tolist())
        return answer

    with before_quarter(quarter) as model, pytest.MonkeyPatch.context() as patch:
        model.open_quarter()
        change(model)
        patch.setattr(module, kernel, spy)
        if asset == "house":
            houses.lease(model)
        else:
            model.land.holders = {asset: model.land.holders[asset]}
            land._hold_auctions(model, asset, 1e9)
    return found


def bundled(model: CountyModel) -> None:
    model.rules = replace(model.rules, land=replace(model.rules.land, bundling=True))


def plain_leases(model: CountyModel) -> None:
    model.rules = replace(model.rules, land=replace(model.rules.land, bundling=False))


WORKSHOP_OFFERS = {
    "pay": columns("outlets", "pay", 1.1),
    "reservation": columns("workers", "reservation", 0.9),
    "disregard": unknowns(register__earnings_disregard=1.5),
    "hassle": unknowns(takeup__hassle=0.8),
    "imitation": unknowns(takeup__imitation=2.0),
    "belief": lambda model: model.books.belief.__imul__(1.1),
    "peers": lambda model: model.books.peers.__iadd__(0.2),
    "land let": lambda model: model.land.released.__iadd__(500.0),
}
LAND_OFFERS = {
    "rent": unknowns(land__rent_yuan_per_mu=1.1),
    "own margin": columns("households", "land_margin", 0.9),
    "transaction cost": unknowns(land__transaction_cost_yuan=0.8),
    "hassle": unknowns(takeup__hassle=0.8),
    "belief": lambda model: model.books.belief.__imul__(1.1),
    "peers": lambda model: model.books.peers.__iadd__(0.2),
}
HOUSE_OFFERS = {
    "rent": unknowns(houses__rent_yuan=1.1),
    "ask": columns("households", "house_ask", 0.9),
    "hassle": unknowns(takeup__hassle=0.8),
    "belief": lambda model: model.books.belief.__imul__(1.1),
    "peers": lambda model: model.books.peers.__iadd__(0.2),
}


@pytest.mark.parametrize("quarter", [4, 9])
@pytest.mark.parametrize("better", WORKSHOP_OFFERS)
def test_a_better_workshop_offer_keeps_every_applicant(better: str, quarter: int) -> None:
    before = workshop_applicants(quarter, nothing)
    after = workshop_applicants(quarter, WORKSHOP_OFFERS[better])
    assert before
    assert before <= after


@pytest.mark.parametrize("asset", ["arable", "forest"])
@pytest.mark.parametrize("better", LAND_OFFERS)
def test_a_better_land_offer_keeps_every_lessor(better: str, asset: str) -> None:
    before = offered(4, nothing, asset)
    after = offered(4, LAND_OFFERS[better], asset)
    assert before
    assert before <= after


def test_bundling_keeps_every_lessor() -> None:
    plain, together = offered(4, plain_leases, "arable"), offered(4, bundled, "arable")
    assert plain < together


@pytest.mark.parametrize("better", HOUSE_OFFERS)
def test_a_better_house_offer_keeps_every_owner(better: str) -> None:
    before = offered(4, nothing, "house")
    after = offered(4, HOUSE_OFFERS[better], "house")
    assert before
    assert before <= after


@pytest.mark.parametrize(
    ("offers", "find"),
    [
        (WORKSHOP_OFFERS, workshop_applicants),
        (LAND_OFFERS, lambda quarter, change: offered(quarter, change, "arable")),
        (HOUSE_OFFERS, lambda quarter, change: offered(quarter, change, "house")),
    ],
    ids=["workshops", "land", "houses"],
)
def test_some_better_offer_wins_somebody(offers: dict[str, Change], find) -> None:  # type: ignore[no-untyped-def]
    before = find(4, nothing)
    assert any(len(find(4, change)) > len(before) for change in offers.values())


@given(
    gain=finite,
    more=st.floats(0, 20),
    peers=share,
    hassle=st.floats(0, 4),
    slope=st.floats(0, 1),
    imitation=st.floats(0, 2),
)
def test_the_chance_to_apply_rises_with_what_speaks_for_it(
    gain: float, more: float, peers: float, hassle: float, slope: float, imitation: float
) -> None:
    chance = application_probability(gain, peers, hassle, slope, imitation)
    assert 0.0 <= chance <= 1.0
    assert application_probability(gain + more, peers, hassle, slope, imitation) >= chance
    assert application_probability(gain, min(1.0, peers + more), hassle, slope, imitation) >= chance
    assert application_probability(gain, peers, hassle + more, slope, imitation) <= chance


@given(
    adopters=st.integers(0, 18),
    aware=st.integers(0, 18),
    passing=st.floats(0, 0.9),
    ratio=st.floats(1, 20),
    outreach=share,
    more=share,
)
def test_the_chance_to_hear_rises_with_adopters_and_outreach(
    adopters: int, aware: int, passing: float, ratio: float, outreach: float, more: float
) -> None:
    chance = hearing_probability(adopters, aware, passing, passing / ratio, outreach)
    assert 0.0 <= chance <= 1.0
    better = [
        hearing_probability(adopters + 1, aware, passing, passing / ratio, outreach),
        hearing_probability(adopters, aware + 1, passing, passing / ratio, outreach),
        hearing_probability(
            adopters, aware, passing, passing / ratio, outreach + more * (1 - outreach)
        ),
    ]
    if aware:
        better.append(
            hearing_probability(adopters + 1, aware - 1, passing, passing / ratio, outreach)
        )
    assert all(other >= chance - 1e-15 for other in better)


def heard(change: Change) -> np.ndarray:
    """Who has heard of what when word has passed once in quarter 4."""
    with before_quarter(4) as model:
        model.open_quarter()
        change(model)
        awareness.spread(model)
        return model.households["aware"].copy()


def adopt_more(model: CountyModel) -> None:
    model.households["adopted"][::7] |= np.uint8(7)


def reach_out(model: CountyModel) -> None:
    rules = model.rules
    model.rules = replace(
        rules,
        land=replace(rules.land, outreach=3.0),
        houses=replace(rules.houses, outreach=3.0),
        workshops=replace(rules.workshops, outreach=3.0),
    )


@pytest.mark.parametrize(
    "more",
    [
        reach_out,
        adopt_more,
        unknowns(takeup__network_degree=1.5),
        unknowns(takeup__adopter_pass_rate=1.5),
        unknowns(takeup__outreach_rate=1.5),
    ],
    ids=["outreach", "adopters", "links", "passing on", "reach"],
)
def test_more_word_of_mouth_leaves_nobody_less_aware(more: Change) -> None:
    before, after = heard(nothing), heard(more)
    assert not np.any(before & ~after)
    assert np.any(after & ~before)


def test_nobody_forgets() -> None:
    with before_quarter(0) as model:
        known = model.households["aware"].copy()
        while model.quarter < model.quarters:
            model.step()
            assert not np.any(known & ~model.households["aware"])
            known = model.households["aware"].copy()


@given(expected=st.floats(0.1, 12), more=st.floats(0, 5), u=st.floats(1e-9, 1 - 1e-9))
def test_more_bidders_are_expected_where_more_come(expected: float, more: float, u: float) -> None:
    assert bidders(expected + more, u) >= bidders(expected, u)


@given(rent=st.floats(100, 1e5), count=st.integers(0, 29))
def test_one_bidder_more_never_lowers_the_price(rent: float, count: int) -> None:
    assert hammer_price(rent, count + 1) >= hammer_price(rent, count)


@given(disregard=share)
def test_only_the_register_loses_part_of_new_pay(disregard: float) -> None:
    assert kept_share(False, disregard) == 1.0
    assert kept_share(True, disregard) == disregard


@given(reservation=st.floats(0, 1e5), odd=st.floats(0, 1e4), released=st.floats(0, 1e4))
def test_land_already_let_is_not_asked_for_twice(
    reservation: float, odd: float, released: float
) -> None:
    now = reservation_now(reservation, odd, released)
    assert reservation - odd <= now <= reservation


def matching(reserved: float, *, priority: bool = False) -> tuple[CountyModel, dict]:
    """Places given out in quarter 5 with a share of them kept for a register of every third."""
    with before_quarter(5) as model:
        model.open_quarter()
        model.households["on_register"][::3] = True
        model.households["able"][:] = True
        model.market.outlets["slot"][:] = True
        workshops = replace(
            model.rules.workshops, reserved_share=reserved, register_priority=priority
        )
        model.rules = replace(
            model.rules, workshops=workshops, land=replace(model.rules.land, priority_hiring=False)
        )
        empty_outlets(model)
        _, order = places.offers(model)
        applicants = np.flatnonzero(
            (model.workers["status"] == 1)
            & (model.households["aware"][model.workers["household"]] & 1 == 1)
        )
        before = model.market.vacancies()
        places.place(model, applicants, order)
        home = model.workers["household"][applicants]
        return model, {
            "order": order[model.households["village"][home]],
            "outlet": model.workers["outlet"][applicants].copy(),
            "listed": model.households["on_register"][home],
            "weight": model.households["weight"][home],
            "lot": model.streams.uniforms(
                "workshop_lottery", model.quarter, model.workers["id"][applicants]
            ),
            "before": before,
            "after": model.market.vacancies(),
        }


def test_places_reserved_for_the_register_reach_it() -> None:
    found = []
    for reserved in (0.0, 0.25, 0.5, 0.75, 1.0):
        _, result = matching(reserved)
        listed = (result["outlet"] >= 0) & result["listed"]
        found.append(float(result["weight"][listed].sum()))
    assert found == sorted(found)
    assert found[-1] > found[0]


def test_the_register_comes_first_where_it_has_priority() -> None:
    _, by_lot = matching(0.0)
    _, first = matching(0.0, priority=True)
    placed = [
        float(result["weight"][(result["outlet"] >= 0) & result["listed"]].sum())
        for result in (by_lot, first)
    ]
    assert placed[1] > placed[0]


@pytest.mark.parametrize("reserved", [0.0, 0.5])
def test_no_outlet_takes_more_than_it_has_places(reserved: float) -> None:
    _, result = matching(reserved)
    placed = result["outlet"] >= 0
    taken = np.bincount(result["outlet"][placed], result["weight"][placed], result["before"].size)
    assert placed.any()
    # The last row may stand for more persons than there are places: half of them at most.
    assert (taken <= result["before"] + 0.5 * result["weight"].max() + 1e-6).all()


def test_nobody_is_passed_over_for_a_place_that_stays_free() -> None:
    model, result = matching(0.0)
    room = has_room(result["after"], model.market.outlets["weight"])
    for row in np.flatnonzero(result["outlet"] < 0):
        choices = result["order"][row]
        assert not room[choices[choices >= 0]].any()


def test_nobody_envies_a_later_lot() -> None:
    """Whoever wanted a better place sees there only workers with a better lot."""
    _, result = matching(0.0)
    worst = {
        outlet: result["lot"][result["outlet"] == outlet].max()
        for outlet in set(result["outlet"].tolist()) - {-1}
    }
    checked = 0
    for row in range(len(result["outlet"])):
        for choice in result["order"][row]:
            if choice < 0 or choice == result["outlet"][row]:
                break
            if choice in worst:
                checked += 1
                assert worst[choice] <= result["lot"][row]
    assert checked


def test_nobody_applies_who_may_not() -> None:
    with before_quarter(4) as model:
        model.open_quarter()
        value, _ = places.offers(model)
        rows = places.apply(model, value)
        home = model.workers["household"][rows]
        assert (model.workers["status"][rows] == 1).all()
        assert (model.households["aware"][home] & 1 == 1).all()
        assert (model.households["able"][home] | ~model.households["on_register"][home]).all()


def test_parameters_are_changed_where_the_tests_say() -> None:
    """The levers of this file name unknowns that exist."""
    assert Parameters().changed({"takeup.hassle": 1.0}).takeup.hassle == 1.0
    with pytest.raises(Exception, match="hassle"):
        Parameters().changed({"takeup.hassel": 1.0})


def test_counties_are_shared_between_tests() -> None:
    assert isinstance(real_county(scale=SCALE), County)
    assert real_county(scale=SCALE) is real_county(scale=SCALE)
