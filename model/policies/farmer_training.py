"""Training of skilled farmers (高素质农民培训), and smartphone courses."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules
from model.work_rules import Course


@dataclass(frozen=True, kw_only=True)
class FarmerTraining(Policy):
    """Courses for farmers and rural talents: 3,000 over three years, counted as attendances.

    Eligible: workers of 16 to 59 of farm households that farm their own land, one a household;
    for smartphones any rural household. Take-up: logit on the expected gain among those who have
    heard, then the productive first (`selection`). Capacity: places promised by year, each 0.5 to 1
    persons. Payer → payee: county → trainer (spending); world → household (business).
    Displaces: a part of the gain comes from other sellers of the town; those who would have been
    trained anyway come first and add nothing. Lag: two to four quarters. Decay: 0 to 30 % a year.
    Spillover: neighbours copy with the chance at which word passes. Smartphones pay nobody: those
    taught hear of programmes. Budget: 1,000 to 3,000 yuan a place.
    Source: Yueqing pilot plan 2022-2024, task 12, annex 1 row 15, annex 2 item 11.
    """

    name: ClassVar[str] = "farmer_training"
    family: ClassVar[str] = "training and technology"
    zh: ClassVar[str] = "高素质农民培训"

    places: YearPath = lever(
        ((2022, 1000.0), (2023, 2000.0), (2024, 3000.0)),
        "attendances",
        high=1_000_000,
        zh="累计培育高素质农民和实用人才(人次)",
        en="course places, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    phone_persons: YearPath = lever(
        ((2022, 80_000.0),),
        "persons",
        high=2_000_000,
        zh="智能手机应用培训",
        en="persons taught to use a smartphone",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    selection: float = lever(
        0.5,
        "share",
        high=1.0,
        zh="择优程度",
        en="how far places go to the skilled first",
        source="own_assumption",
    )
    register_share: float = lever(
        0.0,
        "share",
        high=1.0,
        zh="低收入农户名额",
        en="places kept for the register",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Offer the places due by this quarter."""
        course = Course(
            self.name,
            "farmer",
            self.due(self.places, quarter),
            selection=self.selection,
            register_share=self.register_share,
        )
        persons = self.due(self.phone_persons, quarter)
        work = replace(
            rules.work,
            courses=(*rules.work.courses, course),
            phone_persons=rules.work.phone_persons + persons,
        )
        return replace(rules, work=work)


policy = FarmerTraining
