"""Village collectives: ranks that never change, and revenue, dividends and membership of a draw."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.start.ranks import Columns, NewColumns, normal_rank, normal_scores
from calibration.start.villages import COMMUNITY, RURAL
from model.parameters import Parameters
from model.table import weighted_sum

RURAL_PAYING_SHARE = 0.55
"""Share of rural villages among those that pay dividends. Assumption."""

MEMBERS_IN_RURAL_VILLAGES = 0.92
"""Share of a rural village's households that are members; the others moved in. Assumption."""

MOST_OPERATING = 0.95
"""Operating revenue never exceeds this share of a village's total revenue."""


def collective_ranks(villages: Columns, paying: int, key: int) -> NewColumns:
    """Scores of revenue and of its operating share, and the villages that pay dividends in 2021.

    Revenue goes with wealth and size; communities have little. Those that pay are chosen once among
    the villages with most operating revenue, so that they exceed the threshold in every draw.
    """
    ids, kind = villages["id"], villages["kind"]
    size = normal_scores(villages["households"].astype(float))
    revenue = normal_scores(
        0.60 * villages["wealth"]
        + 0.30 * size
        + 0.55 * normal_rank(key, "village_revenue", ids)
        + np.where(kind == RURAL, 0.0, np.where(kind == COMMUNITY, -0.7, 0.5))
    )
    operating = normal_scores(normal_rank(key, "village_operating", ids))
    wish = revenue + 0.35 * operating + 0.35 * normal_rank(key, "village_dividends", ids)
    pays = np.zeros(len(ids), bool)
    rural = round(paying * RURAL_PAYING_SHARE)
    for rows, take in ((kind == RURAL, rural), (kind != RURAL, paying - rural)):
        able = np.flatnonzero(rows & (kind != COMMUNITY))
        pays[able[np.argsort(-wish[able], kind="stable")[:take]]] = True
    return {"revenue": revenue, "operating": operating, "pays_dividends": pays}


@dataclass(frozen=True, eq=False)
class Collectives:
    """Collectives of one draw, all (villages,), yuan a year for one village.

    total, operating: revenue; payout: dividends paid out in 2021; notes: what could not be met.
    """

    total: NDArray[np.float64]
    operating: NDArray[np.float64]
    payout: NDArray[np.float64]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class CollectiveFacts:
    """Totals of the county: revenue, floors of a village, the threshold for dividends, in yuan."""

    revenue: float
    floor: float
    operating_floor: float
    threshold: float


def payout_share(parameters: Parameters) -> float:
    """Dividends over operating revenue: what the median member chooses in every paying village."""
    collective = parameters.collective
    return (
        (1.0 - collective.operating_cost_share)
        * (1.0 - collective.statutory_reserve)
        / (1.0 + collective.future_weight)
    )


def collectives_of(
    villages: Columns, facts: CollectiveFacts, parameters: Parameters
) -> Collectives:
    """Revenue and payout of every village under one draw; revenue keeps the order of the ranks."""
    weight, start = villages["weight"], parameters.start
    total = _lognormal_with_floor(villages["revenue"], weight, facts, start.village_revenue_log_sd)
    operating, share = _operating(villages, total, facts, parameters)
    pays = villages["pays_dividends"]
    payout = np.where(pays, payout_share(parameters) * operating, 0.0)
    notes = []
    wanted = start.dividends_to_rural_share
    if abs(share - wanted) > 1e-3:
        notes.append(f"dividends reach rural residents with share {share:.3f}, not {wanted:.3f}")
    low = int(np.sum(pays & (operating < facts.threshold * (1.0 - 1e-9))))
    if low:
        notes.append(f"{low} villages pay dividends below the threshold of operating revenue")
    return Collectives(total, operating, payout, tuple(notes))


def _lognormal_with_floor(
    score: NDArray[np.float64], weight: NDArray[np.float64], facts: CollectiveFacts, log_sd: float
) -> NDArray[np.float64]:
    """max(floor, m exp(sd score)) with m such that the weighted sum is the county's total."""
    shape = np.exp(log_sd * score)
    low, high = 0.0, facts.revenue / weighted_sum(shape, weight)
    for _ in range(100):
        level = 0.5 * (low + high)
        total = weighted_sum(np.maximum(facts.floor, level * shape), weight)
        low, high = (level, high) if total < facts.revenue else (low, level)
    revenue = np.maximum(facts.floor, level * shape)
    free = revenue > facts.floor
    missing = facts.revenue - weighted_sum(revenue, weight)
    revenue[free] *= 1.0 + missing / weighted_sum(revenue[free], weight[free])
    return revenue


def _operating(
    villages: Columns, total: NDArray[np.float64], facts: CollectiveFacts, parameters: Parameters
) -> tuple[NDArray[np.float64], float]:
    """Operating revenue, and the share of dividends that goes to rural villages.

    The operating share of a village is logistic in its score. Among villages that pay dividends it
    is tilted between rural and urban ones until dividends reach rural residents with the drawn
    share; the level meets the county's operating revenue.
    """
    weight, pays = villages["weight"], villages["pays_dividends"]
    rural = villages["kind"] == RURAL
    wanted = parameters.start.operating_share * facts.revenue
    least = np.where(pays, facts.threshold, facts.operating_floor)
    least = np.minimum(least, MOST_OPERATING * total)
    side = np.where(rural, 0.5, -0.5) * pays

    def at(tilt: float) -> NDArray[np.float64]:
        low, high = -12.0, 12.0
        for _ in range(60):
            level = 0.5 * (low + high)
            share = MOST_OPERATING / (
                1.0 + np.exp(-(level + 0.6 * villages["operating"] + tilt * side))
            )
            revenue = np.maximum(share * total, least)
            low, high = (level, high) if weighted_sum(revenue, weight) < wanted else (low, level)
        return revenue

    def to_rural(revenue: NDArray[np.float64]) -> float:
        paid = weight * revenue * pays
        return float(paid[rural].sum() / paid.sum()) if paid.any() else 0.0

    low, high = -12.0, 12.0
    for _ in range(40):
        tilt = 0.5 * (low + high)
        revenue = at(tilt)
        share = to_rural(revenue)
        low, high = (
            (tilt, high) if share < parameters.start.dividends_to_rural_share else (low, tilt)
        )
    return revenue, share


def urban_membership(rural_members: float, urban_persons: float, to_rural: float) -> float:
    """Share of urban residents who are collective members, at most 0.75.

    Members are taken to be rural in the proportion in which dividends reach rural residents.
    """
    return min(0.75, rural_members * (1.0 - to_rural) / to_rural / urban_persons)
