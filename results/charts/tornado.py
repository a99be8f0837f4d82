"""Which factor has how much of the variance of an outcome, with intervals."""

import pandas as pd
from plotly.graph_objects import Figure as Plot

from results.figure import BLUE, VERMILION, Figure, NoData, caption, layout
from results.folding import plain
from results.numbers import written
from results.run import Run
from results.series import Point, Series, above_each_other, lying, row_axis

ORDER = 200
STUDY = "sensitivity"
TEXTS = {
    "zh": {
        "name": "敏感性（龙卷风图）",
        "title": "{first}连同交互占方差的 {total} ± {half}",
        "open": "未收敛（N = {size}）：排在最前的{first}占方差的 {total} ± {half}",
        "axis": "占结果方差的比重（%）",
        "total": "总指数（含交互）",
        "first": "一阶指数（单独）",
        "factor": "因素",
        "half": "± 95%",
        "note": "横线为 95% 区间（重抽样）；总指数之和可以超过 100%。",
    },
    "en": {
        "name": "Sensitivity (tornado)",
        "title": "{first} has {total} ± {half} of the variance, interactions included",
        "open": "Not converged (N = {size}): in front is {first} with {total} ± {half} of the "
        "variance",
        "axis": "Share of the outcome's variance (%)",
        "total": "Total index, with interactions",
        "first": "First index, alone",
        "factor": "Factor",
        "half": "± 95%",
        "note": "Lines are 95% intervals by resampling; total indices may add up to more than "
        "100%.",
    },
}
LOOKS = (("total", BLUE, "circle"), ("first", VERMILION, "diamond"))


def draw(run: Run, language: str) -> Figure:
    """Draw a row a factor, the largest total index first."""
    if not run.has("sensitivity"):
        raise NoData("tables/sensitivity.parquet")
    text = TEXTS[language]
    rows = run.table("sensitivity").sort_values("total", ascending=False, kind="stable")
    plot = Plot()
    for place, (index, colour, marker) in enumerate(LOOKS):
        points = [_point(row, index) for row in rows.to_dict("records")]
        series = Series(text[index], colour, marker, index)
        where = above_each_other(range(len(rows)), place)
        plot.add_trace(lying(series, where, points, [_text(p, language) for p in points]))
    layout(plot, 150 + 46 * len(rows))
    plot.update_xaxes(title=text["axis"])
    plot.update_yaxes(**row_axis([plain(name) for name in rows[language]]))
    note = text["note"]
    return Figure(
        _title(rows, language),
        plot,
        caption(run, language, "ninety_five", ("sensitivity",), note=note),
        _table(rows, language),
        ["share"] * len(rows),
    )


def _point(row: dict[str, float], index: str) -> Point:
    value, half = 100 * row[index], 100 * row[f"{index}_half"]
    return {"median": value, "p05": value - half, "p95": value + half}


def _text(point: Point, language: str) -> str:
    parts = (point["median"], point["p05"], point["p95"])
    middle, low, high = (written(v / 100, "share", language) for v in parts if v is not None)
    return f"{middle} ({low} … {high})"


def _title(rows: pd.DataFrame, language: str) -> str:
    first, text = rows.iloc[0], TEXTS[language]
    return text["title" if first.converged else "open"].format(
        first=first[language],
        size=first["size"],
        total=written(float(first.total), "share", language),
        half=written(float(first.total_half), "share", language),
    )


def _table(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    text = TEXTS[language]
    heads = [text["factor"], text["total"], text["half"], text["first"], f"{text['half']} "]
    columns = [language, "total", "total_half", "first", "first_half"]
    table = rows[columns].astype(object)
    table.columns = pd.Index(heads)
    return table.reset_index(drop=True)
