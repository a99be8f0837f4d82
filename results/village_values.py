"""What a map shows of villages: medians over runs, classes with round borders, shares of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING

from results.run import Run

if TYPE_CHECKING:
    import pandas as pd

CLASSES = 5
QUANTITIES = ("rural_income_per_head", "total_revenue")
SHOWN = (*QUANTITIES, "dividends")


@dataclass(frozen=True, slots=True)
class Classes:
    """Borders between classes, ascending; values in yuan. One class more than borders."""

    borders: tuple[float, ...]

    def of(self, value: float | None) -> int | None:
        """The class of a value, from 0; None where there is no value."""
        if value is None or value != value:
            return None
        return sum(value >= border for border in self.borders)


def village_values(run: Run) -> "pd.DataFrame":
    """Median of every village in the pilot's last year: town, village, tier, then SHOWN in yuan."""
    rows = run.table("villages")
    rows = rows[(rows.world == "pilot") & (rows.year == run.years[-1])]
    by_village = rows.groupby(["town", "village"], sort=True)
    found = by_village[list(SHOWN)].median().reset_index()
    found["tier"] = by_village["tier"].agg(lambda tiers: tiers.iloc[0]).to_numpy()
    return found


def classes(values: Sequence[float]) -> Classes:
    """Classes with about equally many values each, their borders rounded to two digits."""
    import numpy as np

    known = [value for value in values if value == value]
    if not known:
        return Classes(())
    cuts = np.quantile(known, [part / CLASSES for part in range(1, CLASSES)])
    rounded = dict.fromkeys(_round(float(cut)) for cut in cuts)
    low, high = min(known), max(known)
    return Classes(tuple(sorted(border for border in rounded if low < border <= high)))


def _round(value: float) -> float:
    if value == 0.0:
        return 0.0
    step = 10.0 ** (floor(log10(abs(value))) - 1)
    return round(round(value / step) * step, 6)
