"""The synthetic county before any draw: ids, places, sizes and ranks, built once.

Nothing here depends on an unknown: a draw maps the stored ranks (`calibration.starting_county`).
The population is synthetic; it reproduces totals, not addresses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from calibration.collectives import collective_ranks
from calibration.enterprises import found_enterprises, open_outlets
from calibration.households import (
    leanings, membership_order, people_households, register_candidacy,
)
from calibration.income_shape import IncomeShape, fit_shape
from calibration.sample import sample_villages
from calibration.subset import enterprises_of_sample, rows_of_sample
from calibration.villages import RURAL, lay_out_villages, place_towns
from calibration.workers import outlet_room, place_in_outlets, slot_workers, spare_pool
from model.errors import InputError

Columns = dict[str, NDArray[np.generic]]


class Facts(Protocol):
    """What a county pack must offer here."""

    def value(self, name: str) -> float:
        """The value of a fact."""


@dataclass(frozen=True, eq=False)
class Population:
    """Everything about the county that no draw changes; arrays are read-only.

    households, workers, villages, enterprises, outlets: columns by name, each table's rows sorted
    by village, by household, by id, by id, by village. Weights are in `villages["weight"]` (also
    those of its households and outlets) and `enterprises["weight"]`.
    town_links: int32 (towns, k), nearest towns of each town, nearest first, itself excluded.
    """

    households: Mapping[str, NDArray[np.generic]]
    workers: Mapping[str, NDArray[np.generic]]
    villages: Mapping[str, NDArray[np.generic]]
    enterprises: Mapping[str, NDArray[np.generic]]
    outlets: Mapping[str, NDArray[np.generic]]
    town_links: NDArray[np.int32]
    sectors: int
    scale: float
    key: int
    shape: IncomeShape

    @property
    def towns(self) -> int:
        """Number of towns of the county."""
        return len(self.town_links)


def build(pack: Facts, scale: float = 1.0, key: int = 0) -> Population:
    """Build the synthetic county of a pack, whole or as a weighted sample of whole villages.

    A unit has the same id and ranks at every scale. InputError for a scale outside (0, 1].
    """
    if not 0.0 < scale <= 1.0:
        raise InputError("scale is out of range", key="scale", value=scale, allowed="above 0, to 1")
    whole = _whole_county(pack, key)
    if scale < 1.0:
        whole = _smaller(whole, scale, key)
    tables = {name: _frozen(whole[name]) for name in
              ("households", "workers", "villages", "enterprises", "outlets")}
    return Population(
        **tables, town_links=whole["town_links"], sectors=int(pack.value("sectors")),
        scale=scale, key=key, shape=fit_shape(_quintiles(pack)),
    )


def _whole_county(pack: Facts, key: int) -> dict[str, Columns]:
    rural, urban = persons_by_area(pack)
    homes = (round(rural / pack.value("household_size_rural")),
             round(urban / pack.value("household_size_urban")))
    towns = place_towns(int(pack.value("towns")), key)
    villages = lay_out_villages(
        int(pack.value("villages")), homes, 1.0 - pack.value("urbanisation_share"), towns, key
    )
    households = people_households(villages, (rural, urban), key)
    villages |= collective_ranks(villages, int(pack.value("dividend_villages")), key)
    workers = slot_workers(
        households, villages, pack.value("women_40_65_share"), pack.value("persons_60_72_share"),
        key,
    )
    enterprises = found_enterprises(
        int(pack.value("enterprises")), int(pack.value("sectors")),
        pack.value("employment_share") * pack.value("population"),
        pack.value("labour_productivity_yuan"), towns, key,
    )
    home_village = households["village"][workers["household"]]
    outlets = open_outlets(
        round(pack.value("absorbed_jobs")), villages,
        outlet_room(workers, home_village, len(villages["id"])), enterprises, key,
    )
    enterprises["has_outlet"] = np.isin(np.arange(len(enterprises["id"])), outlets["enterprise"])
    workers["outlet"] = place_in_outlets(workers, home_village, outlets, key)
    workers["pool"] = spare_pool(workers, households, villages)
    _rank_households(households, villages, workers, key)
    villages["weight"] = np.ones(len(villages["id"]))
    enterprises["weight"] = np.ones(len(enterprises["id"]))
    return {"households": households, "workers": workers, "villages": villages,
            "enterprises": enterprises, "outlets": outlets, "town_links": towns.links}


def _rank_households(
    households: Columns, villages: Columns, workers: Columns, key: int
) -> None:
    """Add the ranks of households that need workers or villages."""
    slots = np.bincount(workers["household"], minlength=len(households["id"]))
    placed = np.zeros(len(slots), bool)
    placed[workers["household"][workers["outlet"] >= 0]] = True
    households["slots"] = slots.astype(np.int8)
    households["leaning"] = leanings(households, slots, key)
    households["candidacy"] = register_candidacy(households, placed, key)
    households["member"] = membership_order(households, villages)


def persons_by_area(pack: Facts) -> tuple[int, int]:
    """Rural and urban residents, whole persons."""
    population = round(pack.value("population"))
    rural = round(population * (1.0 - pack.value("urbanisation_share")))
    return rural, population - rural


def _quintiles(pack: Facts) -> NDArray[np.float64]:
    return np.array([pack.value(f"rural_quintile_{k}") for k in range(1, 6)])


def _smaller(whole: dict[str, Columns], scale: float, key: int) -> dict[str, Columns]:
    """A sample of whole villages with their households, workers, outlets and enterprises."""
    villages, households, outlets = whole["villages"], whole["households"], whole["outlets"]
    count = len(villages["id"])
    rural = (villages["kind"] == RURAL).astype(float)
    persons = np.bincount(households["village"], weights=households["members"], minlength=count)
    jobs = np.bincount(outlets["village"], weights=outlets["jobs"], minlength=count)
    paying = villages["pays_dividends"].astype(float)
    known = np.column_stack((
        persons * rural, persons * (1.0 - rural), rural, 1.0 - rural, paying, jobs,
        villages["distance_km"] * rural, villages["wealth"] * rural + 10.0,
    ))
    strata = villages["kind"] * 2 + villages["pays_dividends"]
    order = np.floor(2.0 * _place_in(villages["distance_km"])) * 10.0
    order = order + np.where(order % 20.0 < 5.0, 1.0, -1.0) * villages["revenue"]
    rows, weights = sample_villages(strata, order, known, scale, key)
    sampled = rows_of_sample(whole, rows)
    sampled["villages"]["weight"] = weights
    return enterprises_of_sample(sampled, scale, key)


def _place_in(values: NDArray[np.generic]) -> NDArray[np.float64]:
    """Share of values below each one, in [0, 1)."""
    return np.argsort(np.argsort(values, kind="stable"), kind="stable") / len(values)


def _frozen(columns: Columns) -> Columns:
    for values in columns.values():
        values.setflags(write=False)
    return columns
