"""Priors as they are quoted turned into numbers: the inverse distribution function of each shape.

A prior states its centre and two bounds (see `model.parameters.prior.Prior`). Here

- normal: mean = centre, sd = (high - low) / (2 z), z the 95 % point of the standard normal;
- lognormal: median = centre, sd of logs = (ln high - ln low) / (2 z);
- triangular: mode = centre between its bounds; uniform: between its bounds;
- beta on 0 to 1: mean = centre, 5 and 95 % points by least squares as near as one number allows;
- half-normal: from 0, 95 % point = high; discrete: values by their weights, in their order.

A normal prior of a quantity with a physical bound is cut there: quantile(F(a) + u (F(b) - F(a))).
"""

from functools import lru_cache
from math import inf, log

import numpy as np
from numpy.typing import NDArray

from model.parameters import Prior, Unknown

Floats = NDArray[np.float64]

Z95 = 1.6448536269514722
"""95 % point of the standard normal."""

FREE = (-inf, inf)

BOUNDS_OF_UNITS = {
    "persons per household": (1.0, inf),
    "log sd": (0.0, inf),
    "index": (0.0, 1.0),
}

BOUNDS_OF_PATHS = {
    "charity.payout_yield": (0.0, 1.0),
    "collective.revenue_growth": (-1.0, inf),
}
"""Bounds that the unit does not tell."""


def physical_bounds(path: str, card: Unknown) -> tuple[float, float]:
    """The least and greatest value that an unknown can have whatever its prior says."""
    if path in BOUNDS_OF_PATHS:
        return BOUNDS_OF_PATHS[path]
    if card.unit == "share" or card.unit.startswith("share of"):
        return 0.0, 1.0
    amount = any(word in card.unit for word in ("yuan", "persons", "houses", "households", "mu "))
    return BOUNDS_OF_UNITS.get(card.unit, (0.0, inf) if amount else FREE)


def quantile(prior: Prior, u: Floats, bounds: tuple[float, float] = FREE) -> Floats:
    """Values of a prior at probabilities `u` in (0, 1); shape as `u`."""
    if prior.shape == "normal":
        return _normal(prior, u, bounds)
    if prior.shape == "lognormal":
        spread = log(prior.high / prior.low) / (2 * Z95)
        return np.asarray(prior.central * np.exp(spread * _standard_normal(u)))
    if prior.shape == "triangular":
        return _triangular(prior, u)
    if prior.shape == "uniform":
        return np.asarray(prior.low + (prior.high - prior.low) * u)
    if prior.shape == "beta":
        from scipy.special import betaincinv

        return np.asarray(betaincinv(*beta_shape(prior.central, prior.low, prior.high), u))
    if prior.shape == "halfnormal":
        return np.asarray(prior.high * _standard_normal((1 + u) / 2) / _standard_normal_at_975())
    values, weights = (np.array(column) for column in zip(*prior.points, strict=True))
    steps = np.cumsum(weights / weights.sum())
    return np.asarray(values[np.minimum(np.searchsorted(steps, u), len(values) - 1)])


def _standard_normal(u: Floats) -> Floats:
    from scipy.special import ndtri

    return np.asarray(ndtri(u))


def _standard_normal_at_975() -> float:
    return 1.959963984540054


def _normal(prior: Prior, u: Floats, bounds: tuple[float, float]) -> Floats:
    from scipy.special import ndtr

    spread = (prior.high - prior.low) / (2 * Z95)
    below, above = (float(ndtr((bound - prior.central) / spread)) for bound in bounds)
    values = prior.central + spread * _standard_normal(below + u * (above - below))
    return np.asarray(np.clip(values, *bounds))


def _triangular(prior: Prior, u: Floats) -> Floats:
    low, mode, high = prior.low, prior.central, prior.high
    left = low + np.sqrt(u * (high - low) * (mode - low))
    right = high - np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.asarray(np.where(u * (high - low) < mode - low, left, right))


@lru_cache(maxsize=256)
def beta_shape(mean: float, low: float, high: float) -> tuple[float, float]:
    """The (a, b) of a beta with this mean whose 5 and 95 % points come nearest to low and high."""
    from scipy.optimize import minimize_scalar
    from scipy.special import betaincinv

    def misfit(log_size: float) -> float:
        size = np.exp(log_size)
        points = betaincinv(mean * size, (1 - mean) * size, [0.05, 0.95])
        return float(np.sum((points - [low, high]) ** 2))

    coarse = np.linspace(log(0.2), log(2e4), 120)
    best = coarse[int(np.argmin([misfit(value) for value in coarse]))]
    step = coarse[1] - coarse[0]
    size = np.exp(
        minimize_scalar(
            misfit, bounds=(best - step, best + step), method="bounded", options={"xatol": 1e-10}
        ).x
    )
    return float(mean * size), float((1 - mean) * size)
