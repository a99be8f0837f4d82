"""Which rural villages the statistics turn urban first (村改居)."""

import numpy as np
from numpy.typing import NDArray

NEARBY = 6
"""From so many villages nearest to the wanted income the next one is chosen."""


def reclassification_ranks(
    income: NDArray[np.float64],
    persons: NDArray[np.float64],
    rural: NDArray[np.bool_],
    relative: float,
) -> NDArray[np.float64]:
    """Order in which villages turn urban, from 0; inf for those that are urban already.

    income: (villages,) yuan per head; persons: (villages,) weighted. Each time, of the villages
    nearest to `relative` times the rural mean, the one comes next that brings the mean of all
    turned so far nearest to it.
    """
    ranks = np.full(len(income), np.inf)
    left = np.flatnonzero(rural)
    if not left.size:
        return ranks
    wanted = relative * np.average(income[left], weights=persons[left])
    left = left[np.argsort(np.abs(np.log(income[left] / wanted)), kind="stable")]
    money = heads = 0.0
    for rank in range(len(left)):
        near = left[:NEARBY]
        means = (money + income[near] * persons[near]) / (heads + persons[near])
        best = int(np.argmin(np.abs(means - wanted)))
        chosen = near[best]
        ranks[chosen] = rank
        money += income[chosen] * persons[chosen]
        heads += persons[chosen]
        left = np.delete(left, best)
    return ranks
