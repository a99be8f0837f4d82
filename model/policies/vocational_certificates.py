"""Vocational courses, certificates, and pay by grade of skill (技能等级、能级工资)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules
from model.work_rules import Course


@dataclass(frozen=True, kw_only=True)
class VocationalCertificates(Policy):
    """Courses that end with a certificate; some employers pay by grade.

    Eligible: rural workers of 16 to 59 in full-time work or in an outlet, one a household. Take-up:
    logit on the expected raise among those who have heard, then the skilled first (`selection`).
    Capacity: places promised by year. Payer → payee: county → trainer (spending); enterprise →
    worker (wages), with a premium at firms that have agreed on pay by grade. Displaces: nothing is
    counted; workers who would have risen anyway are not told apart. Lag: two to four quarters.
    Decay: 0 to 30 % a year. Budget: 1,000 to 3,000 yuan a place.
    Source: Pingyang work plan 2025, item 25 (6,200 + 1,000 + 1,000 places, 29 firms); Qingyuan
    action plan, July 2022, 3(6) and 3(8).
    """

    name: ClassVar[str] = "vocational_certificates"
    family: ClassVar[str] = "training and technology"
    zh: ClassVar[str] = "职业技能等级与能级工资"
    issued: ClassVar[date] = date(2022, 7, 15)

    places: YearPath = lever(
        ((2025, 8200.0),),
        "attendances",
        high=1_000_000,
        zh="累计技能培训(人次)",
        en="course places, cumulative",
        source="pingyang_plan",
        sized_for="pingyang",
    )
    selection: float = lever(
        0.5,
        "share",
        high=1.0,
        zh="择优程度",
        en="how far places go to the skilled first",
        source="own_assumption",
    )
    grade_pay_firms: float = lever(
        29.0,
        "firms",
        high=10_000,
        zh="能级工资企业",
        en="firms that pay by grade",
        source="pingyang_plan",
        sized_for="pingyang",
    )
    firms: float = lever(
        4000.0,
        "firms",
        low=1.0,
        high=1_000_000,
        zh="企业总数",
        en="firms whose workers attend",
        source="own_assumption",
        sized_for="yueqing",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Offer the places due by this quarter."""
        course = Course(
            self.name,
            "vocational",
            self.due(self.places, quarter),
            selection=self.selection,
            premium_share=min(1.0, self.intensity * self.grade_pay_firms / self.firms),
        )
        courses = (*rules.work.courses, course)
        return replace(rules, work=replace(rules.work, courses=courses))


policy = VocationalCertificates
