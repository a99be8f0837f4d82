"""Produce and guests through new channels: online shop, tours, supermarkets, organised farmers.

What a household gains is a margin on sales that would not have been made, or not at that price; a
drawn part of it is taken from other sellers of the town. Whom a channel reaches follows from a lot
of each household's own, so that more products reach more households and never others.
"""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import inlined
from model.quarter.land import VALUE_RATIO

if TYPE_CHECKING:
    from model.county import CountyModel

SUPPLIERS_PER_SUPERMARKET = 60.0
"""Households that deliver to one supermarket. Assumption."""


@inlined
def sales_gain(sales, margin, sharing):  # type: ignore[no-untyped-def]
    """What one of `sharing` sellers earns from sales, yuan a year."""
    return sales * margin / sharing


@inlined
def organised_beyond(target, share_2021, per_year, years):  # type: ignore[no-untyped-def]
    """Organised share of smallholders beyond what would have come anyway, not negative."""
    return max(0.0, min(target, 1.0) - min(1.0, share_2021 + per_year * years))


class SalesBook:
    """Who sells through which channel, in one world; lots are drawn when a channel first opens."""

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        self._halfway: dict[str, NDArray[np.float64]] = {}

    @cached_property
    def smallholders(self) -> NDArray[np.int64]:
        """Rural members with land of their own, rows of household."""
        households = self.county.households
        member = (households["shares"] > 0.0) & households["rural_2021"]
        return np.flatnonzero(member & (households["arable_mu"] + households["forest_mu"] > 0.0))

    @cached_property
    def far_homes(self) -> NDArray[np.int64]:
        """Rural members in the outer half of the villages, rows of household."""
        county, households = self.county, self.county.households
        km = county.start.villages["distance_km"]
        far = km >= np.median(km)
        member = (households["shares"] > 0.0) & households["rural_2021"]
        return np.flatnonzero(member & far[households["village"]])

    @cached_property
    def sellers(self) -> NDArray[np.int64]:
        """Smallholders in the order in which channels reach them."""
        return self._in_order("produce_seller", self.smallholders)

    @cached_property
    def deliverers(self) -> NDArray[np.int64]:
        """Smallholders in the order in which supermarkets reach them: the shop's from the end."""
        return self.sellers[::-1]

    @cached_property
    def hosts(self) -> NDArray[np.int64]:
        """Homes in far villages in the order in which tour routes reach them."""
        return self._in_order("tour_host", self.far_homes)

    @cached_property
    def joiners(self) -> NDArray[np.int64]:
        """Smallholders in the order in which they join a cooperative union."""
        return self._in_order("smallholder", self.smallholders)

    def _in_order(self, decision: str, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        lot = self.county.streams.uniforms(decision, 0, self.county.households["id"][rows])
        return rows[np.argsort(lot, kind="stable")]

    def first(self, queue: str, wanted: float) -> NDArray[np.int64]:
        """The first rows of a queue (sellers, deliverers, hosts, joiners) for so many households.

        A row that stands for several is in if half of them are.
        """
        rows = getattr(self, queue)
        if queue not in self._halfway:
            weight = self.county.households["weight"][rows]
            self._halfway[queue] = np.cumsum(weight) - 0.5 * weight
        return rows[: int(np.searchsorted(self._halfway[queue], wanted, side="right"))]

    def households(self, queue: str) -> float:
        """Households of a queue, weighted."""
        return float(self.county.households["weight"][getattr(self, queue)].sum())


def sell(county: "CountyModel") -> None:
    """Pay households what new channels bring this quarter, and note whom they take it from."""
    rules, sales = county.rules.cooperation.sales, county.parameters.sales
    book = county.cooperation.sales
    for tag, queue, wanted, yuan, margin in (
        ("online_shop", "sellers", rules.products * sales.sellers_per_product,
         rules.products * sales.product_yuan, sales.margin),
        ("online_shop", "hosts", rules.routes * sales.hosts_per_route,
         rules.routes * sales.route_yuan, sales.margin),
        ("supply_cooperatives", "deliverers", rules.supermarkets * SUPPLIERS_PER_SUPERMARKET,
         rules.supermarkets * sales.supermarket_yuan, sales.supermarket_gain),
    ):  # fmt: skip
        if wanted > 0.0:
            rows = book.first(queue, wanted)
            sharing = float(county.households["weight"][rows].sum())
            gain = sales_gain(yuan, margin, sharing) if rows.size else 0.0
            _pay(county, tag, rows, np.full(rows.size, gain / 4.0))
    if rules.organised_share > 0.0:
        _pay_organised(county)


def _pay_organised(county: "CountyModel") -> None:
    """Pay smallholders who are organised beyond the baseline path on the land they still farm."""
    sales, book, households = county.parameters.sales, county.cooperation.sales, county.households
    years = (county.quarter + 1) / 4.0
    share = organised_beyond(
        county.rules.cooperation.sales.organised_share,
        sales.organised_2021,
        sales.organised_per_year,
        years,
    )
    if share <= 0.0:
        return
    rows = book.first("joiners", share * book.households("joiners"))
    income = np.zeros(rows.size)
    for asset, ratio in VALUE_RATIO.items():
        farmed = households[f"{asset}_mu"][rows] * (households[f"{asset}_state"][rows] == 0)
        income += ratio * households["land_margin"][rows] * farmed
    _pay(county, "supply_cooperatives", rows, sales.organised_gain * income / 4.0)


def _pay(
    county: "CountyModel", tag: str, rows: NDArray[np.int64], amount: NDArray[np.float64]
) -> None:
    """Pay business income and take the diverted part from the towns' other sellers."""
    if not rows.size:
        return
    households = county.households
    county.books.quarter_income[rows, 1] += amount
    paid = amount * households["weight"][rows]
    county.pay_households("business", tag, "world", paid)
    town = county.start.villages["town"][households["village"][rows]]
    taken = county.parameters.sales.diverted * paid
    county.books.diverted += np.bincount(town, taken, county.start.towns)
