"""Purchases of partner units from growers of remote villages (消费帮扶)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class CounterpartSales(Policy):
    """Unions, offices and partner counties buy produce of far villages.

    Eligible: rural households with land in the farther half of villages whose produce is not sold
    through a donor or the charity's farm company. Take-up: all, the register first for its part.
    Capacity: money of the buyers, and what one household can sell. Payer → payee: buyer → grower
    (net business income: the drawn margin of sales). Displaces: sales to local buyers divert the
    drawn share from other sellers of the town; buyers from outside do not. Lag: none. Decay: ends
    with the purchases. Baseline: purchases of today are in trend income. Budget: union funds of the
    buyers. Source: Qingyuan plan of July 2022, measure 4 (no amount given).
    """

    name: ClassVar[str] = "counterpart_sales"
    family: ClassVar[str] = "charity and pairing"
    zh: ClassVar[str] = "消费帮扶"
    issued: ClassVar[date] = date(2022, 7, 15)

    sales_yuan_per_year: float = lever(
        10_000_000.0,
        "yuan per year",
        high=1e10,
        zh="消费帮扶采购额",
        en="purchases a year",
        source="own_assumption",
        sized_for="qingyuan",
    )
    outside_share: float = lever(
        0.7,
        "share of purchases",
        high=1.0,
        zh="县外采购比例",
        en="part bought from outside the county",
        source="own_assumption",
    )
    register_share: float = lever(
        0.3,
        "share of purchases",
        high=1.0,
        zh="低收入农户优先比例",
        en="part bought from the register first",
        source="own_assumption",
    )
    most_yuan_per_household: float = lever(
        20_000.0,
        "yuan per household and year",
        high=1e7,
        zh="户均最高销售额",
        en="most that one household can sell",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Buy from now on."""
        pairing = replace(
            rules.pairing,
            counterpart_sales_yuan=self.intensity * self.sales_yuan_per_year,
            counterpart_outside_share=self.outside_share,
            counterpart_register_share=self.register_share,
            counterpart_most_yuan=self.most_yuan_per_household,
        )
        return replace(rules, pairing=pairing)


policy = CounterpartSales
