"""A public guarantee company for farm loans (市农信公司, 三农业务担保)."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class GuaranteeCompany(Policy):
    """A company of the county that answers for a part of loans that banks would refuse.

    Eligible: farm households whose loan passes only with a guarantee; the register has a risk fund
    of its own. Take-up: whoever applies for a loan and is refused without. Capacity: guarantees
    outstanding of at most ten times the capital, which failures eat up. Payer → payee: county →
    company (capital, kept in the county's account), company → bank (failed loans), household →
    county (fee, less business income). Displaces: nobody's loan; borrowers that the bank thought
    too risky fail more often. Lag: that of the loans, two to six quarters. Decay: loans fall due
    after one to three years. Budget: the capital. The plan wants a balance of 100 million yuan in
    2022, which needs 10 million of capital at the legal limit; it names no capital.
    Source: Yueqing pilot plan 2022-2024, task 7, annex 2 item 3.
    """

    name: ClassVar[str] = "guarantee_company"
    family: ClassVar[str] = "credit"
    zh: ClassVar[str] = "政策性农业担保"

    capital_yuan: float = lever(
        12.0e6,
        "yuan",
        high=1e10,
        zh="担保公司资本金",
        en="capital of the company",
        source="own_assumption",
        sized_for="yueqing",
    )
    guaranteed_share: float = lever(
        0.8,
        "share",
        high=1.0,
        zh="担保比例",
        en="part of a loan that it answers for",
        source="own_assumption",
    )
    fee: float = lever(
        0.01,
        "per year",
        high=0.05,
        zh="担保费率",
        en="fee on what is guaranteed",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Let the company give guarantees."""
        credit = replace(
            rules.credit,
            active=True,
            guarantee_capital_yuan=self.intensity * self.capital_yuan,
            guaranteed_share=self.guaranteed_share,
            guarantee_fee=self.fee,
        )
        return replace(rules, credit=credit)


policy = GuaranteeCompany
