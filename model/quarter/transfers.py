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


def pay(county: "CountyModel") -> None:
    """Pay the quarter's allowance on last quarter's countable income.

    A part of that quarter's outlet pay is disregarded; charity counts only where the rules say so.
    """
    households = county.households
    rows, persons = county.books.listed_rows()
    standard = county.dibao_per_head_year() / 4.0
    counted = county.rules.charity.means_tested
    paid = np.zeros(rows.size)
    _pay(
        rows,
        persons,
        households["weight"],
        standard,
        county.books.countable,
        county.books.earned_before,
        county.parameters.register.earnings_disregard,
        county.books.grants,
        counted,
        county.books.quarter_income,
        paid,
    )
    county.ledger.pay("transfers", "register", "treasury", "households", paid, paid)


@compiled
def _pay(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    rows, persons, weight, standard, countable, earnings, disregard, grants, counted, income, paid
):
    for k in range(rows.size):
        i = rows[k]
        own = countable[i] - disregard * earnings[i] + (grants[i] if counted else 0.0)
        amount = allowance(standard * persons[k], own)
        income[i, 3] += amount
        paid[k] = amount * weight[i]
