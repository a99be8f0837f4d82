"""Rules of support, pairing, profit sharing and moving in one quarter; the default is none."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegisterRules:
    """The subsistence allowance, and who is on the low-income register (低保, 低收入农户)."""

    standard_factor: float = 1.0
    """Multiple of the drawn standard that extra rises have reached."""
    standard_floor_yuan_per_month: float = 0.0
    """Common standard of the province; the county pays at least this much (省域统筹)."""
    earnings_disregard: float = 0.0
    """Least share of outlet pay that the allowance does not count."""
    fading_quarters: int = 0
    """Quarters in which the allowance fades out after a household leaves the list (渐退期)."""
    screened_share: float = 0.0
    """Share of rural households whose income is estimated from records at each yearly review."""
    admitted_share: float = 1.0
    """Share of those found poor who apply and pass the check of their property."""
    exit_multiple: float = 1.5
    """Screened households leave the list above this multiple of the near-poor line."""


@dataclass(frozen=True, slots=True)
class SupportRules:
    """Payments on top of the allowance: pension, care, medical relief, an income floor."""

    pension_rise_yuan_per_month: float = 0.0
    """Rise of the residents' base pension beyond the trend."""
    pension_counted_share: float = 0.0
    """Part of that rise that the allowance counts as income."""
    care_insured_persons: float = 0.0
    """Persons in long-term-care insurance, county total."""
    medical_relief_share: float = 0.0
    """Part of own medical costs of registered households that is paid back."""
    medical_deductible_yuan: float = 0.0
    """Own costs per household and year below which nothing is paid back."""
    floor_yuan: float = 0.0
    """Income per head and year below which a rural household is helped; 0 for no monitoring."""
    found_share: float = 0.0
    """Share of households below the floor that monitoring finds."""
    gap_paid_share: float = 0.0
    floor_budget_yuan: float = 0.0
    """Most that may be paid a year to close gaps, county total."""
    work_first: bool = False
    """Spare workers of households below the floor are brought to a free outlet place."""


@dataclass(frozen=True, slots=True)
class PairingRules:
    """Those who became well off first help others (先富带后富), and counterpart purchases."""

    surveyed_persons: float = 0.0
    """Persons whose needs have been asked, cumulative, county total."""
    households: float = 0.0
    """Households that may have been matched, cumulative, county total."""
    donors: float = 0.0
    """Enterprises asked to help, largest first, county total."""
    willing_share: float = 0.0
    matches_per_donor: float = 0.0
    threshold: float = 0.0
    """Least score of a match: need x resource x proximity."""
    reach_km: float = 15.0
    """Distance at which help is worth 1/e of help next door; a platform widens it."""
    wish_mix: tuple[float, ...] = ()
    """Shares of wishes: jobs, skills, assets, market, services, charity."""
    gift_yuan: float = 0.0
    """Gift per matched household and year."""
    household_donor_share: float = 0.0
    """Part of gifts paid by well-off households instead of enterprises."""
    counterpart_sales_yuan: float = 0.0
    """Purchases by partner units a year (消费帮扶), county total."""
    counterpart_outside_share: float = 0.0
    counterpart_register_share: float = 0.0
    """Part of purchases made from the register first."""
    counterpart_most_yuan: float = 1.0
    """Most sales of one household a year."""


@dataclass(frozen=True, slots=True)
class ProfitRules:
    """Enterprises that share profits with their workers (创富体)."""

    firms: float = 0.0
    """Enterprises that may hold three to five stars, county total."""
    four_star_share: float = 0.0
    five_star_share: float = 0.0
    push: float = 1.0
    """Multiple of the drawn chance of an enterprise to adopt."""


@dataclass(frozen=True, slots=True)
class MovingRules:
    """Households that move to town: out of the mountains, or into rented flats."""

    relocated_persons: float = 0.0
    """Persons moved by the relocation programme, cumulative, county total (大搬快聚)."""
    relocation_grant_yuan: float = 0.0
    """Housing grant per person, capital."""
    flats: float = 0.0
    """Rented flats for rural workers in town, cumulative, county total (保障性租赁住房)."""
    rent_subsidy_yuan_per_month: float = 0.0
    """Paid to the household in a flat."""
