"""Land leases (租金): a call auction in each village, rents through the collective."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled, inlined
from model.quarter import learning
from model.quarter.places import application_probability

if TYPE_CHECKING:
    from model.county import CountyModel

CONTIGUOUS_SHARE = 0.3
"""Share of a village's land under lease from which a new parcel is worth more. Assumption."""

REFERENCE_SHARE = 0.05
"""Share of a village's land that lessees take at the drawn rent. Assumption."""

VALUE_RATIO = {"arable": 1.0, "forest": 0.13}
"""Rent of a mu of forest over a mu of arable land: 100 over 768 yuan. Source: plan arithmetic."""

PLANNED_PART = {"arable": 5000.0 / 6600.0, "forest": 1600.0 / 6600.0}
"""Parts of the yearly leased area; the plan's own proportion, also for the baseline path."""


class LandBook:
    """Land of one world by village: total and leased mu, and farm income given up."""

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        households, villages = county.books.households, len(county.start.villages)
        village = households["village"]
        self.total = {
            asset: np.maximum(np.bincount(village, households[f"{asset}_mu"], villages), 1e-9)
            for asset in VALUE_RATIO
        }
        self.leased = {asset: np.zeros(villages) for asset in VALUE_RATIO}
        self.released = np.zeros(len(households))
        members = households["shares"] > 0.0
        self.holders = {
            asset: np.flatnonzero(members & (households[f"{asset}_mu"] > 0.0))
            for asset in VALUE_RATIO
        }

    def leased_mu(self, asset: str) -> float:
        """Land leased since the start, weighted mu."""
        return float((self.leased[asset] * self.county.start.villages["weight"]).sum())

    def room(self, asset: str, quota: float) -> float:
        """Mu that may still be leased by the end of this quarter: baseline pace or quota."""
        pace = self.county.parameters.land.baseline_mu_per_year * PLANNED_PART[asset] / 4.0
        due = max(pace * (self.county.quarter + 1), quota)
        return due - self.leased_mu(asset)

    def give_up_farming(self, asset: str, rows: NDArray[np.int64]) -> None:
        """Lessors stop earning from the land; their farm labour is free for other work."""
        households = self.county.households
        margin = households["land_margin"][rows] * VALUE_RATIO[asset]
        income = margin * households[f"{asset}_mu"][rows]
        households["forgone_business"][rows] += income
        self.released[rows] += income
        households["adopted"][rows] |= np.uint8(2)


@inlined
def bid_per_mu(rent, leased_share, elasticity, contiguity):  # type: ignore[no-untyped-def]
    """What lessees pay for the next mu of a village, yuan a year; falls with what they have."""
    bonus = 1.0 + contiguity if leased_share >= CONTIGUOUS_SHARE else 1.0
    return rent * bonus * (1.0 + leased_share / REFERENCE_SHARE) ** (-1.0 / elasticity)


@inlined
def ask_per_mu(margin, transaction_cost, bundling):  # type: ignore[no-untyped-def]
    """Least rent for a mu: own net income forgone and the cost of the deal, halved by bundling."""
    return margin + (0.5 * transaction_cost if bundling else transaction_cost)


def lease(county: "CountyModel") -> None:
    """Let villages hold this quarter's auctions, arable land first, then forest."""
    for asset, quota in (
        ("arable", county.rules.land.arable_quota_mu),
        ("forest", county.rules.land.forest_quota_mu),
    ):
        room = county.land.room(asset, quota)
        if room > 0.0:
            _hold_auctions(county, asset, room)


def _hold_auctions(county: "CountyModel", asset: str, room: float) -> None:
    households, land, takeup = county.households, county.parameters.land, county.parameters.takeup
    rent = land.rent_yuan_per_mu * VALUE_RATIO[asset]
    holders = county.land.holders[asset]
    rows, ask = _offer(
        county.streams.uniforms("land_application", county.quarter, households["id"][holders]),
        households["village"],
        households["aware"],
        holders,
        households[f"{asset}_mu"],
        households[f"{asset}_state"],
        households["land_margin"],
        VALUE_RATIO[asset],
        land.transaction_cost_yuan * county.cooperation.information.deal_cost,
        county.rules.land.bundling,
        rent,
        county.books.belief[:, 1],
        county.books.peers[:, 1],
        takeup.hassle,
        takeup.gain_slope,
        takeup.imitation,
    )
    _clear(county, asset, rows, ask, rent, room)


