"""The rural property exchange (农村产权交易): prices by open bid, shares that can change hands."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.cooperation_rules import ExchangeRules
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class PropertyExchange(Policy):
    """Collective leases, water, forest and land rights on one platform of several levels.

    Eligible: collective operating leases when they come up; vacant houses on offer; shares of
    collectives. Take-up: leases follow as contracts end; a part is on the exchange anyway and earns
    nothing more here. Capacity: coverage promised. Payer → payee: lessees, local households and
    enterprises → collective (operating revenue); bidders → house owners; buyer → seller of a share
    (capital, nobody's income). Displaces: what lessees earned: the premium is mostly a transfer.
    Lag: contract length. Decay: none. Budget: the platform, not stated.
    Source: Yueqing pilot plan 2022-2024, body 1(2), task 9, annex 3 item 2: 12.08 % over the
    opening price of 1,060 deals; 14 deals in shares, 2.7 million.
    Extra bidders for houses are those of the three incomes, never both.
    """

    name: ClassVar[str] = "property_exchange"
    family: ClassVar[str] = "three incomes and houses"
    zh: ClassVar[str] = "农村产权交易"

    coverage: YearPath = lever(
        ((2022, 0.5), (2024, 0.9)),
        "share",
        high=1.0,
        zh="集体资产进场交易比例",
        en="collective leases that go through the exchange when they come up",
        source="own_assumption",
    )
    platform_bids: float = lever(
        1.0,
        "bidders",
        high=20,
        zh="产权平台新增竞买人",
        en="extra bidders at the property exchange",
        source="own_assumption",
    )
    share_deals_per_year: float = lever(
        14.0,
        "number",
        high=100_000,
        zh="年股权流转、质押、继承、退出宗数",
        en="shares sold, pledged, inherited or given up a year",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    yuan_per_deal: float = lever(
        192_857.0,
        "yuan",
        high=10_000_000,
        zh="每宗金额",
        en="money that changes hands in a deal",
        source="yueqing_plan",
        sized_for="yueqing",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Bring leases to the exchange."""
        exchange = ExchangeRules(
            coverage=min(1.0, self.due(self.coverage, quarter)),
            share_deals=self.intensity * self.share_deals_per_year,
            yuan_per_deal=self.yuan_per_deal,
        )
        bids = max(rules.houses.platform_bids, self.platform_bids)
        return replace(
            rules,
            houses=replace(rules.houses, platform_bids=bids),
            cooperation=replace(rules.cooperation, exchange=exchange),
        )


policy = PropertyExchange
