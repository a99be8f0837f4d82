"""One summary for every number that is printed: median, intervals, Monte Carlo error."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasting.monte_carlo_error import Cells, error_of_mean, error_of_quantile

Floats = NDArray[np.float64]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
NAMES = ("p05", "p25", "median", "p75", "p95")

Row = dict[str, float | int | str | None]
"""A row of a table."""


@dataclass(frozen=True)
class Summary:
    """Quantiles of one quantity. What cannot be estimated is None, never NaN.

    errors: Monte Carlo error (one standard deviation) by name of the quantile.
    n: values that went in.
    """

    unit: str
    n: int
    mean: float | None
    quantiles: dict[str, float | None]
    errors: dict[str, float | None]

    def json(self) -> dict[str, float | str | None]:
        """The seven keys of the summary file; `mc_error` is that of the median."""
        return {
            "median": self.quantiles["median"],
            **{name: self.quantiles[name] for name in NAMES if name != "median"},
            "mc_error": self.errors["median"],
            "unit": self.unit,
        }

    def row(self) -> Row:
        """The columns of the `levels` table, with the error of every quantile."""
        others = {f"mc_error_{n}": self.errors[n] for n in NAMES if n != "median"}
        return {
            **{name: self.quantiles[name] for name in NAMES},
            "mean": self.mean,
            "mc_error": self.errors["median"],
            **others,
            "n": self.n,
            "unit": self.unit,
        }


def summarise(values: Floats, unit: str) -> Summary:
    """Summarise one value per draw and seed.

    values: float64 (draws, seeds); NaN where a run failed. With one draw there is no interval:
    different seeds of one draw say nothing about what is unknown.
    """
    table = np.atleast_2d(np.asarray(values, np.float64))
    draw = np.repeat(np.arange(table.shape[0]), table.shape[1])
    return summarise_cells(table.ravel(), Cells(draw), unit)


def summarise_cells(values: Floats, cells: Cells, unit: str) -> Summary:
    """Summarise values of any cells; float64 (cells,), NaN where a run failed."""
    kept = np.isfinite(values)
    known, cells = values[kept], cells.kept(kept)
    nothing: dict[str, float | None] = dict.fromkeys(NAMES)
    if not known.size:
        return Summary(unit, 0, None, nothing, nothing)
    quantiles = dict(zip(NAMES, np.quantile(known, LEVELS).tolist(), strict=True))
    errors = {
        name: error_of_quantile(known, level, cells)
        for name, level in zip(NAMES, LEVELS, strict=True)
    }
    if errors["median"] is None:
        quantiles = nothing | {"median": quantiles["median"]}
    return Summary(unit, known.size, float(known.mean()), quantiles, errors)


def probability(met: NDArray[np.bool_], cells: Cells) -> tuple[float, float | None]:
    """Share of cells in which something holds, and its Monte Carlo error."""
    return float(met.mean()), error_of_mean(met.astype(np.float64), cells)
