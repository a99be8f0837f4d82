"""Who gains: income deciles, the register, village tiers, workers by sex and age."""

import re

import pandas as pd
from plotly.graph_objects import Figure as Plot
from plotly.subplots import make_subplots

from results.figure import BLUE, VERMILION, Figure, NoData, caption, layout
from results.folding import plain
from results.language import words
from results.numbers import change
from results.run import Run
from results.series import Point, Series, above_each_other, lying, quantiles, row_axis

ORDER = 40
CONTRASTS = {
    "pilot_vs_no_pilot": ("pilot", BLUE, "circle"),
    "pilot_vs_trend": ("all", VERMILION, "diamond"),
}
BREAKDOWNS = ("decile", "register", "village_tier", "sex_age")
Groups = dict[str, dict[str, Point]]
Found = dict[str, Groups]
NOTHING: Point = {"median": None, "p05": None, "p95": None}
TEXTS = {
    "zh": {
        "name": "谁得益",
        "title": "{year} 年，全部项目使收入最低的十分之一人均变动 {first}，最高的十分之一 {tenth}；"
        "得益最多的一组是“{most}”（{best}）",
        "axis": "人均变动（元/人）",
        "decile": "收入十等分（1 为最低）",
        "register": "是否在册",
        "village_tier": "村的类别",
        "sex_age": "劳动者性别与年龄",
        "group": "组",
        "breakdown": "分组",
        "effect": "对比",
        "persons": "人数",
        "winners": "得益者占比",
        "years": "{sex} {low}—{high} 岁",
        "tenth": "第 {n} 组",
        "note": "点为中位数，线为 90% 区间。劳动者一栏为车间报酬的变动。",
    },
    "en": {
        "name": "Who gains",
        "title": "In {year} all programmes change the income of the poorest tenth by {first} and "
        "of the richest tenth by {tenth} per head; the largest gain is in the group "
        "“{most}” ({best})",
        "axis": "Change per head (yuan)",
        "decile": "Income tenth (1 is the poorest)",
        "register": "On the register or not",
        "village_tier": "Kind of village",
        "sex_age": "Workers by sex and age",
        "group": "Group",
        "breakdown": "Breakdown",
        "effect": "Contrast",
        "persons": "persons",
        "winners": "share of winners",
        "years": "{sex} {low}–{high}",
        "tenth": "tenth {n}",
        "note": "Points are medians, lines 90% intervals. Workers: change of workshop pay.",
    },
}


def draw(run: Run, language: str) -> Figure:
    """Draw one panel a breakdown, groups as rows."""
    text, last = TEXTS[language], run.years[-1]
    found = _gains(run, last)
    shown = [name for name in BREAKDOWNS if name in found]
    if not shown:
        raise NoData("tables/gains.parquet")
    sizes = [len(found[name]) + 1.5 for name in shown]
    plot = make_subplots(
        rows=len(shown),
        vertical_spacing=0.045,
        row_heights=sizes,
        shared_xaxes="all",
        subplot_titles=[text[name] for name in shown],
    )
    layout(plot, int(140 + 34 * sum(sizes)))
    for row, breakdown in enumerate(shown, start=1):
        _panel(plot, run, language, found[breakdown], breakdown, row)
    plot.update_annotations(x=0, xanchor="left", font={"size": 14})
    plot.update_layout(legend={"y": 1.0, "yref": "container", "yanchor": "top"}, margin={"t": 64})
    plot.update_xaxes(title=text["axis"], row=len(shown), col=1)
    plot.update_xaxes(showticklabels=True)
    table, units = _table(run, language, {name: found[name] for name in shown}, last)
    return Figure(
        _title(run, language, found, last),
        plot,
        caption(run, language, "ninety", ("gains",), note=text["note"]),
        table,
        units,
    )


