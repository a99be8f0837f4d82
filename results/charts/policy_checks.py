"""What each programme pays in the pilot beside the closed form and the ceiling it cannot pass."""

import pandas as pd
from plotly.graph_objects import Figure as Plot

from results.figure import BLACK, BLUE, VERMILION, Figure, NoData, caption, layout
from results.folding import plain
from results.language import words
from results.numbers import number, written
from results.run import Run
from results.series import Point, Series, lying, quantiles, row_axis

ORDER = 35
SERIES = {
    "simulated": (BLUE, "circle"),
    "closed_form": (VERMILION, "diamond-open"),
    "ceiling": (BLACK, "line-ns-open"),
}
FAR = 4.0
"""A ceiling so many times the largest other value is beyond the axis."""
TEXTS = {
    "zh": {
        "name": "模拟与闭式估算",
        "title": "{year} 年，“{least}”的模拟效果与闭式估算最接近，“{most}”相差最大；"
        "{within} 个项目中位数都在上限之内",
        "title_over": "{year} 年，“{over}”的模拟效果中位数超过了上限，须查明原因",
        "axis": "农村人均收入的变动（元/人）",
        "simulated": "模拟",
        "closed_form": "闭式估算",
        "ceiling": "上限",
        "policy": "项目",
        "series": "序列",
        "far": "上限 {value} ▶",
        "indirect": "间接部分占比",
        "off": "关闭第二轮作用（{pairs} 对）",
        "on": "同样 {pairs} 对，照常",
        "note": "闭式估算不含相互作用；上限为目标全额、全部新增、全年的收入；"
        "间接部分为总变动中不属于任何项目名下的份额：工资响应、本地交易与低保。",
    },
    "en": {
        "name": "Simulation and closed form",
        "title": "In {year} simulation and closed form agree best for {least} and least for "
        "{most}; the medians of all {within} programmes stay below their ceilings",
        "title_over": "In {year} the simulated median of {over} exceeds its ceiling, which needs "
        "an explanation",
        "axis": "Change (yuan per rural head)",
        "simulated": "simulated",
        "closed_form": "closed form",
        "ceiling": "ceiling",
        "policy": "Programme",
        "series": "Series",
        "far": "ceiling {value} ▶",
        "indirect": "indirect share",
        "off": "without feedback ({pairs} pairs)",
        "on": "the same {pairs} pairs, simulated",
        "note": "The closed form has no interactions; the ceiling is the full volume, all of it "
        "new, for a full year; the indirect share is what no programme pays: answers of pay, "
        "local trade and the allowance.",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw one row a programme."""
    text, last = TEXTS[language], run.years[-1]
    if not run.has("checks"):
        raise NoData("tables/checks.parquet")
    rows = run.table("checks")
    rows = rows[rows.year == last]
    found = {
        str(policy): {name: quantiles(part[name]) for name in (*SERIES, "indirect_share")}
        for policy, part in rows.groupby("policy")
    }
    ablated = rows.dropna(subset=["feedback_off"])
    names = {policy: run.label("policy", policy, language) for policy in found}
    plot = Plot()
    for series, (colour, marker) in SERIES.items():
        points = [parts[series] for parts in found.values()]
        shown = points if series == "simulated" else [_middle(point) for point in points]
        texts = [written(point["median"], "yuan per head", language) for point in points]
        look = Series(text[series], colour, marker, series)
        plot.add_trace(lying(look, range(len(names)), shown, texts))
    plot.update_traces(marker={"size": 13})
    _far_ceilings(plot, list(found.values()), language)
    layout(plot, 170 + 60 * len(found))
    plot.update_xaxes(title=text["axis"], zeroline=True, zerolinecolor="#555")
    plot.update_yaxes(**row_axis([plain(name) for name in names.values()]))
    table, units = _table(language, last, found, names)
    table, units = _with_ablation(table, units, ablated, names, language)
    return Figure(
        _title(language, last, found, names),
        plot,
        caption(run, language, "ninety", ("checks",), note=text["note"]),
        table,
        units,
    )


def _far_ceilings(plot: Plot, found: list[dict[str, Point]], language: str) -> None:
    """End the axis before a ceiling that would squeeze all else, and write it at the edge."""
    shown = [abs(value) for parts in found for value in parts["simulated"].values() if value]
    shown += [abs(parts["closed_form"]["median"] or 0.0) for parts in found]
    ceilings = sorted(parts["ceiling"]["median"] or 0.0 for parts in found)
    widest = max(shown, default=0.0)
    for ceiling in ceilings:
        widest = max(widest, ceiling) if ceiling <= FAR * widest else widest
    if not ceilings or ceilings[-1] <= widest:
        return
    for row, parts in enumerate(found):
        ceiling = parts["ceiling"]["median"] or 0.0
        if ceiling > widest:
            text = TEXTS[language]["far"].format(value=number(ceiling))
            plot.add_annotation(
                **{"x": 1.12 * widest, "y": row, "text": text, "showarrow": False},
                **{"xanchor": "right", "yshift": 16, "font": {"size": 12}},
            )
    lowest = min((parts["simulated"]["p05"] or 0.0 for parts in found), default=0.0)
    plot.update_xaxes(range=[min(lowest, 0.0) - 0.08 * widest, 1.12 * widest])


def _middle(point: Point) -> Point:
    return {"median": point["median"], "p05": None, "p95": None}


def _title(
    language: str,
    year: int,
    found: dict[str, dict[str, Point]],
    names: dict[str, str],
) -> str:
    text = TEXTS[language]
    middle = {
        policy: {name: part["median"] or 0.0 for name, part in parts.items()}
        for policy, parts in found.items()
    }
    over = [names[policy] for policy, part in middle.items() if part["simulated"] > part["ceiling"]]
    if over:
        return text["title_over"].format(
            year=year, over=("、" if language == "zh" else ", ").join(over)
        )
    gaps = sorted(
        middle, key=lambda policy: abs(middle[policy]["simulated"] - middle[policy]["closed_form"])
    )
    return text["title"].format(
        year=year, least=names[gaps[0]], most=names[gaps[-1]], within=len(found)
    )


def _table(
    language: str,
    year: int,
    found: dict[str, dict[str, Point]],
    names: dict[str, str],
) -> tuple[pd.DataFrame, list[str]]:
    text, shared, rows, units = TEXTS[language], words(language)["caption"], [], []
    for policy, parts in found.items():
        for series, point in parts.items():
            share = series == "indirect_share"
            rows.append(
                [names[policy], text["indirect" if share else series], year, *point.values()]
            )
            units.append("share" if share else "yuan per head")
    heads = [
        text["policy"],
        text["series"],
        shared["year"],
        shared["median"],
        shared["p05"],
        shared["p95"],
    ]
    return pd.DataFrame(rows, columns=heads, dtype=object), units


def _with_ablation(
    table: pd.DataFrame,
    units: list[str],
    ablated: pd.DataFrame,
    names: dict[str, str],
    language: str,
) -> tuple[pd.DataFrame, list[str]]:
    """The table with two more rows a programme: the pairs run without feedback, both ways."""
    text, pairs = TEXTS[language], len(ablated[["draw", "seed"]].drop_duplicates())
    rows = [
        [names[str(policy)], text[way].format(pairs=pairs), year, *quantiles(part[column]).values()]
        for (policy, year), part in ablated.groupby(["policy", "year"])
        for way, column in (("on", "simulated"), ("off", "feedback_off"))
    ]
    more = pd.DataFrame(rows, columns=table.columns, dtype=object)
    return pd.concat([table, more], ignore_index=True), units + ["yuan per head"] * len(rows)
