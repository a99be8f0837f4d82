"""Workshops in villages (共富工坊/共富车间): places and support; alliances are their own policy."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class Workshops(Policy):
    """Programme places for workshops that enterprises open in villages.

    Eligible: enterprises with divisible work beyond their plant; spare workers of 16 to 75, women
    of 40 to 65 and persons of 60 to 72 above all. Take-up: enterprises where profit is greatest
    and above zero; workers by logit on pay over their reservation, among those who have heard.
    Capacity: workshops promised by year; jobs follow from orders, pay and supply and are never
    forced. Payer → payee: enterprise → worker (wages), enterprise → collective (rent), county →
    enterprise (refit, part of the rent), county → worker (training allowance, transfers).
    Displaces: what the worker earned before; other outlets' workers; outlets that would have
    opened anyway. Lag: a training quarter and two more to full speed. Decay: closing hazard.
    Budget: refits and rent support. Source: Yueqing pilot plan 2022-2024, task 6, annex 2 item 6.
    """

    name: ClassVar[str] = "workshops"
    family: ClassVar[str] = "workshops"
    zh: ClassVar[str] = "共富工坊"

    workshops: YearPath = lever(
        ((2022, 10.0), (2024, 100.0)),
        "workshops",
        high=5_000,
        zh="共富车间(工坊)",
        en="workshops, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    refit_paid_share: float = lever(
        0.5,
        "share",
        high=1.0,
        zh="改造补助比例",
        en="refit paid by the county",
        source="own_assumption",
    )
    rent_paid_share: float = lever(
        0.5,
        "share",
        high=1.0,
        zh="租金补助比例",
        en="rent paid by the county",
        source="sanmen_workshops",
    )
    reserved_share: float = lever(
        0.1,
        "share",
        high=1.0,
        zh="低收入农户预留岗位",
        en="places kept for the register",
        source="own_assumption",
    )
    register_priority: bool = lever(
        True, "yes or no", high=1.0, zh="低收入农户优先", en="register first", source="yueqing_plan"
    )
    training_paid: bool = lever(
        True, "yes or no", high=1.0, zh="培训补贴", en="training allowance", source="yueqing_plan"
    )
    outreach: float = lever(
        1.0, "multiple", high=10, zh="宣传力度", en="outreach by officials", source="own_assumption"
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Open the places due by this quarter."""
        workshops = replace(
            rules.workshops,
            slots=rules.workshops.slots + self.due(self.workshops, quarter),
            refit_paid_share=max(self.refit_paid_share, rules.workshops.refit_paid_share),
            rent_paid_share=max(self.rent_paid_share, rules.workshops.rent_paid_share),
            reserved_share=self.reserved_share,
            register_priority=self.register_priority,
            training_paid=self.training_paid,
            outreach=max(self.outreach, rules.workshops.outreach),
        )
        return replace(rules, workshops=workshops)


policy = Workshops
