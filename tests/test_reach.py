"""A gift or a policy changes only what it can causally reach (Q07)."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from lockstep import changed_rows, differing, side_by_side
from real_county import (
    PILOT,
    County,
    outcome,
    policies,
    real_county,
    trend_world,
    world,
)

from model.columns import SOURCES
from model.county import CountyModel
from model.policies.policy import Policy
from model.rules import Switches


@dataclass(frozen=True, kw_only=True)
class Gift(Policy):
    """One household is given money once."""

    name = "gift"
    family = "transfers"
    zh = "一次性赠与"
    household: int = 0
    yuan: float = 10_000.0
    intensity: float = 1.0

    def act(self, county: CountyModel) -> None:
        if county.quarter == self.first_quarter:
            county.books.quarter_income[self.household, 3] += self.yuan
            paid = self.yuan * county.households["weight"][self.household]
            county.ledger.pay("transfers", "charity", "world", "households", paid, paid)


GIVEN = 5

FIRST = 3
"""The first quarter of the plan, 2022Q4."""

GIFT_DAY = date(2023, 4, 1)
"""In quarter 5, long before the first review of the register."""


def gift_pair(switches: Switches, household: int):  # type: ignore[no-untyped-def]
    """After each quarter, the world without and with the gift."""
    county, gift = real_county(), Gift(household=household, start=GIFT_DAY)
    factors = outcome(county, switches=switches).factors
    with (
        world(county, policies(*PILOT), factors=factors, switches=switches) as without,
        world(county, (*policies(*PILOT), gift), factors=factors, switches=switches) as given,
    ):
        yield from side_by_side(without, given)


def urban_household() -> int:
    households = real_county().start.households
    far = ~households["rural_2021"] & (households["shares"] == 0.0)
    return int(np.flatnonzero(far)[7])


def test_a_gift_reaches_nobody_else_when_nobody_trades() -> None:
    household = urban_household()
    for quarter, without, given in gift_pair(Switches(local_trade=False), household):
        assert changed_rows(without, given, "worker.") == set()
        rows = changed_rows(without, given, "household.")
        assert rows == (set() if quarter != GIVEN else {household}), f"quarter {quarter}"
        for name in ("outlet.pay", "village.savings", "market.wage_index", "land.released"):
            assert np.array_equal(without[name], given[name]), (quarter, name)


def test_a_gift_changes_only_its_household_at_first_and_its_town_next() -> None:
    household = urban_household()
    start = real_county().start
    town = start.villages["town"][start.households["village"]]
    neighbours = set(np.flatnonzero(town == town[household]).tolist())
    for quarter, without, given in gift_pair(Switches(), household):
        rows = changed_rows(without, given, "household.")
        if quarter < GIVEN:
            assert differing(without, given) == []
        elif quarter == GIVEN:
            assert rows == {household}
            change = given["income"][household] - without["income"][household]
            np.testing.assert_allclose(change, [0.0, 0.0, 0.0, 10_000.0], atol=1e-7)
        elif quarter <= 7:
            assert rows
            assert rows <= neighbours
            unlike = given["income"] != without["income"]
            assert not unlike[:, [0, 2]].any(), "trade pays business, and the register transfers"


def test_what_a_town_spends_of_a_gift_is_what_the_multiplier_says() -> None:
    household = urban_household()
    share = 1.0 - 1.0 / real_county().parameters.labour.local_multiplier
    weight = real_county().start.households["weight"]
    for quarter, without, given in gift_pair(Switches(), household):
        if quarter == GIVEN + 1:
            trade = float(((given["income"] - without["income"])[:, 1] * weight).sum())
            assert trade == pytest.approx(share * 10_000.0 * weight[household], rel=1e-6)


def first_quarter_without(name: str, scale: float = 0.05, **settings: object):  # type: ignore[no-untyped-def]
    """Worlds with and without one of the three programmes, after its first quarter."""
    county = real_county(scale=scale)
    factors = trend_world(scale=scale).factors
    others = tuple(other for other in PILOT if other != name)
    every = (*policies(*others), *policies(name, **settings))
    with (
        world(county, every, factors=factors) as whole,
        world(county, policies(*others), factors=factors) as less,
    ):
        for quarter, with_it, without in side_by_side(whole, less):
            if quarter < FIRST:
                assert differing(with_it, without) == []
            else:
                return county, with_it, without
    raise AssertionError("the programme never began")


def town_of(county: County) -> np.ndarray:
    return county.start.villages["town"][county.start.households["village"]]


def in_towns(county: County, towns: set[int]) -> set[int]:
    return set(np.flatnonzero(np.isin(town_of(county), list(towns))).tolist())


def test_charity_reaches_the_register_and_its_suppliers_in_its_first_quarter() -> None:
    county, with_it, without = first_quarter_without("circular_charity")
    reached = changed_rows(with_it, without, "household.")
    with world(county, factors=trend_world(scale=0.05).factors) as model:
        suppliers = set(model.books.suppliers.tolist())
    listed = set(np.flatnonzero(with_it["household.on_register"]).tolist())
    assert reached
    assert reached <= listed | suppliers
    for prefix in ("worker.", "outlet.", "village.", "land.", "bank"):
        assert changed_rows(with_it, without, prefix) == set(), prefix


def opened_towns(county: County, *worlds: dict[str, np.ndarray]) -> set[int]:
    """Towns in which a world opened an outlet in the programme's first quarter."""
    town = county.start.villages["town"]
    return {
        int(town[held["outlet.village"][row]])
        for held in worlds
        for row in np.flatnonzero(held["outlet.opened"] == FIRST)
    }


