"""Enterprises and workers share what they create (企业员工创富体)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import DEMONSTRATION_ZONE, Policy, lever
from model.rules import Rules
from model.support_rules import ProfitRules


@dataclass(frozen=True, kw_only=True)
class ProfitSharing(Policy):
    """Score enterprises by 25 + 4 criteria, give three to five stars, spread profit sharing.

    Eligible: enterprises that none of the four negative criteria rules out. Take-up: a drawn chance
    a year, likelier with a higher score. Capacity: stars given. Payer → payee: enterprise → worker
    (wages): the drawn share of profit above normal, more with more stars; owners' property income
    falls by it and rises by what better work adds, as far as profits are paid out. Displaces: a
    drawn part of the bonus replaces base pay. Lag: the bonus comes at the end of the year. Decay:
    5 per cent stop a year. Baseline: existing bonuses are in trend wages. Budget: owners; the
    documents name no public money. Plants employ many urban residents, so the ratio may rise.
    Source: Quzhou's report of December 2023 (12 enterprises first; 50, 30 and 20 by stars in 2024).
    """

    name: ClassVar[str] = "profit_sharing"
    family: ClassVar[str] = "profit sharing"
    zh: ClassVar[str] = "企业员工创富体"
    issued: ClassVar[date] = DEMONSTRATION_ZONE

    firms: YearPath = lever(
        ((2023, 12.0), (2024, 100.0)),
        "enterprises",
        high=100_000,
        zh="星级创富体企业",
        en="enterprises with three to five stars",
        source="zhejiang_practice_2023",
        sized_for="quzhou",
    )
    four_star_share: float = lever(
        0.3,
        "share of enterprises",
        high=1.0,
        zh="四星级占比",
        en="with four stars",
        source="zhejiang_practice_2023",
    )
    five_star_share: float = lever(
        0.2,
        "share of enterprises",
        high=1.0,
        zh="五星级占比",
        en="with five stars",
        source="zhejiang_practice_2023",
    )
    push: float = lever(
        1.0,
        "multiple",
        high=100.0,
        zh="培育力度",
        en="multiple of the drawn chance to adopt",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Give stars up to the number due."""
        profit = ProfitRules(
            firms=self.due(self.firms, quarter),
            four_star_share=self.four_star_share,
            five_star_share=self.five_star_share,
            push=self.push,
        )
        return replace(rules, profit=profit)


policy = ProfitSharing
