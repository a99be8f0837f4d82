"""Income per head by the four sources of the statistics bureau, rural and urban, then and now."""

import pandas as pd
from plotly.graph_objects import Bar
from plotly.graph_objects import Figure as Plot

from results.figure import COLOURS, PATTERNS, Figure, NoData, caption, layout
from results.language import words
from results.numbers import money_axis, written, yuan
from results.run import Run

ORDER = 20
ROOM = 1.34
"""How far the axis goes beyond the longest bar, so that its total fits on a narrow screen."""

BASE = 2021
SOURCES = {"wages": "wage", "business": "business", "property": "property", "transfers": "transfer"}
AREAS = ("rural", "urban")
TEXTS = {
    "zh": {
        "name": "收入来源",
        "title": "{base}—{last} 年农村人均收入增加 {rise}，其中 {part} 来自工资；"
        "财产净收入比重由 {before} 变为 {after}",
        "axis": "人均可支配收入（{unit}）",
        "rural": "农村",
        "urban": "城镇",
        "source": "收入来源",
        "area": "地区",
        "value": "元/人",
        "share": "占比",
        "total": "合计",
        "note": "{last} 年为试点情形：总额取预测中位数，结构取各次模拟占比的平均；"
        "{base} 年为公布起点。",
    },
    "en": {
        "name": "Income by source",
        "title": "From {base} to {last} rural income per head rises by {rise}, {part} of it "
        "wages; the property share goes from {before} to {after}",
        "axis": "Disposable income per head ({unit})",
        "rural": "rural",
        "urban": "urban",
        "source": "Source",
        "area": "Area",
        "value": "yuan per head",
        "share": "share",
        "total": "total",
        "note": "{last}: pilot world, forecast median split by the mean shares of the runs; "
        "{base}: published starting point.",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw stacked bars by area and year."""
    text, last = TEXTS[language], run.years[-1]
    incomes = {
        (area, year): parts
        for area in AREAS
        for year in (BASE, last)
        if (parts := _income(run, area, year))
    }
    if ("rural", last) not in incomes:
        raise NoData("indicators: rural_wage_share")
    divisor, unit = money_axis(max(sum(parts.values()) for parts in incomes.values()), language)
    plot = _bars(run, language, incomes, divisor)
    largest = max(sum(parts.values()) for parts in incomes.values())
    plot.update_xaxes(title=text["axis"].format(unit=unit), range=[0, ROOM * largest / divisor])
    table, units = _table(run, language, incomes)
    note = text["note"].format(last=last, base=BASE)
    return Figure(
        _title(language, incomes, last),
        plot,
        caption(run, language, "none", ("indicators", "references", "summary.json"), note=note),
        table,
        units,
    )


def _income(run: Run, area: str, year: int) -> dict[str, float]:
    """Yuan per head by source; empty where the run cannot say."""
    quantity = f"{area}_income"
    names = {source: f"{area}_{part}_share" for source, part in SOURCES.items()}
    if year == BASE:
        total = run.reference(quantity, year, "baseline")
        shares = {source: run.reference(name, year, "baseline") for source, name in names.items()}
    else:
        total = run.quantile(year, quantity)
        rows = run.table("indicators")
        means = (
            rows[(rows.world == "pilot") & (rows.year == year)].groupby("indicator").value.mean()
        )
        shares = {source: means.get(name) for source, name in names.items()}
    known = {source: float(share) for source, share in shares.items() if share is not None}
    if total is None or len(known) < len(SOURCES):
        return {}
    return {source: total * share / sum(known.values()) for source, share in known.items()}


def _bars(
    run: Run, language: str, incomes: dict[tuple[str, int], dict[str, float]], divisor: float
) -> Plot:
    text = TEXTS[language]
    rows = [f"{text[area]} {year}" for area, year in incomes]
    plot = Plot()
    totals = [sum(parts.values()) for parts in incomes.values()]
    for place, source in enumerate(SOURCES):
        values = [parts[source] for parts in incomes.values()]
        name = run.label("source", source, language)
        labels = [written(value, "yuan per head", language) for value in values]
        plot.add_trace(
            Bar(
                y=rows,
                x=[value / divisor for value in values],
                orientation="h",
                name=name,
                marker={
                    "color": COLOURS[place],
                    "line": {"color": "white", "width": 1},
                    "pattern": {
                        "shape": PATTERNS[place],
                        "fillmode": "overlay",
                        "fgcolor": "rgba(255,255,255,0.75)",
                        "solidity": 0.12,
                    },
                },
                text=[
                    written(value / total, "share", language) if value / total > 0.09 else ""
                    for value, total in zip(values, totals, strict=True)
                ],
                textposition="inside",
                insidetextanchor="middle",
                textfont={"color": "white", "size": 12},
                textangle=0,
                hovertext=[f"{name}: {label}" for label in labels],
                hoverinfo="text",
            )
        )
    for row, total in zip(rows, totals, strict=True):
        plot.add_annotation(
            **{"x": total / divisor, "y": row, "text": yuan(total, language)},
            **{"xanchor": "left", "xshift": 4, "showarrow": False, "font": {"size": 12}},
        )
    layout(plot, 360, barmode="stack", bargap=0.35, uniformtext={"minsize": 10, "mode": "hide"})
    plot.update_yaxes(autorange="reversed", ticks="")
    plot.update_layout(legend={"traceorder": "normal"})
    return plot


def _title(language: str, incomes: dict[tuple[str, int], dict[str, float]], last: int) -> str:
    text = TEXTS[language]
    before, after = incomes.get(("rural", BASE)), incomes["rural", last]
    if not before:
        return text["axis"].format(unit=words(language)["units"]["yuan"]) + f" {last}"
    rise = sum(after.values()) - sum(before.values())
    return text["title"].format(
        base=BASE,
        last=last,
        rise=yuan(rise, language),
        part=written((after["wages"] - before["wages"]) / rise, "share", language),
        before=written(before["property"] / sum(before.values()), "share", language),
        after=written(after["property"] / sum(after.values()), "share", language),
    )


def _table(
    run: Run, language: str, incomes: dict[tuple[str, int], dict[str, float]]
) -> tuple[pd.DataFrame, list[str]]:
    text, rows, units = TEXTS[language], [], []
    for (area, year), parts in incomes.items():
        total = sum(parts.values())
        for source, value in [*parts.items(), ("total", total)]:
            name = text["total"] if source == "total" else run.label("source", source, language)
            rows += [
                [text[area], year, name, value],
                [text[area], year, f"{name} {text['share']}", value / total],
            ]
            units += ["yuan per head", "share"]
    heads = [
        text["area"],
        words(language)["caption"]["year"],
        text["source"],
        words(language)["caption"]["median"],
    ]
    return pd.DataFrame(rows, columns=heads, dtype=object), units
