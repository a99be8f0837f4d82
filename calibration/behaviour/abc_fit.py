"""The posterior of the free parameters: approximate Bayesian computation on what is not ruled out.

A world's weight is the likelihood of the observed moments were they the world's own plus
observation error and discrepancy:

    w = product over moments of Normal(observed - simulated; 0, V_observation + V_discrepancy)

With that kernel the weighted worlds are the exact posterior of a model whose error is what the
moments say it is (Wilkinson 2013), and no tolerance has to be chosen. What a finite table leaves is
told by the effective sample size, (sum w)^2 / sum w^2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.behaviour.moments import Moment
from calibration.behaviour.worlds_table import Worlds
from model.errors import InputError

Floats = NDArray[np.float64]

LEAST_EFFECTIVE = 50.0
"""A posterior that rests on fewer worlds than this is refused."""


@dataclass(frozen=True, eq=False)
class Posterior:
    """Weighted worlds: place in the priors (worlds, paths), weight (worlds,) adding up to 1."""

    paths: tuple[str, ...]
    place: Floats
    weight: Floats

    @property
    def effective(self) -> float:
        """Effective number of worlds."""
        return effective_size(self.weight)

    def moments_of_place(self) -> tuple[Floats, Floats]:
        """Weighted mean and variance of the places; (paths,) each. A prior has 1/2 and 1/12."""
        mean = self.weight @ self.place
        return mean, self.weight @ (self.place - mean) ** 2


def effective_size(weight: Floats) -> float:
    """(sum w)^2 / sum w^2."""
    return float(weight.sum() ** 2 / (weight**2).sum())


def log_likelihood(simulated: Floats, observed: Floats, variance: Floats) -> Floats:
    """Of the observed moments for each world; (worlds,), up to a constant."""
    return np.asarray(-0.5 * ((simulated - observed) ** 2 / variance).sum(axis=1))


def weights(simulated: Floats, observed: Floats, variance: Floats) -> Floats:
    """Weights adding up to 1; (worlds,)."""
    log_weight = log_likelihood(simulated, observed, variance)
    weight = np.exp(log_weight - log_weight.max())
    return np.asarray(weight / weight.sum())


def posterior(worlds: Worlds, moments: Sequence[Moment]) -> Posterior:
    """The posterior on a table of worlds; InputError where it rests on too few of them."""
    observed = np.array([moment.observed for moment in moments])
    variance = np.array([moment.variance for moment in moments])
    weight = weights(worlds.moments, observed, variance)
    found = Posterior(worlds.paths, worlds.place, weight)
    if found.effective < LEAST_EFFECTIVE:
        raise InputError(
            "the posterior rests on too few worlds; give more --worlds",
            value=round(found.effective, 1),
            allowed=f"an effective number of at least {LEAST_EFFECTIVE:g}",
        )
    return found


def resampled(weight: Floats, u: Floats) -> NDArray[np.int64]:
    """Row for each number in (0, 1), by weight; shape as `u`."""
    steps = np.cumsum(weight)
    rows = np.searchsorted(steps, u * steps[-1], side="right")
    return np.minimum(rows, len(weight) - 1).astype(np.int64)


def weighted_quantiles(values: Floats, weight: Floats, points: Sequence[float]) -> list[float]:
    """Weighted quantiles of some values."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order]) - 0.5 * weight[order]
    return [float(np.interp(p * weight.sum(), reached, values[order])) for p in points]
