"""Sobol indices and their intervals as products of resampling weights and columns.

Every index is a ratio of means over the base sample: first order mean(B (AB - A)) / var, total
mean((A - AB)^2) / (2 var) (Saltelli et al. 2010), second order mean(BA_j AB_k - A B) / var less
both first ones (Saltelli 2002), var that of A and B together. A resample only weighs the rows
anew, so that all resamples of all indices of one output are one product: weights (resamples, n)
times columns (n, products). Point estimates are the same product with equal weights.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from scenarios.sensitivity.design import Floats

Z95 = 1.959963984540054
"""97.5 % point of the standard normal: half-widths are of 95 % intervals."""


@dataclass(frozen=True, eq=False)
class Parts:
    """Values of one output by matrix: A, B float64 (n,); AB, BA float64 (n, groups)."""

    a: Floats
    b: Floats
    ab: Floats
    ba: Floats | None


@dataclass(frozen=True, eq=False)
class Estimates:
    """Indices; first, total float64 (..., groups), second float64 (..., pairs) or None.

    Pairs are in the order of `itertools.combinations`.
    """

    first: Floats
    total: Floats
    second: Floats | None


def parts_of(values: Floats, groups: int, *, second_order: bool) -> Parts:
    """Split the values of one output, float64 (rows,), normalised as SALib does."""
    step = 2 * groups + 2 if second_order else groups + 2
    rows = ((values - values.mean()) / values.std()).reshape(-1, step)
    ba = rows[:, 1 + groups : 1 + 2 * groups] if second_order else None
    return Parts(rows[:, 0], rows[:, -1], rows[:, 1 : 1 + groups], ba)


def equal_weights(n: int) -> Floats:
    """The weights of the sample itself, float64 (1, n)."""
    return np.full((1, n), 1.0 / n)


def random_weights(n: int, resamples: int, seed: int) -> NDArray[np.float32]:
    """Weights of resamples with replacement, (resamples, n).

    In single precision, which halves the time: a half-width is a spread over a thousand resamples,
    known to some two per cent, and loses one part in a million by it.
    """
    generator = np.random.Generator(np.random.Philox(seed))
    return weights_of_rows(generator.integers(n, size=(n, resamples))).astype(np.float32)


def weights_of_rows(rows: NDArray[np.int64]) -> Floats:
    """Weights of given resamples: row numbers (n, resamples), as SALib draws them."""
    n, resamples = rows.shape
    place = rows + n * np.arange(resamples)
    return np.bincount(place.ravel(), minlength=n * resamples).reshape(resamples, n) / n


def estimates(parts: Parts, weights: NDArray[np.floating]) -> Estimates:
    """Indices under each row of weights; the leading axis is that of the weights."""
    groups = parts.ab.shape[1]
    means = (weights @ _columns(parts).astype(weights.dtype)).astype(np.float64)
    middle = 0.5 * (means[:, 0] + means[:, 1])
    variance = (0.5 * means[:, 2] - middle**2)[:, None]
    first = means[:, 3 : 3 + groups] / variance
    total = 0.5 * means[:, 3 + groups : 3 + 2 * groups] / variance
    if parts.ba is None:
        return Estimates(first, total, None)
    left, right = _pairs(groups)
    second = means[:, 3 + 2 * groups :] / variance - first[:, left] - first[:, right]
    return Estimates(first, total, second)


def half_widths(resampled: Estimates) -> Estimates:
    """Half-widths of 95 % intervals from the spread over resamples."""

    def half(values: Floats) -> Floats:
        return Z95 * values.std(axis=0, ddof=1)

    second = None if resampled.second is None else half(resampled.second)
    return Estimates(half(resampled.first), half(resampled.total), second)


def _columns(parts: Parts) -> Floats:
    """What is averaged, float64 (n, 3 + 2 groups + pairs)."""
    a, b = parts.a[:, None], parts.b[:, None]
    found = [a, b, a**2 + b**2, b * (parts.ab - a), (a - parts.ab) ** 2]
    if parts.ba is not None:
        left, right = _pairs(parts.ab.shape[1])
        found.append(parts.ba[:, left] * parts.ab[:, right] - a * b)
    return np.concatenate(found, axis=1)


def _pairs(groups: int) -> NDArray[np.int64]:
    return np.array(list(combinations(range(groups), 2)), np.int64).reshape(-1, 2).T
