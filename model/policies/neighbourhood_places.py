"""Neighbourhood places (幸福邻里): small workshops in idle rooms of the village."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class NeighbourhoodPlaces(Policy):
    """Small workshops of the neighbourhood (邻里工坊), canteens and reading rooms.

    Eligible: enterprises with divisible work, where no place of a workshop is left. Take-up: as for
    workshops, with few jobs. Capacity: 150 in all, workshops included: the 100 workshops are not
    counted twice. Payer → payee: enterprise → worker (wages), enterprise → collective (rent),
    county → enterprise (refit). Displaces: what the worker earned before; other outlets.
    Lag: a training quarter and two more to full speed. Decay: closing hazard. Budget: refits.
    Canteens and reading rooms are services in kind, outside income.
    Source: Yueqing pilot plan 2022-2024, task 2, annex 2 item 2.
    """

    name: ClassVar[str] = "neighbourhood_places"
    family: ClassVar[str] = "workshops"
    zh: ClassVar[str] = "幸福邻里"

    workshops: YearPath = lever(
        ((2022, 100.0), (2024, 150.0)),
        "workshops",
        high=5_000,
        zh="邻里工坊",
        en="neighbourhood workshops, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    most_jobs: float = lever(
        15.0,
        "persons",
        low=8.0,
        high=200,
        zh="每家邻里工坊岗位上限",
        en="most jobs of one of them",
        source="own_assumption",
    )
    refit_paid_share: float = lever(
        0.5,
        "share",
        high=1.0,
        zh="改造补助比例",
        en="refit paid by the county",
        source="own_assumption",
    )
    outreach: float = lever(
        1.0, "multiple", high=10, zh="宣传力度", en="outreach by officials", source="own_assumption"
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Open small places; outreach and refits are never below those of workshops."""
        due = self.due(self.workshops, quarter)
        workshops = replace(
            rules.workshops,
            small_slots=due,
            small_jobs=self.most_jobs,
            refit_paid_share=max(self.refit_paid_share, rules.workshops.refit_paid_share),
            outreach=max(self.outreach, rules.workshops.outreach),
        )
        return replace(rules, workshops=workshops)


policy = NeighbourhoodPlaces
