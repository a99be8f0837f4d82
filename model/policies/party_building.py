"""Joint party branches (党建联建): consortia that carry news and trust."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class PartyBuilding(Policy):
    """Consortia of a village's, an enterprise's and a chamber's party branch (红色共富联合体).

    Eligible: rural villages without another tie. Take-up: as for aid alliances. Capacity: 100
    consortia. Payer → payee: partner → collective (capital of a helped project); nothing to
    households. A consortium is a channel of information: people hear of leases and workshop places,
    the enterprise knows the village, and a lease is cheaper to agree. Displaces: nothing of its
    own; what people hear of displaces what it displaces. Lag: two to four quarters. Decay: 5 % a
    quarter end and are formed anew. Budget: none. Source: Yueqing pilot plan 2022-2024, task 2,
    annex 2 item 2.
    """

    name: ClassVar[str] = "party_building"
    family: ClassVar[str] = "alliances and clusters"
    zh: ClassVar[str] = "党建联建"

    consortia: YearPath = lever(
        ((2022, 50.0), (2024, 100.0)),
        "alliances",
        high=2_000,
        zh="红色共富联合体",
        en="consortia, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    projects: YearPath = lever(
        ((2022, 10.0), (2024, 20.0)),
        "projects",
        high=500,
        zh="共富项目",
        en="village projects helped, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    outreach: float = lever(
        1.0,
        "multiple",
        high=10,
        zh="组织宣传力度",
        en="outreach through party branches",
        source="own_assumption",
    )
    saving_yuan: float = lever(
        40_000.0,
        "yuan per year",
        high=1_000_000,
        zh="联建节约成本",
        en="what a consortium of the best fit saves its enterprise at a site",
        source="own_assumption",
    )
    deal_saving: float = lever(
        1.0,
        "multiple",
        high=3.0,
        zh="降低交易成本力度",
        en="multiple of the drawn saving on the cost of a lease",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Let consortia and helped projects come up to the numbers due."""
        changed = replace(
            rules.cooperation.alliances,
            consortia=self.due(self.consortia, quarter),
            consortium_projects=self.due(self.projects, quarter),
            consortium_outreach=self.outreach,
            consortium_saving_yuan=self.saving_yuan,
            consortium_deal_saving=self.deal_saving,
        )
        return replace(rules, cooperation=replace(rules.cooperation, alliances=changed))


policy = PartyBuilding
