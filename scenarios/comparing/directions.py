"""Which way an indicator is better, so that one option can be said to beat another.

Rising incomes and jobs are better, rising gaps and cost worse. What is neither good nor bad in
itself (shares of sources, loans, movers, the size of a list) has no direction and no winner.
"""

import numpy as np
from numpy.typing import NDArray

MORE_IS_BETTER = frozenset(
    {
        "rural_income",
        "urban_income",
        "resident_income",
        "low_income",
        "rural_income_real",
        "urban_income_real",
        "low_income_list_2021",
        "middle_income_share",
        "middle_income_share_high",
        "rural_property_share",
        "collective_income",
        "collective_operating_income",
        "dividend_villages",
        "dividends_paid",
        "workshop_jobs",
        "absorbed_jobs",
        "low_skill_wage_index",
        "households_two_incomes",
        "households_three_incomes",
        "farm_labour_productivity_index",
    }
)
LESS_IS_BETTER = frozenset(
    {
        "ratio",
        "ratio_fixed_residence",
        "gini_rural",
        "gini_urban",
        "gini_all",
        "quintile_ratio_rural",
        "town_theil",
        "villages_below_floor",
        "public_cost",
        "rural_persons_below_9000",
        "rural_persons_below_13000",
        "register_false_inclusion",
        "register_false_exclusion",
        "loans_defaulted",
    }
)

SAME = 1e-9
"""Values that differ by less, relative to the larger, are a tie: they differ by rounding."""


def direction(indicator: str) -> int:
    """1 where more is better, -1 where less is, 0 where neither."""
    return (indicator in MORE_IS_BETTER) - (indicator in LESS_IS_BETTER)


def tied(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether two values are the same but for rounding."""
    size = np.maximum(np.abs(first), np.abs(second))
    return np.asarray(np.abs(first - second) <= SAME * size)
