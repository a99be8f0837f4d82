"""Long-term-care insurance for more people (长期护理保险)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import DEMONSTRATION_ZONE, Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class LongTermCareInsurance(Policy):
    """Insure more residents: everybody pays a premium, families that care at home get cash.

    Eligible: all residents; benefits for those in need of care. Take-up: households join in a
    fixed order up to the number insured. Capacity: that number. Payer → payee: household → insurer
    (less transfers), insurer → household that cares at home (transfers). Displaces: nothing;
    services in kind are outside income, and paid carers' wages are not modelled. Lag: none. Decay:
    none. Baseline: a drawn share is insured anyway and is not posted. Budget: premiums; insurers
    carry the rest. Source: Pingyang plan 2025, item 16: 230,000 insured.
    """

    name: ClassVar[str] = "long_term_care_insurance"
    family: ClassVar[str] = "transfers"
    zh: ClassVar[str] = "长期护理保险扩面"
    issued: ClassVar[date] = DEMONSTRATION_ZONE

    insured_persons: YearPath = lever(
        ((2025, 230_000.0),),
        "persons",
        high=10_000_000,
        zh="长护险参保人数",
        en="persons insured",
        source="pingyang_plan",
        sized_for="pingyang",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Insure the number promised; before the first promised year as many as then."""
        year = 2022 + quarter // 4
        promised = [value for due, value in self.insured_persons if due <= year]
        due = promised[-1] if promised else self.insured_persons[0][1]
        support = replace(rules.support, care_insured_persons=self.intensity * due)
        return replace(rules, support=support)


policy = LongTermCareInsurance
