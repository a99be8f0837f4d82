"""The charity fund's quarter: grants to the register, and a floor price for produce."""

from math import exp
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import inlined
from model.streams import normal_quantile

if TYPE_CHECKING:
    from model.books import HouseholdBooks
    from model.county import CountyModel


@inlined
def price_support(price, floor, sales):  # type: ignore[no-untyped-def]
    """What the farm company adds to a household's sales when the price is below the floor.

    Args: price and floor relative to the normal price; sales in yuan at the normal price.
    """
    return max(0.0, floor - price) * sales


def pay_grants(county: "CountyModel") -> None:
    """Pay grants and price support; private gifts give way to a part of the grants."""
    _give_privately(county)
    if not county.rules.charity.active:
        return
    fund = county.charity_fund
    fund.collect()
    rows, persons = county.books.listed_rows()
    due = fund.grant_due()
    if rows.size and due > 0.0:
        per_head = due / float((persons * county.households["weight"][rows]).sum())
        amount = per_head * persons
        county.books.quarter_income[rows, 3] += amount
        county.books.grants[rows] = amount
        paid = amount * county.households["weight"][rows]
        county.ledger.pay("transfers", "charity", "charity", "households", paid, paid)
        fund.pay_grants(float(paid.sum()))
    if county.rules.charity.price_floor:
        _support_prices(county)


def _give_privately(county: "CountyModel") -> None:
    """Gifts of better-off households to the register, less what grants crowd out."""
    charity = county.parameters.charity
    rows, persons = county.books.listed_rows()
    usual = charity.private_gifts_yuan_per_head / 4.0 * persons
    crowded = charity.crowding_out * county.books.grants[rows]
    amount = np.maximum(usual - crowded, 0.0)
    county.books.grants[:] = 0.0
    county.books.quarter_income[rows, 3] += amount
    paid = amount * county.households["weight"][rows]
    county.ledger.pay("transfers", "trend", "households", "households", paid, paid)


def _support_prices(county: "CountyModel") -> None:
    """Top up suppliers' sales to the floor price, as far as the fund has cash."""
    charity, households = county.parameters.charity, county.households
    year_start = county.quarter - county.quarter % 4
    shock = normal_quantile(county.streams.uniform("produce_price", year_start, 0))
    price = exp(charity.produce_price_sd * shock)
    support = price_support(
        price, charity.floor_price_ratio, charity.produce_yuan_per_household / 4.0
    )
    rows = county.books.suppliers
    weight = households["weight"][rows]
    needed = support * float(weight.sum())
    if needed <= 0.0:
        return
    amount = support * min(1.0, max(0.0, county.charity_fund.cash) / needed)
    county.books.quarter_income[rows, 1] += amount
    paid = amount * weight
    county.ledger.pay("business", "charity", "charity", "households", paid, paid)
    county.charity_fund.pay_support(float(paid.sum()))


def suppliers(county: "CountyModel", books: "HouseholdBooks") -> NDArray[np.int64]:
    """Households that sell to the charity's farm company: rural members far from the centre.

    As many as drawn, by lot among those in the outer half of the villages.
    """
    households, villages = books.households, county.start.villages
    far = villages["distance_km"] >= np.median(villages["distance_km"])
    rows = np.flatnonzero(
        far[households["village"]] & households["rural"] & (households["shares"] > 0.0)
    )
    weight = households["weight"][rows]
    share = county.parameters.charity.supplier_households / max(float(weight.sum()), 1.0)
    lot = county.streams.uniforms("produce_supply", 0, households["id"][rows])
    return rows[lot < share]