def test_workshops_reach_their_own_towns_and_villages_in_their_first_quarter() -> None:
    # Priority of the register holds in every outlet and so reaches every town that has one.
    county, with_it, without = first_quarter_without(
        "workshops", intensity=5.0, register_priority=False
    )
    where = opened_towns(county, with_it, without)
    reached = in_towns(county, where)
    assert where
    workers = changed_rows(with_it, without, "worker.")
    home = county.start.workers["household"]
    changed = changed_rows(with_it, without, "household.")
    assert changed
    assert changed <= reached
    assert {int(home[worker]) for worker in workers} <= reached
    assert not with_it["ties.kind"].any(), "a tie is the alliances' work"
    untouched = set(county.start.villages["town"].tolist()) - where
    assert untouched, "every town was reached: the test says nothing"


def outlets_of(held: dict[str, np.ndarray]) -> set[tuple[int, int, int]]:
    """Enterprise, village and first quarter of every outlet so far."""
    names = ("outlet.enterprise", "outlet.village", "outlet.opened")
    return set(zip(*(held[name].tolist() for name in names), strict=True))


def test_alliances_first_reach_tied_villages_and_where_enterprises_go_otherwise() -> None:
    county, factors = real_county(scale=0.05), trend_world(scale=0.05).factors
    town = county.start.villages["town"]
    with (
        world(county, policies(*PILOT), factors=factors) as less,
        world(county, policies(*PILOT, "alliances"), factors=factors) as whole,
    ):
        for quarter, without, with_it in side_by_side(less, whole):
            unlike = changed_rows(without, with_it, "household.")
            if not whole.cooperation.ties.tied().any():
                assert all(n.startswith("ties.") for n in differing(without, with_it)), quarter
            elif unlike:
                break
    moved = {int(town[village]) for _, village, _ in outlets_of(without) ^ outlets_of(with_it)}
    reached = moved | set(town[with_it["ties.kind"] > 0].tolist())
    assert unlike
    assert unlike <= in_towns(county, reached)
    assert reached < set(town.tolist()), "every town was reached: the test says nothing"


def test_three_incomes_reach_members_owners_and_their_towns_in_their_first_quarter() -> None:
    county, with_it, without = first_quarter_without("three_incomes", priority_hiring=False)
    households = county.start.households
    members = households["shares"] > 0.0
    owners = households["house_state"] > 0
    # Guests divert trade, and who gives up farming no longer shares in his town's trade.
    let = np.zeros(len(members), bool)
    for asset in ("house", "arable", "forest"):
        let |= with_it[f"household.{asset}_rent"] != without[f"household.{asset}_rent"]
    traders = np.isin(town_of(county), town_of(county)[let])
    heard = with_it.pop("household.aware") != without.pop("household.aware")
    assert heard.any()
    assert not (heard & ~(members | households["rural_2021"])).any()
    changed = np.array(sorted(changed_rows(with_it, without, "household.")))
    assert changed.size
    assert (members | owners | traders)[changed].all()
    for name in ("ties.kind", "charity", "worker.status", "worker.outlet"):
        assert np.array_equal(with_it[name], without[name]), name


@pytest.mark.parametrize(
    ("name", "reaches"),
    [
        ("circular_charity", ("transfers", "business")),
        ("three_incomes", ("property", "business", "transfers", "wages")),
        ("workshops", ("wages", "transfers", "business", "property")),
        ("provincial_workshops", ("wages", "transfers", "business", "property")),
    ],
)
def test_a_programme_alone_moves_the_sources_it_names(name: str, reaches: tuple[str, ...]) -> None:
    trend = trend_world()
    alone = outcome(real_county(), policies(name), factors=trend.factors)
    paid = [
        {
            kind: sum(
                p.amount
                for p in world_.postings
                if p.payee == "households" and p.kind == kind and p.year == 2022
            )
            for kind in SOURCES
        }
        for world_ in (alone, trend)
    ]
    moved = {kind for kind in SOURCES if paid[0][kind] != paid[1][kind]}
    assert moved <= set(reaches)
