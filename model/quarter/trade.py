"""Spending with local households: where the local multiplier comes from."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import inlined
from model.quarter.houses import diverted_by_town

if TYPE_CHECKING:
    from model.county import CountyModel

LARGEST_SHARE = 0.8
"""Most of a town's business income that can be sales to its own households. Assumption."""


@inlined
def spent_locally(multiplier):  # type: ignore[no-untyped-def]
    """Share of income spent with local households that makes this multiplier: 1 - 1/M."""
    return 1.0 - 1.0 / multiplier


def receipts(county: "CountyModel", business: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sales of each town's households to each other this quarter, yuan (towns,).

    A share of the town's income of last quarter, less what new guest houses take from other
    hosts, at most LARGEST_SHARE of what the town's businesses earn (`business`, same shape).
    """
    if not county.switches.local_trade:
        income = county.books.first_town_income
    else:
        income = county.books.town_income
    share = spent_locally(county.parameters.labour.local_multiplier)
    sales = share * income - diverted_by_town(county)
    return np.clip(sales, 0.0, LARGEST_SHARE * business / 4.0)
