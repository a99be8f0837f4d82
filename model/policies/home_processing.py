"""Piece work at home (来料加工): brokers bring orders of enterprises to households."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules
from model.work_rules import JobOffer


@dataclass(frozen=True, kw_only=True)
class HomeProcessing(Policy):
    """First-hand brokers give out piece work that is done at home.

    Eligible: spare workers who hold no other job. Take-up: logit on pay over the reservation, from
    which a part of care falls away at home. Capacity: brokers promised by year times the workers
    of one, and never more than enterprises have unmet orders for; workers of outlets come first.
    Payer → payee: enterprise → worker (wages). Displaces: the worker's odd earnings by the work
    share; a part of the work comes from others of the town. The standing 20,000 home workers and
    new ones that come anyway are in the trend. Lag: none. Decay: quits. Budget: none.
    Source: Qingyuan action plan, July 2022, 2(3).
    """

    name: ClassVar[str] = "home_processing"
    family: ClassVar[str] = "workshops"
    zh: ClassVar[str] = "来料加工"
    issued: ClassVar[date] = date(2022, 7, 15)

    brokers: YearPath = lever(
        ((2025, 45.0),),
        "brokers",
        high=10_000,
        zh="新培育一手经纪人",
        en="new first-hand brokers, cumulative",
        source="qingyuan_plan",
        sized_for="qingyuan",
    )
    workers_per_broker: float = lever(
        60.0,
        "persons",
        high=10_000,
        zh="每个经纪人带动人数",
        en="home workers of one broker",
        source="own_assumption",
    )
    pay_yuan: float = lever(
        12_000.0,
        "yuan per year",
        low=100.0,
        high=200_000,
        zh="来料加工年收入",
        en="piece pay of a year",
        source="own_assumption",
    )
    work_share: float = lever(
        0.6,
        "share",
        low=0.05,
        high=2.0,
        zh="相当于工坊工作量",
        en="work over that of a year in an outlet",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Offer the work of the brokers due by this quarter."""
        brokers = self.due(self.brokers, quarter)
        offer = JobOffer(
            self.name,
            "home",
            brokers * self.workers_per_broker,
            self.pay_yuan,
            self.work_share,
            at_home=True,
        )
        offers = (*rules.work.offers, offer)
        return replace(rules, work=replace(rules.work, offers=offers))


policy = HomeProcessing
