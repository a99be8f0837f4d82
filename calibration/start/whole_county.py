"""The whole county's tables before any draw: who is where, with the ranks that draws map."""

from typing import Protocol

import numpy as np

from calibration.start.collectives import collective_ranks
from calibration.start.enterprises import found_enterprises, open_outlets
from calibration.start.households import (
    leanings,
    membership_order,
    people_households,
    register_candidacy,
)
from calibration.start.ranks import Columns, NewColumns
from calibration.start.villages import Towns, lay_out_villages
from calibration.start.workers import outlet_room, place_in_outlets, slot_workers, spare_pool


class Facts(Protocol):
    """What a county pack must offer here."""

    def value(self, name: str) -> float:
        """The value of a fact."""


def persons_by_area(pack: Facts) -> tuple[int, int]:
    """Rural and urban residents, whole persons."""
    population = round(pack.value("population"))
    rural = round(population * (1.0 - pack.value("urbanisation_share")))
    return rural, population - rural


def whole_county(pack: Facts, towns: Towns, key: int) -> dict[str, NewColumns]:
    """Columns of households, workers, villages, enterprises and outlets, all weights 1."""
    villages, households = _villages_and_households(pack, towns, key)
    workers = slot_workers(
        households,
        villages,
        pack.value("women_40_65_share"),
        pack.value("persons_60_72_share"),
        key,
    )
    enterprises = found_enterprises(
        int(pack.value("enterprises")),
        int(pack.value("sectors")),
        pack.value("employment_share") * pack.value("population"),
        pack.value("labour_productivity_yuan"),
        towns,
        key,
    )
    home = households["village"][workers["household"]]
    room = outlet_room(workers, home, len(villages["id"]))
    outlets = open_outlets(round(pack.value("absorbed_jobs")), villages, room, enterprises, key)
    enterprises["has_outlet"] = np.isin(np.arange(len(enterprises["id"])), outlets["enterprise"])
    workers["outlet"] = place_in_outlets(workers, home, outlets, key)
    workers["pool"] = spare_pool(workers, households, villages)
    _rank_households(households, villages, workers, key)
    villages["weight"] = np.ones(len(villages["id"]))
    enterprises["weight"] = np.ones(len(enterprises["id"]))
    return {
        "households": households,
        "workers": workers,
        "villages": villages,
        "enterprises": enterprises,
        "outlets": outlets,
    }


def _villages_and_households(pack: Facts, towns: Towns, key: int) -> tuple[NewColumns, NewColumns]:
    rural, urban = persons_by_area(pack)
    homes = (
        round(rural / pack.value("household_size_rural")),
        round(urban / pack.value("household_size_urban")),
    )
    villages = lay_out_villages(
        int(pack.value("villages")), homes, 1.0 - pack.value("urbanisation_share"), towns, key
    )
    households = people_households(villages, (rural, urban), key)
    villages |= collective_ranks(villages, int(pack.value("dividend_villages")), key)
    return villages, households


def _rank_households(households: NewColumns, villages: Columns, workers: Columns, key: int) -> None:
    """Add the ranks of households that need workers or villages."""
    slots = np.bincount(workers["household"], minlength=len(households["id"]))
    placed = np.zeros(len(slots), bool)
    placed[workers["household"][workers["outlet"] >= 0]] = True
    households["slots"] = slots.astype(np.int8)
    households["leaning"] = leanings(households, slots, key)
    households["candidacy"] = register_candidacy(households, placed, key)
    households["member"] = membership_order(households, villages)
