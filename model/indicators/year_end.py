"""The year-end snapshot that every indicator reads: made once, so that no indicator recomputes."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled

if TYPE_CHECKING:
    from model.county import CountyModel

LOWEST, HIGHEST, BINS = 200.0, 5_000_000.0, 12_000
"""Income grid for distributions: bins 0.085 % wide in income per head, in yuan of 2021."""


class YearEnd:
    """One world at the end of a year.

    income: yuan this year by household; per_head: over members; area means use the residence of
    each quarter and year-average persons.
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        books = county.books
        self.households, self.weight = books.households, books.households["weight"]
        self.income = books.year_income
        self.year = county.quarter // 4
        self.area_income, self.area_persons = books.area_income, books.area_persons / 4.0

    @property
    def prices(self) -> float:
        """Consumer price index, 2021 = 1."""
        return float(self.county.trend.prices[self.year])

    def mean(self, *groups: int) -> float:
        """Mean income per head of groups (0 rural, 1 urban, 2 register) over the year."""
        chosen = list(groups)
        persons = float(self.area_persons[chosen].sum())
        return float(self.area_income[chosen].sum()) / persons if persons > 0.0 else float("nan")

    def source_share(self, source: int, *groups: int) -> float:
        """Share of one income source in the income of groups."""
        chosen = list(groups)
        return float(self.area_income[chosen, source].sum() / self.area_income[chosen].sum())

    @cached_property
    def per_head(self) -> NDArray[np.float64]:
        """Income of the year over members, yuan (households,)."""
        return np.asarray(self.income / self.households["members"])

    @cached_property
    def weighted_income(self) -> NDArray[np.float64]:
        """Income of the year times what a row stands for, yuan (households,)."""
        return np.asarray(self.income * self.weight)

    @cached_property
    def fixed_residence_means(self) -> tuple[float, float]:
        """Income per head of rural and of urban residents of 2021, wherever they are, yuan."""
        rural = self.households["rural_2021"]
        income, persons = self.weighted_income, self.county.books.weighted_persons
        return (
            float(income[rural].sum()) / float(persons[rural].sum()),
            float(income[~rural].sum()) / float(persons[~rural].sum()),
        )

    @cached_property
    def bins(self) -> NDArray[np.float64]:
        """Persons and income by income bin and area: (2, BINS, 2), area 0 rural, 1 urban."""
        out = np.zeros((2, BINS, 2))
        _bin(
            self.income,
            self.households["members"],
            self.weight,
            self.households["rural"],
            np.log(LOWEST),
            (BINS - 1) / np.log(HIGHEST / LOWEST),
            out,
        )
        return out

    def gini(self, *areas: int) -> float:
        """Gini of income per head, person-weighted, from the bins (error below 1e-6)."""
        persons, income = self.bins[list(areas)].sum(axis=0).T
        return gini_of(persons, income)


def gini_of(persons: NDArray[np.float64], income: NDArray[np.float64]) -> float:
    """Gini of groups ordered by income per head: one minus twice the area under the Lorenz curve.

    Args: persons and total income of each group, ascending in income per head.
    """
    if persons.sum() <= 0.0 or income.sum() <= 0.0:
        return float("nan")
    part = persons / persons.sum()
    lorenz = np.cumsum(income) / income.sum()
    before = np.concatenate(([0.0], lorenz[:-1]))
    return float(1.0 - np.sum(part * (lorenz + before)))


@compiled
def _bin(income, members, weight, rural, low, steps, out):  # type: ignore[no-untyped-def]
    last = out.shape[1] - 1
    for i in range(income.size):
        per_head = max(income[i] / members[i], 1.0)
        place = int((np.log(per_head) - low) * steps) + 1
        k = min(max(place, 0), last)
        area = 0 if rural[i] else 1
        out[area, k, 0] += weight[i] * members[i]
        out[area, k, 1] += weight[i] * income[i]
