"""The subsistence allowance raised, pooled, and softened towards work (低保)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import year_of
from model.policies.policy import DEMONSTRATION_ZONE, Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class DibaoFloor(Policy):
    """Faster rises of the standard, a provincial minimum, an earnings disregard, gradual exit.

    Eligible: households on the low-income register. Take-up: all entitled. Capacity: none; the
    county pays what is due. Payer → payee: county and province → household (transfers). Displaces:
    nothing; the allowance itself falls with counted income, so the disregard decides what a
    workshop wage is worth to a registered household. Lag: rises at once and then each January;
    the allowance answers to income of the quarter before. Decay: the gradual exit ends by itself.
    Baseline: the standard rises at its drawn pace anyway; only faster rises count. Budget: county
    and province, posted under `register`. A higher standard also lifts the near-poor line of the
    register. Source: Qingyuan plan of July 2022, measure 13; Pingyang plan 2025, item 18.
    """

    name: ClassVar[str] = "dibao_floor"
    family: ClassVar[str] = "transfers"
    zh: ClassVar[str] = "低保提标与渐退"
    issued: ClassVar[date] = DEMONSTRATION_ZONE

    extra_rise: float = lever(
        0.03,
        "per year",
        high=0.5,
        zh="低保标准额外年增幅",
        en="rise of the standard beyond its trend",
        source="own_assumption",
    )
    pooled_standard_yuan_per_month: float = lever(
        0.0,
        "yuan per head and month",
        high=5_000,
        zh="省域统筹标准",
        en="common provincial standard, 0 for none",
        source="own_assumption",
    )
    earnings_disregard: float = lever(
        0.5,
        "share of earnings",
        high=1.0,
        zh="就业收入豁免比例",
        en="earnings that the allowance does not count, at least",
        source="own_assumption",
    )
    fading_quarters: int = lever(
        4,
        "quarters",
        high=20,
        zh="渐退期",
        en="quarters in which the allowance fades out",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Raise the standard by the years in force, soften withdrawal and exit."""
        years = year_of(quarter) - year_of(self.first_quarter) + 1
        register = replace(
            rules.register,
            standard_factor=(1.0 + self.intensity * self.extra_rise) ** years,
            standard_floor_yuan_per_month=self.pooled_standard_yuan_per_month,
            earnings_disregard=self.earnings_disregard,
            fading_quarters=self.fading_quarters,
        )
        return replace(rules, register=register)


policy = DibaoFloor
