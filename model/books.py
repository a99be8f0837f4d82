"""Households of one world: columns, income of the quarter and the year, who may do what."""

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.calendar import is_first_of_year
from model.columns import HOUSEHOLD, WORKER
from model.compiled import block, compiled
from model.quarter import charity, register
from model.table import total_by, world_table

if TYPE_CHECKING:
    from model.county import CountyModel


class HouseholdBooks:
    """Household and worker tables of a world, and sums over them.

    quarter_income: yuan posted this quarter by source (households, 4); year_income and
    last_year_income: (households,); countable: last quarter's income that the allowance counts;
    outlet_earnings and earned_before: outlet pay of this quarter and the last (households,);
    area_income (3, 4) and area_persons (3,): this year's sums by group, persons summed over
    quarters; village_income (villages, 2, 2): by area, income and persons; town_income: last
    quarter's, (towns,); belief and peers: (villages, programmes); diverted: sales that programmes
    take from other sellers of the town this quarter, weighted yuan (towns,).
    """

    def __init__(self, county: "CountyModel") -> None:
        start = county.start
        self.county = county
        self.households = world_table(start.households, HOUSEHOLD)
        self.workers = world_table(start.workers, WORKER)
        self.offsets = start.village_offsets
        count, villages = len(start.households), len(start.villages)
        households = self.households
        households["luck"][:] = np.exp(households["persistent"] + households["transitory"])
        self.weighted_persons = households["members"] * households["weight"]
        self.persons = float(self.weighted_persons.sum())
        self.can_take_part = households["rural_2021"] | (households["shares"] > 0.0)
        self.quarter_income = np.zeros((count, 4))
        self.year_income = np.zeros(count)
        self.outlet_earnings, self.grants = np.zeros(count), np.zeros(count)
        self.earned_before = np.zeros(count)
        self.worker_year_pay = np.zeros(len(self.workers))
        # Column by column: NumPy is slow at summing short rows.
        wages, business, property_income, transfers = start.income_2021.T
        market = wages + business + property_income
        self.countable = (market + 0.5 * start.base[:, 3]) / 4.0
        self.last_year_income = market + transfers
        self.area_income, self.area_persons = np.zeros((3, 4)), np.zeros(3)
        self.village_income = np.zeros((villages, 2, 2))
        weighted = self.last_year_income * households["weight"] / 4.0
        town = start.villages["town"][households["village"]]
        self.town_income = np.bincount(town, weighted, start.towns)
        self.first_town_income = self.town_income
        self.diverted = np.zeros(start.towns)
        self.belief, self.peers = np.ones((villages, 3)), np.zeros((villages, 3))
        self._village_before = np.zeros((villages, 2))
        eligible = total_by(households["village"], self.can_take_part.astype(np.float64), villages)
        self._eligible = np.maximum(eligible, 1.0)
        self._rank()
        rural_order = np.argsort(start.villages["reclass_rank"], kind="stable")
        self.reclass_order = rural_order[np.isfinite(start.villages["reclass_rank"][rural_order])]
        self.register_entry_rate = register.entry_rate(county, self)
        self.suppliers = charity.suppliers(county, self)

    def _rank(self) -> None:
        """Log income rank of 2021 without luck, its reversion, and where the poorest fifth ends."""
        households = self.households
        wages, business, property_income, transfers = self.county.start.base.T
        per_head = (wages + business + property_income + transfers) / households["members"]
        self.rank = np.zeros(len(households))
        for area in (households["rural_2021"], ~households["rural_2021"]):
            if area.any():
                mean = np.average(per_head[area], weights=self.weighted_persons[area])
                self.rank[area] = np.log(np.maximum(per_head[area], 0.02 * mean) / mean)
        spread = max(float(self.rank.var()), 1e-9)
        variance = self.county.parameters.income.persistent_variance
        self.reversion = sqrt(max(0.0, 1.0 - variance / spread))
        self.poor_below = float(np.quantile(self.rank, 0.2))

    def open_quarter(self) -> None:
        """Forget last quarter's outlet pay, and at new year which incomes were received."""
        self.earned_before, self.outlet_earnings = self.outlet_earnings, self.earned_before
        self.outlet_earnings[:] = 0.0
        self.diverted[:] = 0.0
        if is_first_of_year(self.county.quarter):
            self.households["streams"][:] = 0

    def listed_rows(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Rows of households on the register, and their members."""
        rows = np.flatnonzero(self.households["on_register"])
        return rows, self.households["members"][rows]

    def hand_over(self) -> NDArray[np.float64]:
        """Income that households hold this quarter, weighted yuan by source (4,), and forget it."""
        held = np.zeros(4)
        _hand_over(self.offsets, self.county.start.villages["weight"], self.quarter_income, held)
        return held

    def close_quarter(self) -> None:
        """Add up the quarter: fixed-residence means, towns, neighbours, outlet pay."""
        villages = self.county.start.villages
        now = self.village_income[:, :, 0].sum(axis=1) * villages["weight"]
        before = self._village_before[:, 0]
        self.town_income = np.bincount(villages["town"], now - before, self.county.start.towns)
        self._village_before[:, 0] = now
        self.worker_year_pay += self.workers["gross_pay"]
        adopters = np.zeros((len(villages), 3))
        _count_adopters(self.offsets, self.households["adopted"], adopters)
        self.peers[:] = adopters / self._eligible[:, None]

    def close_year(self) -> None:
        """Begin the next year's sums."""
        self.last_year_income = self.year_income
        self.year_income = np.zeros_like(self.year_income)
        self.worker_year_pay = np.zeros_like(self.worker_year_pay)
        self.area_income[:] = 0.0
        self.area_persons[:] = 0.0
        self.village_income[:] = 0.0
        self._village_before[:] = 0.0


@compiled
def _hand_over(offsets, weight, income, held):  # type: ignore[no-untyped-def]
    for v in range(weight.size):
        part = np.zeros(4)
        for i in range(offsets[v], offsets[v + 1]):
            for s in range(4):
                part[s] += income[i, s]
                income[i, s] = 0.0
        for s in range(4):
            held[s] += weight[v] * part[s]


@compiled
def _count_adopters(offsets, adopted, adopters):  # type: ignore[no-untyped-def]
    """Households of each village that have taken up each programme, into (villages, 3)."""
    for v in range(adopters.shape[0]):
        first, second, third = 0, 0, 0
        for i in block(offsets, v):
            mask = adopted[i]
            first += mask & 1
            second += mask >> 1 & 1
            third += mask >> 2 & 1
        adopters[v, 0], adopters[v, 1], adopters[v, 2] = first, second, third
