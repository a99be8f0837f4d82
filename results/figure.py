"""What a chart hands back, and what all charts share: colours, captions, axes.

A figure is colour-blind safe and readable in grey: colours are the darker ones of Okabe and Ito,
and every series differs in dash, marker or pattern as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from results.language import words
from results.run import Run

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure as Plot

    from results.end_labels import End

BLACK, BLUE, VERMILION, GREEN, PURPLE = "#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7"
COLOURS = (BLUE, VERMILION, GREEN, PURPLE, BLACK)
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
MARKERS = ("circle", "diamond", "square", "triangle-up", "x")
PATTERNS = ("", "/", ".", "x", "-")
FONT = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC','Source Han Sans SC',sans-serif"


class NoData(ValueError):  # noqa: N818 - a statement about the run, not a failure
    """A run that did not store what a chart needs; the report says so in the chart's place."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart in one language.

    `table` is the data behind it: text, whole numbers, and floats in the row's unit (`units`).
    """

    title: str
    plot: "Plot"
    caption: str
    table: "pd.DataFrame"
    units: Sequence[str]
    narrowest: int = 0
    """Least width in pixels at which the chart can be read; 0 for any."""
    ends: Sequence["End"] = ()
    """Names for the ends of its lines, which a picture has room for in place of a legend."""
    detail: "pd.DataFrame | None" = None
    """The data row by row where `table` only sums them up, in `detail_unit`."""
    detail_unit: str = ""

    def standalone(self, width: int = 900) -> "Plot":
        """The plot with title and caption inside, `width` pixels wide, to travel alone."""
        from results.framing import framed

        return framed(self, width)


def caption(
    run: Run, language: str, interval: str, tables: Sequence[str], *, note: str = ""
) -> str:
    """The line under a figure: note, runs, interval level, source, run, data files.

    Args: interval, a key of `[caption]` in language.toml: none, both or ninety.
    """
    text = words(language)["caption"]
    files = ", ".join(name if "." in name else f"tables/{name}.parquet" for name in tables)
    parts = [
        text["runs"].format(runs=run.pairs, draws=run.summary["draws"], seeds=run.summary["seeds"]),
        text["interval"].format(interval=text[interval]),
        text["source"].format(county=county_name(run, language), scenario=run.summary["scenario"]),
        text["run"].format(fingerprint=run.fingerprint),
        text["data"].format(files=files),
    ]
    stop = "。" if language == "zh" else ". "
    return (f"{note} " if note and language == "en" else note) + stop.join(parts) + stop.strip()


def county_name(run: Run, language: str) -> str:
    """The county's name as the pack gives it."""
    return run.label("county", str(run.summary["county"]), language)


def scenario_name(run: Run, name: str, language: str) -> str:
    """A scenario's title, where the run has it, else its name without the marks of a program."""
    titled = run.label("scenario", name, language)
    return run.label("world", name, language).replace("_", " ") if titled == name else titled


def layout(plot: "Plot", height: int, **changes: Any) -> "Plot":
    """Give a plot the look of all charts."""
    plot.update_layout(
        template=None,
        height=height,
        autosize=True,
        paper_bgcolor="white",
        plot_bgcolor="white",
        font={"family": FONT, "size": 13, "color": "#1a1a1a"},
        margin={"l": 16, "r": 16, "t": 28, "b": 56},
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": 1.0, "yanchor": "bottom"},
        hoverlabel={"font": {"family": FONT}},
    )
    line = {
        "gridcolor": "#e3e3e3",
        "linecolor": "#555",
        "zeroline": False,
        "ticks": "outside",
        "automargin": True,
        "title_standoff": 8,
        "exponentformat": "none",
        "separatethousands": True,
    }
    plot.update_xaxes(**line)
    plot.update_yaxes(**line)
    return plot.update_layout(**changes)


def year_axis(years: Sequence[int], margin: float = 0.4) -> dict[str, Any]:
    """Axis settings for whole years."""
    return {
        "tickmode": "array",
        "tickvals": list(years),
        "ticktext": [str(year) for year in years],
        "range": [min(years) - margin, max(years) + margin],
    }


def clear(colour: str, opacity: float) -> str:
    """A colour with opacity, as the plotting library writes it."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
