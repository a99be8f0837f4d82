"""The subsistence allowance (低保): what income is short of the standard, to listed households."""

from typing import TYPE_CHECKING

import numpy as np

from model.compiled import compiled, inlined

if TYPE_CHECKING:
    from model.county import CountyModel


@inlined
def allowance(standard, countable):  # type: ignore[no-untyped-def]
    """Allowance of a household: the standard less countable income, not below zero; yuan."""
    return max(0.0, standard - countable)


@inlined
def fading_part(left, quarters):  # type: ignore[no-untyped-def]
    """Part of the last allowance still paid with `left` of `quarters` fading quarters to go."""
    return left / (quarters + 1.0)


def pay(county: "CountyModel") -> None:
    """Pay the quarter's allowance on last quarter's countable income.

    A part of that quarter's outlet pay is disregarded; charity counts only where the rules say so,
    and so does the part of a pension rise that the rules name.
    """
    households, support = county.households, county.support
    rows, persons = county.books.listed_rows()
    standard = county.dibao_per_head_year() / 4.0
    counted = county.rules.charity.means_tested
    paid = np.zeros(rows.size)
    amounts = np.zeros(rows.size)
    _pay(
        rows,
        persons,
        households["weight"],
        standard,
        county.books.countable,
        county.books.earned_before,
        earnings_disregard(county),
        county.books.grants,
        counted,
        support.counted,
        county.books.quarter_income,
        paid,
        amounts,
    )
    county.ledger.pay("transfers", "register", "treasury", "households", paid, paid)
    support.last_allowance[:] = 0.0
    support.last_allowance[rows] = amounts
    if county.rules.register.fading_quarters > 0:
        _fade(county)


def earnings_disregard(county: "CountyModel") -> float:
    """Share of outlet pay that the allowance does not count: the drawn one or the rule's."""
    drawn = county.parameters.register.earnings_disregard
    return max(drawn, county.rules.register.earnings_disregard)


def _fade(county: "CountyModel") -> None:
    """Pay what fades out to households that left the list (渐退期)."""
    support, households = county.support, county.households
    quarters = county.rules.register.fading_quarters
    rows = np.flatnonzero((support.fading_left > 0) & ~households["on_register"])
    if rows.size == 0:
        return
    left = np.minimum(support.fading_left[rows], quarters)
    amount = support.fading_yuan[rows] * fading_part(left.astype(np.float64), quarters)
    support.fading_left[rows] -= 1
    county.books.quarter_income[rows, 3] += amount
    paid = amount * households["weight"][rows]
    county.ledger.pay("transfers", "register", "treasury", "households", paid, paid)


@compiled
def _pay(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    rows,
    persons,
    weight,
    standard,
    countable,
    earnings,
    disregard,
    grants,
    counted,
    other,
    income,
    paid,
    amounts,
):
    for k in range(rows.size):
        i = rows[k]
        own = countable[i] - disregard * earnings[i] + (grants[i] if counted else 0.0) + other[i]
        amount = allowance(standard * persons[k], own)
        income[i, 3] += amount
        paid[k] = amount * weight[i]
        amounts[k] = amount
