"""The three charts of the backtest page: skill against rivals, errors by horizon, PIT."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from plotly.graph_objects import Bar, Scatter
from plotly.graph_objects import Figure as Plot

from results.backtest_tables import ALL_HORIZONS, decimals, forecaster, percent
from results.figure import BLACK, BLUE, COLOURS, DASHES, MARKERS, VERMILION, Figure, layout
from results.folding import plain
from results.language import words

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

MODEL, POOLED = "model", "pooled_drift"
SHOWN = (MODEL, "combined", POOLED, "own_drift", "no_change")


def draw_all(summary: Row, language: str, data: str) -> dict[str, Figure]:
    """The charts by name; those without data are left out."""
    tables = {
        name: [row for row in rows if row.get("quantity", "ratio") == "ratio"]
        for name, rows in summary.items()
        if isinstance(rows, list)
    }
    found = {
        "skill": _skill(tables, language),
        "errors": _errors(tables, language),
        "pit": _pit(tables, language),
    }
    counts = [row["n"] for row in tables.get("scores", ()) if row["forecaster"] == MODEL]
    caption = words(language)["backtest"]["figure_caption"].format(
        n=max(counts, default=0), fingerprint=summary["fingerprint"], file=data
    )
    return {name: make(caption) for name, make in found.items() if make is not None}


def _skill(tables: Tables, language: str) -> Any:
    text = words(language)["backtest"]
    rows = [
        row
        for row in tables.get("comparisons", ())
        if row["forecaster"] == MODEL
        and row["horizon"] == ALL_HORIZONS
        and row["skill"] is not None
    ]
    if not rows:
        return None
    names = [forecaster(row["against"], language) for row in rows]
    values = [100.0 * row["skill"] for row in rows]
    above = [100.0 * ((row["skill_high"] or row["skill"]) - row["skill"]) for row in rows]
    below = [100.0 * (row["skill"] - (row["skill_low"] or row["skill"])) for row in rows]
    plot = Plot(
        Bar(
            y=[plain(name) for name in names],
            x=values,
            orientation="h",
            marker={"color": BLUE},
            error_x={"type": "data", "array": above, "arrayminus": below, "color": BLACK},
            hovertext=[percent(row["skill"]) for row in rows],
            hoverinfo="text+y",
        )
    )
    layout(plot, 120 + 40 * len(rows), showlegend=False)
    plot.update_xaxes(title=text["figure_skill_axis"], zeroline=True, zerolinecolor=BLACK)
    plot.update_yaxes(autorange="reversed", ticks="")
    title = text["figure_skill"].format(
        count=sum(row["skill"] > 0 for row in rows), ahead=len(rows)
    )
    frame = pd.DataFrame(
        [
            [name, row["n"], row["skill"], row["skill_low"], row["skill_high"]]
            for name, row in zip(names, rows, strict=True)
        ],
        columns=[text["against"], text["count"], text["skill"], "5%", "95%"],
        dtype=object,
    )
    return lambda caption: Figure(title, plot, caption, frame, ["share"] * len(frame))


def _errors(tables: Tables, language: str) -> Any:
    text = words(language)["backtest"]
    found = {
        name: [
            (row["horizon"], row["mean_absolute_error"])
            for row in tables.get("scores", ())
            if row["forecaster"] == name
            and row["horizon"] != ALL_HORIZONS
            and row["mean_absolute_error"] is not None
        ]
        for name in SHOWN
    }
    found = {name: points for name, points in found.items() if points}
    if MODEL not in found or POOLED not in found:
        return None
    plot, rows = Plot(), []
    for place, (name, points) in enumerate(found.items()):
        shown = forecaster(name, language)
        plot.add_trace(
            Scatter(
                x=[ahead for ahead, _ in points],
                y=[error for _, error in points],
                name=plain(shown),
                mode="lines+markers",
                line={"color": COLOURS[place], "dash": DASHES[place]},
                marker={"symbol": MARKERS[place], "size": 9},
            )
        )
        rows += [[shown, ahead, error] for ahead, error in points]
    layout(plot, 420)
    plot.update_xaxes(title=text["horizon"], dtick=1)
    plot.update_yaxes(title=text["figure_error_axis"], rangemode="tozero", tickformat=".3f")
    first = {name: dict(points).get(1) for name, points in found.items()}
    write = decimals(4)
    title = text["figure_error"].format(model=write(first[MODEL]), rival=write(first[POOLED]))
    names = [text["forecaster"], text["horizon"], text["mean_absolute_error"]]
    frame = pd.DataFrame(rows, columns=names, dtype=object)
    return lambda caption: Figure(title, plot, caption, frame, ["ratio difference"] * len(frame))


def _pit(tables: Tables, language: str) -> Any:
    text = words(language)["backtest"]
    rows = [row for row in tables.get("pit", ()) if row["forecaster"] == MODEL]
    total = sum(row["count"] for row in rows)
    if not total:
        return None
    names = [f"{row['low']:.1f}–{row['high']:.1f}" for row in rows]
    plot = Plot(Bar(x=names, y=[row["count"] for row in rows], marker={"color": BLUE}, name="PIT"))
    plot.add_hline(y=rows[0]["expected"], line={"color": VERMILION, "dash": "dash"})
    layout(plot, 360, showlegend=False)
    plot.update_xaxes(title=text["figure_pit_axis"])
    plot.update_yaxes(title=text["figure_pit_count"], rangemode="tozero")
    middle = sum(_overlap(row) * row["count"] for row in rows) / total
    title = text["figure_pit"].format(inside=f"{100 * middle:.0f}%")
    frame = pd.DataFrame(
        [[name, row["count"], row["expected"]] for name, row in zip(names, rows, strict=True)],
        columns=[text["figure_pit_axis"], text["figure_pit_count"], "1/10"],
        dtype=object,
    )
    return lambda caption: Figure(title, plot, caption, frame, [""] * len(frame))


def _overlap(row: Row) -> float:
    """Part of a bin that lies in the middle half."""
    inside = min(row["high"], 0.75) - max(row["low"], 0.25)
    return max(0.0, inside) / (row["high"] - row["low"])
