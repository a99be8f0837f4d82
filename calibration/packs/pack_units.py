"""Units that a county pack may use, and the range in which a value of each unit makes sense."""

from math import inf

UNITS: dict[str, tuple[float, float]] = {
    "share": (0.0, 1.0),
    "share per year": (-1.0, 1.0),
    "index": (0.0, 1.0),
    "ratio": (0.0, inf),
    "yuan": (0.0, inf),
    "yuan per year": (0.0, inf),
    "yuan per head": (0.0, inf),
    "yuan per head and year": (0.0, inf),
    "yuan per month": (0.0, inf),
    "yuan per worker and year": (0.0, inf),
    "yuan per village and year": (0.0, inf),
    "yuan per share and year": (0.0, inf),
    "yuan per house": (0.0, inf),
    "yuan per mu and year": (0.0, inf),
    "persons": (0.0, inf),
    "persons per household": (1.0, 20.0),
    "households": (0.0, inf),
    "villages": (0.0, inf),
    "towns": (0.0, inf),
    "houses": (0.0, inf),
    "square metres": (0.0, inf),
    "square metres per house": (0.0, inf),
    "mu": (0.0, inf),
    "mu per head": (0.0, inf),
    "enterprises": (0.0, inf),
    "sectors": (0.0, inf),
    "projects": (0.0, inf),
    "workshops": (0.0, inf),
    "alliances": (0.0, inf),
    "places": (0.0, inf),
    "cases": (0.0, inf),
    "institutions": (0.0, inf),
    "parks": (0.0, inf),
    "years": (0.0, inf),
    "number": (0.0, inf),
    "deaths per 100 million yuan of GDP": (0.0, inf),
    "not quantified": (0.0, inf),
}
"""Unit to least and greatest sensible value. Shares are fractions of 1, money is in yuan."""


def range_text(unit: str) -> str:
    """The range of a unit in words, for error messages."""
    low, high = UNITS[unit]
    return f"{low:g} or more, in {unit}" if high == inf else f"{low:g} to {high:g} ({unit})"
