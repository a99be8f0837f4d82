"""What a world begins with: the county at the end of 2021 under one draw, shared and read-only."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from model.table import Table, offsets

FIRST_YEAR = 2022
"""The first simulated year; the start is the last day of the year before."""


@dataclass(frozen=True, eq=False)
class StartingCounty:
    """Tables and totals of the county on 31 December 2021.

    households: HOUSEHOLD columns written by `start`, plus the 2021 values of state columns.
    base: float64 (households, 4), yuan of 2021 a year by income source, without luck and without
        what is posted explicitly (dividends, rents, outlet pay, collective welfare, dibao).
    income_2021: float64 (households, 4), yuan of 2021 by source, luck and postings included; its
        weighted sums are the published margins.
    workers, villages, enterprises, outlets: tables of the columns in `model/columns.py`.
    towns: number of towns; town_links: int32 (towns, k) row of the nearest towns, nearest first.
    sectors: number of sectors.
    trade_share: float64 (towns,), part of its households' income that a town spends with them;
        paid to them in proportion to their base business income times luck.
    notes: what the draw asked for and the county could not give.
    scale: share of the county's villages that are simulated, in (0, 1].
    """

    households: Table
    base: NDArray[np.float64]
    workers: Table
    villages: Table
    enterprises: Table
    outlets: Table
    towns: int
    sectors: int
    scale: float
    income_2021: NDArray[np.float64]
    trade_share: NDArray[np.float64]
    facts: dict[str, float] = field(default_factory=dict)
    """Numbers of the county that rules need: see `FACTS`."""
    town_links: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    notes: tuple[str, ...] = ()

    @property
    def village_offsets(self) -> NDArray[np.int64]:
        """First household row of each village, length villages + 1."""
        return offsets(self.households["village"], len(self.villages))


FACTS = {
    "population_2021": "resident population at the end of 2021, persons",
    "urbanisation_2021": "share of residents living in urban areas",
    "survey_urban_weight_2021": "weight of urban residents in the survey's all-resident mean",
    "rural_employment": "employed rural residents, persons",
    "house_rent_ratio": "part of the drawn rent of a house that rural property income leaves room "
    "for; 1 where it is not there",
}
"""County facts by name; each is in `StartingCounty.facts`."""
