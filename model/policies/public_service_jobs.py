"""Public-service posts and caring posts (公益性岗位、爱心岗位)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules
from model.work_rules import JobOffer


@dataclass(frozen=True, kw_only=True)
class PublicServiceJobs(Policy):
    """Posts for those who find no other work: the county's own, and enterprises' with a refund.

    Eligible: public posts, spare workers with the register first, weak labour too; caring posts,
    spare workers of the register. Take-up: logit on pay over the reservation after the means test
    of the allowance. Capacity: posts promised by year less those that come anyway.
    Payer → payee: county → worker (wages); enterprise → worker (wages); county → enterprise
    (refund).
    Displaces: the worker's odd earnings by the work share; a worker holds one job. Lag: none.
    Decay: quits, the post is filled again. Budget: pay of public posts and the refund.
    Source: Qingyuan action plan, July 2022, 3(6); Pingyang work plan 2025, item 23 (220 posts).
    """

    name: ClassVar[str] = "public_service_jobs"
    family: ClassVar[str] = "transfers"
    zh: ClassVar[str] = "公益性岗位与爱心岗位"
    issued: ClassVar[date] = date(2022, 7, 15)

    posts: YearPath = lever(
        ((2025, 220.0),),
        "persons",
        high=100_000,
        zh="乡镇公益性岗位",
        en="public-service posts, cumulative",
        source="pingyang_plan",
        sized_for="pingyang",
    )
    post_pay_yuan: float = lever(
        18_000.0,
        "yuan per year",
        low=100.0,
        high=200_000,
        zh="公益性岗位年工资",
        en="pay of a public post",
        source="own_assumption",
    )
    caring_posts: YearPath = lever(
        ((2025, 100.0),),
        "persons",
        high=100_000,
        zh="爱心岗位",
        en="caring posts of enterprises, cumulative",
        source="own_assumption",
        sized_for="qingyuan",
    )
    caring_pay_yuan: float = lever(
        24_000.0,
        "yuan per year",
        low=100.0,
        high=200_000,
        zh="爱心岗位年工资",
        en="pay of a caring post",
        source="own_assumption",
    )
    refund_share: float = lever(
        0.3,
        "share",
        high=1.0,
        zh="爱心岗位补贴比例",
        en="pay refunded to the enterprise",
        source="own_assumption",
    )
    weak_labour: bool = lever(
        True,
        "yes or no",
        high=1.0,
        zh="半劳动力、弱劳动力可任",
        en="open to weak labour",
        source="pingyang_plan",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Open the posts due by this quarter."""
        public = JobOffer(
            self.name,
            "public",
            self.due(self.posts, quarter),
            self.post_pay_yuan,
            0.7,
            1.0,
            register_first=True,
            weak_labour=self.weak_labour,
        )
        caring = JobOffer(
            self.name,
            "caring",
            self.due(self.caring_posts, quarter),
            self.caring_pay_yuan,
            public_share=self.refund_share,
            register_only=True,
        )
        offers = (*rules.work.offers, public, caring)
        return replace(rules, work=replace(rules.work, offers=offers))


policy = PublicServiceJobs
