"""A better offer never loses an applicant, household by household (Q10)."""

from dataclasses import replace
from typing import Any

import pytest
from offers import Change, before_quarter, columns, empty_outlets, nothing, unknowns

from model.county import CountyModel
from model.quarter import houses, land, places


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

    def spy(*arguments: object) -> tuple[Any, ...]:
        answer: tuple[Any, ...] = run(*arguments)
        found.update(answer[0].tolist())
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


def test_nobody_applies_who_may_not() -> None:
    with before_quarter(4) as model:
        model.open_quarter()
        value, _ = places.offers(model)
        rows = places.apply(model, value)
        home = model.workers["household"][rows]
        assert (model.workers["status"][rows] == 1).all()
        assert (model.households["aware"][home] & 1 == 1).all()
        assert (model.households["able"][home] | ~model.households["on_register"][home]).all()
