"""Scores of probability forecasts, each for one number that was forecast and then seen.

A forecast is a set of equally likely values (`samples`). All scores are losses: smaller is better.

    absolute error  |median - y|
    CRPS            E|X - y| - E|X - X'| / 2                         [Gneiting, Raftery 2007]
    interval score  (u - l) + 2/a (l - y)+ + 2/a (y - u)+            [Gneiting, Raftery 2007]
    coverage        share of outcomes inside the central interval
    PIT             share of the forecast below the outcome; uniform where forecasts are calibrated

Comparisons of two forecasters, and tests of one, are in `calibration.proof.score_tests`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_PLACE_YEARS = 30
"""Fewer outcomes than this say nothing about coverage."""

LEVELS = (0.5, 0.8, 0.9)


def absolute_error(samples: Floats, outcome: float) -> float:
    """Distance of the outcome from the median, which is the best point under this loss."""
    return float(abs(np.median(_checked(samples)) - outcome))


def crps(samples: Floats, outcome: float, *, fair: bool = False) -> float:
    """Continuous ranked probability score of samples (n,), in the unit of the outcome.

    `fair` divides by n (n - 1) instead of n^2: unbiased for the score of the distribution that
    independent samples come from; without it, the exact score of the samples as they are.
    """
    ordered = np.sort(_checked(samples))
    n = len(ordered)
    if fair and n < 2:
        raise ValueError("the fair score needs two samples")
    weights = 2.0 * np.arange(1, n + 1) - n - 1.0
    spread = float(weights @ ordered) / (n * (n - 1.0) if fair else float(n * n))
    return float(np.abs(ordered - outcome).mean()) - spread


def crps_normal(mean: float, sd: float, outcome: float) -> float:
    """The score of a normal forecast in closed form [Gneiting, Raftery 2007, eq. 21]."""
    from scipy.special import ndtr

    z = (outcome - mean) / sd
    density = np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi)
    return float(sd * (z * (2.0 * ndtr(z) - 1.0) + 2.0 * density - 1.0 / np.sqrt(np.pi)))


def interval(samples: Floats, level: float) -> tuple[float, float]:
    """Ends of the central interval of samples (n,) that holds the share `level`."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"an interval of {level} does not exist; 0 to 1 does")
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(_checked(samples), [tail, 1.0 - tail])
    return float(low), float(high)


def interval_score(low: float, high: float, outcome: float, level: float) -> float:
    """Width of an interval plus a fine for an outcome outside it."""
    alpha = 1.0 - level
    below, above = max(0.0, low - outcome), max(0.0, outcome - high)
    return (high - low) + 2.0 / alpha * (below + above)


def pit(samples: Floats, outcome: float) -> float:
    """Share of the samples below the outcome; ties count half."""
    ordered = _checked(samples)
    return float(np.mean(ordered < outcome) + 0.5 * np.mean(ordered == outcome))


@dataclass(frozen=True)
class Coverage:
    """How many outcomes fell into intervals that should hold the share `level`.

    `share`, and its 95 % interval after Wilson, are None where there are too few to test.
    """

    level: float
    inside: int
    n: int

    @property
    def testable(self) -> bool:
        """Whether there are enough place-years."""
        return self.n >= LEAST_PLACE_YEARS

    @property
    def share(self) -> float | None:
        """Share of outcomes inside."""
        return self.inside / self.n if self.testable else None

    @property
    def range(self) -> tuple[float, float] | None:
        """Interval of 95 % for the share, as if outcomes were independent [Wilson 1927]."""
        if not self.testable:
            return None
        z, n = 1.959963984540054, self.n
        share = self.inside / n
        centre = (share + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return float(centre - half), float(centre + half)


def coverage(pits: Floats, level: float) -> Coverage:
    """Coverage of the central interval from the PIT values (n,) of its forecasts."""
    tail = (1.0 - level) / 2.0
    # a hair of tolerance, so that 0.95 computed in two ways is inside in both
    inside = np.abs(np.asarray(pits) - 0.5) <= 0.5 - tail + 1e-12
    return Coverage(level, int(np.sum(inside)), len(pits))


def quantile_crps(levels: Floats, quantiles: Floats, outcome: float) -> float:
    """Approximate CRPS of a forecast known by a few quantiles: twice the mean pinball loss.

    levels, quantiles: (k,), ascending. Exact as k grows, if the levels are the middles of k equal
    parts. [Laio, Tamea 2007]
    """
    below = (outcome < quantiles).astype(np.float64)
    return float(2.0 * np.mean((below - levels) * (quantiles - outcome)))


def _checked(samples: Floats) -> Floats:
    values = np.asarray(samples, dtype=np.float64)
    if values.ndim != 1 or len(values) == 0 or not np.all(np.isfinite(values)):
        raise ValueError("a forecast is a row of finite numbers")
    return values
