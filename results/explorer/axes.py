"""One scale for all points: moving a slider must move the marks and not the axis."""

from collections.abc import Iterable, Mapping
from typing import Any

AXES = {"ratio_fan": "y", "who_gains": "x"}
"""The axis of each chart that carries values."""
ROOM = 0.04

Figures = Mapping[str, Mapping[str, Any]]


def same_axes(shown: Iterable[Figures]) -> None:
    """Give each chart the same range of values in every point and language."""
    every = list(shown)
    for name, axis in AXES.items():
        charts = [figures[name] for figures in every if name in figures]
        ends = [end for chart in charts for end in _ends(chart["data"], axis)]
        if not ends:
            continue
        room = ROOM * (max(ends) - min(ends))
        for chart in charts:
            for layout in (chart["layout"], chart["frame"]):
                for key in [key for key in layout if key.startswith(f"{axis}axis")]:
                    layout[key] = {**layout[key], "range": [min(ends) - room, max(ends) + room]}


def _ends(traces: Iterable[Mapping[str, Any]], axis: str) -> Iterable[float]:
    for trace in traces:
        arms = trace.get(f"error_{axis}", {})
        values = trace.get(axis, [])
        above = arms.get("array") or [0.0] * len(values)
        below = arms.get("arrayminus") or [0.0] * len(values)
        for value, up, down in zip(values, above, below, strict=True):
            if value is not None:
                yield value + up
                yield value - down
