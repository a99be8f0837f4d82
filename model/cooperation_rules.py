"""Rules of cooperation in one quarter: alliances, clusters, joint projects, sales, the exchange."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AllianceRules:
    """Ties between villages and partners (帮富联盟, 红色共富联合体)."""

    aid: float = 0.0
    """Aid alliances that may stand, all three kinds, county total."""
    town_share: float = 0.0
    """Part of them between a strong and a weak town (山海带富联盟)."""
    chamber_share: float = 0.0
    """Part of them with a chamber of commerce outside (引贤助富联盟); the rest are with
    enterprises (村企创富联盟)."""
    aid_saving_yuan: float = 0.0
    """What an aid alliance of the best fit saves an enterprise at a site, yuan a year."""
    aid_projects: float = 0.0
    """Village projects helped by aid alliances, cumulative, county total."""
    aid_deal_saving: float = 0.0
    """Multiple of the drawn saving on the cost of a lease."""
    consortia: float = 0.0
    """Joint party branches of village, enterprise and chamber that may stand, county total."""
    consortium_saving_yuan: float = 0.0
    consortium_projects: float = 0.0
    consortium_deal_saving: float = 0.0
    consortium_outreach: float = 0.0
    """Multiple of the drawn outreach rate, all programmes, where a consortium works."""


@dataclass(frozen=True, slots=True)
class LedgerRules:
    """The digital ledger of joint building (村企共建一本账)."""

    villages_share: float = 0.0
    """Part of the villages that run on it by now."""
    outreach: float = 0.0
    """Multiple of the drawn outreach rate among those who use it."""


@dataclass(frozen=True, slots=True)
class SalesRules:
    """Sales channels for produce: online shop, tours, supermarkets, organised smallholders."""

    products: float = 0.0
    """Products on the online shop, county total (共富购)."""
    routes: float = 0.0
    """Tour routes, county total (共富游)."""
    supermarkets: float = 0.0
    organised_share: float = 0.0
    """Part of smallholders organised in modern farming by now; 0 for no target."""


@dataclass(frozen=True, slots=True)
class OperationRules:
    """Villages whose business a state enterprise operates (国企+民营+村集体)."""

    villages: float = 0.0
    returned_share: float = 0.0
    """Part of the operating profit that goes back to the village."""
    household_share: float = 0.0
    """Part of what goes back that is paid to members directly."""


@dataclass(frozen=True, slots=True)
class EnclaveRules:
    """Joint projects elsewhere (飞地) and contiguous development (连片开发)."""

    enclave_revenue_yuan: float = 0.0
    """Revenue a year up to which enclaves may be built, county total."""
    enclave_villages: float = 0.0
    """Villages that may take part, weakest first."""
    contiguous_revenue_yuan: float = 0.0


@dataclass(frozen=True, slots=True)
class ExchangeRules:
    """The rural property exchange (农村产权交易)."""

    coverage: float = 0.0
    """Part of collective operating leases that go through the exchange when they come up."""
    share_deals: float = 0.0
    """Shares of the collective sold, pledged, inherited or given up, deals a year."""
    yuan_per_deal: float = 0.0


@dataclass(frozen=True, slots=True)
class ClusterRules:
    """Villages that do business together (片区组团, 共富片区)."""

    clusters: float = 0.0
    """Clusters that may stand, county total."""
    villages: int = 4
    """Neighbouring villages that negotiate about one cluster."""
    floor_share: float = 0.0
    """Least share of a village, as part of an equal share; 0: by contribution alone."""
    award_yuan: float = 0.0
    """Most that a key cluster with clear results is given for projects, once."""
    award_clusters: float = 0.0
    """Key clusters that may be awarded, cumulative, county total."""
    team_award_yuan: float = 0.0
    team_awards: float = 0.0
    """Operating teams awarded a year, county total."""


@dataclass(frozen=True, slots=True)
class CooperationRules:
    """All of it for one quarter."""

    alliances: AllianceRules = field(default_factory=AllianceRules)
    ledger: LedgerRules = field(default_factory=LedgerRules)
    sales: SalesRules = field(default_factory=SalesRules)
    operation: OperationRules = field(default_factory=OperationRules)
    enclaves: EnclaveRules = field(default_factory=EnclaveRules)
    exchange: ExchangeRules = field(default_factory=ExchangeRules)
    clusters: ClusterRules = field(default_factory=ClusterRules)
