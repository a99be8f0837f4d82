"""The worth of knowing each unknown for the choice between the options of a stored run."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.errors import InputError, nearest_name
from results.numbers import written
from scenarios.comparing.directions import direction
from scenarios.sensitivity.design import Floats
from scenarios.sensitivity.factors import path_in_words
from scenarios.sensitivity.information import FEWEST, Information, information
from scenarios.sensitivity.plan import SHORT
from scenarios.words import percent

if TYPE_CHECKING:
    import pandas as pd

    from results.run import Run

HEADS = {
    "zh": ("未知参数", "知道它的价值", "会改变选择的可能"),
    "en": ("unknown", "worth of knowing it", "would change the choice"),
}
TEXTS = {
    "zh": {
        "best": "按{year}年的“{name}”选，现在最好的是 {best}，预期领先 {lead}（{draws}组参数）。",
        "too_few": "只有 {draws} 组参数，至少要 {fewest} 组才谈得上信息的价值：没有估计。",
        "perfect": "若什么都知道，预期再得 {perfect}；{changes} 的情形下会改选别的方案。",
        "clear": "最能改变选择的是：{names}。",
        "none": "没有一个未知参数的价值超过同样多的无关参数碰巧能达到的 {floor}："
        "单独弄清任何一个，都看不出会改变选择。",
    },
    "en": {
        "best": "Judged by “{name}” in {year}, the best option now is {best}, with an expected "
        "lead of {lead} ({draws} draws).",
        "too_few": "Only {draws} draws; the worth of knowing more takes {fewest} at least: not "
        "estimated.",
        "perfect": "Knowing everything would add {perfect} in expectation; in {changes} of draws "
        "another option would be taken.",
        "clear": "What would most change the choice: {names}.",
        "none": "No unknown is worth more than the {floor} that as many inert ones reach by "
        "chance: knowing any single one would not visibly change the choice.",
    },
}


def worth_of_knowing(
    folder: Path, outcome: str, year: int, among: Sequence[str] = ()
) -> dict[str, Any]:
    """What `sanjin information` prints, from the tables of a run folder.

    Args: among, names of its options; by default all of them.
    """
    from model.indicators import FOUND
    from results.run import Run

    run = Run.open(folder)
    name = _judged_by(outcome)
    year = year or run.years[-1]
    values = _by_option(run, name, year, among)
    head = {"outcome": name, "year": year, "unit": FOUND[name].unit, "draws": len(values)}
    if len(values) < FEWEST:
        return {**head, "estimated": False, "unknowns": []}
    draws = run.table("draws").pivot_table(index="draw", columns="parameter", values="value")
    known = {path: draws[path].loc[values.index].to_numpy() for path in draws.columns}
    found = information(
        known, {option: direction(name) * _row(values, option) for option in values}
    )
    return {
        **head,
        "estimated": True,
        "best": found.best,
        "lead": found.lead,
        "perfect": found.perfect,
        "changes": found.changes,
        "floor": found.floor,
        "unknowns": _unknowns(found),
    }


def _judged_by(outcome: str) -> str:
    """The indicator of an outcome, which must have a better and a worse."""
    from model.indicators import FOUND

    name = SHORT.get(outcome, outcome)
    if name not in FOUND or not direction(name):
        judged = [indicator for indicator in FOUND if direction(indicator)]
        raise InputError(
            "is no indicator by which one option is better than another",
            key="--outcome",
            value=outcome,
            nearest=nearest_name(outcome, [*judged, *SHORT]),
        )
    return name


def _unknowns(found: Information) -> list[dict[str, Any]]:
    from model.parameters import Parameters

    cards = Parameters.cards()
    return [
        {
            "unknown": one.unknown,
            "zh": cards[one.unknown].zh if one.unknown in cards else one.unknown,
            "en": path_in_words(one.unknown),
            "worth": one.worth,
            "changes": one.changes,
            "clear": one in found.clear,
        }
        for one in found.unknowns
    ]


def sentences(found: dict[str, Any], language: str) -> list[str]:
    """The choice now, what knowing everything would add, and which unknowns matter for it."""
    from model.indicators import FOUND

    text, card = TEXTS[language], FOUND[found["outcome"]]
    if not found["estimated"]:
        return [text["too_few"].format(draws=found["draws"], fewest=FEWEST)]
    numbers = {key: amount(found[key], found, language) for key in ("lead", "perfect", "floor")}
    about = {
        "name": card.zh if language == "zh" else card.en,
        "best": found["best"],
        "year": found["year"],
        "draws": found["draws"],
        "changes": percent(found["changes"]),
    }
    clear = [row[language] for row in found["unknowns"] if row["clear"]]
    names = ("、" if language == "zh" else ", ").join(clear)
    keys = ("best", "perfect", "clear" if clear else "none")
    return [text[key].format(names=names, **numbers, **about) for key in keys]


def amount(value: float, found: dict[str, Any], language: str) -> str:
    """A difference of the outcome with its unit."""
    unit = "ratio difference" if found["unit"] in ("ratio", "index") else found["unit"]
    return written(value, unit, language)


def _by_option(run: "Run", indicator: str, year: int, among: Sequence[str]) -> "pd.DataFrame":
    """Means over seeds, a row a draw, a column an option."""
    table = run.table("indicators")
    rows = table[(table.indicator == indicator) & (table.year == year)]
    wide = rows.pivot_table(index="draw", columns="world", values="value", aggfunc="mean")
    chosen = (
        among or run.summary.get("options") or [name for name in wide.columns if name != "trend"]
    )
    missing = [option for option in chosen if option not in wide.columns]
    if missing or len(chosen) < 2:
        raise InputError(
            "does not hold two options to choose from",
            file=str(run.folder.path),
            key=", ".join(missing) or None,
            allowed="the folder of `sanjin compare` or `sanjin forecast`",
        )
    return wide[list(chosen)].dropna()


def _row(values: "pd.DataFrame", option: str) -> Floats:
    found: Floats = values[option].to_numpy()
    return found
