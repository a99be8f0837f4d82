"""Maps of villages: squares in blocks by town, or shapes of a user, in classes from light to dark.

The five blues differ in lightness first, so they can be told apart in grey and by colour-blind
readers; a village without a value is hatched grey, or pale where nothing can be hatched.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, cos, pi, sqrt
from typing import TYPE_CHECKING, Any

from results.errors import RunFolderError
from results.folding import plain
from results.numbers import written
from results.village_values import Classes

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure as Plot

    from results.geometry import Geometry

BLUES = ("#cfe1f2", "#93c3df", "#4b97c9", "#1764ab", "#08306b")
NOTHING, QUIET = "#ececec", "#8a8a8a"
HATCHED = {"shape": "/", "fgcolor": "#b5b5b5", "size": 5, "solidity": 0.25}
BLOCKS_A_ROW = 9


@dataclass(frozen=True, slots=True)
class Panel:
    """One map: the quantity, its heading, its classes and their names; `empty` for no value."""

    quantity: str
    title: str
    classes: Classes
    names: tuple[str, ...]
    empty: str
    language: str

    @property
    def colours(self) -> tuple[str, ...]:
        """A colour a class, from light to dark over the whole range."""
        if len(self.names) == 1:
            return (BLUES[2],)
        last = len(self.names) - 1
        return tuple(BLUES[round(place * (len(BLUES) - 1) / last)] for place in range(last + 1))

    def text(self, value: float) -> str:
        """A value in words."""
        return written(value, "yuan", self.language) if value == value else self.empty


def draw_tiles(
    plot: "Plot", values: "pd.DataFrame", panels: list[Panel], text: Mapping[str, str]
) -> int:
    """Draw a block of squares a town; the height of the figure in pixels."""
    towns = {int(town): rows for town, rows in values.groupby("town")}
    blocks = _blocks({town: len(rows) for town, rows in towns.items()})
    side, wide, high = blocks.side, blocks.wide, blocks.high
    for row, panel in enumerate(panels, start=1):
        squares: dict[int | None, list[tuple[int, int, str]]] = {}
        for town, rows in towns.items():
            left, top = blocks.corners[town]
            ordered = rows.sort_values("rural_income_per_head", ascending=False, kind="stable")
            for at, village in enumerate(ordered.to_dict("records")):
                value = village[panel.quantity]
                said = text["hover"].format(
                    town=town, village=village["village"], value=panel.text(value)
                )
                place = (left + at % side, top + 1 + at // side, said)
                squares.setdefault(panel.classes.of(value), []).append(place)
        for found, places in squares.items():
            _squares(plot, NOTHING if found is None else panel.colours[found], places, row)
        _town_names(plot, blocks, text, row)
        plot.update_yaxes(range=[high - 0.5, -0.5], row=row, col=1)
        plot.update_xaxes(range=[-0.5, wide - 0.5], row=row, col=1)
    _legends(plot, panels)
    return int(190 + 2 * high * 840 / wide)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Where the block of every town stands, in squares; its name takes the first line."""

    side: int
    wide: int
    high: int
    corners: dict[int, tuple[int, int]]


def _blocks(sizes: Mapping[int, int]) -> _Blocks:
    side = max(ceil(sqrt(max(sizes.values()))), 2)
    columns = min(max(len(sizes), 5), BLOCKS_A_ROW)
    corners, top, towns = {}, 0, list(sizes)
    for begin in range(0, len(towns), columns):
        line = towns[begin : begin + columns]
        for place, town in enumerate(line):
            corners[town] = (place * (side + 1), top)
        top += 2 + ceil(max(sizes[town] for town in line) / side)
    return _Blocks(side, columns * (side + 1) - 1, top - 1, corners)


def _squares(plot: "Plot", colour: str, places: list[tuple[int, int, str]], row: int) -> None:
    from plotly.graph_objects import Bar

    plot.add_trace(
        Bar(
            x=[x for x, _, _ in places],
            base=[y - 0.46 for _, y, _ in places],
            y=[0.92] * len(places),
            width=0.92,
            marker={"color": colour, "pattern": HATCHED if colour == NOTHING else None},
            hovertext=[said for _, _, said in places],
            hoverinfo="text",
            showlegend=False,
        ),
        row,
        1,
    )


