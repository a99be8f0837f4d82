"""Rules of programmes for people's work: courses, local jobs, small businesses, insurance.

A policy adds an entry; the phases in `model/quarter/` carry all entries of one kind in one way.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Course:
    """A course or other lesson for workers (培训、技术推广、结对指导)."""

    tag: str
    """Policy under whose name gains are posted."""
    kind: str
    """farmer, technology, greenhouse, linking or vocational: which unknown is its effect."""
    places: float = 0.0
    """Places given since the start of 2022, attendances, county total."""
    selection: float = 0.5
    """How far places go to the productive first: 0 by lot, 1 strictly by skill and earnings."""
    register_share: float = 0.0
    """Part of the places kept for the low-income register."""
    premium_share: float = 0.0
    """Part of those trained whose employer pays by grade of skill (能级工资)."""


@dataclass(frozen=True, slots=True)
class JobOffer:
    """Places of one kind of local job outside outlets; one worker holds one place."""

    tag: str
    """Policy under whose name pay is posted."""
    kind: str
    """public, caring, disabled, farm, home, casual or venture: which baseline path is its own."""
    places: float
    """Places that may be held by now, cumulative, county total, baseline included."""
    pay_yuan: float
    """Pay of a full year in the place, yuan."""
    work_share: float = 1.0
    """Work of the place over that of a year in an outlet; what it costs the worker follows it."""
    public_share: float = 0.0
    """Part of the pay that the county refunds the employer; 1 for posts of its own."""
    at_home: bool = False
    """Done at home: no care to arrange, and no more of it than enterprises have orders for."""
    register_first: bool = False
    register_only: bool = False
    weak_labour: bool = False
    """Open to households of the register without a member fit for ordinary work (弱劳动力)."""


@dataclass(frozen=True, slots=True)
class VentureOffer:
    """Support for one kind of small household business (民宿、网店、新农人)."""

    tag: str
    kind: str
    """homestay, shop, farm or startup: which unknowns are earnings and baseline path."""
    places: float
    """Businesses that may be supported by now, cumulative, county total, baseline included."""
    support_yuan: float = 0.0
    """Public support a year in the first two years, yuan: rent, living, interest."""
    capital_paid_share: float = 0.0
    """Part of the opening cost paid from public money."""
    jobs: float = 0.0
    """Places that one business offers to workers of its town."""
    job_pay_yuan: float = 0.0
    loan_yuan: float = 0.0
    """Guaranteed loan of one business, yuan (创业担保贷款)."""
    interest_paid_share: float = 0.0
    """Part of the interest on that loan paid from public money."""
    counted_from: int = 0
    """First quarter of the volume: what opens anyway counts from then on."""


@dataclass(frozen=True, slots=True)
class InsuranceRules:
    """Farm insurance (政策性农险): parts of farm income covered, and who pays the premium."""

    tag: str = ""
    yield_cover: float = 0.0
    """Share of crop growers that are to be insured against their own yield."""
    index_cover: float = 0.0
    """Share of livestock keepers that are to be insured against the price index."""
    trigger: float = 0.8
    """Yield or price relative to normal below which insurers pay."""
    subsidised_share: float = 0.0
    """Part of the premium paid from public money."""


@dataclass(frozen=True, slots=True)
class WorkRules:
    """All of it for one quarter; entries of several policies stand side by side."""

    courses: tuple[Course, ...] = ()
    offers: tuple[JobOffer, ...] = ()
    ventures: tuple[VentureOffer, ...] = ()
    insurance: InsuranceRules = InsuranceRules()
    phone_persons: float = 0.0
    """Persons taught to use a smartphone by now, county total (智能手机培训)."""
    market_towns: float = 0.0
    """Towns with a market for casual labour (零工市场)."""
    helped_persons: float = 0.0
    """Persons a year helped to find work by public employment services."""
    minimum_wage_growth: float = 0.0
    """Yearly rise of a minimum wage linked to average pay (最低工资联动); 0 without a link."""
    minimum_wage_years: float = 0.0
    """Years that the link has been in force."""
