"""How rules and phases are compiled: one decorator, one set of options."""

import numpy as np
from numba import njit

compiled = njit(cache=True, error_model="numpy")
"""Compile a rule or a phase. NumPy division keeps loops free of branches; no fastmath, so that
results are the same on every machine."""

inlined = njit(cache=True, error_model="numpy", inline="always")
"""Compile a scalar rule into the loops that call it."""


@inlined
def block(offsets, group):  # type: ignore[no-untyped-def]
    """Rows of a group in a table sorted by group, for the loops of a phase.

    Unsigned, so that no row has to be tested for being counted from the end of its column.
    """
    return range(np.uint64(offsets[group]), np.uint64(offsets[group + 1]))
