"""The programme rules in force in one quarter. The default is a county without programmes."""

from dataclasses import dataclass, field

from model.cooperation_rules import CooperationRules
from model.credit_rules import CreditRules
from model.support_rules import (
    MovingRules,
    PairingRules,
    ProfitRules,
    RegisterRules,
    SupportRules,
)
from model.work_rules import WorkRules


@dataclass(frozen=True, slots=True)
class WorkshopRules:
    """Places for workshops and how they are supported (共富工坊)."""

    slots: float = 0.0
    """Workshops that may hold a programme place, cumulative, county total."""
    provincial_part: float = 0.0
    """Part of the province's workshops for this county that may be open by now."""
    small_slots: float = 0.0
    """Places, small workshops of the neighbourhood included, cumulative, county total."""
    small_jobs: float = 0.0
    """Most jobs of a small workshop."""
    refit_paid_share: float = 0.0
    """Share of the refit paid from public money."""
    rent_paid_share: float = 0.0
    """Share of the rent paid from public money."""
    outreach: float = 0.0
    """Multiple of the drawn outreach rate in villages with a workshop or an alliance."""
    reserved_share: float = 0.0
    """Share of new places kept for the low-income register."""
    register_priority: bool = False
    training_paid: bool = False
    """Whether the training quarter is paid by the county instead of unpaid half-time."""


@dataclass(frozen=True, slots=True)
class LandRules:
    """Land leased through the collective (土地流转, 租金)."""

    arable_quota_mu: float = 0.0
    """Arable land that the programme may have brought to lease, cumulative."""
    forest_quota_mu: float = 0.0
    bundling: bool = False
    """The collective bundles holdings: lower transaction cost, contiguity, holdouts paid."""
    outreach: float = 0.0
    profit_share: float = 0.0
    """Guaranteed rent plus this share of the lessee's surplus (保底+分红); 0 for plain rent."""
    priority_hiring: bool = False
    """Lessees hire the lessors first (土地流转+优先雇用)."""


@dataclass(frozen=True, slots=True)
class HouseRules:
    """Vacant houses leased through the programme (闲置农房)."""

    quota: float = 0.0
    """Houses that the programme may have activated, cumulative."""
    outreach: float = 0.0
    platform_bids: float = 0.0
    """Extra bidders per auction that the property exchange brings."""


@dataclass(frozen=True, slots=True)
class CollectiveRules:
    """Money and duties of village collectives (股金)."""

    special_fund_yuan: float = 0.0
    """County money for projects, yuan per village and year, not income."""
    project_slots: float = 0.0
    """Joint projects that the programme brings about, cumulative, county total."""
    dividend_villages: float = 0.0
    """Villages that are to pay share dividends by now; 0 for no target."""
    dividend_threshold_yuan: float = 1_000_000.0
    """Operating revenue from which a village may pay share dividends."""


@dataclass(frozen=True, slots=True)
class CharityRules:
    """The circular charity fund (循环慈善)."""

    active: bool = False
    volume: float = 1.0
    """Multiple of the drawn donations and endowment."""
    grants_yuan_per_year: float = 0.0
    trust: bool = False
    """Whether the endowed trust exists (from 2023 in the plan)."""
    price_floor: bool = False
    means_tested: bool = False
    """Whether grants count as income for the subsistence allowance."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All programme rules of one quarter; policies amend a fresh copy each quarter."""

    workshops: WorkshopRules = field(default_factory=WorkshopRules)
    land: LandRules = field(default_factory=LandRules)
    houses: HouseRules = field(default_factory=HouseRules)
    collective: CollectiveRules = field(default_factory=CollectiveRules)
    charity: CharityRules = field(default_factory=CharityRules)
    register: RegisterRules = field(default_factory=RegisterRules)
    support: SupportRules = field(default_factory=SupportRules)
    pairing: PairingRules = field(default_factory=PairingRules)
    profit: ProfitRules = field(default_factory=ProfitRules)
    moving: MovingRules = field(default_factory=MovingRules)
    work: WorkRules = field(default_factory=WorkRules)
    credit: CreditRules = field(default_factory=CreditRules)
    cooperation: CooperationRules = field(default_factory=CooperationRules)


@dataclass(frozen=True, slots=True)
class Switches:
    """Ablations: each interaction can be switched off to see what it contributes."""

    orders: bool = True
    """Enterprises answer to their order books; off: each offers the typical number of jobs."""
    wage_response: bool = True
    """Local low-skill pay answers to vacancies and job seekers."""
    local_trade: bool = True
    """Households spend part of their income with local households."""
    auctions: bool = True
    """Land and house rents form in auctions; off: the drawn rent is paid."""
    payout_choice: bool = True
    """Villages choose the payout; off: a fixed share of the distributable surplus."""
    learning: bool = True
    """Expected gains follow realised gains of neighbours."""
    household_shocks: bool = True
    """Household incomes fluctuate; off: every household keeps its 2021 rank."""
    clusters: bool = True
    """Villages bargain and do business together; off: no cluster forms."""
    register_churn: bool = True
    """Households enter and leave the low-income register; off: the list of 2021 stays."""

    credit_scoring: bool = True
    """Banks lend by score and recovery; off: every applicant is served as far as money goes."""

    @classmethod
    def no_feedback(cls) -> "Switches":
        """Second-round effects off: wages, trade, learning."""
        return cls(wage_response=False, local_trade=False, learning=False)
