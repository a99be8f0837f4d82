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

    def standalone(self, width: int = 900) -> "Plot":
        """The plot with title and caption inside, for a picture that travels alone.

        Args: width, in pixels.
        """
        from plotly.graph_objects import Figure as Plot

        plot = Plot(self.plot)
        title = folded(self.title, 84 * width // 900)
        caption = folded(self.caption, 120 * width // 900)
        above, below = plot.layout.margin.t, plot.layout.margin.b
        top, bottom = 34 + 24 * title.count("<br>"), 24 + 16 * caption.count("<br>")
        if plot.layout.legend.yref != "container" and plot.layout.showlegend is not False:
            top += 22
        height = plot.layout.height + top + bottom
        plot.update_layout(
            margin={"t": above + top, "b": below + bottom},
            height=height,
            width=width,
            title={
                "text": title,
                "x": 0.01,
                "xanchor": "left",
                "yref": "container",
                "y": 1 - 26 / height,
                "yanchor": "bottom",
                "font": {"size": 17},
            },
        )
        if plot.layout.legend.yref == "container":
            plot.update_layout(legend={"y": 1 - top / height})
        plot.add_annotation(
            text=caption,
            xref="paper",
            yref="paper",
            x=0,
            y=0,
            yshift=-below - 4,
            xanchor="left",
            yanchor="top",
            align="left",
            showarrow=False,
            font={"size": 11},
        )
        return plot


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


def plain(text: str) -> str:
    """Text that the plotting library draws as it stands, without its own markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def folded(text: str, width: int) -> str:
    """Text broken into lines with `<br>`; a Chinese character counts as two."""
    lines, length = [""], 0
    for piece in _pieces(text):
        size = sum(2 if ord(letter) > 0x2E7F else 1 for letter in piece)
        if length and length + size > width:
            lines.append("")
            length = 0
        lines[-1] += piece if length else piece.lstrip()
        length += size
    return "<br>".join(plain(line.rstrip()) for line in lines)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for letter in text:
        glued = pieces and ord(letter) <= 0x2E7F and letter != " " and ord(pieces[-1][-1]) <= 0x2E7F
        closing = pieces and letter in "，。；：、）”"
        if glued or closing:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


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
