"""A fixed piece of NumPy work, which tells how fast a machine is at the moment.

Never change it: the history of benchmarks is told in multiples of its time.
"""

import time

KERNEL = "numpy-1"
"""Name of this kernel in the history."""

HOUSEHOLDS, VILLAGES, QUARTERS = 600_000, 500, 12
_REPEATS = 3


def kernel_seconds() -> float:
    """Seconds of twelve quarters of a toy county in whole-array NumPy; best of three."""
    return min(_timed() for _ in range(_REPEATS))


def _timed() -> float:
    begun = time.perf_counter()
    toy_county()
    return time.perf_counter() - begun


def toy_county() -> float:
    """Incomes that move by exp, are compared within villages, taxed and ranked; the last sum."""
    import numpy as np

    household = np.arange(HOUSEHOLDS, dtype=np.float64)
    village = np.arange(0, HOUSEHOLDS, HOUSEHOLDS // VILLAGES)
    size = HOUSEHOLDS // VILLAGES
    income = 20_000.0 + 40_000.0 * ((household * 0.6180339887498949) % 1.0)
    for quarter in range(QUARTERS):
        luck = (household * 0.7548776662466927 + quarter * 0.5698402909980532) % 1.0
        earned = income * np.exp(0.2 * (luck - 0.5))
        mean = np.repeat(np.add.reduceat(earned, village) / size, size)
        leases = 1.0 / (1.0 + np.exp(earned / mean - 1.0)) > luck
        income = np.where(leases, 1.01 * earned, earned) - 0.02 * np.maximum(earned - mean, 0.0)
        poorest = np.partition(income, HOUSEHOLDS // 33)[HOUSEHOLDS // 33]
        income = np.where(income < poorest, income + 500.0, income)
    return float(income.sum())
