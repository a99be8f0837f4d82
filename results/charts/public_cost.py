"""What programmes cost and who pays: money of the county, donors and enterprises, by programme."""

import pandas as pd
from plotly.graph_objects import Figure as Plot

from results.figure import BLUE, VERMILION, Figure, NoData, caption, layout
from results.folding import plain
from results.language import words
from results.numbers import written
from results.run import Run
from results.series import Point, Series, above_each_other, lying, quantiles, row_axis

ORDER = 55
PAYERS = ("treasury", "charity")
"""Accounts that spend for others: public money (county and province) and the charity fund."""
USUAL = ("trend", "local_wages", "local_trade")
"""Tags of what flows without any programme."""
WORLDS = {"pilot": (BLUE, "circle"), "no_pilot": (VERMILION, "diamond-open")}
Row = tuple[str, str]
TEXTS = {
    "zh": {
        "name": "项目支出",
        "title": "{year} 年试点情形下财政与慈善支出 {total}，最多的是{first}（{share}）",
        "axis": "支出（万元）",
        "row": "{tag}（{payer}）",
        "payer": "付款方",
        "tag": "项目",
        "world": "情形",
        "note": "点为中位数，线为 90% 区间；村级专项资金是资本，不是谁的收入。",
    },
    "en": {
        "name": "What programmes cost",
        "title": "With the pilot, treasury and charity pay {total} in {year}, most of it for "
        "{first} ({share})",
        "axis": "Spending (10,000 yuan)",
        "row": "{tag} ({payer})",
        "payer": "Payer",
        "tag": "Programme",
        "world": "World",
        "note": "Points are medians, lines 90% intervals; the special fund is capital and "
        "nobody's income.",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw one row a programme and payer, the pilot world beside the world without it."""
    text, last = TEXTS[language], run.years[-1]
    if not run.has("postings"):
        raise NoData("tables/postings.parquet")
    found = spending(run, last)
    rows = [row for row in found["pilot"] if found["pilot"][row]["median"]]
    if not rows:
        raise NoData("tables/postings.parquet: treasury, charity")
    rows.sort(key=lambda row: -(found["pilot"][row]["median"] or 0.0))
    names = [_name(run, language, row) for row in rows]
    plot = Plot()
    for place, (world, (colour, marker)) in enumerate(WORLDS.items()):
        points = [_in_ten_thousands(found[world].get(row, _NOTHING)) for row in rows]
        hover = [
            written(found[world].get(row, _NOTHING)["median"], "yuan", language) for row in rows
        ]
        look = Series(run.label("world", world, language), colour, marker, world)
        plot.add_trace(lying(look, above_each_other(range(len(rows)), place), points, hover))
    layout(plot, 170 + 56 * len(rows))
    plot.update_xaxes(title=text["axis"], rangemode="tozero", nticks=4, tickangle=0)
    plot.update_yaxes(**row_axis([plain(name) for name in names]))
    total = sum(found["pilot"][row]["median"] or 0.0 for row in rows)
    title = text["title"].format(
        year=last,
        total=written(total, "yuan", language),
        first=run.label("tag", rows[0][1], language),
        share=written((found["pilot"][rows[0]]["median"] or 0.0) / total, "share", language),
    )
    table, units = _table(run, language, found, rows)
    return Figure(
        title,
        plot,
        caption(run, language, "ninety", ("postings",), note=text["note"]),
        table,
        units,
    )


_NOTHING: Point = {"median": 0.0, "p05": None, "p95": None}


def spending(run: Run, year: int) -> dict[str, dict[Row, Point]]:
    """Yuan of a year by world, payer and tag: median and 90 % interval over pairs."""
    rows = run.table("postings")
    rows = rows[(rows.year == year) & rows.payer.isin(PAYERS) & ~rows.tag.isin(USUAL)]
    found: dict[str, dict[Row, Point]] = {world: {} for world in WORLDS}
    for (world, payer, tag), part in rows.groupby(["world", "payer", "tag"]):
        if world in found:
            by_pair = part.groupby(["draw", "seed"]).amount.sum()
            missing = run.pairs - len(by_pair)
            every = pd.concat([by_pair, pd.Series([0.0] * missing)]) if missing else by_pair
            found[world][payer, tag] = quantiles(every)
    return found


def _in_ten_thousands(point: Point) -> Point:
    return {end: None if value is None else value / 1e4 for end, value in point.items()}


def _name(run: Run, language: str, row: Row) -> str:
    payer, tag = (
        run.label(kind, name, language) for kind, name in zip(("account", "tag"), row, strict=True)
    )
    return TEXTS[language]["row"].format(tag=tag, payer=payer)


def _table(
    run: Run, language: str, found: dict[str, dict[Row, Point]], rows: list[Row]
) -> tuple[pd.DataFrame, list[str]]:
    text, shared = TEXTS[language], words(language)["caption"]
    lines = [
        [
            run.label("tag", row[1], language),
            run.label("account", row[0], language),
            run.label("world", world, language),
            *found[world].get(row, _NOTHING).values(),
        ]
        for row in rows
        for world in WORLDS
    ]
    heads = [text["tag"], text["payer"], text["world"]]
    heads += [shared["median"], shared["p05"], shared["p95"]]
    return pd.DataFrame(lines, columns=heads, dtype=object), ["yuan"] * len(lines)
