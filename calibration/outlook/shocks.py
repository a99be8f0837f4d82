"""Luck of whole years, by name: a pure function of (name, year, index), never a shared stream.

The same counter-based generator as in the model, under names of its own, so that no shock of the
trend or of the survey shares a number with a household's decision.
"""

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from model.columns import SOURCES

Floats = NDArray[np.float64]
Index = NDArray[np.int64]

SHOCKS = {
    "trend.common": "provincial factor of a year, common to both areas",
    "trend.gap": "noise of a year in the urban-rural gap",
    "trend.county_gap": "how the county's drift of the gap differs from its prefecture's",
    "trend.covid_reading": "which reading of the covid years holds",
    "trend.covid_reversal": "share of the pulse of 2020 that came back in 2021",
    **{
        f"trend.source.{area}.{source}": f"growth of {area} {source} beyond that of the area"
        for area in ("rural", "urban")
        for source in SOURCES
    },
    "survey.rotation": "error of the ratio from the choice of a sample of households",
    "survey.yearly": "yearly error of the ratio within a sample",
    "survey.rural": "yearly error of the rural level within a sample",
}
"""Everything that draws by year, and what it moves. A name missing here cannot draw."""

_CODES = {name: crc32(f"years: {name}".encode()) for name in SHOCKS}


def uniforms(name: str, index: Index, year: int = 0) -> Floats:
    """One number in (0, 1) per index; shape as `index`. KeyError for an unknown name."""
    from model.streams import uniforms as stream  # imports numba

    return np.asarray(stream(0, _CODES[name], year, index.astype(np.int64)))


def normals(name: str, index: Index, year: int = 0) -> Floats:
    """One standard normal number per index; shape as `index`."""
    from scipy.special import ndtri

    return np.asarray(ndtri(uniforms(name, index, year)))


def yearly_normals(name: str, index: Index, years: range) -> Floats:
    """Standard normal numbers, one a year; shape (n, years)."""
    return np.stack([normals(name, index, year) for year in years], axis=1)


def autoregressive(
    name: str, index: Index, years: range, persistence: Floats, restarts: tuple[int, ...] = ()
) -> Floats:
    """Stationary AR(1) with unit variance; begins anew in the years of `restarts`.

    persistence: float64 (n,). Returns float64 (n, years).
    """
    fresh = yearly_normals(name, index, years)
    path = fresh.copy()
    for column, year in enumerate(years):
        if column and year not in restarts:
            path[:, column] = (
                persistence * path[:, column - 1] + np.sqrt(1.0 - persistence**2) * fresh[:, column]
            )
    return path
