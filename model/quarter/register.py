"""The low-income register: a list with entry and exit, reviewed yearly (低收入农户)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.calendar import is_first_of_year
from model.compiled import compiled, inlined
from model.streams import decision_code, normal_quantile, uniform
from model.table import sum_where

if TYPE_CHECKING:
    from model.books import HouseholdBooks
    from model.county import CountyModel

NEAR_POOR_MULTIPLE = 1.5
"""Households below 1.5 times the subsistence line may be listed (低保边缘).
Source: provincial rule."""


@inlined
def exit_probability(income_per_head, line, turnover):  # type: ignore[no-untyped-def]
    """Chance to leave the list on review: rises with income over the near-poor line.

    At the line it is the yearly turnover, at half of it half, and at most four times as much.
    """
    return min(1.0, turnover * min(4.0, income_per_head / line))


@inlined
def belongs(estimate, entry_line, exit_line, listed, admitted):  # type: ignore[no-untyped-def]
    """Whether a screened household is to be on the list.

    A listed one stays up to the exit line; another is admitted below the entry line if it applies
    and passes the check of its property.
    """
    return estimate < exit_line if listed else admitted and estimate < entry_line


def near_poor_line(county: "CountyModel") -> float:
    """Income below which a household may be listed, yuan per head and year."""
    return NEAR_POOR_MULTIPLE * county.dibao_per_head_year()


def review(county: "CountyModel") -> None:
    """Review the list in the first quarter of a year on last year's income."""
    if not (county.switches.register_churn and is_first_of_year(county.quarter)):
        return
    register = county.parameters.register
    households, books = county.households, county.books
    before = households["on_register"].copy()
    stays = households["rural"] | county.moves.moved
    _review(
        county.streams.seed,
        decision_code("register_exit"),
        decision_code("register_entry"),
        county.quarter,
        households["id"],
        households["members"],
        stays,
        households["on_register"],
        books.last_year_income,
        near_poor_line(county),
        register.yearly_turnover,
        books.register_entry_rate,
    )
    if county.rules.register.screened_share > 0.0:
        screen(county, before)
    county.support.note_review(before)


def screen(county: "CountyModel", before: NDArray[np.bool_]) -> None:
    """Decide on screened households by an estimate of their income (收入倒推筛查)."""
    households, books, rules = county.households, county.books, county.rules.register
    _screen(
        county.streams.seed,
        decision_code("screening_check"),
        decision_code("screening_error"),
        county.quarter,
        households["id"],
        households["members"],
        households["rural"],
        before,
        books.last_year_income,
        county.dibao_per_head_year(),
        rules.exit_multiple * near_poor_line(county),
        rules.screened_share,
        rules.admitted_share,
        county.parameters.support.screening_log_sd,
        households["on_register"],
    )


@compiled
def _screen(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    seed,
    check_code,
    error_code,
    quarter,
    ids,
    members,
    rural,
    before,
    income,
    entry_line,
    exit_line,
    share,
    admitted_share,
    error_sd,
    on_register,
):
    for i in range(ids.size):
        lot = uniform(seed, check_code, quarter, ids[i])
        if not rural[i] or lot >= share:
            continue
        error = normal_quantile(uniform(seed, error_code, quarter, ids[i]))
        estimate = income[i] / members[i] * np.exp(error_sd * error)
        admitted = lot < share * admitted_share
        on_register[i] = belongs(estimate, entry_line, exit_line, before[i], admitted)


@compiled
def _review(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    seed,
    exit_code,
    entry_code,
    quarter,
    ids,
    members,
    rural,
    on_register,
    income,
    line,
    turnover,
    entry_rate,
):
    for i in range(ids.size):
        per_head = income[i] / members[i]
        if on_register[i]:
            leaves = uniform(seed, exit_code, quarter, ids[i]) < exit_probability(
                per_head, line, turnover
            )
            on_register[i] = rural[i] and not leaves
        elif rural[i] and per_head < line:
            on_register[i] = uniform(seed, entry_code, quarter, ids[i]) < entry_rate


def entry_rate(county: "CountyModel", books: "HouseholdBooks") -> float:
    """Yearly chance of a poor household off the list to be listed.

    Chosen once so that expected entries equal expected exits in the starting county, counted in
    persons: households that enter are larger than those that leave.
    """
    households, turnover = books.households, county.parameters.register.yearly_turnover
    line = near_poor_line(county)
    per_head = books.last_year_income / households["members"]
    listed, persons = households["on_register"], books.weighted_persons
    rows = np.flatnonzero(listed)
    leaving = np.minimum(1.0, turnover * np.minimum(4.0, per_head[rows] / line))
    poor = households["rural"] & ~listed & (per_head < line)
    candidates = sum_where(persons, poor)
    exits = float((leaving * persons[rows]).sum())
    return min(1.0, exits / candidates) if candidates > 0.0 else 0.0
