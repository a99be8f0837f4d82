"""Enterprises of the synthetic county, and the outlets where they put out work in 2021."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.start.ranks import Columns, NewColumns, normal_rank, uniform_rank, whole_parts
from calibration.start.villages import COMMUNITY, RURAL, Towns

JOBS_PER_OUTLET = 30.0
"""Typical size of an outlet in 2021. Assumption within the 15 to 89 jobs found elsewhere."""

RURAL_OUTLET_SHARE = 0.85
"""Share of outlet jobs in rural villages. Assumption."""

INDUSTRIAL_SHARE = 0.30
"""Share of the employed who work at these enterprises. Assumption for an industrial county."""

PLANT_DAYS = 290.0
"""Working days a year at a plant. Assumption."""

SECTOR_DIVISIBLE = (0.30, 0.14, 0.10, 0.34, 0.24, 0.16)
"""Share of work that can be put out: electrical, valves, moulds, clothing, food, other.
Assumption."""

SECTOR_PRODUCTIVITY = (1.02, 1.12, 1.18, 0.74, 0.82, 0.95)
"""Value added per day relative to the county's mean. Assumption."""

SECTOR_SHARE = (0.42, 0.14, 0.12, 0.10, 0.08, 0.14)
"""Share of enterprises; electrical goods lead. Assumption."""


def found_enterprises(
    count: int, sectors: int, employed: float, productivity_yuan: float, towns: Towns, key: int
) -> NewColumns:
    """Columns of the enterprises, each length `count`; sizes are skewed with a Pareto tail.

    employed: employed residents; productivity_yuan: GDP per worker and year.
    """
    ids = np.arange(1, count + 1, dtype=np.int64)
    place = np.cumsum(towns.industry)
    town = np.searchsorted(place / place[-1], uniform_rank(key, "enterprise_town", ids))
    sector = _sectors(sectors, uniform_rank(key, "enterprise_sector", ids))
    size = np.exp(0.9 * normal_rank(key, "enterprise_size", ids))
    tail = uniform_rank(key, "enterprise_size", ids + count)
    size *= np.minimum(tail ** (-1.0 / 1.6), 40.0)
    workers = np.maximum(size * INDUSTRIAL_SHARE * employed / size.sum(), 3.0)
    own = np.exp(0.25 * normal_rank(key, "enterprise_productivity", ids) - 0.03125)
    relative = np.resize(SECTOR_PRODUCTIVITY, sectors)[sector] * own
    divisible = np.resize(SECTOR_DIVISIBLE, sectors)[sector]
    divisible = divisible * (0.4 + 1.2 * uniform_rank(key, "enterprise_divisible", ids))
    return {
        "id": ids,
        "town": np.minimum(town, len(place) - 1).astype(np.int32),
        "sector": sector.astype(np.int8),
        "workers": workers,
        "value_added": productivity_yuan / PLANT_DAYS * relative / np.mean(relative),
        "divisible": divisible,
    }


def _sectors(sectors: int, rank: NDArray[np.float64]) -> NDArray[np.int64]:
    share = np.cumsum(np.resize(SECTOR_SHARE, sectors))
    return np.minimum(np.searchsorted(share / share[-1], rank), sectors - 1)


def open_outlets(
    jobs: int,
    villages: Columns,
    room: NDArray[np.int64],
    enterprises: Columns,
    key: int,
) -> NewColumns:
    """Outlets of 2021, sorted by village: enterprise, village, jobs, pay_ratio, one per enterprise.

    room: (villages,) workers who could be placed; an outlet takes at most a share of them. Jobs
    sum to `jobs`.
    """
    per_village = _jobs_by_village(jobs, villages, room, key)
    number = np.maximum(np.round(per_village / JOBS_PER_OUTLET), per_village > 0).astype(np.int64)
    village = np.repeat(np.arange(len(number)), number)
    ids = np.arange(len(village), dtype=np.int64)
    size = np.exp(0.5 * normal_rank(key, "outlet_jobs", ids))
    places = np.concatenate(
        [whole_parts(size[village == v], int(per_village[v])) for v in np.flatnonzero(number)]
    )
    keep = places > 0
    village, places, ids = village[keep], places[keep], ids[keep]
    pay = np.exp(0.10 * normal_rank(key, "outlet_pay", ids))
    owner = _owners(village, villages["town"], enterprises)
    return {
        "enterprise": owner.astype(np.int32),
        "village": village.astype(np.int32),
        "jobs": places.astype(float),
        "pay_ratio": pay / np.average(pay, weights=places),
    }


def _jobs_by_village(
    jobs: int, villages: Columns, room: NDArray[np.int64], key: int
) -> NDArray[np.int64]:
    """Whole jobs per village: two villages in three have any, nearer and larger ones more."""
    kind, distance = villages["kind"], villages["distance_km"]
    rank = uniform_rank(key, "outlet_village", villages["id"])
    pull = np.where(rank < 0.65, room * np.exp(-distance / 25.0) * (0.5 + rank), 0.0)
    pull[kind == COMMUNITY] = 0.0
    split = np.zeros(len(pull), np.int64)
    rural = round(jobs * RURAL_OUTLET_SHARE)
    for rows, total in ((kind == RURAL, rural), (kind != RURAL, jobs - rural)):
        share = pull[rows] / pull[rows].sum() * total
        limit = 0.6 * room[rows]
        for _ in range(50):  # spread what a village cannot hold over the others
            over = share > limit
            if not over.any():
                break
            spill = float((share - limit)[over].sum())
            share = np.minimum(share, limit)
            free = np.where(over, 0.0, share)
            share = share + spill * free / free.sum()
        split[rows] = whole_parts(share, total)
    return split


def _owners(
    village: NDArray[np.int64],
    town_of_village: NDArray[Any],
    enterprises: Columns,
) -> NDArray[np.int64]:
    """An enterprise for each outlet, no enterprise twice: of the same town while there are any.

    Enterprises with much divisible work come first.
    """
    work = enterprises["divisible"] * enterprises["workers"]
    ranked = np.argsort(-work, kind="stable")
    free = {
        town: [e for e in ranked if enterprises["town"][e] == town]
        for town in np.unique(town_of_village)
    }
    taken = np.zeros(len(work), bool)
    owner = np.full(len(village), -1)
    for outlet, town in enumerate(town_of_village[village]):
        if free[town]:
            owner[outlet] = free[town].pop(0)
            taken[owner[outlet]] = True
    without = np.flatnonzero(owner < 0)
    owner[without] = ranked[~taken[ranked]][: len(without)]
    return owner
