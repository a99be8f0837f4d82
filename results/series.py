"""Series of medians with intervals: how charts summarise runs and draw the result."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Scatter

Point = dict[str, float | None]
"""`median`, `p05` and `p95` of one quantity; None for what could not be estimated."""

FEWEST = 5
"""Fewest pairs from which an interval is shown."""


@dataclass(frozen=True, slots=True)
class Series:
    """How one series looks: its name, colour and second channel, and its group in the legend."""

    name: str
    colour: str
    marker: str
    group: str
    in_legend: bool = True


def quantiles(values: "pd.Series[float]") -> Point:
    """Median and 90 % interval of values over pairs; the interval needs FEWEST of them."""
    known = values.dropna()
    if known.empty:
        return {"median": None, "p05": None, "p95": None}
    wide = len(known) >= FEWEST
    return {
        "median": float(known.quantile(0.5)),
        "p05": float(known.quantile(0.05)) if wide else None,
        "p95": float(known.quantile(0.95)) if wide else None,
    }


def upright(
    series: Series, places: Sequence[float], points: Sequence[Point], texts: Sequence[str]
) -> "Scatter":
    """Medians as markers with vertical intervals, at places along the horizontal axis."""
    from plotly.graph_objects import Scatter

    return Scatter(x=list(places), y=_medians(points), error_y=bars(points), **_look(series, texts))


def lying(
    series: Series, rows: Sequence[float], points: Sequence[Point], texts: Sequence[str]
) -> "Scatter":
    """Medians as markers with horizontal intervals, at rows of a `row_axis`."""
    from plotly.graph_objects import Scatter

    return Scatter(y=list(rows), x=_medians(points), error_x=bars(points), **_look(series, texts))


def bars(points: Sequence[Point]) -> dict[str, Any]:
    """Error bars from medians and 90 % intervals; none where the interval is unknown."""
    return {
        "type": "data",
        "symmetric": False,
        "thickness": 1.4,
        "width": 3,
        "array": [_arm(point, "p95") for point in points],
        "arrayminus": [_arm(point, "p05") for point in points],
    }


def row_axis(names: Sequence[str]) -> dict[str, Any]:
    """Axis settings for rows 0, 1, 2 … from the top, each with its name."""
    return {
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "range": [len(names) - 0.4, -0.6],
        "ticks": "",
    }


def above_each_other(rows: Sequence[int], place: int) -> list[float]:
    """Places in rows for the first (0) or second (1) of two series."""
    return [row + (place - 0.5) * 0.36 for row in rows]


def beside_each_other(years: Sequence[int], place: int) -> list[float]:
    """Places on a year axis for the first (0) or second (1) of two series."""
    return [year + (place - 0.5) * 0.14 for year in years]


def _arm(point: Point, end: str) -> float:
    middle, limit = point["median"], point[end]
    if middle is None or limit is None:
        return 0.0
    return abs(limit - middle) if math.isfinite(limit) else 0.0


def _medians(points: Sequence[Point]) -> list[float | None]:
    return [point["median"] for point in points]


def _look(series: Series, texts: Sequence[str]) -> dict[str, Any]:
    line = {"width": 2, "color": series.colour}
    return {
        "mode": "markers",
        "cliponaxis": False,
        "name": series.name,
        "legendgroup": series.group,
        "showlegend": series.in_legend,
        "marker": {"color": series.colour, "symbol": series.marker, "size": 10, "line": line},
        "hovertext": list(texts),
        "hoverinfo": "text+name",
    }
