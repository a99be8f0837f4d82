"""Regret of every option in every draw: how far it is from the option that would have been best."""

import pandas as pd
from plotly.graph_objects import Figure as Plot
from plotly.graph_objects import Heatmap
from plotly.subplots import make_subplots

from results.figure import Figure, NoData, caption, layout, scenario_name
from results.folding import plain
from results.language import words
from results.numbers import written
from results.run import Run

ORDER = 120
STUDY = ("comparison", "allocation")
PANELS = (("ratio", "ratio difference"), ("rural_income", "yuan"), ("low_income", "yuan"))
SHADES = [[0.0, "rgb(255,255,255)"], [0.5, "rgb(120,160,200)"], [1.0, "rgb(0,40,90)"]]
TEXTS = {
    "zh": {
        "name": "后悔值",
        "title": "按收入比选，“{option}”在 {share} 的参数组里是最好的（含并列），平均后悔 {mean}",
        "ratio": "按收入比",
        "rural_income": "按农村人均收入",
        "low_income": "按低收入户人均收入",
        "draws": "参数组（编号，按最优方案的值排列）",
        "regret": "后悔值（{unit}）",
        "panel": "标准",
        "option": "方案",
        "mean": "平均后悔",
        "largest": "最大后悔",
        "best": "最优的参数组",
        "draws_count": "参数组数",
        "note": "每列一组参数，各种子取平均；白色为最优或与最优持平，越深越后悔。",
    },
    "en": {
        "name": "Regret",
        "title": "Judged by the ratio, “{option}” is best (ties included) in {share} of draws, "
        "with a mean regret of {mean}",
        "ratio": "By the ratio",
        "rural_income": "By rural income per head",
        "low_income": "By income per head of low-income households",
        "draws": "Draw (number, in order of the best option's value)",
        "regret": "Regret ({unit})",
        "panel": "Judged by",
        "option": "Option",
        "mean": "mean regret",
        "largest": "largest regret",
        "best": "best in draws",
        "draws_count": "draws",
        "note": "A column is a draw, its seeds averaged; white is the best option or a tie with "
        "it, darker is more regret.",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw a panel for each standard: options as rows, draws as columns."""
    if not run.has("regret"):
        raise NoData("tables/regret.parquet")
    text, table = TEXTS[language], run.table("regret")
    table = table.assign(option=[scenario_name(run, name, language) for name in table.option])
    shown = [panel for panel in PANELS if panel[0] in set(table.indicator)]
    options = list(dict.fromkeys(table.option))
    plot = make_subplots(
        rows=len(shown), vertical_spacing=0.16, subplot_titles=[text[name] for name, _ in shown]
    )
    layout(plot, 150 + len(shown) * (110 + 30 * len(options)), margin={"t": 40, "b": 60})
    plot.update_annotations(x=0, xanchor="left", font={"size": 14})
    for row, (name, unit) in enumerate(shown, start=1):
        bottom, top = plot.layout[f"yaxis{row if row > 1 else ''}"].domain
        _panel(plot, table[table.indicator == name], (row, bottom, top), unit, language)
        plot.update_yaxes(autorange="reversed", type="category", row=row, col=1)
        plot.update_xaxes(type="category", title=text["draws"], row=row, col=1)
    rows, units = _table(table, shown, options, language)
    return Figure(
        _title(table, language),
        plot,
        caption(run, language, "none", ("regret",), note=text["note"]),
        rows,
        units,
    )


def _panel(
    plot: Plot, rows: pd.DataFrame, place: tuple[int, float, float], unit: str, language: str
) -> None:
    wide = rows.pivot_table(index="option", columns="draw", values="regret", sort=False)
    # Where none of the options shown is the best of a draw, the nearest one stands for it.
    best = rows.sort_values("regret", kind="stable").groupby("draw")["value"].first()
    wide = wide[best.sort_values(kind="stable").index]
    row, bottom, top = place
    plot.add_trace(
        Heatmap(
            z=wide.to_numpy(),
            x=[str(draw) for draw in wide.columns],
            y=[plain(str(option)) for option in wide.index],
            colorscale=SHADES,
            zmin=0.0,
            zmax=max(float(wide.to_numpy().max()), 1e-12),
            xgap=1,
            ygap=1,
            hovertext=[[written(v, unit, language) for v in line] for line in wide.to_numpy()],
            hoverinfo="text+x+y",
            colorbar={
                "title": {
                    "text": TEXTS[language]["regret"].format(unit=words(language)["units"][unit]),
                    "side": "right",
                    "font": {"size": 13},
                },
                "len": top - bottom,
                "y": (top + bottom) / 2.0,
                "exponentformat": "none",
                "separatethousands": True,
            },
        ),
        row=row,
        col=1,
    )


def _title(table: pd.DataFrame, language: str) -> str:
    rows = table[table.indicator == "ratio"]
    means = rows.groupby("option", sort=False)[["regret", "best"]].mean()
    option = str(means.regret.idxmin())
    mean = float(means.regret[option])
    return TEXTS[language]["title"].format(
        option=option,
        share=f"{float(means.best[option]):.0%}",
        mean=written(mean, "ratio difference", language) if mean else "0",
    )


def _table(
    table: pd.DataFrame, shown: list[tuple[str, str]], options: list[str], language: str
) -> tuple[pd.DataFrame, list[str]]:
    text = TEXTS[language]
    rows: list[list[object]] = []
    units: list[str] = []
    for name, unit in shown:
        for option in options:
            part = table[(table.indicator == name) & (table.option == option)]
            amounts = [float(part.regret.mean()), float(part.regret.max())]
            counts = [int(part.best.sum()), len(part)]
            rows.append([text[name], option, *amounts, *counts])
            units.append("yuan per head" if unit == "yuan" else unit)
    heads = [text[key] for key in ("panel", "option", "mean", "largest", "best", "draws_count")]
    return pd.DataFrame(rows, columns=heads, dtype=object), units
