"""What policy adds: both effects on the ratio and on rural income, and by programme tag."""

import pandas as pd
from plotly.graph_objects import Figure as Plot
from plotly.subplots import make_subplots

from results.figure import BLUE, VERMILION, Figure, NoData, caption, layout, year_axis
from results.folding import plain
from results.language import words
from results.numbers import change, money_axis
from results.run import Run
from results.series import (
    Point,
    Series,
    above_each_other,
    beside_each_other,
    lying,
    quantiles,
    row_axis,
    upright,
)

ORDER = 30
INCOME = ("wages", "business", "property", "transfers")
EFFECTS = {"pilot": ("no_pilot", BLUE, "circle"), "all": ("trend", VERMILION, "diamond")}
PANELS = (("ratio_effect", "ratio difference"), ("rural_effect", "yuan per head"))
Rows = tuple[list[list[object]], list[str]]
"""Rows of the data table and their units."""
TEXTS = {
    "zh": {
        "name": "政策的贡献",
        "title": "到 {year} 年，试点使收入比变动 {pilot}，全部项目使它变动 {all}；"
        "农村人均收入分别变动 {rural_pilot}、{rural_all}",
        "ratio_effect": "对收入比的影响",
        "rural_effect": "对农村人均收入的影响",
        "tags": "住户收入，按项目",
        "change": "变动（{unit}）",
        "panel": "内容",
        "effect": "对比",
        "ratio": "收入比",
        "rural": "农村人均收入",
        "note": "点为中位数，线为 90% 区间，效果为同一参数、同一随机数下的配对差。"
        "下图为住户收到的过账之差，城镇住户也在内；“趋势与替代”是原有收入的净变动，被替代时为负。",
    },
    "en": {
        "name": "What policy adds",
        "title": "By {year} the pilot moves the ratio by {pilot} and all programmes by {all}; "
        "rural income per head moves by {rural_pilot} and {rural_all}",
        "ratio_effect": "Effect on the ratio",
        "rural_effect": "Effect on rural income per head",
        "tags": "Household income by programme",
        "change": "Change ({unit})",
        "panel": "What",
        "effect": "Contrast",
        "ratio": "ratio",
        "rural": "rural income",
        "note": "Points are medians, lines 90% intervals; effects are paired differences with "
        "the same parameters and luck. The lowest panel is the difference of postings to all "
        "households, urban ones included; “trend and displacement” is the net change "
        "of earlier income, negative where it was displaced.",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw three panels, one below the other."""
    text, last = TEXTS[language], run.years[-1]
    if run.quantile(last, "ratio_effect_pilot") is None:
        raise NoData("summary.json: ratio_effect_pilot")
    if not run.has("postings"):
        raise NoData("tables/postings.parquet")
    tags = tag_differences(run, last)
    plot = make_subplots(
        rows=3,
        row_heights=[0.26, 0.26, 0.48],
        vertical_spacing=0.12,
        subplot_titles=[text["ratio_effect"], text["rural_effect"], text["tags"]],
    )
    layout(plot, 920, showlegend=True)
    plot.update_annotations(x=0, xanchor="left", font={"size": 14})
    plot.update_layout(legend={"y": 1.0, "yref": "container", "yanchor": "top"}, margin={"t": 64})
    rows, units = _by_year(plot, run, language)
    more, more_units = _by_tag(plot, run, language, tags)
    title = text["title"].format(
        year=last,
        **{
            key: change(run.quantile(last, quantity), unit, language)
            for key, quantity, unit in (
                ("pilot", "ratio_effect_pilot", "ratio"),
                ("all", "ratio_effect_all", "ratio"),
                ("rural_pilot", "rural_effect_pilot", "whole yuan"),
                ("rural_all", "rural_effect_all", "whole yuan"),
            )
        },
    )
    shared = words(language)["caption"]
    heads = [
        text["panel"],
        text["effect"],
        shared["year"],
        shared["median"],
        shared["p05"],
        shared["p95"],
    ]
    return Figure(
        title,
        plot,
        caption(run, language, "ninety", ("summary.json", "postings"), note=text["note"]),
        pd.DataFrame(rows + more, columns=heads, dtype=object),
        units + more_units,
    )


def tag_differences(run: Run, year: int) -> dict[str, dict[str, Point]]:
    """Change of households' posted income by contrast and tag: median and 90 % interval, yuan."""
    rows = run.table("postings")
    rows = rows[(rows.year == year) & (rows.payee == "households") & rows.kind.isin(INCOME)]
    sums = rows.pivot_table(
        index=["draw", "seed", "tag"],
        columns="world",
        values="amount",
        aggfunc="sum",
        fill_value=0.0,
    )
    return {
        effect: {
            str(tag): quantiles(part)
            for tag, part in (sums["pilot"] - sums[other]).groupby("tag")
            if part.abs().max() >= 1.0
        }
        for effect, (other, *_) in EFFECTS.items()
        if {"pilot", other} <= set(sums.columns)
    }


def _series(effect: str, language: str, *, in_legend: bool) -> Series:
    _, colour, marker = EFFECTS[effect]
    return Series(words(language)["effects"][effect], colour, marker, effect, in_legend)


def _by_year(plot: Plot, run: Run, language: str) -> Rows:
    text, units = TEXTS[language], []
    rows: list[list[object]] = []
    for row, (panel, unit) in enumerate(PANELS, start=1):
        for place, effect in enumerate(EFFECTS):
            series = _series(effect, language, in_legend=row == 1)
            points = [_summarised(run, year, f"{panel}_{effect}") for year in run.years]
            texts = [change(point["median"], unit, language) for point in points]
            places = beside_each_other(run.years, place)
            plot.add_trace(upright(series, places, points, texts), row=row, col=1)
            rows += [
                [text[panel.split("_")[0]], series.name, year, *point.values()]
                for year, point in zip(run.years, points, strict=True)
            ]
            units += [unit] * len(points)
        axis = text["change"].format(unit=words(language)["units"][unit])
        plot.update_yaxes(title=axis, zeroline=True, zerolinecolor="#555", row=row, col=1)
        plot.update_xaxes(
            **year_axis(run.years), title=words(language)["caption"]["year"], row=row, col=1
        )
    return rows, units


def _summarised(run: Run, year: int, quantity: str) -> Point:
    return {point: run.quantile(year, quantity, point) for point in ("median", "p05", "p95")}


def _by_tag(plot: Plot, run: Run, language: str, tags: dict[str, dict[str, Point]]) -> Rows:
    rows: list[list[object]] = []
    divisor, unit = money_axis(_largest(tags), language)
    names = {
        tag: run.label("tag", tag, language)
        for tag in dict.fromkeys(tag for found in tags.values() for tag in found)
    }
    order = sorted(names, key=lambda tag: -_effect(tags, tag))
    for place, (effect, found) in enumerate(tags.items()):
        series = _series(effect, language, in_legend=False)
        points = [
            {key: None if value is None else value / divisor for key, value in point.items()}
            for point in found.values()
        ]
        texts = [change(point["median"], "yuan", language) for point in found.values()]
        places = above_each_other([order.index(tag) for tag in found], place)
        plot.add_trace(lying(series, places, points, texts), row=3, col=1)
        rows += [
            [names[tag], series.name, run.years[-1], *point.values()]
            for tag, point in found.items()
        ]
    axis = TEXTS[language]["change"].format(unit=unit)
    plot.update_xaxes(title=axis, zeroline=True, zerolinecolor="#555", row=3, col=1)
    plot.update_yaxes(**row_axis([plain(names[tag]) for tag in order]), row=3, col=1)
    return rows, ["yuan"] * len(rows)


def _effect(tags: dict[str, dict[str, Point]], tag: str) -> float:
    """Median of a tag under all programmes, else under the pilot: rows stand in its order."""
    for effect in ("all", "pilot"):
        if tag in tags.get(effect, {}):
            return tags[effect][tag]["median"] or 0.0
    return 0.0


def _largest(tags: dict[str, dict[str, Point]]) -> float:
    medians = (point["median"] or 0.0 for found in tags.values() for point in found.values())
    return max(map(abs, medians), default=1.0)
