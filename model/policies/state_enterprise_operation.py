"""Operation by a state enterprise (国企+民营+村集体)."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.cooperation_rules import OperationRules
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class StateEnterpriseOperation(Policy):
    """A state firm runs a village's business with private firms; most profit goes back.

    Eligible: rural villages, those with most land to their business first. Take-up: the firm
    chooses. Capacity: seven villages. Payer → payee: customers → firm → collective (operating
    revenue) and firm → members (property). Displaces: a drawn part of the gain from other sellers
    of the town. Lag: four quarters to the full gain. Decay: none. Budget: the firm's.
    Source: Yueqing pilot plan 2022-2024, task 3, annex 2 item 3. The guarantee balance of the same
    item belongs to credit.
    """

    name: ClassVar[str] = "state_enterprise_operation"
    family: ClassVar[str] = "alliances and clusters"
    zh: ClassVar[str] = "“国企+民营+村集体”运营"

    villages: YearPath = lever(
        ((2022, 7.0), (2024, 7.0)),
        "villages",
        high=600,
        zh="合作运营村",
        en="villages operated",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    returned_share: float = lever(
        0.7,
        "share",
        high=1.0,
        zh="利润返还比例",
        en="profit that goes back to village and members",
        source="own_assumption",
    )
    household_share: float = lever(
        0.3,
        "share",
        high=1.0,
        zh="返还中直接给农户比例",
        en="part of it paid to members directly",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Let the firm take on villages."""
        operation = OperationRules(
            villages=self.due(self.villages, quarter),
            returned_share=self.returned_share,
            household_share=self.household_share,
        )
        return replace(rules, cooperation=replace(rules.cooperation, operation=operation))


policy = StateEnterpriseOperation
