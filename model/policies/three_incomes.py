"""Three incomes (三金共富): rent, dividend and wage of the same households and parcels."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class ThreeIncomes(Policy):
    """Land and vacant houses leased through the collective, share dividends, village projects.

    Eligible: members with land farmed by themselves (租金), owners of vacant houses (租金),
    members of villages with 1 million yuan of operating revenue (股金). Take-up: logit on the net
    gain among those who have heard. Capacity: mu and houses promised by year.
    Payer → payee: lessee → collective → household (property); collective → member (property);
    county → collective (capital, special fund); operator → collective (fee).
    Displaces: own farming of the leased land; welfare that new dividends replace; other hosts'
    guests. Wage (薪金) is paid by outlets only, never a second time here: one asset, one payment.
    Lag: leases at once, projects four to ten quarters, dividends at year end. Decay: upkeep of
    projects, houses falling vacant. Budget: 100,000 yuan a village and year.
    Source: Yueqing pilot plan 2022-2024, tasks 4, 5, 9, 12 and annexes 2 and 3.
    """

    name: ClassVar[str] = "three_incomes"
    family: ClassVar[str] = "three incomes and houses"
    zh: ClassVar[str] = "三金共富"

    arable_mu: YearPath = lever(
        ((2022, 2000.0), (2024, 5000.0)),
        "mu",
        high=100_000,
        zh="累计流转耕地",
        en="arable land leased, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    forest_mu: YearPath = lever(
        ((2022, 600.0), (2024, 1600.0)),
        "mu",
        high=100_000,
        zh="累计流转林地",
        en="forest leased, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    houses: YearPath = lever(
        ((2022, 200.0), (2023, 400.0), (2024, 600.0)),
        "houses",
        high=50_000,
        zh="累计盘活闲置农房",
        en="vacant houses leased, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    dividend_villages: YearPath = lever(
        ((2022, 80.0), (2024, 100.0)),
        "villages",
        high=600,
        zh="按股分红村",
        en="villages that pay share dividends",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    projects: YearPath = lever(
        ((2022, 1.0), (2024, 3.0)),
        "projects",
        high=500,
        zh="落地集体经济增收项目",
        en="joint village projects, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    special_fund_yuan: float = lever(
        100_000.0,
        "yuan per village and year",
        high=10_000_000,
        zh="专项扶持资金",
        en="county money for village projects",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    profit_share: float = lever(
        0.0,
        "share",
        high=0.5,
        zh="按股分红比例(保底之上)",
        en="lessee's surplus shared on top of the guaranteed rent",
        source="own_assumption",
    )
    priority_hiring: bool = lever(
        True,
        "yes or no",
        high=1.0,
        zh="优先雇用流转农户",
        en="lessors are hired first",
        source="yueqing_plan",
    )
    outreach: float = lever(
        1.0, "multiple", high=10, zh="宣传力度", en="outreach by officials", source="own_assumption"
    )
    platform_bids: float = lever(
        1.0,
        "bidders",
        high=20,
        zh="产权平台新增竞买人",
        en="extra bidders at the property exchange",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Open quotas, set duties of collectives, bundle leases."""
        land = replace(
            rules.land,
            arable_quota_mu=self.due(self.arable_mu, quarter),
            forest_quota_mu=self.due(self.forest_mu, quarter),
            bundling=True,
            outreach=self.outreach,
            profit_share=self.profit_share,
            priority_hiring=self.priority_hiring,
        )
        houses = replace(
            rules.houses,
            quota=self.due(self.houses, quarter),
            outreach=self.outreach,
            platform_bids=max(self.platform_bids, rules.houses.platform_bids),
        )
        collective = replace(
            rules.collective,
            special_fund_yuan=self.intensity * self.special_fund_yuan,
            project_slots=self.due(self.projects, quarter),
            dividend_villages=self._villages_due(quarter),
        )
        return replace(rules, land=land, houses=houses, collective=collective)

    def _villages_due(self, quarter: int) -> float:
        """Dividend villages promised by now: a stock that includes those of 2021."""
        year = 2022 + quarter // 4
        promised = [value for due, value in self.dividend_villages if due <= year]
        return promised[-1] if promised else 0.0


policy = ThreeIncomes
