"""Who holds a local job outside outlets, and what local offers need to know of households."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.quarter import minimum_wage
from model.work_rules import JobOffer

if TYPE_CHECKING:
    from model.county import CountyModel

FULL_TIME, SPARE, LOCAL = 0, 1, 3
"""Status of workers employed elsewhere, who can be hired, and in a local job or business."""


class JobBook:
    """Local jobs of one world.

    held: rows of workers by (tag, kind) of the offer; since: the quarter an offer was first seen;
    spared: what a worker did not have to give up because it went with leased land, yuan (workers,).
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        self.held: dict[tuple[str, str], NDArray[np.int64]] = {}
        self.since: dict[tuple[str, str], int] = {}
        self.spared = np.zeros(len(county.workers))

    @cached_property
    def lowest_paid(self) -> NDArray[np.int64]:
        """Rows of households paid at the minimum wage, found when first needed."""
        return minimum_wage.lowest_paid(self.county)

    @cached_property
    def hearing_lot(self) -> NDArray[np.float64]:
        """How late each household hears of local offers, 0 to 1, drawn when first needed."""
        county = self.county
        return county.streams.uniforms("offer_heard", 0, county.households["id"])

    @cached_property
    def seekers(self) -> NDArray[np.float64]:
        """Spare workers at the start by town, weighted (towns,)."""
        start = self.county.start
        home = start.workers["household"][start.workers["status"] == SPARE]
        town = start.villages["town"][start.households["village"][home]]
        seekers = np.bincount(town, start.households["weight"][home], start.towns)
        return np.asarray(seekers, np.float64)

    @cached_property
    def earners(self) -> NDArray[np.int64]:
        """Full-time workers of each household at the start, at least 1."""
        start = self.county.start
        at_work = start.workers["household"][start.workers["status"] == FULL_TIME]
        return np.maximum(np.bincount(at_work, minlength=len(start.households)), 1)

    def give_up(self, rows: NDArray[np.int64], yuan: NDArray[np.float64]) -> None:
        """Take from households what workers earned before, but for farm work gone with leased land.

        The same rule as for outlet places: income given up with a lease is not given up again.
        """
        workers, households = self.county.workers, self.county.households
        homes = workers["household"][rows]
        self.spared[rows] = self.county.market.set_against_leases(homes, yuan)
        workers["forgone"][rows] = yuan - self.spared[rows]
        np.add.at(households["forgone_business"], homes, workers["forgone"][rows])

    def take_back(self, rows: NDArray[np.int64]) -> None:
        """Let workers who leave earn again what they gave up."""
        workers, homes = self.county.workers, self.county.workers["household"][rows]
        np.subtract.at(self.county.households["forgone_business"], homes, workers["forgone"][rows])
        np.subtract.at(self.county.market.spared, homes, self.spared[rows])
        workers["forgone"][rows] = 0.0
        self.spared[rows] = 0.0

    def rows(self, offer: JobOffer) -> NDArray[np.int64]:
        """Workers who hold a place of an offer."""
        return self.held.get((offer.tag, offer.kind), np.zeros(0, np.int64))

    def weight(self, rows: NDArray[np.int64]) -> float:
        """Persons that worker rows stand for."""
        home = self.county.workers["household"][rows]
        return float(self.county.households["weight"][home].sum())

    def filled(self, *kinds: str) -> float:
        """Persons in local jobs of some kinds, all if none is named; weighted."""
        chosen = [rows for (_, kind), rows in self.held.items() if not kinds or kind in kinds]
        return float(sum(self.weight(rows) for rows in chosen))

    def under(self, tag: str) -> float:
        """Persons in local jobs that one programme or its businesses offer; weighted."""
        return float(sum(self.weight(rows) for (own, _), rows in self.held.items() if own == tag))
