"""A smaller county: a sample of whole villages with weights that keep the county's totals."""

import numpy as np
from numpy.typing import NDArray

from calibration.start.ranks import uniform_rank, whole_parts

FEWEST_VILLAGES = 12
CANDIDATES = 60
"""Systematic samples that are tried; the one whose weights are most even is taken."""


def sample_villages(
    strata: NDArray[np.int64],
    order: NDArray[np.float64],
    known: NDArray[np.float64],
    scale: float,
    key: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Rows of the sampled villages, ascending, and their weights.

    strata: (villages,) group sampled on its own; order: (villages,) position inside a stratum
    along which the systematic sample is spread; known: (villages, k) quantities whose weighted
    totals must equal the county's, most important first: those that a very small sample cannot
    meet are dropped from the end.
    """
    villages = len(strata)
    wanted = max(round(scale * villages), FEWEST_VILLAGES)
    if wanted >= villages:
        return np.arange(villages), np.ones(villages)
    totals = known.sum(axis=0)
    for constraints in range(known.shape[1], 0, -1):
        kept = slice(constraints)
        best = _best_sample(strata, order, known[:, kept], totals[kept], wanted, key)
        if best is not None:
            return best
    raise AssertionError("a sample with one constraint always has weights")


def _best_sample(
    strata: NDArray[np.int64],
    order: NDArray[np.float64],
    known: NDArray[np.float64],
    totals: NDArray[np.float64],
    wanted: int,
    key: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64]] | None:
    starts = uniform_rank(key, "village_sample", np.arange(CANDIDATES * 64, dtype=np.int64))
    best, least = None, np.inf
    for candidate in range(CANDIDATES):
        rows, first = _systematic(strata, order, wanted, starts[candidate * 64 :])
        weights = calibrated_weights(first, known[rows], totals)
        if weights is None:
            continue
        spread = float(np.sum((weights / first - 1.0) ** 2))
        if spread < least:
            best, least = (rows, weights), spread
    return best


def _systematic(
    strata: NDArray[np.int64],
    order: NDArray[np.float64],
    wanted: int,
    starts: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Rows and first weights of a systematic sample in every stratum."""
    names, counts = np.unique(strata, return_counts=True)
    share = whole_parts(counts.astype(float), wanted)
    share = np.clip(share, np.minimum(1, counts), counts)
    rows, weights = [], []
    for position, (name, count, take) in enumerate(zip(names, counts, share, strict=True)):
        inside = np.flatnonzero(strata == name)
        inside = inside[np.argsort(order[inside], kind="stable")]
        places = ((np.arange(take) + starts[position % 64]) * count / take).astype(np.int64)
        rows.append(inside[places])
        weights.append(np.full(take, count / take))
    chosen = np.concatenate(rows)
    ascending = np.argsort(chosen, kind="stable")
    return chosen[ascending], np.concatenate(weights)[ascending]


def calibrated_weights(
    first: NDArray[np.float64], known: NDArray[np.float64], totals: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """Weights nearest to `first` (in the raking distance) that meet the totals; None if none do.

    w = d exp(x b) with b by Newton steps. Source: J.-C. Deville, C.-E. Sarndal, Journal of the
    American Statistical Association 87 (1992).
    """
    scaled = np.ascontiguousarray((known / totals).T)
    multiplier = np.zeros(known.shape[1])
    for _ in range(60):
        weights = first * np.exp(np.clip((multiplier[:, None] * scaled).sum(axis=0), -4.0, 4.0))
        miss = 1.0 - (scaled * weights).sum(axis=1)
        if np.abs(miss).max() < 1e-13:
            break
        curvature = np.array([(scaled * weights * each).sum(axis=1) for each in scaled])
        step, *_ = np.linalg.lstsq(curvature, miss, rcond=1e-10)
        multiplier += step
    relative = weights / first
    if np.abs(miss).max() > 1e-10 or relative.min() < 0.2 or relative.max() > 4.0:
        return None
    return weights
