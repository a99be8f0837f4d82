"""Spending with local households: where the local multiplier comes from."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.quarter.houses import diverted_by_town

if TYPE_CHECKING:
    from model.county import CountyModel


def receipts(county: "CountyModel") -> NDArray[np.float64]:
    """Sales of each town's households to each other this quarter, yuan (towns,).

    A share of the town's income of last quarter, less what new guest houses take from other hosts
    and what programmes divert from other sellers.
    The share, 1 - 1/multiplier where the town's businesses are large enough, was fixed when the
    county began. With the switch off it is applied to the income of 2021 for ever.
    """
    books = county.books
    income = books.town_income if county.switches.local_trade else books.first_town_income
    diverted = diverted_by_town(county) + books.diverted
    return np.maximum(county.start.trade_share * income - diverted, 0.0)
