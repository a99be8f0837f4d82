"""New farmers and returnees, and the smallholders they lead (新农人、农创客、千千万万助农增收)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules
from model.work_rules import Course, VentureOffer


@dataclass(frozen=True, kw_only=True)
class NewFarmers(Policy):
    """Returnees open farms with rent, living and interest support; each leads smallholders.

    Eligible: full-time workers under 60 of rural households (returnees); farm households that farm
    their own land (smallholders). Take-up: logit on farm income and support over the wages given up
    and the yearly cost of the investment; logit on the expected gain. Capacity: farms promised by
    year, smallholders led by cadres and farms. Payer → payee: world → household (business);
    county → household (transfers, two years); household → world (capital); farm → worker (wages).
    Displaces: the returnee's wages, other sellers of the town; farms that open anyway are in the
    trend. Lag: four quarters to full income, lessons two to four. Decay: closing hazard; lessons
    fade. Budget: support for two years; cadres are paid anyway. The promised 10,000 yuan for each
    household led is a goal; what is gained follows from the drawn effect on its own business.
    Source: Qingyuan action plan, July 2022, 1, 2(1-2), 3(3), 3(11); Keqiao support of new farmers.
    """

    name: ClassVar[str] = "new_farmers"
    family: ClassVar[str] = "training and technology"
    zh: ClassVar[str] = "新农人与千千万万助农增收"
    issued: ClassVar[date] = date(2022, 7, 15)

    farms: YearPath = lever(
        ((2025, 1000.0),),
        "farms",
        high=100_000,
        zh="培育高质量家庭农场等新型主体",
        en="new farm businesses, cumulative",
        source="qingyuan_plan",
        sized_for="qingyuan",
    )
    households_led: YearPath = lever(
        ((2025, 10_000.0),),
        "households",
        high=1_000_000,
        zh="带动小农户、低收入农户",
        en="smallholders led, cumulative",
        source="qingyuan_plan",
        sized_for="qingyuan",
    )
    register_share: float = lever(
        0.2,
        "share",
        high=1.0,
        zh="带动低收入农户比例",
        en="places for smallholders of the register",
        source="own_assumption",
    )
    support_yuan: float = lever(
        10_000.0,
        "yuan per year",
        high=500_000,
        zh="租金、生活和贴息补助",
        en="rent, living and interest support",
        source="own_assumption",
    )
    capital_paid_share: float = lever(
        0.1,
        "share",
        high=1.0,
        zh="投入补助比例",
        en="opening cost paid by the county",
        source="own_assumption",
    )
    jobs_per_farm: float = lever(
        1.0,
        "persons",
        high=50,
        zh="每个主体用工",
        en="workers of one farm",
        source="own_assumption",
    )
    job_pay_yuan: float = lever(
        24_000.0,
        "yuan per year",
        low=1000.0,
        high=200_000,
        zh="主体用工年工资",
        en="pay of a year on such a farm",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Support farms, and have smallholders led, as due by this quarter."""
        farms = VentureOffer(
            self.name,
            "farm",
            self.due(self.farms, quarter),
            self.support_yuan,
            self.capital_paid_share,
            self.jobs_per_farm,
            self.job_pay_yuan,
        )
        led = Course(
            self.name,
            "linking",
            self.due(self.households_led, quarter),
            selection=0.0,
            register_share=self.register_share,
        )
        work = replace(
            rules.work,
            ventures=(*rules.work.ventures, farms),
            courses=(*rules.work.courses, led),
        )
        return replace(rules, work=work)


policy = NewFarmers
