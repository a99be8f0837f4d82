"""The low-income register: a list with entry and exit, reviewed yearly (低收入农户)."""

from typing import TYPE_CHECKING

import numpy as np

from model.calendar import is_first_of_year
from model.compiled import compiled, inlined
from model.streams import decision_code, uniform

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


def review(county: "CountyModel") -> None:
    """Review the list in the first quarter of a year on last year's income."""
    if not is_first_of_year(county.quarter):
        return
    register = county.parameters.register
    households = county.households
    line = NEAR_POOR_MULTIPLE * county.dibao_per_head_year()
    _review(
        county.streams.seed,
        decision_code("register_exit"),
        decision_code("register_entry"),
        county.quarter,
        households["id"],
        households["members"],
        households["rural"],
        households["on_register"],
        county.books.last_year_income,
        line,
        register.yearly_turnover,
        county.books.register_entry_rate,
    )


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
    line = NEAR_POOR_MULTIPLE * county.dibao_per_head_year()
    per_head = books.last_year_income / households["members"]
    listed, persons = households["on_register"], books.weighted_persons
    leaving = np.minimum(1.0, turnover * np.minimum(4.0, per_head[listed] / line))
    poor = households["rural"] & ~listed & (per_head < line)
    candidates = float(persons[poor].sum())
    exits = float((leaving * persons[listed]).sum())
    return min(1.0, exits / candidates) if candidates > 0.0 else 0.0
