"""Markets for casual labour and employment services (零工市场、公共就业服务)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules
from model.work_rules import JobOffer


@dataclass(frozen=True, kw_only=True)
class CasualLabourMarkets(Policy):
    """Markets in the towns with most job seekers, and services that help persons find work.

    Eligible: spare workers. Take-up: casual places by logit on pay over the reservation; search
    help lowers the cost of every application of those reached. Capacity: casual places, towns with
    a market, persons helped a year. Payer → payee: enterprise → worker (wages).
    Displaces: odd earnings by the work share; a part of the work comes from others of the town;
    casual work that comes anyway is in the trend. Lag: none. Decay: quits. Budget: none is posted;
    the markets' upkeep is small. Source: Pingyang work plan 2025, items 21 and 23; Qingyuan action
    plan, July 2022, 3(6).
    """

    name: ClassVar[str] = "casual_labour_markets"
    family: ClassVar[str] = "workshops"
    zh: ClassVar[str] = "零工市场与公共就业服务"
    issued: ClassVar[date] = date(2022, 7, 15)

    market_towns: float = lever(
        2.0,
        "towns",
        high=200,
        zh="零工市场所在乡镇",
        en="towns with a market for casual labour",
        source="pingyang_plan",
        sized_for="pingyang",
    )
    helped_persons: float = lever(
        9000.0,
        "persons per year",
        high=1_000_000,
        zh="重点群体就业帮扶",
        en="persons helped to find work",
        source="pingyang_plan",
        sized_for="pingyang",
    )
    casual_places: YearPath = lever(
        ((2025, 2000.0),),
        "persons",
        high=200_000,
        zh="零工人数",
        en="persons in casual work through the market, cumulative",
        source="own_assumption",
        sized_for="pingyang",
    )
    pay_yuan: float = lever(
        6000.0,
        "yuan per year",
        low=100.0,
        high=200_000,
        zh="零工年收入",
        en="casual pay of a year: about 40 days at 150 yuan",
        source="own_assumption",
    )
    work_share: float = lever(
        0.25,
        "share",
        low=0.05,
        high=2.0,
        zh="相当于工坊工作量",
        en="work over that of a year in an outlet",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Open markets and services."""
        due = self.due(self.casual_places, quarter)
        offer = JobOffer(self.name, "casual", due, self.pay_yuan, self.work_share)
        work = replace(
            rules.work,
            offers=(*rules.work.offers, offer),
            market_towns=rules.work.market_towns + self.intensity * self.market_towns,
            helped_persons=rules.work.helped_persons + self.intensity * self.helped_persons,
        )
        return replace(rules, work=work)


policy = CasualLabourMarkets
