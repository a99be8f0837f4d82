"""What one world leaves behind when it has run."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from model.ledger import Posting
from model.trend_path import TrendFactors


@dataclass(eq=False)
class WorldOutcome:
    """Results of one world, by year.

    indicators: name → float64 (years,). villages: name → (years, villages).
    household_income: yuan a year, (years, households); household_rural: residence at year end.
    household_listed: on the register at year end. worker_pay: outlet pay a year, (years, workers).
    """

    factors: TrendFactors
    indicators: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    villages: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    postings: list[Posting] = field(default_factory=list)
    household_income: list[NDArray[np.float64]] = field(default_factory=list)
    household_rural: list[NDArray[np.bool_]] = field(default_factory=list)
    household_listed: list[NDArray[np.bool_]] = field(default_factory=list)
    worker_pay: list[NDArray[np.float64]] = field(default_factory=list)
