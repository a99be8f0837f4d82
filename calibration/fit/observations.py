"""What a panel says about the gap and about rural incomes, as linear observations of their paths.

Two quantities are fitted, apart given their scales: the gap ln(urban / rural), and ln rural. Every
observation is a level of a place in a year, or the change from the year before (rows that print
growth only, or whose year before is not in the panel). An error of printing is added: rounding of
levels, of growth rates, of ratios, and a rougher one for levels that were computed backwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot, log, log1p, sqrt
from typing import Literal

import numpy as np

from calibration.history.panel_data import Panel, PanelRow
from calibration.outlook.shocks import Floats

Quantity = Literal["gap", "rural"]

EXACT = 2e-4
"""Least error of any figure, log."""

DERIVED = 1e-3
"""Error of a level that was computed from a neighbouring year's level and growth, log."""

COARSEST = 10_000
"""Incomes are printed to 1万 yuan at the coarsest."""

GROWTH = 0.001 / sqrt(12)
"""Error of a growth rate printed to 0.1 points, log."""


@dataclass(frozen=True)
class Observation:
    """A level of a place in a year, or its change since the year before; `error` is an sd."""

    place: str
    year: int
    change: bool
    value: float
    error: float


@dataclass(frozen=True)
class Observations:
    """Observations of one quantity: value = design @ path at the points (place, year).

    design: float64 (observations, points). value, error: float64 (observations,).
    """

    points: tuple[tuple[str, int], ...]
    design: Floats
    value: Floats
    error: Floats

    def __len__(self) -> int:
        return len(self.value)


def observations(panel: Panel, quantity: Quantity) -> Observations:
    """All observations of a quantity in a panel."""
    return arranged(list(listed(panel, quantity)))


def listed(panel: Panel, quantity: Quantity) -> Iterable[Observation]:
    """Observations one by one; rows of nations are left out."""
    level, change = (gap_of, gap_change_of) if quantity == "gap" else (rural_of, rural_change_of)
    rows = [row for row in panel.rows if row.level != "nation"]
    with_level = {(row.place, row.year) for row in rows if level(row) is not None}
    for row in rows:
        if (found := level(row)) is not None:
            yield Observation(row.place, row.year, False, *found)
        told = (row.place, row.year) in with_level and (row.place, row.year - 1) in with_level
        if not told and (found := change(row)) is not None:
            yield Observation(row.place, row.year, True, *found)


def arranged(found: list[Observation]) -> Observations:
    """Observations as a design over the points that they touch."""
    points: dict[tuple[str, int], int] = {}
    for item in found:
        for year in (item.year, item.year - 1) if item.change else (item.year,):
            points.setdefault((item.place, year), len(points))
    design = np.zeros((len(found), len(points)))
    for row, item in enumerate(found):
        design[row, points[item.place, item.year]] = 1.0
        if item.change:
            design[row, points[item.place, item.year - 1]] = -1.0
    value = np.array([item.value for item in found])
    error = np.array([item.error for item in found])
    return Observations(tuple(points), design, value, error)


def gap_of(row: PanelRow) -> tuple[float, float] | None:
    """ln(urban / rural) of a row and its error; None if it has neither both levels nor a ratio."""
    if row.urban is not None and row.rural is not None:
        error = hypot(_rounding(row.urban), _rounding(row.rural))
        return log(row.urban / row.rural), _with(row, error)
    if row.ratio is not None:
        unit = 10.0**-row.ratio_decimals
        return log(row.ratio), hypot(EXACT, unit / row.ratio / sqrt(12))
    return None


def gap_change_of(row: PanelRow) -> tuple[float, float] | None:
    """Change of the gap since the year before by printed growth."""
    if row.urban_growth_pct is None or row.rural_growth_pct is None:
        return None
    change = log1p(row.urban_growth_pct / 100) - log1p(row.rural_growth_pct / 100)
    return change, hypot(EXACT, hypot(GROWTH, GROWTH))


def rural_of(row: PanelRow) -> tuple[float, float] | None:
    """Ln rural income of a row and its error."""
    if row.rural is None:
        return None
    return log(row.rural), _with(row, _rounding(row.rural))


def rural_change_of(row: PanelRow) -> tuple[float, float] | None:
    """Log growth of rural income as printed."""
    if row.rural_growth_pct is None:
        return None
    return log1p(row.rural_growth_pct / 100), hypot(EXACT, GROWTH)


def _with(row: PanelRow, error: float) -> float:
    return hypot(DERIVED if row.derived else EXACT, error)


def _rounding(value: float) -> float:
    """Error of a level as its zeros at the end tell it, log: sd of an even error of one unit.

    50,000 may be 5万 and then stands for anything from 45,000 to 55,000; 68,100 is 6.81万.
    """
    unit = 1
    while unit < COARSEST and value % (10 * unit) == 0:
        unit *= 10
    return unit / value / sqrt(12)
