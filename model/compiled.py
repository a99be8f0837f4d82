"""How rules and phases are compiled: one decorator, one set of options."""

from numba import njit

compiled = njit(cache=True, error_model="numpy")
"""Compile a rule or a phase. NumPy division keeps loops free of branches; no fastmath, so that
results are the same on every machine."""

inlined = njit(cache=True, error_model="numpy", inline="always")
"""Compile a scalar rule into the loops that call it."""
