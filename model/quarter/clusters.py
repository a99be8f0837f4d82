"""Village clusters (片区组团): neighbours bargain, join, do business together, and may break up.

A cluster of n villages is worth, a year,
    S = revenue gain x fit x sum Op + cost saving x cost share x (1 - 1/n) x sum Op
        + rent that a pooled lease brings - c0 - c1 n^2
where fit is the complementarity of what the villages have, or the gap between the core village and
the others. The Nash bargain with money to move gives each its outside option and a part of what is
left, here by contribution as the co-operation agreements say. A village joins if its part beats
what it could gain alone. Terms are agreed with hazard h0 exp(-chi CV(Op)) a quarter: unequal
villages bargain longer. Results vary; four losing quarters in a row break a cluster up.
Source of the institution: reports of Cixi's 81 clusters and Keqiao's draft; the equations are ours.
"""

from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.calendar import is_first_of_year, is_last_of_year
from model.compiled import inlined
from model.quarter.alliances import has_place, rounding_luck
from model.quarter.joint_terms import (
    STRONG_WEAK,
    Members,
    Terms,
    block_of_neighbours,
    operating_now,
    resource_ranks,
    terms_of,
)
from model.streams import normal_quantile

if TYPE_CHECKING:
    from model.county import CountyModel

LOSING_QUARTERS = 4
"""Losing quarters in a row after which a cluster breaks up."""

PAUSE_QUARTERS = 8
"""Quarters before villages that broke up bargain again. Assumption."""

LOWEST_RESULT = -1.0
"""A cluster's gross result is never worse than the loss of what was expected."""


@inlined
def agreement_chance(hazard, drag, variation):  # type: ignore[no-untyped-def]
    """Chance a quarter that terms are agreed: hazard x exp(-drag x coefficient of variation)."""
    return hazard * exp(-drag * variation)


@inlined
def quarter_result(gain, cost, luck):  # type: ignore[no-untyped-def]
    """A cluster's result of a quarter, yuan, from its yearly gain and running cost.

    A quarter of gain x (1 + luck) less a quarter of the cost.
    """
    return 0.25 * (gain * (1.0 + max(luck, LOWEST_RESULT)) - cost)


@dataclass(slots=True)
class Cluster:
    """One block of neighbours: bargaining, standing or resting.

    rows: villages that could take part; opened: quarter in which bargaining began; formed: quarter
    of agreement, -1 while there is none; losing: losing quarters in a row; year: result so far.
    """

    rows: NDArray[np.int64]
    key: int
    weight: float
    opened: int = -1
    formed: int = -1
    rest_until: int = -1
    losing: int = 0
    year: float = 0.0
    awarded: bool = False
    terms: Terms | None = None


@dataclass(eq=False)
class ClusterBook:
    """Blocks of neighbouring rural villages of one world, made when a programme first asks.

    resources: what villages have, ranks (villages, 3); awards: key clusters awarded, weighted.
    """

    county: "CountyModel"
    blocks: list[Cluster] = field(default_factory=list)
    resources: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 3)))
    awards: float = 0.0

    def standing(self) -> list[Cluster]:
        """Clusters that have agreed and not broken up."""
        return [block for block in self.blocks if block.formed >= 0]

    def count(self) -> float:
        """Standing clusters, weighted."""
        return sum(block.weight for block in self.standing())

    def divide(self, size: int) -> None:
        """Divide the rural villages into blocks of neighbours, once."""
        if self.blocks:
            return
        self.resources = resource_ranks(self.county)
        villages = self.county.start.villages
        for rows in block_of_neighbours(self.county, size):
            core = rows[int(np.argmax(villages["operating_revenue"][rows]))]
            weight = float(villages["weight"][rows].mean())
            self.blocks.append(Cluster(rows, int(villages["id"][core]), weight))


def bargain(county: "CountyModel") -> None:
    """Open talks where joining pays, and let clusters agree while there is room."""
    rules, book = county.rules.cooperation.clusters, county.cooperation.clusters
    if rules.clusters <= 0.0 or not county.switches.clusters:
        return
    book.divide(max(2, int(rules.villages)))
    count = book.count()
    everyone = Members(np.arange(len(county.village_list)), operating_now(county), book.resources)
    agreed = [block for block in book.blocks if _agrees(county, block, everyone)]
    luck = rounding_luck(county, 20)
    for block in sorted(agreed, key=_surplus, reverse=True):
        if not has_place(count, block.weight, rules.clusters, luck):
            return
        _begin(county, block)
        count += block.weight


def _surplus(block: Cluster) -> float:
    return block.terms.surplus if block.terms is not None else 0.0


