"""Membership, land and houses of households at the start of a draw."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.start.collectives import MEMBERS_IN_RURAL_VILLAGES, urban_membership
from calibration.start.households import COMMUNITY_EXPONENT
from calibration.start.ranks import Columns
from calibration.start.villages import COMMUNITY
from model.parameters import Parameters
from model.table import weighted_sum

HOLDING_LOG_SD = 0.5
"""Spread of land per member. Assumption."""

MARGIN_LOG_SD = 0.4
"""Spread of own net income per mu. Assumption."""

RENT_LOG_SD = 0.3
"""Spread of rents of houses leased before 2022. Assumption."""

VACANT, LEASED = 1, 2


def collective_members(
    households: Columns, villages: Columns, weight: NDArray[np.float64], to_rural: float
) -> NDArray[np.bool_]:
    """Households that are members of their village's collective, at least one in every village.

    Rural households by a fixed share, urban ones as many as the drawn flow of dividends to rural
    residents implies: the more goes to rural residents, the fewer urban members.
    """
    persons = households["members"] * weight
    rural, rank = households["rural"], households["member"]
    in_community = villages["kind"][households["village"]] == COMMUNITY
    rural_members = MEMBERS_IN_RURAL_VILLAGES * persons[rural].sum()
    urban = persons[~rural].sum()
    wanted = urban_membership(rural_members, urban, to_rural) * urban
    community = persons[in_community].sum()
    low, high = 0.0, 1.0
    for _ in range(50):
        limit = 0.5 * (low + high)
        reached = limit * (urban - community) + limit**COMMUNITY_EXPONENT * community
        low, high = (limit, high) if reached < wanted else (low, limit)
    member = rank < np.where(rural, MEMBERS_IN_RURAL_VILLAGES, limit)
    first = np.searchsorted(households["village"], np.arange(len(villages["id"])))
    empty = np.bincount(households["village"], weights=member, minlength=len(first)) == 0
    member[first[empty]] = True
    return member


def holdings(
    households: Columns,
    villages: Columns,
    weight: NDArray[np.float64],
    member: NDArray[np.bool_],
    per_member: tuple[float, float],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Contracted arable and forest land of rural members, mu (households,) each.

    per_member: mu of arable and forest land per rural member, met exactly. Villages far from the
    centre have more forest.
    """
    members = households["members"]
    entitled = members * (member & households["rural"])
    size = np.exp(HOLDING_LOG_SD * households["land"].astype(float))
    distance = villages["distance_km"][households["village"]]
    persons = weighted_sum(entitled, weight)
    out = []
    for per_head, shape in zip(per_member, (size, size * distance), strict=True):
        held = entitled * shape
        out.append(held * per_head * persons / max(weighted_sum(held, weight), 1e-12))
    return out[0], out[1]


def own_margin(households: Columns, parameters: Parameters) -> NDArray[np.float64]:
    """Net income from a mu farmed by its owner, yuan a year; mean forgone share x typical rent."""
    land = parameters.land
    spread = np.exp(MARGIN_LOG_SD * households["margin"].astype(float) - 0.5 * MARGIN_LOG_SD**2)
    return land.forgone_share * land.rent_yuan_per_mu * spread


@dataclass(frozen=True, eq=False)
class Houses:
    """state: int8, 0 lived in, 1 vacant, 2 leased; rent, ask: yuan a year; all (households,)."""

    state: NDArray[np.int8]
    rent: NDArray[np.float64]
    ask: NDArray[np.float64]

    def at(self, ratio: float) -> "Houses":
        """The same houses where every rent, asked or paid, is a part of the drawn one."""
        return Houses(self.state, self.rent * ratio, self.ask * ratio)


def houses_of(
    households: Columns,
    weight: NDArray[np.float64],
    eligible: NDArray[np.bool_],
    leased: float,
    parameters: Parameters,
) -> Houses:
    """Houses leased before 2022, then those that stand vacant, by the stored order of owners.

    Leased houses bring the draw's typical rent: the plan's 39,900 yuan a house are cumulative, and
    at the five years or so that a lease of the past decade has run on average they are 8,000 a
    year, the rent of other evidence. Reserve prices are lognormal around the typical rent.
    """
    drawn = parameters.houses
    rows = np.flatnonzero(eligible)
    rows = rows[np.argsort(households["house"][rows], kind="stable")]
    before = np.cumsum(weight[rows]) - 0.5 * weight[rows]
    state = np.zeros(len(weight), np.int8)
    state[rows[before <= leased + drawn.vacant_stock]] = VACANT
    state[rows[before <= leased]] = LEASED
    spread = np.exp(RENT_LOG_SD * households["house_rent"].astype(float) - 0.5 * RENT_LOG_SD**2)
    rent = np.where(state == LEASED, drawn.rent_yuan * spread, 0.0)
    ask = drawn.rent_yuan * np.exp(drawn.attachment_log_sd * households["house_ask"].astype(float))
    return Houses(state, rent, np.where(state > 0, ask, np.inf))
