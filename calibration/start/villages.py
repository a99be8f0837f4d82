"""Towns, villages and communities of the synthetic county: place, kind, size, wealth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.start.ranks import (
    NewColumns,
    normal_rank,
    normal_scores,
    uniform_rank,
    whole_parts,
)

RURAL, URBAN_VILLAGE, COMMUNITY = 0, 1, 2
"""Kinds: villages counted as rural, villages counted as urban, urban communities (社区)."""

COMMUNITY_SHARE = 1 / 3
"""Share of communities among the urban of the 514 accounts. Assumption: 村社 is not divided."""

COUNTY_KM = (42.0, 30.0)
"""Extent of the county east-west and north-south. Source: about 1,400 square km of land."""

LINKED_TOWNS = 4

SIZE_LOG_SD = 0.55
"""Spread of village sizes. Assumption."""

FEWEST_HOUSEHOLDS = 60

KIND_REACH_KM = {RURAL: -60.0, URBAN_VILLAGE: 14.0, COMMUNITY: 10.0}
"""How fast villages of a kind thin out with their town's distance; negative: they grow denser."""


@dataclass(frozen=True, eq=False)
class Towns:
    """distance_km: float64 (towns,) to the industrial centre; links: int32 (towns, k) nearest."""

    distance_km: NDArray[np.float64]
    links: NDArray[np.int32]
    industry: NDArray[np.float64]
    """Share of the county's enterprises seated in the town."""


def place_towns(towns: int, key: int) -> Towns:
    """Scatter towns over the county; the first one is the industrial centre."""
    ids = np.arange(towns, dtype=np.int64)
    east = (uniform_rank(key, "town_east", ids) - 0.35) * COUNTY_KM[0]
    north = (uniform_rank(key, "town_north", ids) - 0.5) * COUNTY_KM[1]
    east[0] = north[0] = 0.0
    distance = np.hypot(east, north)
    apart = np.hypot(east[:, None] - east[None, :], north[:, None] - north[None, :])
    np.fill_diagonal(apart, np.inf)
    links = np.argsort(apart, axis=1, kind="stable")[:, : min(LINKED_TOWNS, towns - 1)]
    pull = np.exp(-distance / 9.0 + 0.4 * normal_rank(key, "town_industry", ids))
    return Towns(distance, links.astype(np.int32), pull / pull.sum())


def lay_out_villages(
    count: int, households: tuple[int, int], rural_share: float, towns: Towns, key: int
) -> NewColumns:
    """Columns of the villages, rural ones first, each length `count`.

    households: rural and urban households of the county. The rural share of villages is the square
    root of the rural share of persons, because rural villages are smaller (assumption).
    Columns: id, kind, town, distance_km, households, wealth (normal scores within area), premises.
    """
    kind = _kinds(count, rural_share)
    ids = np.arange(1, count + 1, dtype=np.int64)
    town = _towns_of(kind, uniform_rank(key, "village_town", ids), towns)
    own_way = 1.0 + 5.0 * uniform_rank(key, "village_distance", ids)
    distance = towns.distance_km[town] + own_way
    size = np.exp(SIZE_LOG_SD * normal_rank(key, "village_size", ids))
    number = np.zeros(count, np.int64)
    for rows, total in ((kind == RURAL, households[0]), (kind != RURAL, households[1])):
        fewest = min(FEWEST_HOUSEHOLDS, total // max(int(rows.sum()), 1))
        number[rows] = fewest + whole_parts(size[rows], total - fewest * int(rows.sum()))
    return {
        "id": ids,
        "kind": kind,
        "town": town.astype(np.int32),
        "distance_km": distance,
        "households": number,
        "wealth": _wealth(kind, distance, key, ids),
        "premises": _premises(kind, key, ids),
    }


def _kinds(count: int, rural_share: float) -> NDArray[np.int8]:
    rural = int(np.clip(round(count * rural_share**0.5), 1, count - 1))
    communities = int(round((count - rural) * COMMUNITY_SHARE))
    kind = np.full(count, URBAN_VILLAGE, np.int8)
    kind[:rural] = RURAL
    kind[count - communities :] = COMMUNITY
    return kind


def _towns_of(kind: NDArray[np.int8], rank: NDArray[np.float64], towns: Towns) -> NDArray[np.int64]:
    town = np.empty(len(kind), np.int64)
    for value, reach in KIND_REACH_KM.items():
        weights = np.cumsum(np.exp(-towns.distance_km / reach))
        rows = kind == value
        town[rows] = np.searchsorted(weights / weights[-1], rank[rows])
    return np.minimum(town, len(towns.distance_km) - 1)


def _wealth(
    kind: NDArray[np.int8], distance: NDArray[np.float64], key: int, ids: NDArray[np.int64]
) -> NDArray[np.float64]:
    noise = normal_rank(key, "village_wealth", ids)
    wealth = np.empty(len(kind))
    for rows in (kind == RURAL, kind != RURAL):
        near = -normal_scores(distance[rows])
        wealth[rows] = normal_scores(0.55 * near + 0.85 * noise[rows])
    return wealth


def _premises(kind: NDArray[np.int8], key: int, ids: NDArray[np.int64]) -> NDArray[np.float64]:
    """Idle rooms: none in a fifth of villages, up to three; one at most in a community."""
    rooms = np.floor(4.5 * uniform_rank(key, "village_premises", ids) ** 1.3)
    return np.minimum(rooms, np.where(kind == COMMUNITY, 1.0, 3.0))
