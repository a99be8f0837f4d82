"""Village clusters (片区组团、共富片区): neighbours that do business together."""

from dataclasses import dataclass, replace
from typing import ClassVar

from model.calendar import YearPath
from model.cooperation_rules import ClusterRules
from model.policies.policy import Policy, lever
from model.rules import Rules


@dataclass(frozen=True, kw_only=True)
class VillageClusters(Policy):
    """A core village and those linked to it: joint operation, brand, shared offices, pooled leases.

    Eligible: blocks of neighbouring rural villages. Take-up: a village joins if its part of the
    surplus beats what it could gain alone; terms are agreed after a bargaining lag, the later the
    more unequal the villages. Capacity: clusters promised by year. Kinds: strong helps weak,
    complementary, pooled resources, as the villages are. Payer → payee: customers → collectives
    (by contribution), lessees → collectives (pooled leases), county → collectives (award, project
    capital), county → operating teams; households only through dividends and welfare. Displaces:
    what lessees of pooled leases kept; other projects of members' money. Lag: two to four quarters
    of bargaining. Decay: break-up after four losing quarters. Budget: at most a million yuan a key
    cluster, 200,000 a team, five teams a year. Source: Cixi's report of 2023 (81 clusters over 263
    villages) and Keqiao's draft of 2025 (about ten by 2027). Cixi's clusters earned in 2022
    already, so a transplant may begin with the pilot.
    """

    name: ClassVar[str] = "village_clusters"
    family: ClassVar[str] = "alliances and clusters"
    zh: ClassVar[str] = "片区组团"

    clusters: YearPath = lever(
        ((2022, 2.0), (2024, 10.0)),
        "clusters",
        high=500,
        zh="共富片区",
        en="clusters, cumulative",
        source="own_assumption",
        sized_for="keqiao",
    )
    villages: int = lever(
        4,
        "villages",
        low=2,
        high=12,
        zh="每个片区村数",
        en="neighbouring villages that bargain over one cluster",
        source="zhejiang_practice_2023",
    )
    floor_share: float = lever(
        0.0,
        "share",
        high=1.0,
        zh="弱村保底份额",
        en="least part of a village, relative to an equal part",
        source="own_assumption",
    )
    award_yuan: float = lever(
        1_000_000.0,
        "yuan",
        high=1e8,
        zh="重点片区最高奖补",
        en="most that a key cluster is given for projects",
        source="keqiao_draft",
    )
    award_clusters: float = lever(
        4.0,
        "clusters",
        high=500,
        zh="区级重点片区",
        en="key clusters that may be awarded",
        source="keqiao_draft",
        sized_for="keqiao",
    )
    team_award_yuan: float = lever(
        200_000.0,
        "yuan",
        high=1e7,
        zh="运营团队奖励",
        en="award of an operating team",
        source="keqiao_draft",
    )
    team_awards: float = lever(
        5.0,
        "number",
        high=500,
        zh="每年奖励团队数上限",
        en="operating teams awarded a year, at most",
        source="keqiao_draft",
        sized_for="keqiao",
    )

    def amend(self, rules: Rules, quarter: int) -> Rules:
        """Let clusters come up to the number due."""
        clusters = ClusterRules(
            clusters=self.due(self.clusters, quarter),
            villages=self.villages,
            floor_share=self.floor_share,
            award_yuan=self.award_yuan,
            award_clusters=self.intensity * self.award_clusters,
            team_award_yuan=self.team_award_yuan,
            team_awards=self.intensity * self.team_awards,
        )
        return replace(rules, cooperation=replace(rules.cooperation, clusters=clusters))


policy = VillageClusters
