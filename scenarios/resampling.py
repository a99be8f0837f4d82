"""How far a printed number may be off because only so many futures were simulated.

Bootstrap by clusters: whole parameter draws are drawn again with all their seeds and, where a cell
also holds a redraw of trend and survey, redraws independently of them (the pigeonhole bootstrap of
A. B. Owen, Annals of Applied Statistics 1 (2007), which errs on the wide side). Resampled sets are
kept as counts, so a statistic is a weighted one, and are the same in every run.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from calibration.shocks import uniforms

Floats = NDArray[np.float64]
Counts = NDArray[np.int32]

REPEATS = 100
"""Resampled sets; the Monte Carlo error itself is then known to about 7 %."""


@dataclass(frozen=True)
class Cells:
    """Which draw and which redraw each value belongs to.

    draw: int64 (cells,), labels. redraw: int64 (cells,) in 0..redraws-1, or None without redraws.
    """

    draw: NDArray[np.int64]
    redraw: NDArray[np.int64] | None = None

    @cached_property
    def counts(self) -> Counts | None:
        """How often each cell stands in each resampled set; int32 (repeats, cells).

        None if there is nothing to resample: a single draw and no redraws.
        """
        labels, draw = np.unique(self.draw, return_inverse=True)
        if len(labels) < 2 and self.redraw is None:
            return None
        counts = np.ones((REPEATS, len(draw)), np.int32)
        if len(labels) > 1:
            counts *= _resampled("bootstrap.draws", len(labels))[:, draw]
        if self.redraw is not None:
            units = int(self.redraw.max()) + 1
            counts *= _resampled("bootstrap.redraws", units)[:, self.redraw]
        return counts


def _resampled(name: str, units: int) -> Counts:
    """Counts of each unit in `REPEATS` samples with replacement; int32 (repeats, units)."""
    drawn = uniforms(name, np.arange(REPEATS * units), year=units).reshape(REPEATS, units)
    rows = np.arange(REPEATS)[:, None] * units
    flat = (rows + (drawn * units).astype(np.int64)).ravel()
    counts = np.bincount(flat, minlength=REPEATS * units).reshape(REPEATS, units)
    return counts.astype(np.int32)


def resampled_quantiles(values: Floats, counts: Counts, levels: tuple[float, ...]) -> Floats:
    """Quantiles of every resampled set, interpolated as by `numpy.quantile`; (repeats, levels)."""
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    quantiles = np.full((len(counts), len(levels)), np.nan)
    for row, running in enumerate(np.cumsum(counts[:, order], axis=1, dtype=np.int64)):
        if running[-1] > 0:
            position = np.asarray(levels) * (running[-1] - 1)
            below = np.floor(position)
            low = ranked[np.searchsorted(running, below, side="right")]
            high = ranked[np.searchsorted(running, np.ceil(position), side="right")]
            quantiles[row] = low + (position - below) * (high - low)
    return quantiles


def resampled_means(values: Floats, counts: Counts) -> Floats:
    """Mean of every resampled set; (repeats,)."""
    total = counts.sum(axis=1)
    return np.divide(counts @ values, total, out=np.full(len(total), np.nan), where=total > 0)


def spread(resampled: Floats) -> Floats:
    """Standard deviation over the resampled sets, those without any value left out."""
    return np.asarray(np.nanstd(resampled, axis=0, ddof=1))
