"""Biproportional raking: split household incomes over sources so that both margins hold."""

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled

SOURCES = 4


@compiled
def _pass(rows, leaning, weight, group, multiplier, sums, curvature):  # type: ignore[no-untyped-def]
    """Add up the split of rows over sources by group, and its derivatives."""
    part = np.empty(4)
    for i in range(rows.size):
        g = group[i]
        whole = 0.0
        for k in range(4):
            part[k] = leaning[i, k] * multiplier[g, k]
            whole += part[k]
        money = rows[i] * weight[i]
        for k in range(4):
            part[k] /= whole
            sums[g, k] += money * part[k]
        for k in range(4):
            for m in range(k + 1):
                curvature[g, k, m] -= money * part[k] * part[m]
            curvature[g, k, k] += money * part[k]


@compiled
def _split(rows, leaning, group, multiplier):  # type: ignore[no-untyped-def]
    out = np.empty((rows.size, 4))
    for i in range(rows.size):
        whole = 0.0
        for k in range(4):
            out[i, k] = leaning[i, k] * multiplier[group[i], k]
            whole += out[i, k]
        for k in range(4):
            out[i, k] *= rows[i] / whole
    return out


def rake(
    rows: NDArray[np.float64],
    leaning: NDArray[np.float64],
    weight: NDArray[np.float64],
    group: NDArray[np.int64],
    totals: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Split `rows` over sources in proportion to leaning x multiplier of group and source.

    rows: (n,) amounts, not negative; leaning: (n, 4), positive; group: (n,) rows of `totals`;
    totals: (groups, 4), positive, weighted totals by source, scaled here to the groups' sums of
    rows. Multipliers by Newton steps on the convex dual of raking; margins hold to about 1e-12.
    Source: W. Deming, F. Stephan, Annals of Mathematical Statistics 11 (1940).
    """
    groups = len(totals)
    whole = np.bincount(group, weights=rows * weight, minlength=groups)
    totals = totals / totals.sum(axis=1, keepdims=True) * whole[:, None]
    logs = np.zeros((groups, SOURCES))
    for _ in range(60):
        sums, curvature = np.zeros((groups, 4)), np.zeros((groups, 4, 4))
        _pass(rows, leaning, weight, group, np.exp(logs), sums, curvature)
        miss = totals - sums
        if np.all(np.abs(miss) <= 1e-13 * np.maximum(whole, 1e-300)[:, None]):
            break
        for g in np.flatnonzero(whole > 0.0):
            lower = curvature[g] + np.tril(curvature[g], -1).T
            step = np.zeros(SOURCES)
            step[1:] = np.linalg.lstsq(lower[1:, 1:], miss[g, 1:], rcond=1e-12)[0]
            logs[g] += np.clip(step, -2.0, 2.0)
    return np.asarray(_split(rows, leaning, group, np.exp(logs)))
