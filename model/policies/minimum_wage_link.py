"""A minimum wage linked to growth and average pay (最低工资标准联动机制)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class MinimumWageLink(Policy):
    """The minimum wage rises with average pay every year instead of in the usual steps.

    Eligible: households with the lowest wages per head, up to the drawn share of all wages that is
    paid at the minimum; urban ones at half of it. Take-up: all of them, it is law. Capacity: none.
    Payer → payee: enterprise → worker (wages). Displaces: jobs, as a drawn share of the rise; it
    also lifts the floor of outlet pay, so that fewer outlets open. Its usual rises are in the
    trend. Lag: none. Decay: none. Budget: enterprises.
    Source: Qingyuan action plan, July 2022, 3(7); Pingyang work plan 2025, item 26.
    """

    name: ClassVar[str] = "minimum_wage_link"
    family: ClassVar[str] = "transfers"
    zh: ClassVar[str] = "最低工资联动"
    issued: ClassVar[date] = date(2022, 7, 15)

    yearly_rise: float = lever(
        0.06,
        "share per year",
        high=0.5,
        zh="联动后年增幅",
        en="yearly rise of the linked minimum wage",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Let the minimum wage follow the link since its first quarter."""
        years = (quarter - self.first_quarter + 1) / 4.0
        work = replace(
            rules.work,
            minimum_wage_growth=self.intensity * self.yearly_rise,
            minimum_wage_years=years,
        )
        return replace(rules, work=work)


policy = MinimumWageLink
