"""How the intervals of sensitivity indices narrow as the sample is doubled."""

import pandas as pd
from plotly.graph_objects import Figure as Plot
from plotly.graph_objects import Scatter

from results.figure import BLACK, COLOURS, DASHES, MARKERS, Figure, NoData, caption, layout
from results.folding import plain
from results.numbers import written
from results.run import Run

ORDER = 210
STUDY = "sensitivity"
MOST = 4
"""How many factors have a line of their own."""
TEXTS = {
    "zh": {
        "name": "收敛",
        "title": "N = {size} 时最宽的 95% 区间为 ± {widest}，要求 ± {close}：{verdict}",
        "yes": "已收敛",
        "no": "未收敛",
        "axis": "样本量 N（个）",
        "widths": "总指数 95% 区间的半宽（%）",
        "wanted": "要求",
        "size": "样本量",
        "factor": "因素",
        "total": "总指数",
        "half": "± 95%",
    },
    "en": {
        "name": "Convergence",
        "title": "At N = {size} the widest 95% interval is ± {widest}, wanted ± {close}: {verdict}",
        "yes": "converged",
        "no": "not converged",
        "axis": "Sample size N (points)",
        "widths": "Half-width of the total index's 95% interval (%)",
        "wanted": "wanted",
        "size": "Sample size",
        "factor": "Factor",
        "total": "Total index",
        "half": "± 95%",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw a line a factor, half-width against sample size."""
    if not run.has("convergence"):
        raise NoData("tables/convergence.parquet")
    text, table = TEXTS[language], run.table("convergence")
    sizes = sorted(set(table["size"]))
    last = table[table["size"] == sizes[-1]].sort_values("total", ascending=False, kind="stable")
    plot = Plot()
    for place, factor in enumerate(last.factor[:MOST]):
        plot.add_trace(_line(table[table.factor == factor], sizes, place, language))
    close = float(table.close.iloc[0])
    plot.add_trace(
        Scatter(
            x=list(range(len(sizes))),
            y=[100 * close] * len(sizes),
            mode="lines",
            name=text["wanted"],
            line={"color": BLACK, "dash": "longdash", "width": 1.5},
        )
    )
    layout(plot, 420)
    ticks = {"tickvals": list(range(len(sizes))), "ticktext": [str(size) for size in sizes]}
    plot.update_xaxes(title=text["axis"], range=[-0.4, len(sizes) - 0.6], **ticks)
    plot.update_yaxes(title=text["widths"], rangemode="tozero")
    rows = table.sort_values(["size", "total"], ascending=[True, False], kind="stable")
    columns = ["size", language, "total", "total_half"]
    shown = rows[columns].astype(object).reset_index(drop=True)
    shown.columns = pd.Index([text[key] for key in ("size", "factor", "total", "half")])
    return Figure(
        _title(last, close, language),
        plot,
        caption(run, language, "ninety_five", ("convergence",)),
        shown,
        ["share"] * len(shown),
    )


def _line(rows: pd.DataFrame, sizes: list[int], place: int, language: str) -> Scatter:
    rows = rows.sort_values("size")
    name = plain(str(rows[language].iloc[0]))
    return Scatter(
        x=[sizes.index(size) for size in rows["size"]],
        y=[100 * half for half in rows.total_half],
        mode="lines+markers",
        name=name,
        line={"color": COLOURS[place], "dash": DASHES[place], "width": 2},
        marker={"symbol": MARKERS[place], "size": 9, "color": COLOURS[place]},
        hovertext=[written(half, "share", language) for half in rows.total_half],
        hoverinfo="text+name",
    )


def _title(last: pd.DataFrame, close: float, language: str) -> str:
    text = TEXTS[language]
    widest = float(last[["first_half", "total_half"]].to_numpy().max())
    return text["title"].format(
        size=last["size"].iloc[0],
        widest=written(widest, "share", language),
        close=written(close, "share", language),
        verdict=text["yes" if widest <= close else "no"],
    )
