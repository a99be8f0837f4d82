"""The published change since 2021: trend, reclassification, policy, displacement, survey."""

import pandas as pd
from plotly.graph_objects import Bar, Scatter
from plotly.graph_objects import Figure as Plot
from plotly.subplots import make_subplots

from results.figure import BLACK, BLUE, VERMILION, Figure, NoData, caption, clear, layout
from results.language import words
from results.numbers import change
from results.run import Run
from results.series import bars, quantiles, row_axis

ORDER = 220
STUDY = "attribution"
PARTS = ("trend", "reclassification", "policy", "displacement", "survey", "total")
PANELS = (("ratio", "ratio difference"), ("rural_income", "yuan"), ("urban_income", "yuan"))
TEXTS = {
    "zh": {
        "name": "2021 年以来的变动",
        "title": "2021 年到 {year} 年公布的收入比变动 {total}：趋势 {trend}，政策 {policy}，"
        "替代 {displacement}",
        "ratio": "收入比",
        "rural_income": "农村人均收入",
        "urban_income": "城镇人均收入",
        "change": "变动（{unit}）",
        "trend": "趋势",
        "reclassification": "村改居",
        "policy": "政策",
        "displacement": "替代",
        "survey": "调查误差",
        "total": "公布值变动",
        "interval": "90% 区间",
        "up": "增加",
        "down": "减少",
        "panel": "内容",
        "part": "部分",
        "mean": "均值",
        "note": "各项为均值，相加恰为公布值变动。政策是收入高于趋势的住户多得的，"
        "替代是收入低于趋势的住户少得的。",
    },
    "en": {
        "name": "The change since 2021",
        "title": "From 2021 to {year} the published ratio moves by {total}: trend {trend}, policy "
        "{policy}, displacement {displacement}",
        "ratio": "Ratio",
        "rural_income": "Rural income per head",
        "urban_income": "Urban income per head",
        "change": "Change ({unit})",
        "trend": "trend",
        "reclassification": "reclassification",
        "policy": "policy",
        "displacement": "displacement",
        "survey": "survey",
        "total": "published change",
        "interval": "90% interval",
        "up": "upwards",
        "down": "downwards",
        "panel": "What",
        "part": "Part",
        "mean": "mean",
        "note": "Parts are means and add up to the published change. Policy is what households "
        "have more than without programmes, displacement what households have less.",
    },
}
Means = dict[str, float]


def draw(run: Run, language: str) -> Figure:
    """Draw one waterfall for the ratio and one for each area's income."""
    if not run.has("change_split"):
        raise NoData("tables/change_split.parquet")
    text, table = TEXTS[language], run.table("change_split")
    plot = make_subplots(
        rows=3, vertical_spacing=0.11, subplot_titles=[text[name] for name, _ in PANELS]
    )
    layout(plot, 960, barmode="overlay", margin={"t": 64})
    plot.update_layout(legend={"y": 1.0, "yref": "container", "yanchor": "top"})
    plot.update_annotations(x=0, xanchor="left", font={"size": 14})
    rows: list[list[object]] = []
    units: list[str] = []
    for row, (name, unit) in enumerate(PANELS, start=1):
        mine = table[table.outcome == name]
        means = _panel(plot, mine, unit, row, language)
        axis = text["change"].format(unit=words(language)["units"][unit])
        plot.update_xaxes(title=axis, zeroline=True, zerolinecolor="#555", row=row, col=1)
        if name == "ratio":
            plot.update_xaxes(tickformat=".2f", row=row, col=1)
        for part in PARTS:
            point = quantiles(_by_draw(mine, part))
            rows.append([text[name], text[part], means[part], point["p05"], point["p95"]])
        units += ["yuan per head" if unit == "yuan" else unit] * len(PARTS)
    shared = words(language)["caption"]
    heads = [text["panel"], text["part"], text["mean"], shared["p05"], shared["p95"]]
    return Figure(
        _title(table, run.years[-1], language),
        plot,
        caption(run, language, "ninety", ("change_split",), note=text["note"]),
        pd.DataFrame(rows, columns=heads, dtype=object),
        units,
    )


def _by_draw(rows: pd.DataFrame, part: str) -> "pd.Series[float]":
    return rows[rows.part == part].groupby("draw")["value"].mean()


def _panel(plot: Plot, rows: pd.DataFrame, unit: str, row: int, language: str) -> Means:
    text, at = TEXTS[language], 0.0
    means = {part: float(_by_draw(rows, part).mean()) for part in PARTS}
    bases = {}
    for part in PARTS:
        bases[part] = 0.0 if part == "total" else at
        at += 0.0 if part == "total" else means[part]
    groups = {
        "up": (VERMILION, "/", [p for p in PARTS[:-1] if means[p] > 0.0]),
        "down": (BLUE, "", [p for p in PARTS[:-1] if means[p] <= 0.0]),
        "total": (BLACK, ".", ["total"]),
    }
    for key, (colour, pattern, parts) in groups.items():
        plot.add_trace(
            Bar(
                y=[PARTS.index(part) for part in parts],
                x=[means[part] for part in parts],
                base=[bases[part] for part in parts],
                orientation="h",
                width=0.6,
                name=text[key],
                legendgroup=key,
                showlegend=row == 1,
                marker={
                    "color": clear(colour, 0.75),
                    "pattern": {"shape": pattern},
                    "line": {"width": 1, "color": BLACK},
                },
                hovertext=[change(means[part], unit, language) for part in parts],
                hoverinfo="text+name",
            ),
            row,
            1,
        )
    _whiskers(plot, rows, means, bases, row, text["interval"])
    plot.update_yaxes(**row_axis([text[part] for part in PARTS]), row=row, col=1)
    return means


def _whiskers(
    plot: Plot, rows: pd.DataFrame, means: Means, bases: Means, row: int, name: str
) -> None:
    points = []
    for part in PARTS:
        found = quantiles(_by_draw(rows, part))
        ends = {
            key: None if (end := found[key]) is None else bases[part] + end
            for key in ("p05", "p95")
        }
        points.append({"median": bases[part] + means[part], **ends})
    plot.add_trace(
        Scatter(
            x=[point["median"] for point in points],
            y=list(range(len(PARTS))),
            mode="markers",
            name=name,
            legendgroup="interval",
            showlegend=row == 1,
            marker={"color": BLACK, "symbol": "line-ns-open", "size": 8},
            error_x=bars(points) | {"color": BLACK},
            hoverinfo="skip",
        ),
        row,
        1,
    )


def _title(table: pd.DataFrame, year: int, language: str) -> str:
    rows = table[table.outcome == "ratio"]
    means = {part: change(float(_by_draw(rows, part).mean()), "ratio", language) for part in PARTS}
    return TEXTS[language]["title"].format(year=year, **means)
