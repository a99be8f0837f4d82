"""What households earn in a normal quarter: the yardstick for gains in per cent of income."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from model.county import CountyModel

WAGES, BUSINESS = 0, 1
QUARTER = 0.25


def factors_now(county: "CountyModel", rows: NDArray[np.int64], source: int) -> NDArray[np.float64]:
    """Trend factor of one source by household: last quarter's, a quarter of a year at first.

    Trend income of a quarter is base income of 2021 a year times this factor.
    """
    if county.quarter == 0:
        return np.full(rows.size, QUARTER)
    households = county.households
    rural, listed = households["rural"][rows], households["on_register"][rows]
    group = np.where(rural, np.where(listed, 2, 0), 1)
    return np.asarray(county.factors.income[county.quarter - 1][group, source])


def wages_now(county: "CountyModel", rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Wages of a quarter from elsewhere than local jobs, yuan; shape as `rows`."""
    return _now(county, rows, WAGES, "forgone_wages")


def business_now(county: "CountyModel", rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Business income of a quarter less what was given up, yuan; shape as `rows`."""
    return _now(county, rows, BUSINESS, "forgone_business")


def _now(
    county: "CountyModel", rows: NDArray[np.int64], source: int, forgone: str
) -> NDArray[np.float64]:
    households = county.households
    left = np.maximum(county.start.base[rows, source] - households[forgone][rows], 0.0)
    return np.asarray(left * households["luck"][rows] * factors_now(county, rows, source))
