"""What each option changes against the last one named: medians and intervals, year by year."""

import pandas as pd
from plotly.graph_objects import Figure as Plot
from plotly.graph_objects import Scatter
from plotly.subplots import make_subplots

from results.figure import (
    COLOURS,
    DASHES,
    MARKERS,
    Figure,
    NoData,
    caption,
    clear,
    layout,
    scenario_name,
    year_axis,
)
from results.folding import plain
from results.language import words
from results.numbers import change
from results.run import Run

ORDER = 110
STUDY = "comparison"
PANELS = (("ratio", "ratio difference"), ("rural_income", "yuan"), ("low_income", "yuan"))
SIDES = ("first", "second")
MOST_SERIES = len(COLOURS)
POINTS = ("median", "p05", "p95")
TEXTS = {
    "zh": {
        "name": "方案之差",
        "title": "{year} 年，“{first}”与“{second}”相比：收入比 {ratio}，农村人均收入 {rural}，"
        "低收入户人均收入 {low}",
        "ratio": "收入比之差",
        "rural_income": "农村人均收入之差",
        "low_income": "低收入户人均收入之差",
        "change": "差（{unit}）",
        "panel": "内容",
        "contrast": "对比",
        "band": "{name}，90% 区间",
        "better": "更好",
        "worse": "更差",
        "ties": "持平",
        "note": "线为配对未来的中位数，带为 90% 区间；每个方案减去最后列出的方案。"
        "最多画五条，其余见数据表。",
    },
    "en": {
        "name": "Differences between options",
        "title": "In {year}, “{first}” against “{second}”: ratio {ratio}, rural income per head "
        "{rural}, income per head of low-income households {low}",
        "ratio": "Difference in the ratio",
        "rural_income": "Difference in rural income per head",
        "low_income": "Difference in income per head of low-income households",
        "change": "Difference ({unit})",
        "panel": "What",
        "contrast": "Contrast",
        "band": "{name}, 90% interval",
        "better": "better in",
        "worse": "worse in",
        "ties": "tied in",
        "note": "Lines are medians over paired futures, bands 90% intervals; every option less the "
        "last one named. At most five are drawn; the others are in the table.",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw three panels: ratio, rural income, register."""
    if not run.has("differences"):
        raise NoData("tables/differences.parquet")
    text, last = TEXTS[language], run.years[-1]
    table = _against_last(run.table("differences"))
    table = table.assign(
        **{side: [scenario_name(run, n, language) for n in table[side]] for side in SIDES}
    )
    names = list(dict.fromkeys(zip(table["first"], table["second"], strict=True)))
    plot = make_subplots(
        rows=3, vertical_spacing=0.1, subplot_titles=[text[name] for name, _ in PANELS]
    )
    layout(plot, 900, legend={"y": 1.0, "yref": "container", "yanchor": "top"}, margin={"t": 84})
    plot.update_annotations(x=0, xanchor="left", font={"size": 14})
    for row, (name, unit) in enumerate(PANELS, start=1):
        for place, pair in enumerate(names[:MOST_SERIES]):
            _series(plot, _rows(table, pair, name), place, row, language)
        axis = text["change"].format(unit=words(language)["units"][unit])
        plot.update_yaxes(title=axis, zeroline=True, zerolinecolor="#555", row=row, col=1)
        plot.update_xaxes(
            **year_axis(run.years, 0.2), title=words(language)["caption"]["year"], row=row, col=1
        )
    shown, units = _table(table, names, language)
    return Figure(
        _title(table, names[0], last, language),
        plot,
        caption(run, language, "ninety", ("differences",), note=text["note"]),
        shown,
        units,
    )


def _against_last(table: pd.DataFrame) -> pd.DataFrame:
    kept = table[table["second"] == table["second"].iloc[-1]]
    return kept[kept.indicator.isin([name for name, _ in PANELS])]


def _rows(table: pd.DataFrame, pair: tuple[str, str], name: str) -> pd.DataFrame:
    rows = table[(table["first"] == pair[0]) & (table["second"] == pair[1])]
    return rows[rows.indicator == name].sort_values("year")


def _series(plot: Plot, rows: pd.DataFrame, place: int, row: int, language: str) -> None:
    colour, years = COLOURS[place], rows.year.tolist()
    name = plain(f"{rows['first'].iloc[0]} − {rows['second'].iloc[0]}")
    if rows.p05.notna().all():
        plot.add_trace(
            Scatter(
                x=[*years, *reversed(years)],
                y=[*rows.p95, *reversed(rows.p05.tolist())],
                fill="toself",
                fillcolor=clear(colour, 0.14),
                line={"width": 0},
                mode="lines",
                hoverinfo="skip",
                name=TEXTS[language]["band"].format(name=name),
                legendgroup=name,
                showlegend=False,
            ),
            row=row,
            col=1,
        )
    unit = dict(PANELS)[rows.indicator.iloc[0]]
    plot.add_trace(
        Scatter(
            x=years,
            y=rows["median"].tolist(),
            mode="lines+markers",
            name=name,
            legendgroup=name,
            showlegend=row == 1,
            line={"color": colour, "width": 2.5, "dash": DASHES[place]},
            marker={"symbol": MARKERS[place], "size": 9},
            hovertext=[change(value, unit, language) for value in rows["median"]],
            hoverinfo="text+name",
        ),
        row=row,
        col=1,
    )


def _title(table: pd.DataFrame, pair: tuple[str, str], year: int, language: str) -> str:
    def amount(name: str, unit: str) -> str:
        rows = _rows(table, pair, name)
        return change(float(rows[rows.year == year]["median"].iloc[0]), unit, language)

    return TEXTS[language]["title"].format(
        year=year,
        first=pair[0],
        second=pair[1],
        ratio=amount("ratio", "ratio"),
        rural=amount("rural_income", "whole yuan"),
        low=amount("low_income", "whole yuan"),
    )


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)


def _table(
    table: pd.DataFrame, names: list[tuple[str, str]], language: str
) -> tuple[pd.DataFrame, list[str]]:
    text, shared = TEXTS[language], words(language)["caption"]
    rows: list[list[object]] = []
    units: list[str] = []
    for name, unit in PANELS:
        for pair in names:
            for row in _rows(table, pair, name).to_dict("records"):
                counts = [int(row[key]) for key in ("wins", "losses", "ties")]
                points = [_number(row[point]) for point in POINTS]
                contrast = f"{pair[0]} − {pair[1]}"
                rows.append([text[name], contrast, int(row["year"]), *points, *counts])
                units.append("yuan per head" if unit == "yuan" else unit)
    heads = [
        text["panel"],
        text["contrast"],
        shared["year"],
        *(shared[point] for point in POINTS),
        text["better"],
        text["worse"],
        text["ties"],
    ]
    return pd.DataFrame(rows, columns=heads, dtype=object), units
