"""The trend as the model receives it: area means by source and year, drawn outside."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class TrendPath:
    """What the county's incomes would be with no programme at all (world E0).

    income: float64 (years, 2, 4), yuan per head and year by area (0 rural, 1 urban) and source.
    register_income: float64 (years,), yuan per head and year of low-income households.
    urbanisation: float64 (years + 1,), share at each year's end, beginning with 2021.
    prices: float64 (years,), consumer price index, 2021 = 1.
    """

    first_year: int
    income: NDArray[np.float64]
    register_income: NDArray[np.float64]
    urbanisation: NDArray[np.float64]
    prices: NDArray[np.float64]

    @property
    def years(self) -> int:
        """Number of years."""
        return len(self.register_income)


@dataclass(frozen=True, eq=False)
class TrendFactors:
    """What the trend world found, applied unchanged in every paired world.

    income: float64 (quarters, 3, 4) by group (rural off the register, urban, register) and income
    source; multiplies base times luck, yuan a quarter. collective: float64 (quarters,), multiplies
    the village revenue of 2021.
    """

    income: NDArray[np.float64]
    collective: NDArray[np.float64]
