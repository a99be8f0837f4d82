"""The province's ten thousand workshops (万家共富工坊): what comes to every county anyway."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class ProvincialWorkshops(Policy):
    """The county's part of 10,000 workshops ordered province-wide in September 2022.

    Eligible, take-up, displaced, lag, decay: as for workshops; only places and support come from
    the province, without alliances, training pay or places kept for the register. Capacity: the
    drawn share of 10,000 by residents or rural residents, linear over twelve quarters.
    Payer → payee: province (booked under treasury) → enterprise (part of rent and refit).
    Budget: the province's. Source: provincial guide to workshops, September 2022.
    """

    name: ClassVar[str] = "provincial_workshops"
    family: ClassVar[str] = "workshops"
    zh: ClassVar[str] = "全省万家共富工坊"

    rent_paid_share: float = lever(
        0.25,
        "share",
        high=1.0,
        zh="租金补助比例",
        en="rent paid by the province",
        source="own_assumption",
    )
    refit_paid_share: float = lever(
        0.25,
        "share",
        high=1.0,
        zh="改造补助比例",
        en="refit paid by the province",
        source="own_assumption",
    )
    quarters: int = lever(
        12,
        "quarters",
        low=1,
        high=40,
        zh="完成期",
        en="quarters to the full number",
        source="provincial_workshop_guide",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Open the places due by this quarter."""
        part = min(1.0, (quarter - self.first_quarter + 1) / self.quarters)
        workshops = replace(
            rules.workshops,
            provincial_part=self.intensity * part,
            rent_paid_share=max(self.rent_paid_share, rules.workshops.rent_paid_share),
            refit_paid_share=max(self.refit_paid_share, rules.workshops.refit_paid_share),
            outreach=max(0.5, rules.workshops.outreach),
        )
        return replace(rules, workshops=workshops)


policy = ProvincialWorkshops
