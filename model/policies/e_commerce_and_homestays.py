"""Homestays and online shops of rural households (农家乐民宿、农村电商)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules
from model.work_rules import VentureOffer


@dataclass(frozen=True, kw_only=True)
class ECommerceAndHomestays(Policy):
    """Support for households that open a homestay or sell online.

    Eligible: rural households with a vacant house of their own (homestay) or with a spare or young
    worker (shop); able households of the register too. Take-up: logit on net income over what the
    owner gives up and the yearly cost of the investment, among those who have heard. Capacity:
    businesses promised by year. Payer → payee: world → household (business); household → world
    (capital, part of it from the county); business → worker (wages).
    Displaces: a part of the guests and buyers of other households of the town; the owner's wages or
    odd earnings; a house used as a homestay is not leased. Openings that come anyway are in the
    trend. Lag: four quarters to full income. Decay: closing hazard, higher where a business earns
    less than what was given up. Budget: part of the opening cost. The 10,000 jobs of online retail
    are a stock that retail reports, not places opened here.
    Source: Qingyuan action plan, July 2022, 2(3), 3(4-5).
    """

    name: ClassVar[str] = "e_commerce_and_homestays"
    family: ClassVar[str] = "training and technology"
    zh: ClassVar[str] = "农家乐民宿与农村电商"
    issued: ClassVar[date] = date(2022, 7, 15)

    homestays: YearPath = lever(
        ((2025, 50.0),),
        "businesses",
        high=20_000,
        zh="新培育农家乐民宿",
        en="new homestays, cumulative",
        source="qingyuan_plan",
        sized_for="qingyuan",
    )
    shops: YearPath = lever(
        ((2025, 1000.0),),
        "businesses",
        high=100_000,
        zh="新培育网店",
        en="new online shops, cumulative",
        source="own_assumption",
        sized_for="qingyuan",
    )
    capital_paid_share: float = lever(
        0.2,
        "share",
        high=1.0,
        zh="投入补助比例",
        en="opening cost paid by the county",
        source="own_assumption",
    )
    jobs_per_homestay: float = lever(
        1.0,
        "persons",
        high=20,
        zh="每家民宿用工",
        en="workers of one homestay",
        source="own_assumption",
    )
    job_pay_yuan: float = lever(
        24_000.0,
        "yuan per year",
        low=1000.0,
        high=200_000,
        zh="民宿用工年工资",
        en="pay of a year in a homestay",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Support the businesses due by this quarter."""
        homestays = VentureOffer(
            self.name,
            "homestay",
            self.due(self.homestays, quarter),
            capital_paid_share=self.capital_paid_share,
            jobs=self.jobs_per_homestay,
            job_pay_yuan=self.job_pay_yuan,
        )
        shops = VentureOffer(
            self.name,
            "shop",
            self.due(self.shops, quarter),
            capital_paid_share=self.capital_paid_share,
        )
        ventures = (*rules.work.ventures, homestays, shops)
        return replace(rules, work=replace(rules.work, ventures=ventures))


policy = ECommerceAndHomestays
