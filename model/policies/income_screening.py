"""Screening of incomes by records: who needs help, and who no longer does (收入倒推筛查)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.policies.policy import DEMONSTRATION_ZONE, Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class IncomeScreening(Policy):
    """Estimate incomes from insurance, relief and asset records at the yearly review.

    Eligible: rural households. Take-up: those found poor are admitted if they apply and pass the
    check of property. Capacity: the share of households whose records are checked. Payer → payee:
    none of its own; entry and exit change who receives allowance, grants and reserved places.
    Displaces: false inclusion and false exclusion by visits alone; estimates err, so both remain.
    Lag: at the review in the first quarter, on last year's income. Decay: none; every year anew.
    Baseline: the review by visits with its drawn turnover. Budget: offices, not modelled.
    Source: Fuyang's report of December 2023, part 2.
    """

    name: ClassVar[str] = "income_screening"
    family: ClassVar[str] = "transfers"
    zh: ClassVar[str] = "经济状况核对与收入倒推筛查"
    issued: ClassVar[date] = DEMONSTRATION_ZONE

    screened_share: float = lever(
        0.5,
        "share of rural households",
        high=1.0,
        zh="筛查覆盖比例",
        en="households whose records are checked",
        source="own_assumption",
    )
    admitted_share: float = lever(
        0.1,
        "share of those found",
        high=1.0,
        zh="筛出后经核实纳入比例",
        en="found poor, applied and passed the check of property",
        source="own_assumption",
    )
    exit_multiple: float = lever(
        1.5,
        "ratio to the near-poor line",
        low=1.0,
        high=10.0,
        zh="退出线",
        en="leave the list above this multiple of the near-poor line",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Check records at the next review."""
        register = replace(
            rules.register,
            screened_share=min(1.0, self.intensity * self.screened_share),
            admitted_share=self.admitted_share,
            exit_multiple=self.exit_multiple,
        )
        return replace(rules, register=register)


policy = IncomeScreening
