"""Those who became well off first help others (先富带后富, 结对带富)."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.policies.policy import Policy, lever
from model.rules import Rules
from model.support_rules import PairingRules

WISH_MIX = (0.255, 0.05, 0.042, 0.036, 0.40, 0.217)
"""Shares of wishes: jobs 3,062, assets 508 and market 435 of 12,000 are reported by Fuyang; the
rest is divided between skills, services and charity by assumption."""

REACH_KM = 15.0
PLATFORM_REACH = 2.0
"""A matching platform widens the reach of help. Assumption."""


@dataclass(frozen=True, kw_only=True)
class Pairing(Policy):
    """Ask who needs what, find who can help, and join them.

    Eligible: registered households first, then those near the line, then those below 100,000 yuan
    a year. Take-up: one wish a household at the drawn rate; enterprises are asked from the largest
    down and agree at the willing share; honour lists raise it. A match needs need x resource x
    proximity above a threshold and succeeds at the drawn rate. Capacity: households, matches per
    donor, unmet orders of the donor, free outlet places, vacant houses. Payer → payee: enterprise →
    worker (wages), buyer → grower (business), lessee → owner (property), enterprise and well-off
    household → charity → registered household (transfers). Displaces: what the worker earned
    before; other sellers' trade; private gifts; the donor household's own income. Lag: one quarter
    from wish to match. Decay: help ends at the drawn hazard. Baseline: usual private gifts.
    Budget: donors. Professional services have no income effect and are counted only.
    Source: Yueqing pilot plan, task 2 and annex 2 (1,000 low-income households); Fuyang's report of
    December 2023 (3,195 asked, 852 willing; 22,000 surveyed; 12,000 wishes; 4,271 matches).
    """

    name: ClassVar[str] = "pairing"
    family: ClassVar[str] = "charity and pairing"
    zh: ClassVar[str] = "先富带后富结对帮扶"

    surveyed_persons: YearPath = lever(
        ((2023, 22_000.0), (2024, 22_000.0)),
        "persons",
        high=10_000_000,
        zh="摸排后富群体",
        en="persons asked for their needs, cumulative",
        source="zhejiang_practice_2023",
        sized_for="fuyang",
    )
    households: YearPath = lever(
        ((2024, 1_000.0),),
        "households",
        high=1_000_000,
        zh="累计结对帮扶户数",
        en="households matched, cumulative",
        source="yueqing_plan",
        sized_for="yueqing",
    )
    donors: float = lever(
        3_195.0,
        "enterprises and bodies",
        high=100_000,
        zh="动员带富主体",
        en="enterprises and bodies asked to help",
        source="zhejiang_practice_2023",
        sized_for="fuyang",
    )
    willing_share: float = lever(
        0.267,
        "share of those asked",
        high=1.0,
        zh="意向带富比例",
        en="willing to help without honour lists",
        source="zhejiang_practice_2023",
    )
    honour_lift: float = lever(
        0.2,
        "ratio",
        high=5.0,
        zh="共富榜单激励提升",
        en="honour lists and credit incentives raise willingness by",
        source="own_assumption",
    )
    matches_per_donor: float = lever(
        5.0,
        "households",
        high=1_000,
        zh="每个带富主体结对户数",
        en="households that one donor can help",
        source="zhejiang_practice_2023",
    )
    threshold: float = lever(
        0.05,
        "score",
        high=1.0,
        zh="匹配门槛",
        en="least score of a match",
        source="own_assumption",
    )
    platform: bool = lever(
        True,
        "yes or no",
        high=1.0,
        zh="供需匹配平台与五大联盟",
        en="matching platform and alliances widen the reach",
        source="zhejiang_practice_2023",
    )
    gift_yuan: float = lever(
        1_500.0,
        "yuan per household and year",
        high=1e6,
        zh="慈善帮扶每户每年",
        en="gift to a matched household",
        source="own_assumption",
    )
    household_donor_share: float = lever(
        0.5,
        "share of gifts",
        high=1.0,
        zh="先富家庭出资比例",
        en="part of gifts that well-off households pay",
        source="own_assumption",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Set what may be asked and matched by now; keep counterpart purchases as they are."""
        pairing: PairingRules = replace(
            rules.pairing,
            surveyed_persons=self.due(self.surveyed_persons, quarter),
            households=self.due(self.households, quarter),
            donors=self.donors,
            willing_share=min(1.0, self.willing_share * (1.0 + self.honour_lift)),
            matches_per_donor=self.matches_per_donor,
            threshold=self.threshold,
            reach_km=REACH_KM * (PLATFORM_REACH if self.platform else 1.0),
            wish_mix=WISH_MIX,
            gift_yuan=self.gift_yuan,
            household_donor_share=self.household_donor_share,
        )
        return replace(rules, pairing=pairing)


policy = Pairing
