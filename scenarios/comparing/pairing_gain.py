"""What pairing is worth: the variance of a difference with independent luck over that with shared.

Unknowns are held fixed: only seeds of one draw are compared, and draws are pooled. With independent
seeds the variance of a difference is the sum of the two worlds' own; with shared ones it is that of
the differences themselves. Both are estimated from the same runs.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def variance_reduction(
    first: "pd.Series[float]", second: "pd.Series[float]"
) -> dict[str, float | int | None]:
    """Variances with shared and with independent seeds, and their ratio; None with one seed.

    first, second: one value per draw and seed. `factor` None with a paired variance of 0: the
    worlds differ by the same amount in every seed.
    """
    paired, freedom = _within(first - second)
    if not freedom:
        return {"paired": None, "independent": None, "factor": None, "freedom": 0}
    independent = _within(first)[0] + _within(second)[0]
    return {
        "paired": paired,
        "independent": independent,
        "factor": independent / paired if paired > 0.0 else None,
        "freedom": freedom,
    }


def pairing_rows(
    tables: "Mapping[tuple[str, str], pd.DataFrame]",
    pairs: "tuple[tuple[str, str], ...]",
    indicators: "tuple[str, ...]",
    year: int,
) -> list[dict[str, Any]]:
    """A row for every two options and indicator."""
    return [
        {
            "first": first,
            "second": second,
            "indicator": name,
            "year": year,
            **variance_reduction(tables[first, name][year], tables[second, name][year]),
        }
        for first, second in pairs
        for name in indicators
        if (first, name) in tables
    ]


def _within(values: "pd.Series[float]") -> tuple[float, int]:
    """Pooled variance between seeds of one draw, and its degrees of freedom."""
    groups = values.groupby("draw")
    squares = float(np.sum((values - groups.transform("mean")) ** 2))
    freedom = len(values) - groups.ngroups
    return (squares / freedom if freedom else 0.0), freedom
