"""Relief of what poor households pay for illness themselves (医保防贫)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.policies.policy import DEMONSTRATION_ZONE, Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class MedicalRelief(Policy):
    """Pay back a part of registered households' own medical costs.

    Eligible: households on the low-income register. Take-up: all with costs. Capacity: none.
    Payer → payee: medical insurance and relief → household (transfers, as refunds of medical costs
    are in the survey). Displaces: nothing of income; private gifts for illness are not modelled.
    Lag: within the year. Decay: none. Baseline: what insurance refunds today is in trend transfers;
    only further relief is posted. Budget: insurers and relief funds. The allowance does not count
    it. Source: Fuyang's report of December 2023: own costs of poor families fell by 25.7 %.
    """

    name: ClassVar[str] = "medical_relief"
    family: ClassVar[str] = "transfers"
    zh: ClassVar[str] = "医疗费用减负"
    issued: ClassVar[date] = DEMONSTRATION_ZONE

    relief_share: float = lever(
        0.257,
        "share of own costs",
        high=1.0,
        zh="自付医疗费用下降比例",
        en="part of own medical costs paid back",
        source="zhejiang_practice_2023",
        sized_for="fuyang",
    )
    deductible_yuan: float = lever(
        0.0,
        "yuan per household and year",
        high=1e6,
        zh="起付线",
        en="own costs below which nothing is paid back",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Pay back from now on."""
        support = replace(
            rules.support,
            medical_relief_share=min(1.0, self.intensity * self.relief_share),
            medical_deductible_yuan=self.deductible_yuan,
        )
        return replace(rules, support=support)


policy = MedicalRelief
