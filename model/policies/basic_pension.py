"""Rises of the residents' base pension beyond the trend (城乡居民基础养老金)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import year_of
from model.policies.policy import DEMONSTRATION_ZONE, Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class BasicPension(Policy):
    """Raise the base pension of residents' insurance each year by more than the trend.

    Eligible: persons over 60 with the residents' pension, rural and urban. Take-up: all. Capacity:
    none. Payer → payee: pension fund → household (transfers). Displaces: where the allowance
    counts the rise, registered households lose that part again. Lag: a quarter; from the first
    quarter in force, then each January. Decay: none. Baseline: the usual yearly rises are in trend
    transfers; only what exceeds them is posted. Budget: county, province and fund. That a pension
    makes older workers less willing to take a place is left out: at such rises below 2 per cent.
    Source: Pingyang plan 2025, item 16 (no amount given).
    """

    name: ClassVar[str] = "basic_pension"
    family: ClassVar[str] = "transfers"
    zh: ClassVar[str] = "城乡居民基础养老金提标"
    issued: ClassVar[date] = DEMONSTRATION_ZONE

    extra_yuan_per_month: float = lever(
        10.0,
        "yuan per month, added each year",
        high=2_000,
        zh="基础养老金额外提高",
        en="rise beyond the trend, each year",
        source="own_assumption",
    )
    counted_share: float = lever(
        0.0,
        "share of the rise",
        high=1.0,
        zh="计入低保收入比例",
        en="part of the rise that the allowance counts",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Add one rise at the start and one each January."""
        years = year_of(quarter) - year_of(self.first_quarter) + 1
        support = replace(
            rules.support,
            pension_rise_yuan_per_month=self.intensity * self.extra_yuan_per_month * years,
            pension_counted_share=self.counted_share,
        )
        return replace(rules, support=support)


policy = BasicPension
