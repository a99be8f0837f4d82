"""Rules of lending in one quarter; the default is what banks do anyway (金融强村、涉农贷款)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CreditRules:
    """Money, scoring and security for loans to households, enterprises and village projects."""

    active: bool = False
    """Whether any programme changes lending; only then is a second set of books kept."""
    household_volume_yuan: float = 0.0
    """Loans to farm households issued since the start of 2022, cumulative, as promised."""
    enterprise_volume_yuan: float = 0.0
    """Loans to rural enterprises issued since the start of 2022, cumulative, as promised."""
    specialist_villages: float = 0.0
    """Villages with a finance specialist (金融共富专员), county total."""
    stations: float = 0.0
    """Flagship stations (旗舰型丰收驿站), county total; each serves its town."""
    special_rate_cut: float = 0.0
    """Cut of the rate for households that farm (石斛贷、枇杷贷、草莓贷), per year."""
    register_loans: bool = False
    """Small loans to the low-income register, backed and subsidised by the county."""
    register_subsidy: float = 0.0
    """Interest on such loans that the county pays, per year."""
    renewal_share: float = 0.0
    """Share of maturing loans renewed without repayment on top of usual renewals (无还本续贷)."""
    first_loans: bool = False
    """Banks look for those who never borrowed (首贷户拓展)."""
    park_share: float = 0.0
    """Share of enterprises in a park that is rated as a whole (整园授信)."""
    custody_share: float = 0.0
    """Share of households whose assets are held in custody as security (资产受托代管)."""
    skill_loans: bool = False
    """Certificates of skill count as a record (技能共富贷, 以技授信)."""
    guarantee_capital_yuan: float = 0.0
    """Capital paid in to the guarantee company."""
    guaranteed_share: float = 0.0
    """Part of a guaranteed loan that the company answers for."""
    guarantee_fee: float = 0.0
    """Fee of the borrower, per year and yuan of the loan."""
    project_slots: float = 0.0
    """Village projects with a credit line, cumulative, county total."""
    project_line_yuan: float = 0.0
    """Line of one such project."""
    project_debt_share: float = 0.0
    """Part of such a project that may be borrowed."""
    small_firms: float = 0.0
    """Small enterprises with a new credit line, cumulative, county total."""
    small_firm_line_yuan: float = 0.0
    """Line of one such enterprise."""
