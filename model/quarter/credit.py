"""Loans to households and enterprises, and what a programme adds to them (金融强村、涉农贷款).

Banks lend without any programme too. Those loans are kept in books of their own, the same in every
world, and what they earn is part of the trend. A programme opens second books under its own terms,
beginning with the loans of that day. Only the difference between both is paid: a borrower who would
have borrowed anyway has none, and one who is crowded out loses what he would have earned.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled, inlined
from model.quarter.credit_book import CreditBook, Programme
from model.quarter.loan_rules import working_share
from model.table import total_by, weighted_sum

if TYPE_CHECKING:
    from model.county import CountyModel

__all__ = ["CreditBook", "Programme", "lend_and_pay"]


@inlined
def loan_income(principal, working, rates, uses):  # type: ignore[no-untyped-def]
    """A quarter's receipts, business interest and consumer interest of a loan, yuan.

    Args: principal in yuan; working: part of the return that has begun; rates: return on productive
    use and rate paid, per year; uses: productive share, and new consumption in the rest. The rest
    of the rest replaces other borrowing at the same rate and changes nothing.
    """
    gain, rate = rates
    productive, consumed = uses
    receipts = principal * productive * gain * working / 4.0
    interest = principal * productive * rate / 4.0
    return receipts, interest, principal * (1.0 - productive) * consumed * rate / 4.0


@inlined
def value_split(added, interest, wage_share, rural_share):  # type: ignore[no-untyped-def]
    """Rural wages, urban wages and owners' profit out of enterprises' value added, yuan."""
    wages = wage_share * added
    return rural_share * wages, (1.0 - rural_share) * wages, added - wages - interest


def lend_and_pay(county: "CountyModel") -> None:
    """Lend under the usual terms and, once a programme is there, under its own; pay the rest."""
    credit = county.credit
    credit.count_villages()
    programme = credit.keep_second_books()
    for loans in (credit.households, credit.enterprises):
        book = loans.baseline
        book.open_quarter(county.quarter, 0.0)
        rows = loans.seasonal(county.quarter)
        room = credit.usual_room(loans.yearly, book)
        book.lend(county.quarter, rows, loans.usual_terms(rows), room, 0.0)
    if programme is not None:
        _lend_under_programme(county, programme)
        _pay_households(county, programme)
        _pay_enterprises(county, programme)


def _lend_under_programme(county: "CountyModel", programme: Programme) -> None:
    """Second books: visits, renewals without repayment, guarantees, larger volumes."""
    credit, rules, quarter = county.credit, county.rules.credit, county.quarter
    company = county.guarantee_company
    credit.households.send_specialists()
    company.pay_in(rules.guarantee_capital_yuan)
    for book in (programme.households, programme.enterprises):
        book.open_quarter(quarter, rules.renewal_share)
    backed = programme.households.counts.backing_called
    company.honour(programme.households.counts.guarantees_called)
    _both_ways(county, "capital", "treasury", "bank", backed)
    rows = credit.households.seasonal(quarter)
    programme.households.lend(
        quarter,
        rows,
        credit.households.programme_terms(rows),
        credit.room("households"),
        company.room(programme.households.exposure() if company.capital > 0.0 else 0.0),
    )
    rows = credit.enterprises.seasonal(quarter)
    programme.enterprises.lend(
        quarter, rows, credit.enterprises.programme_terms(rows), credit.room("enterprises"), 0.0
    )


def _pay_households(county: "CountyModel", programme: Programme) -> None:
    """Pay households what their loans earn and cost beyond the baseline."""
    credit, unknowns = county.credit, county.parameters.finance
    figures = (
        unknowns.productive_share,
        unknowns.new_consumption_share,
        credit.households.rate + unknowns.excess_return,
        county.rules.credit.guarantee_fee,
    )
    sums, receipts = np.zeros(10), np.zeros(len(county.start.villages))
    _beyond(
        county.quarter,
        credit.households.rows,
        programme.households.borrowers,
        programme.households.stock,
        credit.households.baseline.stock,
        figures,
        county.books.quarter_income,
        receipts,
        sums,
    )
    _post_households(county, sums)
    credit.additional += float(sums[0] - sums[1] - sums[2] + sums[3] - sums[4] + sums[5])
    by_town = total_by(county.start.villages["town"], receipts, county.start.towns)
    county.books.diverted += unknowns.taken_from_others * np.maximum(by_town, 0.0)


FLOWS = (
    ("business", "world", "households"),
    ("business", "households", "world"),
    ("business", "households", "bank"),
    ("business", "bank", "households"),
    ("property", "households", "bank"),
    ("property", "bank", "households"),
    ("business", "households", "treasury"),
    ("spending", "treasury", "bank"),
    ("capital", "bank", "households"),
    ("capital", "households", "bank"),
)
"""What `_beyond` adds up: receipts more and less, business interest more and less, consumer
interest more and less, guarantee fees, subsidies, new money and repayments."""


def _post_households(county: "CountyModel", sums: NDArray[np.float64]) -> None:
    for (kind, payer, payee), amount in zip(FLOWS, sums, strict=True):
        if amount > 0.0:
            county.ledger.pay(kind, "credit", payer, payee, float(amount), float(amount))


@compiled
def _beyond(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    quarter, rows, borrowers, now, anyway, figures, income, receipts, sums
):
    """Add to incomes what second books bring beyond the first.

    `sums` are those of FLOWS; `receipts` (villages,) what borrowers take in beyond the first books.
    """
    productive, consumed, typical, fee = figures
    uses = (productive, consumed)
    for i in range(rows.size):
        cash = now.cash[i] - anyway.cash[i]
        one, other = now.principal[i], anyway.principal[i]
        weight = borrowers.weight[i]
        sums[8] += weight * max(cash, 0.0)
        sums[9] += weight * max(-cash, 0.0)
        if one == 0.0 and other == 0.0:
            continue
        gain = typical + borrowers.ability[i]
        net = now.rate[i] - now.subsidy[i]
        age, age_anyway = quarter - now.since[i], quarter - anyway.since[i]
        more = loan_income(one, working_share(age), (gain + now.luck[i], net), uses)
        less = loan_income(
            other, working_share(age_anyway), (gain + anyway.luck[i], anyway.rate[i]), uses
        )
        due = fee * now.guaranteed[i] / 4.0
        sums[6] += weight * due
        sums[7] += weight * one * now.subsidy[i] / 4.0
        income[rows[i], 1] -= due
        for flow in range(3):
            extra = more[flow] - less[flow]
            sums[2 * flow] += weight * max(extra, 0.0)
            sums[2 * flow + 1] += weight * max(-extra, 0.0)
            income[rows[i], 2 if flow == 2 else 1] += extra if flow == 0 else -extra
        receipts[borrowers.group[i]] += weight * (more[0] - less[0])


def _pay_enterprises(county: "CountyModel", programme: Programme) -> None:
    """Pay workers and owners what enterprises' loans add beyond the baseline."""
    loans, unknowns = county.credit.enterprises, county.parameters.finance
    added, interest = (
        one - other
        for one, other in zip(
            loans.earned(programme.enterprises), loans.earned(loans.baseline), strict=True
        )
    )
    _both_ways(county, "spending", "world", "enterprises", added)
    _both_ways(county, "spending", "enterprises", "bank", interest)
    stocks = programme.enterprises.stock.cash - loans.baseline.stock.cash
    cash = weighted_sum(stocks, programme.enterprises.borrowers.weight)
    _both_ways(county, "capital", "bank", "enterprises", cash)
    rural, urban, profit = value_split(
        added, interest, unknowns.enterprise_wage_share, unknowns.enterprise_rural_share
    )
    amounts = np.array([rural, urban, profit])
    if amounts.any():
        _hand_out(county, amounts)


