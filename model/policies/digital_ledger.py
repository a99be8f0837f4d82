"""The digital ledger of joint building (村企共建一本账): who could work with whom, and on what."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.cooperation_rules import LedgerRules
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class DigitalLedger(Policy):
    """One ledger, panorama, policy toolbox and farm data store (一本账、全景地图、工具箱、数据仓).

    Eligible: villages on the ledger; households that use it, a drawn share. Take-up: the ledger is
    rolled out village by village. Capacity: all villages by 2024. Payer → payee: none; no money
    moves. It makes the fit of village and enterprise easier to see, alliances last longer, leases
    cheaper to agree, and lets users hear of leases and places. Displaces: nothing of its own.
    Lag: rollout 2023 to 2024. Decay: none. Budget: building the application, not stated in the plan
    and not counted. Source: Yueqing pilot plan 2022-2024, safeguard 4, annex 3 item 3.
    """

    name: ClassVar[str] = "digital_ledger"
    family: ClassVar[str] = "alliances and clusters"
    zh: ClassVar[str] = "村企共建一本账"

    villages_share: YearPath = lever(
        ((2022, 0.0), (2024, 1.0)),
        "share",
        high=1.0,
        zh="上线运行村社占比",
        en="villages that run on the ledger",
        source="yueqing_plan",
    )
    outreach: float = lever(
        1.0,
        "multiple",
        high=10,
        zh="推送力度",
        en="news among users, multiple of officials' outreach",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Roll the ledger out."""
        share = min(1.0, self.due(self.villages_share, quarter))
        ledger = LedgerRules(villages_share=share, outreach=self.outreach if share > 0.0 else 0.0)
        return replace(rules, cooperation=replace(rules.cooperation, ledger=ledger))


policy = DigitalLedger
