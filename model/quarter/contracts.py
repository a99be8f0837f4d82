"""Contracts of collectives: business run by a state firm, and leases let on the exchange.

Both move money of the collective's business: the first brings in management, the second a price.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import inlined
from model.quarter.joint_terms import operating_now
from model.quarter.shares import pay_members

if TYPE_CHECKING:
    from model.county import CountyModel

RAMP_QUARTERS = 4.0
"""Quarters in which a state firm brings a village's business to its full gain. Assumption."""


class ContractBook:
    """Contracts of one world by village.

    operated: quarter from which a state firm operates, -1 for none; part: of the villages that a
    row stands for, operated; listed: part of all leases let on the exchange beyond what would have
    been; candidates: villages in the order in which a state firm takes them on.
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        villages = county.start.villages
        self.operated = np.full(len(villages), -1, np.int64)
        self.part = np.zeros(len(villages))
        self.listed = 0.0
        self.candidates = np.zeros(0, np.int64)

    def order(self) -> NDArray[np.int64]:
        """Rural villages in the order in which a state firm would take them on.

        Those with most land per yuan of business: resources that nobody runs.
        """
        if not self.candidates.size:
            county = self.county
            villages, households = county.start.villages, county.households
            mu = households["arable_mu"] + households["forest_mu"]
            land = np.bincount(households["village"], mu, len(villages))
            rural = np.flatnonzero(~villages["urban"])
            idle = land[rural] / villages["operating_revenue"][rural]
            self.candidates = rural[np.argsort(-idle, kind="stable")]
        return self.candidates


@inlined
def newly_listed(listed, target, lease_years):  # type: ignore[no-untyped-def]
    """Part of leases on the exchange next quarter: those that come up for renewal follow."""
    return listed + max(target - listed, 0.0) / (4.0 * lease_years)


def earn(county: "CountyModel") -> None:
    """Pay collectives what operation by state firms and the exchange bring this quarter."""
    rules = county.rules.cooperation
    if rules.operation.villages > 0.0:
        _operate(county)
    if rules.exchange.coverage > 0.0:
        _let_on_exchange(county)
    if rules.exchange.share_deals > 0.0:
        yuan = rules.exchange.share_deals * rules.exchange.yuan_per_deal / 4.0
        county.ledger.pay("capital", "property_exchange", "households", "households", yuan, yuan)


def _operate(county: "CountyModel") -> None:
    """Operating profit of the state firm: most of it back to the village and its members."""
    rules, contracts = county.rules.cooperation.operation, county.parameters.contracts
    book, villages = county.cooperation.contracts, county.start.villages
    weight = villages["weight"]
    left = rules.villages - float((book.part * weight).sum())
    for row in book.order():
        if left <= 1e-9:
            break
        more = min(1.0 - book.part[row], left / weight[row])
        if more > 0.0 and book.operated[row] < 0:
            book.operated[row] = county.quarter
        book.part[row] += more
        left -= more * weight[row]
    ramp = np.minimum((county.quarter - book.operated + 1) / RAMP_QUARTERS, 1.0)
    gain = contracts.managed_lift * ramp * book.part * operating_now(county) / 4.0
    _receive_from_outside(county, gain * weight)
    back = gain * rules.returned_share
    to_members = back * rules.household_share * (villages["shares_total"] > 0.0)
    to_village = (back - to_members) * weight
    county.ledger.pay(
        "spending", "state_enterprise_operation", "enterprises", "collectives", to_village,
        to_village,
    )  # fmt: skip
    county.collectives.receive(np.arange(len(villages)), to_village)
    paid = pay_members(county, to_members, source=2)
    county.pay_households("property", "state_enterprise_operation", "enterprises", paid)


def _receive_from_outside(county: "CountyModel", gain: NDArray[np.float64]) -> None:
    """Customers pay the firm; a part of it would have gone to other sellers of the town."""
    county.ledger.pay("spending", "state_enterprise_operation", "world", "enterprises", gain, gain)
    town = county.start.villages["town"]
    taken = county.parameters.sales.diverted * gain
    county.books.diverted += np.bincount(town, taken, county.start.towns)


def _let_on_exchange(county: "CountyModel") -> None:
    """Rent above what bargaining would have brought, paid by lessees: local households, firms."""
    contracts, book = county.parameters.contracts, county.cooperation.contracts
    target = max(county.rules.cooperation.exchange.coverage - contracts.exchange_2021, 0.0)
    book.listed = newly_listed(book.listed, target, contracts.lease_years)
    villages = county.start.villages
    premium = contracts.exchange_premium * contracts.true_premium
    amount = book.listed * premium * operating_now(county) * villages["weight"] / 4.0
    households = contracts.lessee_households * amount
    rest = amount - households
    county.ledger.pay(
        "spending", "property_exchange", "households", "collectives", households, households
    )
    county.ledger.pay("spending", "property_exchange", "enterprises", "collectives", rest, rest)
    county.collectives.receive(np.arange(len(villages)), amount)
    county.books.diverted += np.bincount(villages["town"], households, county.start.towns)
