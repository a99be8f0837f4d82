"""Employment bases for the disabled (残疾人帮扶性就业基地)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules
from model.work_rules import JobOffer


@dataclass(frozen=True, kw_only=True)
class DisabledEmployment(Policy):
    """Bases that employ disabled members of registered households.

    Eligible: spare workers of the register, weak labour above all. Take-up: logit on pay over the
    reservation after the means test. Capacity: bases promised by year times places of one.
    Payer → payee: enterprise → worker (wages); county → enterprise (refund). Displaces: odd
    earnings. Lag: none. Decay: quits. Budget: the refund. An employment rate of 95.4 % of the
    disabled able to work is a reported result elsewhere and no setting. The model has no disability
    status: registered households without a fit member stand for it.
    Source: Pingyang work plan 2025, item 18; Fuyang report 2023.
    """

    name: ClassVar[str] = "disabled_employment"
    family: ClassVar[str] = "transfers"
    zh: ClassVar[str] = "残疾人就业基地"
    issued: ClassVar[date] = date(2022, 7, 15)

    bases: YearPath = lever(
        ((2025, 3.0),),
        "bases",
        high=1000,
        zh="帮扶性就业基地",
        en="employment bases, cumulative",
        source="pingyang_plan",
        sized_for="pingyang",
    )
    places_per_base: float = lever(
        10.0,
        "persons",
        high=1000,
        zh="每个基地安置人数",
        en="places of one base",
        source="pingyang_plan",
    )
    pay_yuan: float = lever(
        24_000.0,
        "yuan per year",
        low=100.0,
        high=200_000,
        zh="年工资",
        en="pay of a place",
        source="own_assumption",
    )
    refund_share: float = lever(
        0.5,
        "share",
        high=1.0,
        zh="用工补贴比例",
        en="pay refunded to the base",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Open the places due by this quarter."""
        bases = self.due(self.bases, quarter)
        offer = JobOffer(
            self.name,
            "disabled",
            bases * self.places_per_base,
            self.pay_yuan,
            0.7,
            self.refund_share,
            register_only=True,
            weak_labour=True,
        )
        offers = (*rules.work.offers, offer)
        return replace(rules, work=replace(rules.work, offers=offers))


policy = DisabledEmployment
