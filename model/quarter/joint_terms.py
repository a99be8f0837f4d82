"""Terms of a village cluster: what it is worth, of which kind it is, who joins, who gets what."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.compiled import inlined

if TYPE_CHECKING:
    from model.county import CountyModel

STRONG_WEAK, COMPLEMENTARY, POOLED = range(3)
"""Kinds of cluster: strong helps weak (强弱帮带), complementary (互补分工), pooled (资源整合)."""


class Terms(NamedTuple):
    """What villages agree on; money in yuan a year of one cluster.

    rows: members; core: place of the core village among them; kind; parts: of the surplus, sum 1;
    gain: expected from business and saving; pooled: rent that a pooled lease brings; cost: of
    running the cluster; variation: coefficient of variation of operating revenue.
    """

    rows: NDArray[np.int64]
    core: int
    kind: int
    parts: NDArray[np.float64]
    gain: float
    pooled: float
    cost: float
    variation: float

    @property
    def surplus(self) -> float:
        """Expected surplus a year, yuan."""
        return self.gain + self.pooled - self.cost


class Members(NamedTuple):
    """Villages of one block as partners: rows, operating revenue of a year, what they have.

    resources: ranks in the county of land, vacant houses and business per household, (villages, 3).
    """

    rows: NDArray[np.int64]
    operating: NDArray[np.float64]
    resources: NDArray[np.float64]

    def of(self, chosen: NDArray[np.generic]) -> "Members":
        """Some of them, by place or mask."""
        return Members(self.rows[chosen], self.operating[chosen], self.resources[chosen])


@inlined
def running_cost(fixed, per_square, members):  # type: ignore[no-untyped-def]
    """Cost of running a cluster, yuan a year: fixed, and with the square of the members."""
    return fixed + per_square * members * members


@inlined
def business_gain(revenue_gain, fit, operating, cost_saving, cost_share, members):  # type: ignore[no-untyped-def]
    """Gain of doing business together, yuan a year: more revenue, and one office for several."""
    saved = cost_saving * cost_share * (1.0 - 1.0 / members)
    return (revenue_gain * fit + saved) * operating


def parts_by_contribution(
    contribution: NDArray[np.float64], floor_share: float
) -> NDArray[np.float64]:
    """Parts of the surplus by contribution, no part below a share of an equal one; sum 1."""
    parts = contribution / contribution.sum()
    parts = np.maximum(parts, floor_share / contribution.size)
    return parts / parts.sum()


def complementarity(resources: NDArray[np.float64]) -> float:
    """How different villages are in what they have: mean distance of resource ranks, 0 to 1."""
    count = len(resources)
    if count < 2:
        return 0.0
    apart = np.abs(resources[:, None, :] - resources[None, :, :]).mean(axis=2)
    return float(apart.sum() / (count * (count - 1)))


def core_gap(operating: NDArray[np.float64]) -> float:
    """How far the others' mean operating revenue lies below the core's, 0 to 1."""
    core = float(operating.max())
    others = (float(operating.sum()) - core) / max(operating.size - 1, 1)
    return 1.0 - others / core


def joins(part: float, surplus: float, alone: float, effort: float) -> bool:
    """Whether a village's part of the surplus beats its outside option.

    Outside it could gain something alone, and is spared the effort of taking part; yuan a year.
    """
    return part * surplus > alone + effort


def terms_of(county: "CountyModel", members: Members) -> Terms | None:
    """Terms on which at least two villages of the block join, core among them; None for none.

    Those whose part does not beat their outside option leave, until all that are left want to stay.
    """
    outside, effort = (
        county.parameters.clusters.outside_gain,
        county.parameters.clusters.joining_yuan,
    )
    while members.rows.size >= 2:
        terms = _offer(county, members)
        leaving = np.array(
            [
                not joins(part, terms.surplus, outside * own, effort)
                for part, own in zip(terms.parts, members.operating, strict=True)
            ]
        )
        if not leaving.any():
            return terms
        if leaving[terms.core]:
            return None
        members = members.of(~leaving)
    return None


def _offer(county: "CountyModel", members: Members) -> Terms:
    unknowns, rules = county.parameters.clusters, county.rules.cooperation.clusters
    operating, count = members.operating, members.rows.size
    total = float(operating.sum())
    cost_share = county.parameters.collective.operating_cost_share
    gap, apart = core_gap(operating), complementarity(members.resources)
    fit = max(gap, apart)

    def worth(fit: float) -> float:
        return business_gain(
            unknowns.revenue_gain, fit, total, unknowns.cost_saving, cost_share, float(count)
        )

    pooled = unknowns.underlet_share * unknowns.pooling_premium * total
    kind = STRONG_WEAK if gap >= apart else COMPLEMENTARY
    if worth(0.0) + pooled > worth(fit):
        kind = POOLED
    return Terms(
        members.rows,
        int(np.argmax(operating)),
        kind,
        parts_by_contribution(operating, rules.floor_share),
        worth(0.0 if kind == POOLED else fit),
        pooled if kind == POOLED else 0.0,
        running_cost(unknowns.cost_yuan, unknowns.cost_per_square_yuan, float(count)),
        float(operating.std() / operating.mean()),
    )


def operating_now(county: "CountyModel") -> NDArray[np.float64]:
    """Operating revenue of this year on the baseline path, yuan of one village (villages,)."""
    growth = 1.0 + county.parameters.collective.revenue_growth
    return county.start.villages["operating_revenue"] * growth ** (county.quarter // 4 + 1)


def resource_ranks(county: "CountyModel") -> NDArray[np.float64]:
    """Ranks between 0 and 1 of land, vacant houses and business per household, (villages, 3)."""
    households, villages = county.households, len(county.start.villages)
    village = households["village"]
    count = np.maximum(np.bincount(village, minlength=villages), 1)
    land = np.bincount(village, households["arable_mu"] + households["forest_mu"], villages)
    houses = np.bincount(village, np.isfinite(households["house_ask"]), villages)
    found = np.stack((land, houses, county.start.villages["operating_revenue"]), axis=1)
    order = np.argsort(np.argsort(found / count[:, None], axis=0, kind="stable"), axis=0)
    return order / max(villages - 1, 1)


def block_of_neighbours(county: "CountyModel", size: int) -> list[NDArray[np.int64]]:
    """Rural villages in blocks of neighbours along the line of towns; the last may be larger.

    Clusters may cross a town's border, and in a sample they do: there a row stands for several.
    """
    villages = county.start.villages
    rural = np.flatnonzero(~villages["urban"])
    town = villages["town"]
    count = np.maximum(np.bincount(town, minlength=county.start.towns), 1)
    seat = np.bincount(town, villages["distance_km"], county.start.towns) / count
    along = rural[np.lexsort((villages["distance_km"][rural], town[rural], seat[town[rural]]))]
    blocks = max(1, along.size // size)
    return [part for part in np.array_split(along, blocks) if part.size >= 2]
