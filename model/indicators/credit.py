"""Loans outstanding, issued, failed and guaranteed."""

from typing import TYPE_CHECKING

from model.indicators.indicator import indicator

if TYPE_CHECKING:
    from model.indicators.year_end import YearEnd

UNNAMED_RATIO = 27.0 / 37.0
"""Agricultural loans of the plan for nobody named over those to households and enterprises: 64
billion yuan less 11 and 26. Counted in proportion to what is simulated; no income comes of them."""


@indicator("yuan", zh="农户贷款余额", en="Loans to farm households outstanding")
def household_loan_stock(end: "YearEnd") -> float:
    """Loans to farm households outstanding at the end of the year, renewed ones included."""
    return end.county.credit.household_book.outstanding()


@indicator("yuan", zh="涉农企业贷款余额", en="Loans to enterprises outstanding")
def enterprise_loan_stock(end: "YearEnd") -> float:
    """Loans to enterprises outstanding at the end of the year, renewed ones included."""
    return end.county.credit.enterprise_book.outstanding()


@indicator("yuan", zh="涉农贷款余额(可模拟部分)", en="Agricultural loans outstanding")
def farm_loan_stock(end: "YearEnd") -> float:
    """Loans outstanding to households, enterprises and, since 2021, village collectives."""
    return household_loan_stock(end) + enterprise_loan_stock(end) + end.county.bank.lent


@indicator("yuan", zh="当年发放农户贷款", en="Loans to farm households issued")
def household_loans_issued(end: "YearEnd") -> float:
    """New and renewed loans to farm households this year."""
    return end.county.credit.household_book.counts.issued_year


@indicator("yuan", zh="当年发放涉农企业贷款", en="Loans to enterprises issued")
def enterprise_loans_issued(end: "YearEnd") -> float:
    """New and renewed loans to enterprises this year."""
    return end.county.credit.enterprise_book.counts.issued_year


@indicator("yuan", zh="发放涉农贷款额度", en="Agricultural loans issued")
def farm_loans_issued(end: "YearEnd") -> float:
    """Row 13 of annex 1: loans issued this year, renewals included; issue, not new debt.

    Households, enterprises and village projects, and in proportion to these the loans that the plan
    promises to nobody named.
    """
    named = household_loans_issued(end) + enterprise_loans_issued(end)
    return (1.0 + UNNAMED_RATIO) * named + end.county.credit.village_lent_year


@indicator("yuan", zh="当年违约贷款", en="Loans failed")
def loans_defaulted(end: "YearEnd") -> float:
    """Loans of households and enterprises that failed this year."""
    credit = end.county.credit
    books = credit.household_book, credit.enterprise_book
    return sum(book.counts.defaulted_year for book in books)


@indicator("yuan", zh="当年未获批贷款申请", en="Loans refused")
def loans_refused(end: "YearEnd") -> float:
    """Loans that households and enterprises applied for this year and banks refused."""
    credit = end.county.credit
    return sum(book.counts.refused_year for book in (credit.household_book, credit.enterprise_book))


@indicator("yuan", zh="三农业务担保余额", en="Agricultural guarantees outstanding")
def guarantee_exposure(end: "YearEnd") -> float:
    """What the guarantee company answers for at the end of the year."""
    return end.county.credit.household_book.exposure()


@indicator("yuan", zh="新增信贷带来的农户净收入", en="Household income from additional loans")
def credit_income(end: "YearEnd") -> float:
    """Receipts less interest of households this year beyond what usual lending brings."""
    return end.county.credit.additional
