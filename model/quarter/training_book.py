"""Who was taught what, and when: the books of courses."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.work_rules import Course

if TYPE_CHECKING:
    from model.county import CountyModel


WORKING_AGE_BAND = 1
"""Courses are for workers of 16 to 59: age bands up to this one."""


@dataclass
class Pupils:
    """Those who were taught under one course; `effect` relative to their earnings.

    household, since (quarter), effect: one entry a person; part: 1 over the earners who share the
    household's wages, 1 for business. anyway: persons who would have come without a programme.
    """

    household: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    since: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    effect: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    part: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    copied: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    places: float = 0.0
    anyway: float = 0.0

    def add(
        self,
        household: NDArray[np.int64],
        since: int,
        effect: NDArray[np.float64],
        part: NDArray[np.float64],
        *,
        copied: bool,
    ) -> None:
        """Add persons taught, or neighbours who copied a lesson, in one quarter."""
        count = household.size
        self.household = np.concatenate((self.household, household))
        self.since = np.concatenate((self.since, np.full(count, since)))
        self.effect = np.concatenate((self.effect, effect))
        self.part = np.concatenate((self.part, part))
        self.copied = np.concatenate((self.copied, np.full(count, copied)))


class TrainingBook:
    """Courses of one world by (tag, kind), who was taught, and who can use a smartphone.

    taught: households with somebody taught or copying (households,).
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        self.pupils: dict[tuple[str, str], Pupils] = {}
        self.first: dict[tuple[str, str], int] = {}
        self.taught = np.zeros(len(county.households), bool)
        self.phones: NDArray[np.bool_] = np.zeros(0, bool)

    @cached_property
    def working_age(self) -> NDArray[np.int64]:
        """Rows of workers of 16 to 59 years of homes that were rural at the start."""
        workers = self.county.workers
        rural = self.county.households["rural_2021"][workers["household"]]
        return np.flatnonzero(rural & (workers["age_band"] <= WORKING_AGE_BAND))

    @cached_property
    def farm_workers(self) -> NDArray[np.int64]:
        """Those of them who live in farm households."""
        rows = self.county.farms.workers
        return rows[self.county.workers["age_band"][rows] <= WORKING_AGE_BAND]

    def of(self, course: Course) -> Pupils:
        """Pupils of a course."""
        return self.pupils.setdefault((course.tag, course.kind), Pupils())

    def persons(self, *, copied: bool = False) -> float:
        """Persons taught by programmes beyond those who came anyway, or copying; weighted."""
        weight = self.county.households["weight"]
        return float(
            sum(weight[p.household[p.copied == copied]].sum() for p in self.pupils.values())
        )
