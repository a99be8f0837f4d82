"""What more public money buys: the mixes that no other beats in ratio, register income and cost."""

import pandas as pd
from plotly.graph_objects import Figure as Plot
from plotly.graph_objects import Heatmap, Scatter
from plotly.subplots import make_subplots

from results.figure import BLACK, BLUE, VERMILION, Figure, NoData, caption, layout
from results.folding import plain
from results.language import words
from results.numbers import change, money_axis, written
from results.run import Run

ORDER = 115
STUDY = "allocation"
PANELS = (("low_income", 1.0, "yuan per head"), ("ratio", -1.0, "ratio difference"))
"""Outcome, the sign that turns a gain into a change of it, and its unit."""
PLACES = ("top center", "bottom center", "middle right", "middle left")
"""Where letters stand, in turn from cheap to dear, so that neighbours do not cover each other."""
ROOM = 0.15
"""Share of the span of the points that stays free at either end: letters meet no heading."""

SHADES = [[0.0, "rgb(255,255,255)"], [1.0, "rgb(60,110,170)"]]
TEXTS = {
    "zh": {
        "name": "花多少钱换来多少",
        "title": "公共支出 {cost} 的组合 {label} 使低收入户人均收入变动 {low}、收入比变动 {ratio}；"
        "{run} 个组合中 {front} 个没有被全面胜过",
        "title_none": "{run} 个组合中 {front} 个没有被全面胜过；没有一个守得住预算",
        "low_income": "低收入户人均收入的变动",
        "ratio": "收入比的变动",
        "contents": "各组合的内容：方案的倍数",
        "change": "变动（{unit}）",
        "cost": "公共支出，各年合计（{unit}）",
        "envelope": "各支出水平上的最好",
        "front": "没有被全面胜过",
        "others": "被全面胜过",
        "lettered": "有字母的组合",
        "mix": "组合",
        "quantity": "内容",
        "money": "公共支出",
        "low": "低收入户人均收入",
        "ratio_short": "收入比",
        "mean": "平均变动",
        "worst": "目标的最差十分之一",
        "note": "每点一个组合，全部来自模拟，取各参数组的平均，都与什么都不选相比；"
        "字母见报告开头的文字和下方的内容图。",
    },
    "en": {
        "name": "What money buys",
        "title": "Mix {label}, at {cost} of public money, moves low-income households by {low} and "
        "the ratio by {ratio}; {front} of {run} mixes are beaten by none in everything",
        "title_none": "{front} of {run} mixes are beaten by none in everything; none of them keeps "
        "within the budget",
        "low_income": "Change of income per head of low-income households",
        "ratio": "Change of the income ratio",
        "contents": "What each mix holds: multiples of the plan",
        "change": "Change ({unit})",
        "cost": "Public money, all years together ({unit})",
        "envelope": "most for the money",
        "front": "beaten by none",
        "others": "beaten in everything",
        "lettered": "mixes with a letter",
        "mix": "Mix",
        "quantity": "What",
        "money": "public money",
        "low": "low-income households, per head",
        "ratio_short": "income ratio",
        "mean": "Mean change",
        "worst": "worst tenth of the objective",
        "note": "A point is a mix, simulated, its mean over draws, against nothing chosen; letters "
        "are those of the text and of the lowest panel.",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw register income and ratio against cost, and what the lettered mixes hold."""
    for name in ("choices", "mixes"):
        if not run.has(name):
            raise NoData(f"tables/{name}.parquet")
    text, table = TEXTS[language], run.table("choices")
    held = run.table("mixes")
    letters = table[table.label != ""].sort_values("label")
    contents = 60 + 24 * held.option.nunique()
    plot = make_subplots(
        rows=3,
        row_heights=[230, 230, contents],
        vertical_spacing=0.12,
        subplot_titles=[text["low_income"], text["ratio"], text["contents"]],
    )
    layout(plot, 640 + contents, margin={"t": 64})
    plot.update_layout(legend={"y": 1.0, "yref": "container", "yanchor": "top"})
    plot.update_annotations(x=0, xanchor="left", font={"size": 14})
    divisor, money = money_axis(float(table.cost_yuan.abs().max()), language)
    for row, (outcome, sign, unit) in enumerate(PANELS, start=1):
        _points(plot, table, (outcome, sign, unit), row, divisor, language)
        name = words(language)["units"][unit]
        reach = _with_room(sign * table[f"{outcome}_gain"])
        plot.update_yaxes(title=text["change"].format(unit=name), range=reach, row=row, col=1)
        plot.update_xaxes(title=text["cost"].format(unit=money), row=row, col=1)
    _contents(plot, held, letters, language)
    rows, units = _table(letters, run, language)
    return Figure(
        _title(table, language),
        plot,
        caption(run, language, "none", ("choices", "mixes"), note=text["note"]),
        rows,
        units,
        narrowest=560,
    )


def _with_room(values: pd.Series) -> list[float]:
    """The range of an axis that leaves room for a letter above the highest and below the lowest."""
    low, high = float(values.min()), float(values.max())
    room = ROOM * (high - low or abs(high) or 1.0)
    return [low - room, high + room]


def _points(
    plot: Plot,
    table: pd.DataFrame,
    panel: tuple[str, float, str],
    row: int,
    divisor: float,
    language: str,
) -> None:
    (outcome, sign, unit), named = panel, table[table.label != ""]
    _line(plot, _envelope(table, outcome), panel, row, divisor, language)
    looks = (
        ("others", table[~table.on_front], "markers", "circle-open", "#767676"),
        ("front", table[table.on_front], "markers", "circle", BLUE),
        ("lettered", named.sort_values("cost_yuan"), "markers+text", "diamond-open", VERMILION),
    )
    for name, rows, mode, symbol, colour in looks:
        values = sign * rows[f"{outcome}_gain"]
        plot.add_trace(
            Scatter(
                x=rows.cost_yuan / divisor,
                y=values,
                mode=mode,
                name=TEXTS[language][name],
                legendgroup=name,
                showlegend=row == 1,
                text=[plain(str(label)) for label in rows.label],
                textposition=[PLACES[k % len(PLACES)] for k in range(len(rows))],
                textfont={"color": BLACK, "size": 13},
                marker={"color": colour, "symbol": symbol, "size": 11 if name == "lettered" else 7},
                hovertext=[
                    f"{plain(str(label))} {written(cost, 'yuan', language)}: "
                    f"{change(value, unit, language)}"
                    for label, cost, value in zip(rows.label, rows.cost_yuan, values, strict=True)
                ],
                hoverinfo="text",
                cliponaxis=False,
            ),
            row=row,
            col=1,
        )


def _line(
    plot: Plot,
    rows: pd.DataFrame,
    panel: tuple[str, float, str],
    row: int,
    divisor: float,
    language: str,
) -> None:
    outcome, sign, _ = panel
    plot.add_trace(
        Scatter(
            x=rows.cost_yuan / divisor,
            y=sign * rows[f"{outcome}_gain"],
            mode="lines",
            name=TEXTS[language]["envelope"],
            legendgroup="envelope",
            showlegend=row == 1,
            line={"color": BLUE, "width": 1.5, "shape": "hv", "dash": "dot"},
            hoverinfo="skip",
        ),
        row=row,
        col=1,
    )


def _envelope(table: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Mixes that bring more of one outcome than every cheaper one, from cheap to dear."""
    rows = table.sort_values(["cost_yuan", f"{outcome}_gain"], ascending=[True, False])
    gain = rows[f"{outcome}_gain"]
    return rows[gain > gain.cummax().shift(fill_value=float("-inf"))]


def _contents(plot: Plot, held: pd.DataFrame, letters: pd.DataFrame, language: str) -> None:
    mine = held[held.label != ""]
    options = list(dict.fromkeys(mine.option))
    names = mine.drop_duplicates("option").set_index("option")[language]
    sizes = mine.pivot_table(index="option", columns="label", values="size").loc[options]
    steps = mine.pivot_table(index="option", columns="label", values="step", aggfunc="first")
    labels = [str(label) for label in letters.label]
    shown = steps.loc[options][labels].to_numpy()
    plot.add_trace(
        Heatmap(
            z=sizes[labels].to_numpy(),
            x=labels,
            y=[plain(str(names[option])) for option in options],
            text=[[plain(str(step) or "·") for step in line] for line in shown],
            texttemplate="%{text}",
            colorscale=SHADES,
            zmin=0.0,
            zmax=max(float(sizes.to_numpy().max()), 1.0),
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="x+y+text",
        ),
        row=3,
        col=1,
    )
    plot.update_xaxes(type="category", ticks="", row=3, col=1)
    plot.update_yaxes(autorange="reversed", type="category", ticks="", row=3, col=1)


def _title(table: pd.DataFrame, language: str) -> str:
    counts = {"run": len(table), "front": int(table.on_front.sum())}
    chosen = table[table.choice]
    if chosen.empty:
        return TEXTS[language]["title_none"].format(**counts)
    row = chosen.iloc[0]
    return TEXTS[language]["title"].format(
        **counts,
        label=str(row.label),
        cost=written(float(row.cost_yuan), "yuan", language),
        low=change(float(row.low_income_gain), "whole yuan", language),
        ratio=change(-float(row.ratio_gain), "ratio", language),
    )


def _table(letters: pd.DataFrame, run: Run, language: str) -> tuple[pd.DataFrame, list[str]]:
    text = TEXTS[language]
    way = float(run.summary.get("direction", 1))
    objective = str(run.summary.get("unit", "yuan per head"))
    rows: list[list[object]] = []
    units: list[str] = []
    for row in letters.itertuples():
        parts = (
            ("money", float(row.cost_yuan), "yuan"),
            ("low", float(row.low_income_gain), "yuan per head"),
            ("ratio_short", -float(row.ratio_gain), "ratio difference"),
            ("worst", way * float(row.gain_worst), objective),
        )
        for name, value, unit in parts:
            rows.append([str(row.label), text[name], value])
            units.append("ratio difference" if unit == "ratio" else unit)
    heads = [text["mix"], text["quantity"], text["mean"]]
    return pd.DataFrame(rows, columns=heads, dtype=object), units
