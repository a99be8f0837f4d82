"""What help pays: posts, sales through donors and counterpart units (消费帮扶), gifts."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.quarter.orders import activity
from model.quarter.pairing import post_pay
from model.table import total_by

if TYPE_CHECKING:
    from model.county import CountyModel

DONOR_RANK = 0.99
"""Gifts of households come from the hundredth with the highest income of last year."""

Rows = NDArray[np.int64]


def pay(county: "CountyModel") -> None:
    """Pay posts, sales and gifts of the quarter; nothing without a programme."""
    book = county.pairing
    if book.matched.any():
        _pay_posts(county)
        rows = np.flatnonzero(book.sells)
        _pay_sales(county, rows, _usual_sales(county, rows), "pairing")
        _give(county)
    if county.rules.pairing.counterpart_sales_yuan > 0.0:
        _buy(county)


def _pay_posts(county: "CountyModel") -> None:
    """Wages of posts: normal pay, local pay, and the donor's orders."""
    book, workers, market = county.pairing, county.workers, county.market
    rows = np.flatnonzero(book.post >= 0)
    if rows.size == 0:
        return
    home, plant = workers["household"][rows], book.post[rows]
    town = county.start.enterprises["town"][plant]
    pay_year = post_pay(county) * market.wage_index[town] * activity(county)[plant]
    amount = pay_year / 4.0
    np.add.at(county.books.quarter_income[:, 0], home, amount)
    np.add.at(county.books.outlet_earnings, home, amount)
    county.households["streams"][home] |= np.uint8(4)
    paid = amount * county.households["weight"][home]
    county.ledger.pay("wages", "pairing", "enterprises", "households", paid, paid)


def _usual_sales(county: "CountyModel", rows: Rows) -> NDArray[np.float64]:
    """Sales of a quarter through a donor, yuan by household."""
    return np.full(rows.size, county.parameters.pairing.sales_yuan_per_household / 4.0)


def sales_margin(sales: NDArray[np.float64], margin: float) -> NDArray[np.float64]:
    """Net business income from sales, yuan."""
    return margin * sales


def _pay_sales(
    county: "CountyModel",
    rows: Rows,
    sales: NDArray[np.float64],
    tag: str,
    local_share: float = 1.0,
) -> None:
    """Post net income of sales; what local buyers divert is lost to other sellers of the town."""
    unknowns, households = county.parameters.pairing, county.households
    if rows.size == 0:
        return
    amount = sales_margin(sales, unknowns.sales_margin)
    county.books.quarter_income[rows, 1] += amount
    paid = amount * households["weight"][rows]
    county.ledger.pay("business", tag, "world", "households", paid, paid)
    town = county.start.villages["town"][households["village"][rows]]
    lost = local_share * unknowns.diverted_share * paid
    county.books.diverted += total_by(town, lost, county.start.towns)


def _give(county: "CountyModel") -> None:
    """Pass gifts of enterprises and well-off households to matched households on the register.

    What households give is less income of theirs. Private gifts give way as to the charity fund.
    """
    book, rules, households = county.pairing, county.rules.pairing, county.households
    rows = np.flatnonzero(book.given)
    if rows.size == 0 or rules.gift_yuan <= 0.0:
        return
    amount = np.full(rows.size, rules.gift_yuan / 4.0)
    paid = amount * households["weight"][rows]
    whole = float(paid.sum())
    by_households = rules.household_donor_share * whole
    donors = well_off(county)
    persons = households["weight"][donors]
    each = by_households / float(persons.sum())
    county.books.quarter_income[donors, 3] -= each
    given = each * persons
    ledger = county.ledger
    ledger.pay("transfers", "pairing", "households", "charity", given, float(given.sum()))
    rest = max(whole - float(given.sum()), 0.0)
    ledger.pay("spending", "pairing", "enterprises", "charity", rest, rest)
    county.books.quarter_income[rows, 3] += amount
    ledger.pay("transfers", "pairing", "charity", "households", paid, paid)
    county.books.grants[rows] += amount


def well_off(county: "CountyModel") -> Rows:
    """The hundredth of households with the highest income per head last year."""
    per_head = county.books.last_year_income / county.households["members"]
    return np.flatnonzero(per_head >= np.quantile(per_head, DONOR_RANK))


def _buy(county: "CountyModel") -> None:
    """Purchases of partner units from growers of far villages, the register first for its part.

    A household's produce is sold once: those who sell through a donor or to the charity's farm
    company are left out.
    """
    rules, households = county.rules.pairing, county.households
    rows = growers(county)
    listed = households["on_register"][rows]
    whole = rules.counterpart_sales_yuan / 4.0
    most = rules.counterpart_most_yuan / 4.0
    sales = np.zeros(rows.size)
    for chosen, yuan in (
        (listed, rules.counterpart_register_share * whole),
        (~listed, (1.0 - rules.counterpart_register_share) * whole),
    ):
        weight = float(households["weight"][rows[chosen]].sum())
        if weight > 0.0:
            sales[chosen] = min(most, yuan / weight)
    local = 1.0 - rules.counterpart_outside_share
    _pay_sales(county, rows, sales, "counterpart_sales", local)


def growers(county: "CountyModel") -> Rows:
    """Rural households with land of the farther half of villages whose produce is not yet sold."""
    households, villages = county.households, county.start.villages
    far = villages["distance_km"] >= np.median(villages["distance_km"])
    free = far[households["village"]] & households["rural"] & ~county.pairing.sells
    free &= (households["arable_mu"] > 0.0) & (households["arable_state"] == 0)
    if county.rules.charity.price_floor:
        free[county.books.suppliers] = False
    return np.flatnonzero(free)
