"""What each policy family contributes, and what every two bring together beyond that."""

from typing import Any

import pandas as pd
from plotly.graph_objects import Bar, Scatter
from plotly.graph_objects import Figure as Plot
from plotly.subplots import make_subplots

from results.figure import BLACK, BLUE, VERMILION, Figure, NoData, caption, clear, layout
from results.folding import plain
from results.language import words
from results.numbers import change, unit_name
from results.run import Run
from results.series import Point, Series, bars, lying, quantiles, row_axis

ORDER = 210
STUDY = "attribution"
BETWEEN = 84
"""Pixels between the panels: an axis with its title, and a heading."""
MOST_PAIRS = 15
TEXTS = {
    "zh": {
        "name": "各类政策的贡献",
        "title": "{year} 年{outcome}变动 {total}，其中{first} {share}；"
        "最大的交互作用在{one}与{other}之间：{size}",
        "title_alone": "{year} 年{outcome}变动 {total}，全部来自{first}（{share}）",
        "shares": "分摊：从反事实到情景",
        "pairs": "交互作用：两类政策合在一起，比各自单独带来的多出多少",
        "change": "变动（{unit}）",
        "up": "增加",
        "down": "减少",
        "total": "合计",
        "interval": "90% 区间",
        "item": "项目",
        "kind": "内容",
        "share": "分摊",
        "pair": "交互",
        "mean": "均值",
        "note": "条为各抽样的均值，相加恰为合计；须为分摊本身的 90% 区间。分摊是夏普利值："
        "所有政策子集全部模拟，取所有先后次序的平均。",
    },
    "en": {
        "name": "What each policy family contributes",
        "title": "In {year} {outcome} moves by {total}, of which {first} {share}; the largest "
        "interaction is between {one} and {other}: {size}",
        "title_alone": "In {year} {outcome} moves by {total}, all of it {first} ({share})",
        "shares": "Shares, from the counterfactual to the scenario",
        "pairs": "Interactions: what two families bring together beyond what each brings alone",
        "change": "Change ({unit})",
        "up": "upwards",
        "down": "downwards",
        "total": "total",
        "interval": "90% interval",
        "item": "Item",
        "kind": "What",
        "share": "share",
        "pair": "interaction",
        "mean": "mean",
        "note": "Bars are means over draws and add up to the total; whiskers are 90% intervals of "
        "each share itself. Shares are Shapley values: every subset of the families was run, and "
        "all orders are averaged.",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw the waterfall of shares above the interactions."""
    for name in ("attribution", "interactions"):
        if not run.has(name):
            raise NoData(f"tables/{name}.parquet")
    text, outcome = TEXTS[language], str(run.summary.get("outcome", "ratio"))
    shares = _entries(run, "attribution", "shapley", ["family"], outcome)
    pairs = _entries(run, "interactions", "interaction", ["family", "other"], outcome)[:MOST_PAIRS]
    heights = [len(shares) + 2.5, len(pairs) + 1.5]
    plot = make_subplots(
        rows=2,
        row_heights=heights,
        vertical_spacing=min(0.25, BETWEEN / (70 + 32 * sum(heights))),
        subplot_titles=[text["shares"], text["pairs"]],
    )
    layout(plot, int(190 + 32 * sum(heights)), barmode="overlay", margin={"t": 64})
    plot.update_layout(legend={"y": 1.0, "yref": "container", "yanchor": "top"})
    plot.update_annotations(x=0, xanchor="left", font={"size": 14})
    total = _steps(plot, run, shares, outcome, language)
    _interactions(plot, run, pairs, outcome, language)
    unit = unit_name(_axis_unit(run, outcome), language)
    plot.update_xaxes(title=text["change"].format(unit=unit), zeroline=True, zerolinecolor="#555")
    table, units = _table(run, shares, pairs, total, outcome, language)
    return Figure(
        _title(run, shares, pairs, total, language),
        plot,
        caption(run, language, "ninety", ("attribution", "interactions"), note=text["note"]),
        table,
        units,
    )


def outcome_unit(run: Run, outcome: str) -> str:
    """The unit in which a share of an outcome is written."""
    stored = str(run.summary.get("unit", "ratio")) if outcome else "ratio"
    return {"ratio": "fine ratio", "index": "fine ratio", "yuan per head": "yuan per head"}.get(
        stored, stored
    )


def _axis_unit(run: Run, outcome: str) -> str:
    return {"fine ratio": "ratio difference"}.get(
        unit := outcome_unit(run, outcome), unit.split(" of ")[0]
    )


def family_words(run: Run, family: str, language: str) -> str:
    """The words for a policy family."""
    return run.label("family", family, language)


def _entries(
    run: Run, table: str, column: str, keys: list[str], outcome: str
) -> list[tuple[tuple[str, ...], Point, float]]:
    """Names, quantiles over draws and mean of a column, the largest mean first."""
    rows = run.table(table)
    rows = rows[(rows.outcome == outcome) & (rows.year == run.years[-1])]
    found = []
    for names, part in rows.groupby(keys, sort=False):
        by_draw = part.groupby("draw")[column].mean()
        found.append((tuple(map(str, names)), quantiles(by_draw), float(by_draw.mean())))
    return sorted(found, key=lambda entry: -abs(entry[2]))


Entries = list[tuple[tuple[str, ...], Point, float]]


def _steps(plot: Plot, run: Run, shares: Entries, outcome: str, language: str) -> float:
    """Bars from where the last one ended; returns where the last one ends."""
    text, unit, at = TEXTS[language], outcome_unit(run, outcome), 0.0
    bases: list[float] = []
    for _, _, mean in shares:
        bases.append(at)
        at += mean
    names = [plain(family_words(run, name, language)) for (name,), _, _ in shares]
    for key, colour, pattern in (("up", VERMILION, "/"), ("down", BLUE, "")):
        rows = [row for row, entry in enumerate(shares) if (entry[2] > 0) == (key == "up")]
        if rows:
            means = [shares[row][2] for row in rows]
            plot.add_trace(_bar(rows, means, [bases[row] for row in rows], text[key]), 1, 1)
            plot.data[-1].marker.update(color=clear(colour, 0.75), pattern={"shape": pattern})
            plot.data[-1].update(hovertext=[change(mean, unit, language) for mean in means])
    plot.add_trace(_bar([len(shares)], [at], [0.0], text["total"]), 1, 1)
    plot.data[-1].marker.update(color=BLACK, pattern={"shape": "."})
    plot.data[-1].update(hovertext=[change(at, unit, language)])
    _whiskers(plot, shares, bases, text["interval"])
    plot.update_yaxes(**row_axis([*names, text["total"]]), row=1, col=1)
    return at


def _bar(rows: list[int], lengths: list[float], bases: list[float], name: str) -> Bar:
    return Bar(
        y=rows,
        x=lengths,
        base=bases,
        orientation="h",
        name=name,
        width=0.6,
        hoverinfo="text+name",
        marker={"line": {"width": 1, "color": BLACK}},
    )


def _whiskers(plot: Plot, shares: Entries, bases: list[float], name: str) -> None:
    ends = [base + mean for base, (_, _, mean) in zip(bases, shares, strict=True)]
    moved: list[Point] = [
        {
            "median": end,
            **{
                key: None if point[key] is None else base + point[key]  # type: ignore[operator]
                for key in ("p05", "p95")
            },
        }
        for base, end, (_, point, _) in zip(bases, ends, shares, strict=True)
    ]
    marker: dict[str, Any] = {"color": BLACK, "symbol": "line-ns-open", "size": 8}
    plot.add_trace(
        Scatter(
            x=ends,
            y=list(range(len(ends))),
            mode="markers",
            name=name,
            marker=marker,
            error_x=bars(moved) | {"color": BLACK},
            hoverinfo="skip",
        ),
        1,
        1,
    )


def _interactions(plot: Plot, run: Run, pairs: Entries, outcome: str, language: str) -> None:
    unit = outcome_unit(run, outcome)
    names = [
        plain(" × ".join(family_words(run, name, language) for name in both))
        for both, _, _ in pairs
    ]
    points = [point | {"median": mean} for _, point, mean in pairs]
    texts = [change(mean, unit, language) for _, _, mean in pairs]
    series = Series(TEXTS[language]["pair"], BLUE, "diamond", "pair")
    plot.add_trace(lying(series, range(len(pairs)), points, texts), 2, 1)
    plot.update_yaxes(**row_axis(names), row=2, col=1)


def _title(run: Run, shares: Entries, pairs: Entries, total: float, language: str) -> str:
    outcome = str(run.summary.get("outcome", "ratio"))
    unit = outcome_unit(run, outcome)
    parts = {
        "year": run.years[-1],
        "outcome": _inside(run.label("indicator", outcome, language)),
        "total": change(total, unit, language),
        "first": family_words(run, shares[0][0][0], language),
        "share": change(shares[0][2], unit, language),
    }
    if not pairs:
        return TEXTS[language]["title_alone"].format(**parts)
    (one, other), _, mean = pairs[0]
    return TEXTS[language]["title"].format(
        **parts,
        one=family_words(run, one, language),
        other=family_words(run, other, language),
        size=change(mean, unit, language),
    )


def _table(
    run: Run, shares: Entries, pairs: Entries, total: float, outcome: str, language: str
) -> tuple[pd.DataFrame, list[str]]:
    text, shared = TEXTS[language], words(language)["caption"]
    rows: list[list[object]] = []
    for key, entries in (("share", shares), ("pair", pairs)):
        for names, point, mean in entries:
            name = " × ".join(family_words(run, part, language) for part in names)
            rows.append([text[key], name, mean, point["p05"], point["p95"]])
    rows.insert(len(shares), [text["share"], text["total"], total, None, None])
    heads = [text["kind"], text["item"], text["mean"], shared["p05"], shared["p95"]]
    unit = outcome_unit(run, outcome)
    return pd.DataFrame(rows, columns=heads, dtype=object), [unit] * len(rows)


def _inside(words_of_outcome: str) -> str:
    """Words as they stand inside a sentence: a capital goes, unless it is one of several."""
    first, rest = words_of_outcome[:1], words_of_outcome[1:]
    return words_of_outcome if rest[:1].isupper() else first.lower() + rest
