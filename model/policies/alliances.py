"""Aid alliances (帮富联盟): the 1+3+X pairing of strong and weak places."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class Alliances(Policy):
    """Three kinds of alliance around one aim: with a strong town, a chamber, an enterprise.

    Eligible: rural villages of the weakest towns, one tie a village. Take-up: best need x resource
    x distance first, as far as those who match can see it. Capacity: 80 aid alliances; the 180 of
    the plan's body are these and the 100 consortia of `party_building`, an inference.
    Payer → payee: partner → collective (capital of a helped project); nothing to households. An
    alliance makes an enterprise know the village and saves it cost there, and makes leases cheaper.
    Displaces: other sites of the same orders; own farming of land leased earlier than else.
    Lag: two to four quarters. Decay: 5 % a quarter end and are formed anew. Budget: partners' own.
    Source: Yueqing pilot plan 2022-2024, task 1, annex 2 item 1.
    """

    name: ClassVar[str] = "alliances"
    family: ClassVar[str] = "alliances and clusters"
    zh: ClassVar[str] = "结对带富“1+3+X”联盟"

    aid_alliances: YearPath = lever(
        ((2022, 50.0), (2024, 80.0)),
        "alliances",
        high=2_000,
        zh="帮富联盟",
        en="aid alliances",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    projects: YearPath = lever(
        ((2024, 30.0),),
        "projects",
        high=500,
        zh="助力发展项目",
        en="village projects helped, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    town_share: float = lever(
        0.25,
        "share",
        high=1.0,
        zh="山海带富联盟占比",
        en="alliances with a strong town",
        source="own_assumption",
    )
    chamber_share: float = lever(
        0.25,
        "share",
        high=1.0,
        zh="引贤助富联盟占比",
        en="alliances with a chamber of commerce outside",
        source="own_assumption",
    )
    saving_yuan: float = lever(
        40_000.0,
        "yuan per year",
        high=1_000_000,
        zh="联盟节约成本",
        en="what an alliance of the best fit saves an enterprise at a site",
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
        """Let alliances and helped projects come up to the numbers due."""
        changed = replace(
            rules.cooperation.alliances,
            aid=self.due(self.aid_alliances, quarter),
            aid_projects=self.due(self.projects, quarter),
            town_share=self.town_share,
            chamber_share=min(self.chamber_share, 1.0 - self.town_share),
            aid_saving_yuan=self.saving_yuan,
            aid_deal_saving=self.deal_saving,
        )
        return replace(rules, cooperation=replace(rules.cooperation, alliances=changed))


policy = Alliances