def _town_names(plot: "Plot", blocks: _Blocks, text: Mapping[str, str], row: int) -> None:
    from plotly.graph_objects import Scatter

    plot.add_trace(
        Scatter(
            x=[left - 0.5 for left, _ in blocks.corners.values()],
            y=[top + 0.15 for _, top in blocks.corners.values()],
            mode="text",
            text=[text["town"].format(n=town) for town in blocks.corners],
            textposition="middle right",
            textfont={"size": 11, "color": "#333"},
            showlegend=False,
            hoverinfo="skip",
        ),
        row,
        1,
    )


def _legends(plot: "Plot", panels: list[Panel]) -> None:
    """Name the classes beside each heading, as small squares in text."""
    for panel, note in zip(panels, list(plot.layout.annotations), strict=True):
        named = [("■", *pair) for pair in zip(panel.colours, panel.names, strict=True)]
        if panel.empty:
            named.append(("▨", QUIET, panel.empty))
        keys = "　".join(
            f'<span style="color:{colour}">{mark}</span> {name}' for mark, colour, name in named
        )
        note.update(text=f"{plain(panel.title)}<br>{keys}", align="left")


def draw_shapes(
    plot: "Plot", values: "pd.DataFrame", panels: list[Panel], geometry: "Geometry"
) -> tuple[int, int, int]:
    """Draw a user's shapes.

    Returns: the figure's height in pixels, how many shapes are drawn, how many places have none.
    Raises: RunFolderError when a shape names a place that the run does not have.
    """
    by_place = values.groupby(geometry.level)[[panel.quantity for panel in panels]].median()
    _check_numbers(geometry, [int(number) for number in by_place.index])
    points = [point for rings in geometry.rings.values() for ring in rings for point in ring]
    west, east = (end(x for x, _ in points) for end in (min, max))
    south, north = (end(y for _, y in points) for end in (min, max))
    narrowing = max(cos((south + north) / 2 * pi / 180), 0.05)
    for row, panel in enumerate(panels, start=1):
        for number, rings in geometry.rings.items():
            _shape(
                plot,
                panel,
                rings,
                float(by_place.at[number, panel.quantity]),
                row,
                geometry.names.get(number, str(number)),
            )
        axis = "x" if row == 1 else f"x{row}"
        plot.update_yaxes(scaleanchor=axis, scaleratio=1 / narrowing, row=row, col=1)
    _legends(plot, panels)
    shape = (north - south) / max((east - west) * narrowing, 1e-9)
    panel_height = min(max(420 * shape, 240), 620)
    return int(150 + 2 * panel_height), len(geometry.rings), len(by_place) - len(geometry.rings)


def _check_numbers(geometry: "Geometry", known: list[int]) -> None:
    unknown = sorted(set(geometry.rings) - set(known))
    if unknown:
        raise RunFolderError(
            f"{geometry.level} {', '.join(map(str, unknown[:5]))} is not in this run",
            file=geometry.file,
            remedy=f"the run has {geometry.level}s {min(known)} to {max(known)} "
            "(tables/villages.parquet)",
        )


def _shape(plot: "Plot", panel: Panel, rings: Any, value: float, row: int, name: str) -> None:
    from plotly.graph_objects import Scatter

    found = panel.classes.of(value)
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in rings:
        xs += [*(x for x, _ in ring), None]
        ys += [*(y for _, y in ring), None]
    plot.add_trace(
        Scatter(
            x=xs[:-1],
            y=ys[:-1],
            mode="lines",
            fill="toself",
            fillcolor=NOTHING if found is None else panel.colours[found],
            line={"color": "white", "width": 0.8},
            hoveron="fills",
            hoverinfo="text",
            text=f"{plain(name)}: {panel.text(value)}",
            showlegend=False,
        ),
        row,
        1,
    )
