"""The published ratio to 2024 as a fan, with the target, the plan and the three worlds."""

import pandas as pd
from plotly.graph_objects import Figure as Plot
from plotly.graph_objects import Scatter

from results.end_labels import End
from results.figure import (
    BLACK,
    BLUE,
    GREEN,
    VERMILION,
    Figure,
    NoData,
    caption,
    clear,
    layout,
    year_axis,
)
from results.language import words
from results.numbers import written
from results.run import Run

ORDER = 10
TARGET = 1.75
QUIET = "#555555"
BASE = 2021
POINTS = ("median", "p05", "p25", "p75", "p95")
WORLDS = (
    ("ratio_latent", VERMILION, "dash", "x-thin-open"),
    ("ratio_no_pilot", GREEN, "dot", "circle-open"),
    ("ratio_trend", BLACK, "dashdot", "diamond-open"),
)
TEXTS = {
    "zh": {
        "name": "收入比到 2024 年",
        "title": "{year} 年公布的城乡收入比中位数 {median}（90% 区间 {low}—{high}）；"
        "有无试点、有无项目，中位数相差不过 {spread}",
        "axis": "城乡居民收入比（倍，农村 = 1）",
        "published": "公布口径",
        "middle": "公布口径中位数",
        "ratio_latent": "真值：试点",
        "ratio_no_pilot": "真值：无试点",
        "ratio_trend": "真值：趋势",
        "target": "目标 <1.75",
        "plan": "方案隐含值",
        "quantity": "序列",
    },
    "en": {
        "name": "The ratio to 2024",
        "title": "The published ratio of {year} has the median {median} (90% interval "
        "{low}–{high}); with or without pilot and programmes, medians differ by no more than "
        "{spread}",
        "axis": "Urban-rural income ratio (rural = 1)",
        "published": "published",
        "middle": "published, median",
        "ratio_latent": "latent, pilot",
        "ratio_no_pilot": "latent, no pilot",
        "ratio_trend": "latent, trend",
        "target": "target <1.75",
        "plan": "implied by the plan",
        "quantity": "Series",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw the fan; the baseline year is a published figure without interval."""
    text, last = TEXTS[language], run.years[-1]
    median = run.quantile(last, "ratio_published")
    if median is None:
        raise NoData("summary.json: ratio_published")
    years = [*([BASE] if _start(run) else []), *run.years]
    plot = layout(
        Plot(), 460, xaxis=year_axis(years, 0.3), yaxis={"title": text["axis"], "tickformat": ".2f"}
    )
    plot.update_xaxes(title=words(language)["caption"]["year"])
    _fan(plot, run, years, language)
    _worlds(plot, run, language)
    _plan(plot, run, years, language)
    latent = [value for name, *_ in WORLDS if (value := run.quantile(last, name)) is not None]
    spread = max(latent) - min(latent) if latent else None
    title = text["title"].format(
        year=last,
        median=_ratio(median),
        spread=_ratio(spread),
        low=_ratio(run.quantile(last, "ratio_published", "p05")),
        high=_ratio(run.quantile(last, "ratio_published", "p95")),
    )
    table = _table(run, language)
    return Figure(
        title,
        plot,
        caption(run, language, "both", ("summary.json", "references")),
        table,
        ["ratio"] * len(table),
        ends=_ends(run, language),
    )


def _ends(run: Run, language: str) -> list[End]:
    """Names for bands, lines, target and plan beside their last points."""
    text, shared, last = TEXTS[language], words(language)["caption"], run.years[-1]
    points = {point: run.quantile(last, "ratio_published", point) for point in POINTS}
    median, upper, top = (points[name] for name in ("median", "p75", "p95"))
    found = [
        (text["middle"], median, BLUE),
        *((text[name], run.quantile(last, name), colour) for name, colour, *_ in WORLDS),
        (text["plan"], run.reference("ratio_implied", last, "plan"), QUIET),
    ]
    ends = [
        End(f"{name} {_ratio(value)}", last, value, colour)
        for name, value, colour in found
        if value is not None
    ]
    if median is not None and upper is not None and top is not None:
        ends.append(End(shared["band90"], last, (upper + top) / 2, BLUE))
        ends.append(End(shared["band50"], last, (median + upper) / 2, BLUE))
    return [*ends, End(text["target"], last, TARGET, QUIET)]


def _ratio(value: float | None) -> str:
    return written(value, "ratio", "en")


def _start(run: Run) -> float | None:
    return run.reference("ratio_published", BASE, "baseline")


def _fan(plot: Plot, run: Run, years: list[int], language: str) -> None:
    shared = words(language)["caption"]
    for low, high, opacity, name in (
        ("p05", "p95", 0.16, "band90"),
        ("p25", "p75", 0.32, "band50"),
    ):
        lower, upper = (_path(run, years, end) for end in (low, high))
        if None in lower or None in upper:
            continue
        plot.add_trace(
            Scatter(
                x=[*years, *reversed(years)],
                y=[*upper, *reversed(lower)],
                fill="toself",
                fillcolor=clear(BLUE, opacity),
                line={"width": 0},
                mode="lines",
                hoverinfo="skip",
                name=shared[name],
            )
        )
    values = _path(run, years, "median")
    plot.add_trace(
        Scatter(
            x=years,
            y=values,
            mode="lines+markers",
            name=TEXTS[language]["middle"],
            line={"color": BLUE, "width": 3},
            marker={"size": 8},
            hovertext=[
                f"{year}: {_ratio(value)}" for year, value in zip(years, values, strict=True)
            ],
            hoverinfo="text+name",
        )
    )


def _path(run: Run, years: list[int], point: str) -> list[float | None]:
    return [
        _start(run) if year == BASE else run.quantile(year, "ratio_published", point)
        for year in years
    ]


def _worlds(plot: Plot, run: Run, language: str) -> None:
    for name, colour, dash, marker in WORLDS:
        values = [run.quantile(year, name) for year in run.years]
        plot.add_trace(
            Scatter(
                x=run.years,
                y=values,
                mode="lines+markers",
                name=TEXTS[language][name],
                line={"color": colour, "width": 2, "dash": dash},
                marker={"symbol": marker, "size": 11, "line": {"width": 2, "color": colour}},
                hovertext=[
                    f"{year}: {_ratio(value)}"
                    for year, value in zip(run.years, values, strict=True)
                ],
                hoverinfo="text+name",
            )
        )


def _plan(plot: Plot, run: Run, years: list[int], language: str) -> None:
    text = TEXTS[language]
    plot.add_trace(
        Scatter(
            x=[min(years) - 0.3, max(years) + 0.3],
            y=[TARGET] * 2,
            mode="lines",
            name=text["target"],
            line={"color": "#555", "width": 1.5, "dash": "longdash"},
            hoverinfo="name",
        )
    )
    implied = {year: run.reference("ratio_implied", year, "plan") for year in run.years}
    known = {year: value for year, value in implied.items() if value is not None}
    if known:
        last = _ratio(list(known.values())[-1])
        plot.add_trace(
            Scatter(
                x=list(known),
                y=list(known.values()),
                mode="markers",
                name=f"{text['plan']} {last}",
                marker={"symbol": "star", "size": 13, "color": "#555"},
                hovertext=[_ratio(value) for value in known.values()],
                hoverinfo="text+name",
            )
        )


def _table(run: Run, language: str) -> pd.DataFrame:
    text, shared = TEXTS[language], words(language)["caption"]
    rows: list[list[object]] = []
    if _start(run):
        rows.append([BASE, text["published"], _start(run), None, None, None, None])
    for year in run.years:
        names = [("ratio_published", "published"), *((name, name) for name, *_ in WORLDS)]
        rows += [
            [year, text[word], *(run.quantile(year, name, point) for point in POINTS)]
            for name, word in names
        ]
        implied = run.reference("ratio_implied", year, "plan")
        if implied is not None:
            rows.append([year, text["plan"], implied, None, None, None, None])
    heads = [shared["year"], text["quantity"], shared["median"], "5%", "25%", "75%", "95%"]
    return pd.DataFrame(rows, columns=heads, dtype=object)
