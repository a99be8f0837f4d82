"""How far a printed number may be off because only so many futures were simulated.

The share of cells below a quantile is a mean, whose variance is taken over clusters: whole
parameter draws with all their seeds and, where a cell also holds a redraw of trend and survey, over
redraws as well, less what is counted twice (two-way clustering of A. C. Cameron, J. B. Gelbach and
D. L. Miller, Journal of Business & Economic Statistics 29 (2011)). The quantiles at that share plus
and minus its error give the error of the quantile (R. S. Woodruff, Journal of the American
Statistical Association 47 (1952)). Nothing is drawn, so the error is the same in every run.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """Which draw and which redraw each value belongs to.

    draw: int64 (cells,), labels. redraw: int64 (cells,), labels, or None without redraws.
    """

    draw: Index
    redraw: Index | None = None

    @cached_property
    def draws(self) -> int:
        """Number of different draws."""
        return len(np.unique(self.draw))

    def kept(self, rows: NDArray[np.bool_]) -> "Cells":
        """Some of the cells."""
        if rows.all():
            return self
        return Cells(self.draw[rows], None if self.redraw is None else self.redraw[rows])

    @cached_property
    def clusters(self) -> list[Index]:
        """Cluster numbers of the cells: by draw, and by redraw if there are any."""
        ways = [self.draw] if self.redraw is None else [self.draw, self.redraw]
        return [np.unique(way, return_inverse=True)[1] for way in ways]


def error_of_mean(values: Floats, cells: Cells) -> float | None:
    """Standard error of a mean over cells; None where one draw is all there is.

    With redraws and one draw the error is that of the redraws, at the parameters of that draw.
    """
    deviation = values - values.mean()
    variances = [_clustered(deviation, cluster) for cluster in cells.clusters]
    known = [variance for variance in variances if variance is not None]
    if not known:
        return None
    if len(known) == 1:
        return float(np.sqrt(known[0]))
    twice = float(np.sum(deviation**2)) / len(values) ** 2
    return float(np.sqrt(max(*known, sum(known) - twice)))


def error_of_quantile(values: Floats, level: float, cells: Cells) -> float | None:
    """Standard error of `numpy.quantile(values, level)`; None where one draw is all there is."""
    below = (values <= np.quantile(values, level)).astype(np.float64)
    error = error_of_mean(below, cells)
    if error is None:
        return None
    low, high = max(0.0, level - error), min(1.0, level + error)
    if high == low:
        return 0.0
    bounds = np.quantile(values, [low, high])
    return float((bounds[1] - bounds[0]) * error / (high - low))


def _clustered(deviation: Floats, cluster: Index) -> float | None:
    """Variance of the mean from the sums of its deviations by cluster; None for one cluster."""
    sums = np.bincount(cluster, deviation)
    if len(sums) < 2:
        return None
    correction = len(sums) / (len(sums) - 1)
    return float(correction * np.sum(sums**2) / len(deviation) ** 2)