def _agrees(county: "CountyModel", block: Cluster, everyone: Members) -> bool:
    """Whether a block that is not yet a cluster agrees on terms this quarter."""
    if block.formed >= 0 or county.quarter < block.rest_until:
        return False
    block.terms = terms_of(county, everyone.of(block.rows))
    if block.terms is None:
        block.opened = -1
        return False
    if block.opened < 0:
        block.opened = county.quarter
    unknowns = county.parameters.clusters
    if county.quarter - block.opened < unknowns.bargaining_quarters:
        return False
    chance = agreement_chance(
        unknowns.agreement_hazard, unknowns.unequal_drag, block.terms.variation
    )
    return county.streams.uniform("cluster_agreement", county.quarter, block.key) < chance


def _begin(county: "CountyModel", block: Cluster) -> None:
    block.formed, block.losing, block.year = county.quarter, 0, 0.0
    terms = block.terms
    if terms is None or terms.kind != STRONG_WEAK:
        return
    joint, own = county.cooperation.joint, county.collectives.project_yield
    core = terms.rows[terms.core]
    kept = 1.0 - terms.parts[terms.core]
    others = np.delete(terms.rows, terms.core)
    joint.partner_yield[others] = own[others] + kept * np.maximum(own[core] - own[others], 0.0)


def _break_up(county: "CountyModel", block: Cluster) -> None:
    block.formed = block.opened = -1
    block.rest_until = county.quarter + PAUSE_QUARTERS
    if block.terms is not None:
        county.cooperation.joint.partner_yield[block.terms.rows] = np.nan


def operate(county: "CountyModel") -> None:
    """Pay every cluster's result to its villages, break up some, and award at year end."""
    book = county.cooperation.clusters
    if not book.blocks:
        return
    unknowns = county.parameters.clusters
    for block in book.standing():
        terms = block.terms
        if terms is None:
            continue
        if is_first_of_year(county.quarter):
            block.year = 0.0
        shock = county.streams.uniform("cluster_result", county.quarter, block.key)
        luck = unknowns.result_sd * normal_quantile(shock)
        result = quarter_result(terms.gain, terms.cost, luck)
        _share_out(county, terms, result)
        pay_pooled_rent(county, terms)
        block.year += result + 0.25 * terms.pooled
        losing = result + 0.25 * terms.pooled < 0.0
        block.losing = block.losing + 1 if losing else 0
        if block.losing >= LOSING_QUARTERS:
            _break_up(county, block)
    if is_last_of_year(county.quarter):
        _award(county)


def _share_out(county: "CountyModel", terms: Terms, result: float) -> None:
    """Pay a quarter's result by part; a loss is paid by the villages."""
    weight = county.start.villages["weight"][terms.rows]
    amount = result * terms.parts * weight
    sides = ("world", "collectives") if result >= 0.0 else ("collectives", "world")
    county.ledger.pay("spending", "village_clusters", *sides, np.abs(amount), np.abs(amount))
    county.collectives.receive(terms.rows, amount)


def pay_pooled_rent(county: "CountyModel", terms: Terms) -> None:
    """Rent that one open bid for pooled leases brings: what lessees kept before."""
    if terms.pooled <= 0.0:
        return
    villages = county.start.villages
    amount = 0.25 * terms.pooled * terms.parts * villages["weight"][terms.rows]
    households = county.parameters.contracts.lessee_households * amount
    county.ledger.pay(
        "spending", "village_clusters", "households", "collectives", households, households
    )
    rest = amount - households
    county.ledger.pay("spending", "village_clusters", "enterprises", "collectives", rest, rest)
    county.collectives.receive(terms.rows, amount)
    np.add.at(county.books.diverted, villages["town"][terms.rows], households)


def _award(county: "CountyModel") -> None:
    """Project money for the best key clusters with a gain, and awards to operating teams."""
    rules, book = county.rules.cooperation.clusters, county.cooperation.clusters
    ripe = [b for b in book.standing() if county.quarter - b.formed >= 4 and b.year > 0.0]
    teams = 0.0
    for block in sorted(ripe, key=lambda b: b.year, reverse=True):
        paid_teams = max(0.0, min(block.weight, rules.team_awards - teams))
        teams += paid_teams
        paid = rules.team_award_yuan * paid_teams
        county.ledger.pay("spending", "village_clusters", "treasury", "enterprises", paid, paid)
        if not block.awarded:
            part = max(0.0, min(1.0, (rules.award_clusters - book.awards) / block.weight))
            _give(county, block, part * rules.award_yuan)


def _give(county: "CountyModel", block: Cluster, most: float) -> None:
    """Project money of a key cluster, to its villages by their parts."""
    if block.terms is None or most <= 0.0:
        return
    block.awarded = True
    county.cooperation.clusters.awards += block.weight
    given = most * county.parameters.clusters.award_share * block.terms.parts
    villages = county.village_list
    for row, yuan in zip(block.terms.rows, given, strict=True):
        villages[row].savings += float(yuan)
    total = given * county.start.villages["weight"][block.terms.rows]
    county.ledger.pay("capital", "village_clusters", "treasury", "collectives", total, total)
