"""Circular charity (循环慈善): a fund that helps the register and steadies produce prices."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import quarter_of
from model.policies.policy import Policy, lever
from model.rules import CharityRules, Rules


@dataclass(frozen=True, kw_only=True)
class CircularCharity(Policy):
    """A fund of enterprises, collectives and donors that invests in a farm company.

    Eligible: households on the low-income register (grants); suppliers of the farm company in
    far villages (floor price). Take-up: all entitled. Capacity: 0.4 million yuan a year, as far as
    the fund has cash. Payer → payee: donors → fund (capital); fund → register (transfers); fund →
    supplier (business). Displaces: private gifts. Lag: 2022 from donations; yield from the trust of
    2023. Decay: none, the endowment is kept. Budget: donors, no public money. The means test does
    not count grants unless `means_tested`. The 9,000 jobs that the plan hangs on this line are
    those of workshops and farms and are not paid a second time.
    Source: Yueqing pilot plan 2022-2024, task 8, annex 2 item 8.
    """

    name: ClassVar[str] = "circular_charity"
    family: ClassVar[str] = "charity and pairing"
    zh: ClassVar[str] = "循环慈善"

    grants_yuan_per_year: float = lever(
        400_000.0,
        "yuan per year",
        high=1e9,
        zh="年发放保障资金",
        en="grants a year",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    trust_from: date = date(2023, 1, 1)
    """First day of the charitable trust."""
    price_floor: bool = lever(
        True,
        "yes or no",
        high=1.0,
        zh="保底收购价",
        en="floor price for produce",
        source="yueqing_plan",
    )
    means_tested: bool = lever(
        False,
        "yes or no",
        high=1.0,
        zh="慈善金计入低保收入",
        en="grants count as income for the allowance",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Let the fund work; found the trust when its time has come."""
        charity = CharityRules(
            active=True,
            volume=self.intensity,
            grants_yuan_per_year=self.intensity * self.grants_yuan_per_year,
            trust=quarter >= quarter_of(self.trust_from),
            price_floor=self.price_floor,
            means_tested=self.means_tested,
        )
        return replace(rules, charity=charity)


policy = CircularCharity
