"""Households of the synthetic county: sizes that add up, and ranks that every draw maps."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.start.ranks import Columns, NewColumns, normal_rank, uniform_rank, whole_parts
from calibration.start.villages import COMMUNITY, RURAL
from model.table import weighted_sum

POSITION_BITS = 20
"""A household's id is its village's id times 2^20 plus its position in the village."""

SIZES = np.arange(1, 8)

SIZE_SHAPE = np.array([0.27, 0.31, 0.20, 0.13, 0.055, 0.025, 0.01])
"""Households by size, one to seven, before the mean is set. Assumption: small families prevail."""

BETWEEN_VILLAGES = 0.14
"""Share of the variance of lasting log income that lies between villages. Assumption."""

COMMUNITY_EXPONENT = 1.6
"""Members of communities are as rare as this power of the share in urban villages. Assumption."""

LEANING = {"wages": 0.35, "business": 1.15, "property": 0.9, "transfers": 0.75}
"""Log spread of how much households live on a source. Assumption."""


def people_households(villages: Columns, persons: tuple[int, int], key: int) -> NewColumns:
    """Columns of the households, sorted by village.

    persons: rural and urban residents; the members of each area sum to them exactly.
    Columns: id, village, members, rural, age (normal), and the ranks that draws map.
    """
    number = villages["households"]
    village = np.repeat(np.arange(len(number)), number)
    first = np.concatenate(([0], np.cumsum(number)[:-1]))
    position = np.arange(len(village)) - first[village]
    ids = (villages["id"][village] << POSITION_BITS) + position
    rural = villages["kind"][village] == RURAL
    age = normal_rank(key, "household_age", ids)
    size_rank = normal_rank(key, "household_size", ids) - 0.45 * age
    members = np.empty(len(ids))
    for rows, total in ((rural, persons[0]), (~rural, persons[1])):
        members[rows] = _sizes(size_rank[rows], total)
    return {
        "id": ids,
        "village": village.astype(np.int32),
        "members": members,
        "rural": rural,
        "age": age,
        "lasting": _lasting_income(villages, village, rural, ids, key),
    } | _ranks(ids, key)


def _sizes(rank: NDArray[np.float64], persons: int) -> NDArray[np.float64]:
    """Household sizes by rank, small ones first; they sum to `persons`."""
    households = len(rank)
    counts = whole_parts(tilted(SIZE_SHAPE, persons / households), households)
    missing = persons - int(np.sum(counts * SIZES))
    step = 1 if missing > 0 else -1
    for _ in range(abs(missing)):  # at most a few: one household a size up or down
        fullest = int(np.argmax(counts[:-1])) if step > 0 else 1 + int(np.argmax(counts[1:]))
        counts[fullest] -= 1
        counts[fullest + step] += 1
    members = np.empty(households)
    members[np.argsort(rank, kind="stable")] = np.repeat(SIZES, counts)
    return members


def tilted(
    shape: NDArray[np.float64], mean: float, values: NDArray[Any] = SIZES
) -> NDArray[np.float64]:
    """The distribution nearest to `shape` over `values` that has the given mean.

    p_n proportional to shape_n exp(t n), t by bisection (exponential tilting).
    """
    shape = np.asarray(shape, float)
    low, high = -20.0, 20.0
    for _ in range(100):
        tilt = 0.5 * (low + high)
        weights = shape * np.exp(tilt * (values - values.mean()))
        weights /= weights.sum()
        low, high = (tilt, high) if weighted_sum(values, weights) < mean else (low, tilt)
    return weights


def _lasting_income(
    villages: Columns,
    village: NDArray[np.int64],
    rural: NDArray[np.bool_],
    ids: NDArray[np.int64],
    key: int,
) -> NDArray[np.float64]:
    """Standard normal score of lasting income inside an area: village and household together."""
    own = normal_rank(key, "household_income", ids)
    score = BETWEEN_VILLAGES**0.5 * villages["wealth"][village]
    score += (1.0 - BETWEEN_VILLAGES) ** 0.5 * own
    for rows in (rural, ~rural):
        inside = score[rows]
        score[rows] = (inside - inside.mean()) / inside.std()
    return score


def _ranks(ids: NDArray[np.int64], key: int) -> NewColumns:
    names = ("member", "house", "aware_workshops", "aware_land", "aware_houses", "able")
    normals = ("luck", "house_ask", "house_rent", "margin", "land", "register_income")
    return {
        name: uniform_rank(key, f"household_{name}", ids).astype(np.float32) for name in names
    } | {name: normal_rank(key, f"household_{name}", ids).astype(np.float32) for name in normals}


def leanings(households: Columns, slots: NDArray[np.int64], key: int) -> NDArray[np.float32]:
    """How much a household lives on each source relative to others, (households, 4).

    Wages need somebody of working age; business and property rise with lasting income, property
    most; transfers (pensions first) rise with age.
    """
    ids, age, lasting = households["id"], households["age"], households["lasting"]
    drawn = {
        name: spread * normal_rank(key, f"household_{name}", ids)
        for name, spread in LEANING.items()
    }
    old = np.clip(age, -1.5, 2.5)
    columns = (
        drawn["wages"] - 0.25 * old + np.log(0.25 + np.minimum(slots, 2)),
        drawn["business"] + 0.20 * lasting,
        drawn["property"] + 0.45 * lasting,
        drawn["transfers"] + 0.75 * old - 0.25 * lasting,
    )
    return np.exp(np.stack(columns, axis=1)).astype(np.float32)


def register_candidacy(
    households: Columns, placed: NDArray[np.bool_], key: int
) -> NDArray[np.float64]:
    """Score of candidacy for the register, highest first: poor, old, without an outlet place."""
    noise = normal_rank(key, "household_register", households["id"])
    score = -1.6 * households["lasting"] + 0.6 * households["age"] + 0.7 * noise
    return np.where(households["rural"], score - 3.0 * placed, -np.inf)


def membership_order(households: Columns, villages: Columns) -> NDArray[np.float32]:
    """Rank in (0, 1) below which an urban household is a collective member.

    Old villagers of urban villages come before the few of communities.
    """
    kind = villages["kind"][households["village"]]
    rank = households["member"].astype(float)
    return np.where(kind == COMMUNITY, rank ** (1 / COMMUNITY_EXPONENT), rank).astype(np.float32)
