"""Rural workers settle in town: rented flats for those who work there already (市民化)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import DEMONSTRATION_ZONE, Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class Settlement(Policy):
    """Let subsidised flats in town to rural households whose earners work full time.

    Eligible: rural households with full-time earners and nobody else working. Take-up: logit in
    the subsidy less dearer living. Capacity: flats. Payer → payee: county → household (transfers,
    rent subsidy). Displaces: nothing, the jobs are the same. Lag: none. Decay: none. Baseline:
    migration of today is in the path of urbanisation; moves come on top. Budget: rent subsidy; the
    building of flats is not modelled. Same treatment in schools and insurance has no income effect.
    Source: Pingyang plan 2025, items 17 and 19: 1,000 subsidised rental flats.
    """

    name: ClassVar[str] = "settlement"
    family: ClassVar[str] = "three incomes and houses"
    zh: ClassVar[str] = "农业转移人口市民化"
    issued: ClassVar[date] = DEMONSTRATION_ZONE

    flats: YearPath = lever(
        ((2025, 1_000.0),),
        "flats",
        high=1_000_000,
        zh="保障性租赁住房",
        en="subsidised rental flats, cumulative",
        source="pingyang_plan",
        sized_for="pingyang",
    )
    rent_subsidy_yuan_per_month: float = lever(
        300.0,
        "yuan per household and month",
        high=20_000,
        zh="租赁补贴",
        en="rent subsidy",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Let the flats due by now."""
        moving = replace(
            rules.moving,
            flats=self.due(self.flats, quarter),
            rent_subsidy_yuan_per_month=self.rent_subsidy_yuan_per_month,
        )
        return replace(rules, moving=moving)


policy = Settlement
