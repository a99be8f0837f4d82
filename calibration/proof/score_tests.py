"""Is one forecaster better than another, is one unbiased: tests on the scores of a backtest.

Outcomes of one year share its shocks, so places are not independent observations. Two answers:

- `diebold_mariano` compares losses in time: one number a year, the mean difference over places.
  The variance counts the overlap of h-year forecasts; the statistic is shrunk and held against
  Student's t because years are few.    [Diebold, Mariano 1995; Harvey, Leybourne, Newbold 1997]
- `skill` compares them over places, with an interval from drawing places with replacement.

`mincer_zarnowitz` regresses outcomes on forecasts: unbiased forecasts have intercept 0, slope 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_YEARS = 4
"""Fewer years than this carry no test of equal accuracy."""

BOOTSTRAPS = 2000


@dataclass(frozen=True)
class DieboldMariano:
    """Test of equal accuracy; `difference` below 0 says that the first forecaster lost less.

    `statistic` and `p_value` (two-sided) are None where years are too few or losses do not differ.
    """

    difference: float
    statistic: float | None
    p_value: float | None
    years: int


def diebold_mariano(first: Floats, second: Floats, horizon: int) -> DieboldMariano:
    """Compare two rows of losses (years,), in order of time, of forecasts `horizon` years ahead."""
    d = np.asarray(first, np.float64) - np.asarray(second, np.float64)
    n = len(d)
    mean = float(d.mean()) if n else 0.0
    if n < max(LEAST_YEARS, horizon + 2):
        return DieboldMariano(mean, None, None, n)
    variance = _long_run_variance(d, horizon)
    if variance <= 0.0:
        return DieboldMariano(mean, None, None, n)
    shrink = (n + 1.0 - 2.0 * horizon + horizon * (horizon - 1.0) / n) / n
    statistic = float(np.sqrt(shrink) * mean / np.sqrt(variance / n))
    return DieboldMariano(mean, statistic, _two_sided(statistic, n - 1), n)


def _long_run_variance(d: Floats, horizon: int) -> float:
    """Variance of the mean times n with h - 1 autocovariances; without them if it is negative."""
    n, centred = len(d), d - d.mean()
    covariance = [float(centred[lag:] @ centred[: n - lag]) / n for lag in range(horizon)]
    total = covariance[0] + 2.0 * sum(covariance[1:])
    scale = float(np.abs(d).max()) ** 2 * 1e-24
    if total <= scale:
        total = covariance[0]
    return total if total > scale else 0.0


def yearly_means(losses: Sequence[float], years: Sequence[int]) -> Floats:
    """Mean loss of each year, in order of time; (distinct years,)."""
    found = np.array(years)
    values = np.array(losses, dtype=np.float64)
    return np.array([values[found == year].mean() for year in sorted(set(years))])


@dataclass(frozen=True)
class MincerZarnowitz:
    """Regression of outcomes on forecasts; `p_value` of intercept 0 and slope 1 together."""

    intercept: float | None
    slope: float | None
    p_value: float | None
    n: int


def mincer_zarnowitz(forecast: Floats, outcome: Floats) -> MincerZarnowitz:
    """Least squares of outcome on forecast, both (n,), with the F test of (0, 1).

    The test takes errors as independent; where places share a year's shock it rejects too often.
    """
    x, y = np.asarray(forecast, np.float64), np.asarray(outcome, np.float64)
    n = len(x)
    spread = float(np.sum((x - x.mean()) ** 2)) if n else 0.0
    if n < 5 or spread <= 1e-18:
        return MincerZarnowitz(None, None, None, n)
    slope = float(np.sum((x - x.mean()) * (y - y.mean()))) / spread
    intercept = float(y.mean() - slope * x.mean())
    free = float(np.sum((y - intercept - slope * x) ** 2))
    bound = float(np.sum((y - x) ** 2))
    if free <= 0.0:
        return MincerZarnowitz(intercept, slope, None, n)
    from scipy.special import fdtrc

    statistic = ((bound - free) / 2.0) / (free / (n - 2.0))
    return MincerZarnowitz(intercept, slope, float(fdtrc(2, n - 2, statistic)), n)


@dataclass(frozen=True)
class Skill:
    """1 - score / score of the rival: above 0 the first is better. `low`, `high`: 90 % interval."""

    value: float
    low: float | None
    high: float | None
    places: int


def skill(
    losses: Mapping[str, Sequence[float]], rival: Mapping[str, Sequence[float]], seed: int = 0
) -> Skill:
    """Skill over places, by place the losses of both on the same outcomes.

    Places are drawn with replacement for the interval; with fewer than three there is none.
    """
    names = sorted(losses)
    own = np.array([sum(losses[name]) for name in names])
    other = np.array([sum(rival[name]) for name in names])
    if other.sum() <= 0.0:
        raise ValueError("the rival makes no error: skill is not defined")
    value = float(1.0 - own.sum() / other.sum())
    if len(names) < 3:
        return Skill(value, None, None, len(names))
    rng = np.random.Generator(np.random.Philox(key=seed))
    chosen = rng.integers(0, len(names), size=(BOOTSTRAPS, len(names)))
    below = other[chosen].sum(axis=1)
    values = 1.0 - own[chosen].sum(axis=1) / np.where(below > 0.0, below, np.nan)
    low, high = np.nanquantile(values, [0.05, 0.95])
    return Skill(value, float(low), float(high), len(names))


def _two_sided(statistic: float, freedom: int) -> float:
    from scipy.special import stdtr

    return float(2.0 * stdtr(freedom, -abs(statistic)))
