"""Names at the right end of lines, in place of a legend, kept apart from each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plotly.graph_objects import Figure as Plot

GAP, LEADER, POINTS = 17.0, 26, 13


@dataclass(frozen=True, slots=True)
class End:
    """A name beside the place where its line or band ends."""

    text: str
    x: float
    y: float
    colour: str


def apart(places: Sequence[float], gap: float = GAP) -> list[float]:
    """Places in their order, moved as little as need be to stand a gap from each other."""
    groups: list[list[int]] = []
    centres: list[float] = []
    for one in sorted(range(len(places)), key=places.__getitem__):
        group, centre = [one], places[one]
        while groups and _lowest(centre, group, gap) < _highest(centres[-1], groups[-1], gap) + gap:
            group = groups.pop() + group
            centres.pop()
            shifts = [places[member] - at * gap for at, member in enumerate(group)]
            centre = sum(shifts) / len(shifts) + gap * (len(group) - 1) / 2
        groups.append(group)
        centres.append(centre)
    found = [0.0] * len(places)
    for group, centre in zip(groups, centres, strict=True):
        for at, member in enumerate(group):
            found[member] = _lowest(centre, group, gap) + at * gap
    return found


def _lowest(centre: float, group: Sequence[int], gap: float) -> float:
    return centre - gap * (len(group) - 1) / 2


def _highest(centre: float, group: Sequence[int], gap: float) -> float:
    return centre + gap * (len(group) - 1) / 2


def label_ends(plot: "Plot", ends: Sequence[End], area: float) -> None:
    """Write the names into a plot of one panel, whose area is so many pixels high."""
    low, high = _range(plot)
    scale = area / (high - low)
    down = [(high - end.y) * scale for end in ends]
    for end, at, wanted in zip(ends, down, apart(down), strict=True):
        plot.add_annotation(
            **{"x": end.x, "y": end.y, "ax": LEADER, "ay": wanted - at, "text": end.text},
            **{"xanchor": "left", "yanchor": "middle", "align": "left", "arrowhead": 0},
            **{"arrowwidth": 1, "arrowcolor": end.colour, "standoff": 6},
            font={"color": end.colour, "size": POINTS},
        )
    plot.update_yaxes(range=[low, high])
    first = plot.layout.xaxis.range[0]
    plot.update_xaxes(range=[first, max(end.x for end in ends) + 0.04])


def _range(plot: "Plot") -> tuple[float, float]:
    values = [float(y) for trace in plot.data for y in (trace.y or ()) if y is not None]
    low, high = min(values), max(values)
    return low - 0.05 * (high - low), high + 0.05 * (high - low)
