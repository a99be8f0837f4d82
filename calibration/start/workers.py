"""Worker slots of the synthetic county: sex, age band, skill, and who has an outlet place."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.start.ranks import Columns, NewColumns, normal_rank, uniform_rank
from calibration.start.villages import COMMUNITY, RURAL

SLOTS = 3
"""Most worker slots of a household."""

SLOTS_PER_PERSON = 0.70
"""Persons of 16 to 72 that slots hold, per resident. Assumption."""

LIKELY_PLACED = (0.0, 1.0, 0.6, 0.25)
"""How likely workers of an age band are to have an outlet place, relative to women of 40 to 59.
Assumption. Those under 40 have none."""

SLOT_BITS = 2
"""A worker's id is four times the household's plus the slot."""


def slot_workers(
    households: Columns,
    villages: Columns,
    women_40_65: float,
    persons_60_72: float,
    key: int,
) -> NewColumns:
    """Columns of the workers, sorted by household; households of communities have none.

    women_40_65, persons_60_72: shares of residents. Where a household has two workers they are of
    opposite sex, and ages inside a household go together.
    """
    has_slots = villages["kind"][households["village"]] != COMMUNITY
    home = np.repeat(np.flatnonzero(has_slots), SLOTS)
    slot = np.tile(np.arange(SLOTS), int(has_slots.sum()))
    ids = (households["id"][home] << SLOT_BITS) + slot
    room = np.minimum(households["members"], SLOTS)
    filled = SLOTS_PER_PERSON * households["members"][has_slots].sum() / room[has_slots].sum()
    here = (slot < room[home]) & (uniform_rank(key, "worker_here", ids) < filled)
    home, slot, ids = home[here], slot[here], ids[here]
    together = 0.8 * households["age"][home] + 0.6 * normal_rank(key, "worker_age", ids)
    first_sex = uniform_rank(key, "worker_sex", households["id"][home]) < 0.5
    own_sex = uniform_rank(key, "worker_sex", ids) < 0.5
    sex = np.where(slot == 0, first_sex, np.where(slot == 1, ~first_sex, own_sex))
    return {
        "household": home,
        "id": ids,
        "sex": sex.astype(np.int8),
        "age_band": _age_bands(together, women_40_65, persons_60_72),
        "skill": uniform_rank(key, "worker_skill", ids),
        "spare": uniform_rank(key, "worker_spare", ids).astype(np.float32),
        "odd": normal_rank(key, "worker_odd", ids).astype(np.float32),
        "care": normal_rank(key, "worker_care", ids).astype(np.float32),
        "reservation": normal_rank(key, "worker_reservation", ids).astype(np.float32),
    }


def _age_bands(
    age: NDArray[np.float64], women_40_65: float, persons_60_72: float
) -> NDArray[np.int8]:
    """Age bands by rank of age, so that women of 40-65 and persons of 60-72 have their shares.

    Half of those of 60 to 72 are at most 65; half of each band are women.
    """
    old = persons_60_72 / SLOTS_PER_PERSON
    middle = 2.0 * women_40_65 / SLOTS_PER_PERSON - 0.5 * old
    limits = np.quantile(age, [1.0 - old - middle, 1.0 - old, 1.0 - 0.5 * old])
    return np.searchsorted(limits, age).astype(np.int8)


def outlet_room(workers: Columns, village: NDArray[Any], villages: int) -> NDArray[np.int64]:
    """Workers of each village who could take an outlet place: women from 40, all from 60."""
    return np.bincount(village[_could_be_placed(workers)], minlength=villages)


def place_in_outlets(
    workers: Columns,
    village: NDArray[Any],
    outlets: Columns,
    key: int,
) -> NDArray[np.int32]:
    """Outlet row of each worker, -1 for none; every place of every outlet is filled.

    village: (workers,) home village. Women of 40 to 59 have most of them.
    """
    could = np.flatnonzero(_could_be_placed(workers))
    turn = uniform_rank(key, "worker_placed", workers["id"][could])
    turn = turn / np.array(LIKELY_PLACED)[workers["age_band"][could]]
    ranked = could[np.lexsort((turn, village[could]))]
    first = np.searchsorted(village[ranked], np.arange(int(village.max()) + 2))
    outlet = np.full(len(village), -1, np.int32)
    used = np.zeros(len(first), np.int64)
    for row, (place, jobs) in enumerate(zip(outlets["village"], outlets["jobs"], strict=True)):
        start = first[place] + used[place]
        outlet[ranked[start : start + int(jobs)]] = row
        used[place] += int(jobs)
    return outlet


def _could_be_placed(workers: Columns) -> NDArray[np.bool_]:
    woman, band = workers["sex"] == 0, workers["age_band"]
    return (band >= 2) | (woman & (band == 1))


def spare_pool(
    workers: Columns,
    households: Columns,
    villages: Columns,
) -> NDArray[np.int8]:
    """0 for workers without spare time at any draw, 1 women of 40-59, 2 persons of 60-72."""
    rural = villages["kind"][households["village"][workers["household"]]] == RURAL
    woman, band = workers["sex"] == 0, workers["age_band"]
    pool = np.where(band >= 2, 2, np.where(woman & (band == 1), 1, 0))
    return np.where(rural, pool, 0).astype(np.int8)
