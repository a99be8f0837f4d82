"""A chart that travels alone: finding above, legend under it, caption below, in a given width."""

from typing import TYPE_CHECKING, Any

from results.end_labels import LEADER, label_ends
from results.folding import folded

if TYPE_CHECKING:
    from plotly.graph_objects import Figure as Plot

    from results.figure import Figure

EDGE = 14
TITLE_POINTS, CAPTION_POINTS, LEGEND_POINTS = 17, 11, 13
TITLE_LINE, CAPTION_LINE, LEGEND_LINE = 23, 16, 21
PAUSES = ("，", "；", "：", "。", "）", ",", ";", ":", ".")
UNKNOWN = 200
"""Pixels left free beside a caption where nobody knows yet how wide the names of rows are."""
LETTER = 0.56
"""Width of a Latin letter as a part of the font's size; a Chinese character is 1."""


def framed(figure: "Figure", width: int, left: float | None = None) -> "Plot":
    """The plot with title and caption inside.

    Args: width, in pixels; left, where the plotting area begins, known once it has been drawn, so
    that the caption can stand under the title; without it the caption stands under the area.
    """
    from plotly.graph_objects import Figure as Plot

    plot = Plot(figure.plot)
    if figure.ends:
        plot.update_layout(showlegend=False)
    _panel_headings(plot, width, left)
    title = balanced(figure.title, (width - 2 * EDGE) / TITLE_POINTS)
    room = width - (UNKNOWN if left is None else 2 * EDGE)
    caption = balanced(figure.caption, room / CAPTION_POINTS, even=False)
    above = 16 + TITLE_LINE * (1 + title.count("<br>"))
    rows = legend_rows(plot, width - 2 * EDGE)
    legend = LEGEND_LINE * rows + (8 if rows > 1 else 0)
    top = above + (legend + 10 if legend else 0) + _heading(plot)
    below = plot.layout.margin.b
    area = plot.layout.height - plot.layout.margin.t - below
    if figure.ends:
        label_ends(plot, figure.ends, area)
        widest = max(text_width(end.text) for end in figure.ends)
        plot.update_layout(margin={"r": LEADER + 10 + LEGEND_POINTS * widest})
    height = top + area + below + 18 + CAPTION_LINE * (1 + caption.count("<br>"))
    plot.update_layout(
        width=width,
        height=height,
        margin={"t": top, "b": height - top - area},
        title=_title(title, width, height),
        legend={
            **{"xref": "container", "x": EDGE / width, "xanchor": "left"},
            **{"yref": "container", "y": 1 - (above + 4) / height, "yanchor": "top"},
        },
    )
    plot.for_each_xaxis(lambda axis: axis.update(nticks=None) if axis.nticks else None)
    plot.update_xaxes(title={"font": {"size": 13}})
    plot.update_yaxes(title={"font": {"size": 13}})
    plot.add_annotation(
        **{"text": caption, "xref": "paper", "yref": "paper", "x": 0, "y": 0},
        **{"xshift": _shift(left), "yshift": -below - 8, "xanchor": "left", "yanchor": "top"},
        **{"align": "left", "showarrow": False, "font": {"size": CAPTION_POINTS}},
    )
    return plot


def _shift(left: float | None) -> float:
    return 0.0 if left is None else EDGE - left


def _panel_headings(plot: "Plot", width: int, left: float | None) -> None:
    """Let the headings of panels begin under the title, in lines that fit the width."""
    for note in headings(plot):
        lines = note.text.split("<br>")
        if "<" not in note.text.replace("<br>", "") and "&" not in note.text:
            lines = [balanced(line, (width - 2 * EDGE) / 14, even=False) for line in lines]
        note.update(text="<br>".join(lines), xshift=_shift(left), align="left")


def headings(plot: "Plot") -> list[Any]:
    """The headings of a plot's panels."""
    notes = plot.layout.annotations
    return [note for note in notes if note.text and note.xref == "paper" and note.x == 0]


def _heading(plot: "Plot") -> int:
    """Room for the headings of panels, which stand above their areas."""
    lines = [1 + note.text.count("<br>") for note in headings(plot)]
    return 12 + 19 * max(lines, default=0)


def _title(text: str, width: int, height: int) -> dict[str, Any]:
    return {
        **{"text": text, "font": {"size": TITLE_POINTS}, "xref": "container", "yref": "container"},
        **{"x": EDGE / width, "xanchor": "left", "y": 1 - 27 / height, "yanchor": "bottom"},
    }


def legend_rows(plot: "Plot", width: float) -> int:
    """How many rows the legend takes in a width in pixels; 0 without one."""
    names = [
        trace.name
        for trace in plot.data
        if trace.type != "sankey" and trace.name and trace.showlegend is not False
    ]
    if plot.layout.showlegend is False or len(names) < (1 if plot.layout.showlegend else 2):
        return 0
    sizes = [50 + LEGEND_POINTS * text_width(name) for name in names]
    if sum(sizes) <= width:
        return 1
    columns = max(int(width / max(sizes)), 1)
    return -(-len(names) // columns)


def text_width(text: str) -> float:
    """Width of a text in units of its font's size."""
    return sum(1.0 if ord(letter) > 0x2E7F else LETTER for letter in text)


def balanced(text: str, width: float, *, even: bool = True) -> str:
    """Text in as few lines as fit a width; the lines of equal length where that is wanted.

    Args: width, in units of the font's size.
    """
    units = int(width / LETTER) if _is_latin(text) else int(2 * width)
    lines = folded(text, units).count("<br>")
    widths = range(units // 2 if even else units, units + 1)
    tries = [tried for n in widths if (tried := folded(text, n)).count("<br>") == lines]
    return next((tried for tried in tries if _at_pauses(tried)), tries[0])


def _at_pauses(text: str) -> bool:
    """Whether every line but the last ends where one pauses in reading."""
    return all(line.rstrip().endswith(PAUSES) for line in text.split("<br>")[:-1])


def _is_latin(text: str) -> bool:
    return not any(ord(letter) > 0x2E7F for letter in text)
