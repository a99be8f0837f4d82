"""Villages by town: income per head and collective revenue, as tiles or on a user's own shapes."""

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd
from plotly.graph_objects import Figure as Plot
from plotly.subplots import make_subplots

from results.figure import Figure, NoData, caption, layout
from results.map_drawing import Panel, draw_shapes, draw_tiles
from results.numbers import money_axis
from results.run import Run
from results.village_values import QUANTITIES, SHOWN, classes, village_values

if TYPE_CHECKING:
    from results.geometry import Geometry

ORDER = 70
TEXTS = {
    "zh": {
        "name": "村图",
        "title": "{year} 年，农村人均收入最高的十分之一的村是最低的 {income} 倍，"
        "村集体总收入相差 {revenue} 倍（示意图，不代表地理位置）",
        "title_shapes": "{year} 年，农村人均收入最高的十分之一的村是最低的 {income} 倍，"
        "村集体总收入相差 {revenue} 倍",
        "rural_income_per_head": "农村人均收入",
        "total_revenue": "村集体经济总收入",
        "dividends": "分红",
        "panel": "{name}（{unit}）",
        "none": "无农村居民",
        "town": "镇 {n}",
        "town_column": "镇",
        "village": "村",
        "tier": "类别",
        "villages": "村数",
        "paying": "分红村数",
        "hover": "镇 {town}，村 {village}：{value}",
        "note": "试点情形，各次模拟的中位数；每格一个村，每块一个镇，块内按人均收入从高到低排，"
        "两图位置相同。村和镇是合成的，编号不对应任何真实的村镇。",
        "note_shapes": "试点情形，各次模拟的中位数；图形由使用者提供（{file}，{drawn} 个图形，"
        "{without} 个{level}没有图形）。村和镇是合成的：数值与真实的村镇没有对应关系。",
        "level_town": "镇",
        "level_village": "村",
    },
    "en": {
        "name": "Map of villages",
        "title": "In {year} rural income per head in the richest tenth of villages is {income} "
        "times that in the poorest; collective revenue differs {revenue} times (schematic, not "
        "geography)",
        "title_shapes": "In {year} rural income per head in the richest tenth of villages is "
        "{income} times that in the poorest; collective revenue differs {revenue} times",
        "rural_income_per_head": "Rural income per head",
        "total_revenue": "Collective revenue",
        "dividends": "Dividends",
        "panel": "{name} ({unit})",
        "none": "no rural residents",
        "town": "town {n}",
        "town_column": "Town",
        "village": "Village",
        "tier": "Tier",
        "villages": "Villages",
        "paying": "Villages paying dividends",
        "hover": "town {town}, village {village}: {value}",
        "note": "Pilot world, medians over runs. A tile is a village, a block a town; within a "
        "block villages stand by income per head, highest first, in both panels. Villages and "
        "towns are synthetic; their numbers are those of no real place.",
        "note_shapes": "Pilot world, medians over runs. Shapes are the user's ({file}, {drawn} "
        "shapes; without a shape: {without} of level {level}). Villages and towns are synthetic: "
        "values belong to no real place.",
        "level_town": "town",
        "level_village": "village",
    },
}


def draw(run: Run, language: str, geometry: "Geometry | None" = None) -> Figure:
    """Draw two panels: rural income per head, collective revenue; tiles unless shapes are given.

    Raises: RunFolderError when a shape names a town or village that the run does not have.
    """
    if not run.has("villages"):
        raise NoData("tables/villages.parquet")
    text, values = TEXTS[language], village_values(run)
    if values.empty or values.rural_income_per_head.isna().all():
        raise NoData("tables/villages.parquet: rural_income_per_head")
    panels = [_panel(values, quantity, language) for quantity in QUANTITIES]
    plot = make_subplots(
        rows=2, vertical_spacing=0.16, subplot_titles=[panel.title for panel in panels]
    )
    note = text["note"]
    if geometry is None:
        height = draw_tiles(plot, values, panels, text)
    else:
        height, drawn, without = draw_shapes(plot, values, panels, geometry)
        level = text[f"level_{geometry.level}"]
        note = text["note_shapes"].format(
            file=geometry.file, drawn=drawn, without=without, level=level
        )
    _look(plot, height)
    table = _by_town(values, language)
    return Figure(
        _title(run, values, language, geometry),
        plot,
        caption(run, language, "none", ("villages",), note=note),
        table,
        ["yuan"] * len(table),
        narrowest=560,
        detail=_by_village(run, values, language),
        detail_unit="yuan",
    )


def _look(plot: Plot, height: int) -> None:
    layout(plot, height, showlegend=False, barmode="overlay", margin={"t": 60, "b": 24})
    plot.update_annotations(x=0, xanchor="left", font={"size": 14})
    plot.update_xaxes(visible=False, automargin=False)
    plot.update_yaxes(visible=False, automargin=False)


def _panel(values: pd.DataFrame, quantity: str, language: str) -> Panel:
    text, found = TEXTS[language], classes(values[quantity].tolist())
    divisor, unit = money_axis(values[quantity].quantile(0.9), language)
    names = _class_names([border / divisor for border in found.borders])
    title = text["panel"].format(name=text[quantity], unit=unit)
    empty = text["none"] if values[quantity].isna().any() else ""
    return Panel(quantity, title, found, names, empty, language)


def _class_names(borders: list[float]) -> tuple[str, ...]:
    """Names of the classes, with as many decimals as the borders have."""
    if not borders:
        return ("",)
    decimals = max(len(f"{border:.6g}".partition(".")[2]) for border in borders)
    written = [f"{border:,.{decimals}f}" for border in borders]
    between = [f"{low}–{high}" for low, high in pairwise(written)]
    return (f"< {written[0]}", *between, f"≥ {written[-1]}")


def _spread(values: "pd.Series[float]") -> float | None:
    low, high = (float(values.dropna().quantile(end)) for end in (0.1, 0.9))
    return high / low if low > 0.0 else None


def _title(run: Run, values: pd.DataFrame, language: str, geometry: "Geometry | None") -> str:
    spreads = [_spread(values[quantity]) for quantity in QUANTITIES]
    key = "title" if geometry is None else "title_shapes"
    income, revenue = ("—" if spread is None else f"{spread:.1f}" for spread in spreads)
    return TEXTS[language][key].format(year=run.years[-1], income=income, revenue=revenue)


def _by_town(values: pd.DataFrame, language: str) -> pd.DataFrame:
    text = TEXTS[language]
    towns = values.groupby("town")
    table = towns[list(QUANTITIES)].median().reset_index()
    counts = [towns.size(), towns["dividends"].agg(lambda paid: int((paid > 0.0).sum()))]
    rows = [
        [int(row["town"]), int(villages), int(paying), *map(_known, (row[q] for q in QUANTITIES))]
        for row, villages, paying in zip(table.to_dict("records"), *counts, strict=True)
    ]
    heads = [text["town_column"], text["villages"], text["paying"]]
    heads += [text[quantity] for quantity in QUANTITIES]
    return pd.DataFrame(rows, columns=heads, dtype=object)


def _by_village(run: Run, values: pd.DataFrame, language: str) -> pd.DataFrame:
    text = TEXTS[language]
    rows = [
        [
            int(row["town"]),
            int(row["village"]),
            run.label("group", str(row["tier"]), language),
            *(_known(row[name]) for name in SHOWN),
        ]
        for row in values.to_dict("records")
    ]
    heads = [text["town_column"], text["village"], text["tier"], *(text[name] for name in SHOWN)]
    return pd.DataFrame(rows, columns=heads, dtype=object)


def _known(value: float) -> float | None:
    return None if value != value else float(value)
