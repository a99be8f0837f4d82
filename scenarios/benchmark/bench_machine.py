"""The limit of the machine: how fast its memory is, and how much a world must move at least."""

import time
from typing import Any

Entry = dict[str, Any]

BYTES_PER_HOUSEHOLD_QUARTER = 168
"""Base income, this quarter's income read and written, luck, income given up, year's income,
countable income and flags: what one pass over a household's state has to touch."""


def entry(what: str, value: float, unit: str) -> Entry:
    """One line of the benchmark."""
    return {"what": what, "value": round(float(value), 4), "unit": unit}


def bandwidth() -> float:
    """Bytes a second that one thread reads and writes when it copies 256 MiB; best of five."""
    import numpy as np

    source = np.ones(2**25)
    target = np.empty_like(source)
    best = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        np.copyto(target, source)
        best = min(best, time.perf_counter() - begun)
    return 2.0 * source.nbytes / best


def least_bytes(households: int, quarters: int) -> float:
    """Bytes that a world must move if it touches every household's state once a quarter."""
    return float(BYTES_PER_HOUSEHOLD_QUARTER) * households * quarters


def peak_mebibytes() -> float:
    """Peak resident memory of this process so far, MiB; nan where the system does not tell."""
    try:
        import resource
    except ImportError:
        return float("nan")
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024.0