@compiled
def _offer(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    lot,
    village,
    aware,
    holders,
    mu,
    state,
    margin,
    ratio,
    deal_cost,
    bundling,
    rent,
    belief,
    peers,
    hassle,
    slope,
    imitation,
):
    """Rows of the holders who offer their land, and what they ask, yuan per mu and year."""
    rows, ask = np.empty(holders.size, np.int64), np.empty(holders.size)
    count = 0
    for k in range(holders.size):
        i = holders[k]
        if state[i] != 0 or aware[i] & 2 == 0:
            continue
        home = village[i]
        least = ratio * ask_per_mu(margin[i], deal_cost[home], bundling)
        gain = (rent * belief[home] - least) * mu[i] / 1000.0
        if lot[k] < application_probability(gain, peers[home], hassle, slope, imitation):
            rows[count], ask[count] = i, least
            count += 1
    return rows[:count], ask[:count]


def _clear(
    county: "CountyModel",
    asset: str,
    rows: NDArray[np.int64],
    ask: NDArray[np.float64],
    rent: float,
    room: float,
) -> None:
    """Hold auctions village by village, in an order drawn anew each quarter, while room lasts."""
    households, land = county.households, county.parameters.land
    mu, village = households[f"{asset}_mu"], households["village"]
    lot = county.streams.uniforms("land_round", county.quarter, county.start.villages["id"])
    turn = np.empty(lot.size, np.min_scalar_type(lot.size))  # short integers sort fastest
    turn[np.argsort(lot, kind="stable")] = np.arange(lot.size)
    order = np.lexsort((ask, turn[village[rows]]))
    ranked, ask = rows[order], ask[order]
    price = _trade(
        ranked,
        village,
        mu,
        households["weight"],
        ask,
        county.land.total[asset],
        county.land.leased[asset],
        room,
        rent,
        land.demand_elasticity,
        land.contiguity_gain,
        county.switches.auctions,
        county.rules.land.profit_share,
    )
    traded = price > 0.0
    leased = ranked[traded]
    households[f"{asset}_state"][leased] = 2 if county.rules.land.bundling else 1
    households[f"{asset}_rent"][leased] = price[traded] * mu[leased]
    county.land.give_up_farming(asset, leased)
    learning.from_rents(county, 1, village[leased], price[traded] / rent)


@compiled
def _trade(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    ranked,
    village,
    mu,
    weight,
    ask,
    total,
    leased,
    room,
    rent,
    elasticity,
    contiguity,
    auctions,
    profit_share,
):
    """Rent per mu of each traded holding, 0 where not traded; adds to leased mu by village.

    In a village the lowest asks trade first as long as the bid for the next mu covers the ask; all
    get the rent halfway between bid and ask of the last deal, and a share of what their own land
    is worth to the lessee above it (保底+分红).
    """
    price, worth = np.zeros(ranked.size), np.zeros(ranked.size)
    first = 0
    while first < ranked.size:
        home = village[ranked[first]]
        done, level = first, 0.0
        while done < ranked.size and village[ranked[done]] == home:
            row = ranked[done]
            if 0.5 * mu[row] * weight[row] > room:
                break
            bid = rent
            if auctions:
                bid = bid_per_mu(rent, leased[home] / total[home], elasticity, contiguity)
            if ask[done] > bid:
                break
            level = 0.5 * (bid + ask[done]) if auctions else rent
            worth[done] = max(bid, level)
            leased[home] += mu[row]
            room -= mu[row] * weight[row]
            done += 1
        for k in range(first, done):
            price[k] = level + profit_share * max(worth[k] - level, 0.0)
        while first < ranked.size and village[ranked[first]] == home:
            first += 1
    return price


def pay_rents(county: "CountyModel") -> None:
    """Pay a quarter's rent of every lease; bundled leases pass through the collective."""
    households, spread = county.households, county.parameters.land.collective_spread
    for asset in ("arable", "forest"):
        state, rent = households[f"{asset}_state"], households[f"{asset}_rent"]
        rows = np.flatnonzero(state > 0)
        amount = rent[rows] / 4.0
        county.books.quarter_income[rows, 2] += amount
        households["streams"][rows] |= 1
        paid = amount * households["weight"][rows]
        bundled = state[rows] == 2
        kept = paid * spread * bundled
        county.ledger.pay(
            "spending",
            "land",
            "world",
            "collectives",
            paid[bundled] + kept[bundled],
            paid[bundled] + kept[bundled],
        )
        county.ledger.pay(
            "property", "land", "collectives", "households", paid[bundled], paid[bundled]
        )
        county.ledger.pay("property", "land", "world", "households", paid[~bundled], paid[~bundled])
        county.collectives.receive(households["village"][rows], kept)
