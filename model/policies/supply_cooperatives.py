"""Farmers' cooperative unions (三位一体、农合联) and community supermarkets (共富超市)."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules
from model.start import FIRST_YEAR


@dataclass(frozen=True, kw_only=True)
class SupplyCooperatives(Policy):
    """Production, supply and credit in one union; supermarkets that buy from members.

    Eligible: rural members with land. Take-up: smallholders join in the order of a lot; the part
    that would be organised anyway follows its own path, and only what exceeds it earns more here.
    Capacity: 90 % organised, five supermarkets. Payer → payee: buyers → household (business).
    Displaces: a drawn part of the gain from other sellers of the town. Lag: none. Decay: land that
    is leased out earns nothing here. Budget: members, not stated.
    Source: Yueqing pilot plan 2022-2024, task 3, annex 2 item 3, annex 3 item 4.
    """

    name: ClassVar[str] = "supply_cooperatives"
    family: ClassVar[str] = "alliances and clusters"
    zh: ClassVar[str] = "“三位一体”农合联与共富超市"

    organised_share: YearPath = lever(
        ((2022, 0.8), (2024, 0.9)),
        "share",
        high=1.0,
        zh="小农户组织化程度",
        en="smallholders organised in modern farming",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    supermarkets: YearPath = lever(
        ((2022, 2.0), (2024, 5.0)),
        "number",
        high=500,
        zh="社区共富超市",
        en="community supermarkets",
        source="yueqing_plan",
        sized_for="yueqing",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Organise smallholders and open supermarkets."""
        sales = replace(
            rules.cooperation.sales,
            organised_share=min(1.0, self._organised(quarter)),
            supermarkets=self.due(self.supermarkets, quarter),
        )
        return replace(rules, cooperation=replace(rules.cooperation, sales=sales))

    def _organised(self, quarter: int) -> float:
        """Share promised by now: a stock that includes those organised in 2021, times intensity.

        Between two year ends it moves in a straight line; before the first it is that of the first.
        """
        ends = [((year - FIRST_YEAR) * 4 + 3, value) for year, value in self.organised_share]
        before, reached = ends[0]
        for due, value in ends:
            if quarter <= due and due > before:
                reached += (value - reached) * max(0, quarter - before) / (due - before)
                return self.intensity * reached
            before, reached = due, value
        return self.intensity * reached


policy = SupplyCooperatives
