"""Leases of vacant houses (闲置农房): owners' asks against bidders at the exchange."""

from math import exp
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled, inlined
from model.quarter import learning
from model.quarter.places import application_probability
from model.streams import decision_code, normal_quantile, uniform
from model.table import ascending, sum_where, total_by

if TYPE_CHECKING:
    from model.county import CountyModel

USUAL_BIDS = 3.0
"""Expected bidders of an auction without the platform. Assumption."""

BID_LOG_SD = 0.18
"""Spread of what bidders would pay. The mean price of auctions then exceeds the opening price, what
a lone bidder pays, by the 12 % premium that the plan reports over 1,060 deals."""


class HouseBook:
    """Houses of one world: which were leased at the start, and how many may be."""

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        self.leased_before = county.households["house_state"] >= 2
        self.stock_before = sum_where(county.households["weight"], self.leased_before)

    @property
    def typical_rent(self) -> float:
        """Yuan a year that a house brings before new leases press it down."""
        ratio = self.county.start.facts.get("house_rent_ratio", 1.0)
        return self.county.parameters.houses.rent_yuan * ratio

    def is_new(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether houses were not yet leased at the start."""
        return ~self.leased_before[rows]

    def new_leases(self) -> float:
        """Leased houses that were not leased at the start, weighted."""
        households = self.county.households
        new = (households["house_state"] >= 2) & ~self.leased_before
        return sum_where(households["weight"], new)

    def room(self) -> float:
        """Houses that may still be leased: baseline pace or quota, and re-letting."""
        households = self.county.households
        pace = self.county.parameters.houses.baseline_per_year / 4.0 * (self.county.quarter + 1)
        leased = sum_where(households["weight"], households["house_state"] >= 2)
        return self.stock_before + max(pace, self.county.rules.houses.quota) - leased


@inlined
def bidders(expected, u):  # type: ignore[no-untyped-def]
    """Number of bidders, Poisson with the given mean, by inversion of u; at most 30."""
    chance, below, count = exp(-expected), exp(-expected), 0
    while u > below and count < 30:
        count += 1
        chance *= expected / count
        below += chance
    return count


@inlined
def hammer_price(rent, count):  # type: ignore[no-untyped-def]
    """Rent that `count` bidders reach: the expected rank of the second-highest; 0 with no bidder.

    A lone bidder pays the low end of what bidders would pay.
    """
    if count == 0:
        return 0.0
    rank = max(count - 1.0, 0.5) / (count + 1.0)
    return rent * exp(BID_LOG_SD * normal_quantile(rank))


def lease(county: "CountyModel") -> None:
    """Let some leases end, then auction offered houses while room lasts."""
    households, houses = county.households, county.parameters.houses
    _end_leases(county)
    room = county.houses.room()
    if room <= 0.0:
        return
    stock = 1.0 + county.houses.new_leases() / houses.vacant_stock
    rent = county.houses.typical_rent * stock ** (-1.0 / houses.rent_elasticity)
    takeup, bids = county.parameters.takeup, USUAL_BIDS + county.rules.houses.platform_bids
    rows, price, lot = _auction(
        county.streams.seed,
        decision_code("house_application"),
        decision_code("exchange_bids"),
        county.quarter,
        households["id"],
        households["village"],
        households["aware"],
        households["house_state"],
        households["house_ask"],
        rent,
        bids,
        county.switches.auctions,
        county.books.belief[:, 2],
        county.books.peers[:, 2],
        takeup.hassle,
        takeup.gain_slope,
        takeup.imitation,
    )
    order = np.flatnonzero(price > 0.0)
    order = order[ascending(lot[order])]
    weight = households["weight"][rows[order]]
    order = order[np.cumsum(weight) - 0.5 * weight <= room]
    rows, price = rows[order], price[order]
    households["house_state"][rows] = 3 if county.rules.houses.quota > 0.0 else 2
    households["house_rent"][rows] = price
    households["adopted"][rows] |= np.uint8(4)
    learning.from_rents(county, 2, households["village"][rows], price / rent)


def _end_leases(county: "CountyModel") -> None:
    households = county.households
    rows = np.flatnonzero(households["house_state"] >= 2)
    drawn = county.streams.uniforms("house_end", county.quarter, households["id"][rows])
    ended = rows[drawn < county.parameters.houses.vacancy_hazard]
    households["house_state"][ended] = 1
    households["house_rent"][ended] = 0.0
    households["adopted"][ended] &= np.uint8(3)


@compiled
def _auction(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    seed,
    code,
    bid_code,
    quarter,
    ids,
    village,
    aware,
    state,
    ask,
    rent,
    bids,
    auctions,
    belief,
    peers,
    hassle,
    slope,
    imitation,
):
    """Rows of the houses on offer, the rent of those sold (else 0), and their lot in the queue."""
    rows = np.empty(ids.size, np.int64)
    price, lot = np.empty(ids.size), np.empty(ids.size)
    count = 0
    for i in range(ids.size):
        if state[i] != 1 or aware[i] & 4 == 0:
            continue
        gain = (rent * belief[village[i]] - ask[i]) / 1000.0
        u = uniform(seed, code, quarter, ids[i])
        chance = application_probability(gain, peers[village[i]], hassle, slope, imitation)
        if u >= chance:
            continue
        paid = rent
        if auctions:
            paid = hammer_price(rent, bidders(bids, uniform(seed, bid_code, quarter, ids[i])))
        rows[count], lot[count] = i, u / chance
        price[count] = paid if paid >= ask[i] else 0.0
        count += 1
    return rows[:count], price[:count], lot[:count]


def pay_rents(county: "CountyModel") -> None:
    """Pay a quarter's rent of every leased house, and the collective's fee for the new ones."""
    households = county.households
    rows = np.flatnonzero(households["house_state"] >= 2)
    amount = households["house_rent"][rows] / 4.0
    county.books.quarter_income[rows, 2] += amount
    households["streams"][rows] |= 1
    paid = amount * households["weight"][rows]
    county.ledger.pay("property", "houses", "world", "households", paid, paid)
    new = rows[county.houses.is_new(rows)]
    fee = county.parameters.houses.collective_fee_yuan / 4.0 * households["weight"][new]
    county.ledger.pay("spending", "houses", "world", "collectives", fee, fee)
    county.collectives.receive(households["village"][new], fee)


def diverted_by_town(county: "CountyModel") -> NDArray[np.float64]:
    """Trade that new house leases take from other hosts of the town this quarter, yuan (towns,)."""
    households = county.households
    rows = np.flatnonzero(households["house_state"] >= 2)
    rows = rows[county.houses.is_new(rows)]
    taken = households["house_rent"][rows] / 4.0 * households["weight"][rows]
    town = county.start.villages["town"][households["village"][rows]]
    taken *= county.parameters.houses.diverted_share
    return total_by(town, taken, county.start.towns)
