"""Dynamic monitoring against falling back into poverty (防返贫动态监测)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class PovertyMonitoring(Policy):
    """Find rural households below an income floor by visits; close a part of the gap.

    Eligible: rural households whose income of last year, without this help, is below the floor.
    Take-up: those found by visits. Capacity: the year's budget, shared in proportion to gaps.
    Payer → payee: county → household (transfers); able households are also brought to a free
    outlet place. Displaces: nothing; the allowance does not count it. Lag: a year's income must be
    known. Decay: ends when income without help is above the floor. Baseline: none beyond the
    allowance. Budget: a setting. Source: Qingyuan plan of July 2022, part 2 and measures 13, 14:
    no household below 13,000 yuan a head by 2025, monthly visits; Yueqing's floor is 9,000.
    """

    name: ClassVar[str] = "poverty_monitoring"
    family: ClassVar[str] = "transfers"
    zh: ClassVar[str] = "防返贫动态监测"
    issued: ClassVar[date] = date(2022, 7, 15)

    floor_yuan: float = lever(
        13_000.0,
        "yuan per head and year",
        high=100_000,
        zh="年人均收入底线",
        en="income floor",
        source="qingyuan_plan",
        sized_for="qingyuan",
    )
    found_share: float = lever(
        0.9,
        "share of households",
        high=1.0,
        zh="发现率(月走访)",
        en="households below the floor that visits find",
        source="own_assumption",
    )
    gap_paid_share: float = lever(
        0.5,
        "share of the gap",
        high=1.0,
        zh="补足缺口比例",
        en="part of the gap that is paid",
        source="own_assumption",
    )
    budget_yuan: float = lever(
        10_000_000.0,
        "yuan per year",
        high=1e10,
        zh="年度预算",
        en="most that is paid a year",
        source="own_assumption",
        sized_for="qingyuan",
    )
    work_first: bool = lever(
        True,
        "yes or no",
        high=1.0,
        zh="优先帮扶就业",
        en="able households are brought to outlet places",
        source="qingyuan_plan",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Set the floor and the budget."""
        support = replace(
            rules.support,
            floor_yuan=self.floor_yuan,
            found_share=self.found_share,
            gap_paid_share=self.gap_paid_share,
            floor_budget_yuan=self.intensity * self.budget_yuan,
            work_first=self.work_first,
        )
        return replace(rules, support=support)


policy = PovertyMonitoring