def group_name(run: Run, breakdown: str, group: str, language: str) -> str:
    """The words for a group: the run's label, or what the name itself says."""
    named = run.label("group", group, language)
    if named != group:
        return named
    if breakdown == "decile" and group.lstrip("d").isdigit():
        return TEXTS[language]["tenth"].format(n=int(group.lstrip("d")))
    aged = re.fullmatch(r"(women|men|woman|man)[ _](\d+)[-_–](\d+)", group)
    if aged:
        sex = run.label("group", "women" if aged[1].startswith("wom") else "men", language)
        return TEXTS[language]["years"].format(sex=sex, low=aged[2], high=aged[3])
    return group


def _gains(run: Run, year: int) -> Found:
    """Quantiles by breakdown, group and contrast."""
    if not run.has("gains"):
        raise NoData("tables/gains.parquet")
    rows = run.table("gains")
    rows = rows[rows.year == year]
    found: Found = {}
    for (breakdown, group, contrast), part in rows.groupby(
        ["breakdown", "group", "contrast"], sort=False
    ):
        entry = quantiles(part.gain_per_head) | {
            "persons": float(part.persons.mean()),
            "winners": float(part.winners_share.mean()),
        }
        found.setdefault(str(breakdown), {}).setdefault(str(group), {})[str(contrast)] = entry
    return {
        name: dict(sorted(groups.items(), key=lambda item: _tenth(item[0])))
        for name, groups in found.items()
    }


def _tenth(group: str) -> int:
    digits = group.lstrip("d")
    return int(digits) if digits.isdigit() else 0


def _panel(plot: Plot, run: Run, language: str, groups: Groups, breakdown: str, row: int) -> None:
    names = [plain(group_name(run, breakdown, group, language)) for group in groups]
    for place, (contrast, (effect, colour, marker)) in enumerate(CONTRASTS.items()):
        label = words(language)["effects"][effect]
        points = [part.get(contrast, NOTHING) for part in groups.values()]
        texts = [change(point["median"], "yuan per head", language) for point in points]
        series = Series(label, colour, marker, effect, row == 1)
        places = above_each_other(range(len(names)), place)
        plot.add_trace(lying(series, places, points, texts), row=row, col=1)
    plot.update_xaxes(zeroline=True, zerolinecolor="#555", row=row, col=1)
    plot.update_yaxes(**row_axis(names), row=row, col=1)


def _title(run: Run, language: str, found: Found, year: int) -> str:
    text = TEXTS[language]
    medians = {
        (breakdown, group): part["pilot_vs_trend"]["median"]
        for breakdown, groups in found.items()
        if breakdown != "sex_age"
        for group, part in groups.items()
        if "pilot_vs_trend" in part
    }
    best = max(medians, key=lambda key: medians[key] or 0.0)
    tenths = [value for (breakdown, _), value in medians.items() if breakdown == "decile"]
    ends = (tenths[0], tenths[-1]) if tenths else (None, None)
    return text["title"].format(
        year=year,
        most=group_name(run, *best, language),
        best=_gain(medians[best], language),
        first=_gain(ends[0], language),
        tenth=_gain(ends[1], language),
    )


def _gain(value: float | None, language: str) -> str:
    """A gain in whole yuan; what is less than one yuan keeps its decimals."""
    whole = value if value is None or abs(value) < 1.0 else float(round(value))
    return change(whole, "whole yuan", language)


def _table(run: Run, language: str, found: Found, year: int) -> tuple[pd.DataFrame, list[str]]:
    text, shared = TEXTS[language], words(language)["caption"]
    rows = [
        [
            text[breakdown],
            group_name(run, breakdown, group, language),
            words(language)["effects"][CONTRASTS[contrast][0]],
            year,
            entry["median"],
            entry["p05"],
            entry["p95"],
            int(round(entry["persons"] or 0.0)),
            f"{(entry['winners'] or 0.0):.1%}",
        ]
        for breakdown, groups in found.items()
        for group, part in groups.items()
        for contrast, entry in part.items()
        if contrast in CONTRASTS
    ]
    heads = [
        text["breakdown"],
        text["group"],
        text["effect"],
        shared["year"],
        shared["median"],
        shared["p05"],
        shared["p95"],
        text["persons"],
        text["winners"],
    ]
    return pd.DataFrame(rows, columns=heads, dtype=object), ["yuan per head"] * len(rows)