def _both_ways(county: "CountyModel", kind: str, payer: str, payee: str, amount: float) -> None:
    """Post an amount, or the other way round if it is negative."""
    if amount < 0.0:
        payer, payee, amount = payee, payer, -amount
    if amount > 0.0:
        county.ledger.pay(kind, "credit", payer, payee, amount, amount)


def _hand_out(county: "CountyModel", amounts: NDArray[np.float64]) -> None:
    """Pay rural wages, urban wages and urban business income, each as households have of it."""
    households = county.households
    given = _in_proportion(
        households["rural"],
        households["weight"],
        county.start.base,
        amounts,
        county.books.quarter_income,
    )
    _both_ways(county, "wages", "enterprises", "households", given[0] + given[1])
    _both_ways(county, "business", "enterprises", "households", given[2])


@compiled
def _in_proportion(rural, weight, base, amounts, income):  # type: ignore[no-untyped-def]
    """Add amounts to rural wages, urban wages and urban business; returns what could be given."""
    whole = np.zeros(3)
    for i in range(weight.size):
        if rural[i]:
            whole[0] += weight[i] * base[i, 0]
        else:
            whole[1] += weight[i] * base[i, 0]
            whole[2] += weight[i] * base[i, 1]
    part = np.zeros(3)
    for k in range(3):
        part[k] = amounts[k] / whole[k] if whole[k] > 0.0 else 0.0
    for i in range(weight.size):
        if rural[i]:
            income[i, 0] += part[0] * base[i, 0]
        else:
            income[i, 0] += part[1] * base[i, 0]
            income[i, 1] += part[2] * base[i, 1]
    return part * whole
