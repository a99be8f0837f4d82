"""Runs a comparison and prints it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from results.numbers import beside, number, written
from scenarios.commands.running import end
from scenarios.commands.screen import print_json, print_table, show, written_entry
from scenarios.comparing.comparison import MAIN
from scenarios.comparing.comparison_report import assemble, shown_groups
from scenarios.comparing.comparison_words import (
    contrast_words,
    indicator_name,
    of_hundred,
    pairing_sentences,
)
from scenarios.comparing.many_gains import contrast_name
from scenarios.running.study import Study
from scenarios.running.study_run import run_study
from scenarios.running.workforce import Workforce
from scenarios.words import Language, percent, say, translated

Row = Mapping[str, Any]


def compare_and_print(
    study: Study, out: Path | None, workforce: Workforce, lang: Language, *, as_json: bool
) -> None:
    """Run a comparison, write its folder and print it; exits with 3 if any job failed."""
    executed, summary = run_study(study, out, workforce, lang, assemble)
    if not summary:
        end(executed, lang)
    if as_json:
        print_json(for_machines(summary))
    else:
        print_comparison(summary, study.years, lang)
        show(say("report_at", lang).format(path=executed.folder.path / "report.html"))
    end(executed, lang)


def for_machines(summary: Row) -> dict[str, Any]:
    """The summary without its sentences, and the first two options at the top."""
    pair = summary["pairs"][0]
    kept = {key: value for key, value in summary.items() if key != "words"}
    return {**kept, "against": pair["second"], "years": pair["years"]}


def print_comparison(summary: Row, years: range, lang: Language) -> None:
    """Print every two options, who gains, cost, regret, the worth of pairing, warnings."""
    show(summary["words"][lang]["finding"])
    for pair in summary["pairs"]:
        _print_pair(pair, summary["year"], lang)
        _print_groups(summary, pair, lang)
    _print_costs(summary["cost_per_yuan"], years, lang)
    _print_regret(summary["regret"], lang)
    for sentence in pairing_sentences(summary["pairing"], lang):
        show(sentence)
    for warning in summary["warnings"]:
        show(f"! {translated(warning, lang)}")


def _print_pair(pair: Row, year: int, lang: Language) -> None:
    words = ("quantity", "median", "interval_90", "unit", "better_of_100", "verdict")
    entries = pair["years"][str(year)]
    rows = [_pair_row(name, entries[name], pair, lang) for name in MAIN if name in entries]
    title = f"{pair['first']} − {pair['second']}, {year}"
    print_table([say(word, lang) for word in words], rows, title=title)


def _pair_row(name: str, entry: Row, pair: Row, lang: Language) -> list[str]:
    text, share = written_entry(entry, lang, effect=True), of_hundred(entry)
    counts = f"{share['wins']} : {share['losses']} : {share['ties']}" if entry["good"] else "–"
    return [
        indicator_name(name, lang),
        text["median"],
        f"{text['p05']} … {text['p95']}",
        text["unit"],
        counts,
        verdict_words(entry["verdict"], pair, lang),
    ]


def verdict_words(verdict: str, pair: Row, lang: Language) -> str:
    """What is called better, or why nothing is."""
    winner = {"better": pair["first"], "worse": pair["second"]}.get(verdict)
    if winner is not None:
        return say("verdict_better", lang).format(name=winner)
    return say(f"verdict_{verdict.replace(' ', '_')}", lang)


def _print_groups(summary: Row, pair: Row, lang: Language) -> None:
    from results.language import words

    contrast = contrast_name(pair["first"], pair["second"])
    heads = [say(word, lang) for word in ("group", "gain_per_head", "interval_90")]
    heads += [say(word, lang) for word in ("winners", "losers")]
    labels = words(lang)["labels"].get("group", {})
    way = beside("yuan per head", None, lang)
    rows = [
        [
            f"{say(row['breakdown'], lang)} {labels.get(row['group'], row['group'])}",
            way.text(row["median"], signed=True),
            " … ".join(way.text(row[point], signed=True) for point in ("p05", "p95")),
            percent(row["winners_share"]),
            percent(row["losers_share"]),
        ]
        for row in shown_groups(summary["groups"], contrast)
    ]
    print_table(heads, rows, title=contrast_words(contrast, lang))


def _print_costs(rows: list[Row], years: range, lang: Language) -> None:
    way = beside("yuan per head", None, lang)
    heads = ("option", "group", "cost_per_yuan", "interval_90", "without_gain")
    table = [
        [
            contrast_words(row["contrast"], lang),
            say(f"{row['group']}_group", lang),
            way.text(row["per_yuan"]),
            " … ".join(way.text(row[point]) for point in ("p05", "p95")),
            f"{row['without_gain']}/{row['futures']}",
        ]
        for row in rows
    ]
    title = say("cost_title", lang).format(first=years[0], last=years[-1])
    print_table([say(word, lang) for word in heads], table, title=title)


def _print_regret(rows: list[Row], lang: Language) -> None:
    heads = ("quantity", "option", "regret_mean", "regret_largest", "best_share")
    table = [
        [
            indicator_name(row["indicator"], lang),
            row["option"],
            _regret(row, "mean", lang),
            _regret(row, "largest", lang),
            percent(row["best_share"]),
        ]
        for row in rows
        if row["indicator"] in ("ratio", "rural_income", "low_income", "gini_all", "public_cost")
    ]
    print_table([say(word, lang) for word in heads], table, title=say("regret", lang))


def _regret(row: Row, key: str, lang: Language) -> str:
    from model.indicators import FOUND

    unit = FOUND[row["indicator"]].unit
    if unit in ("ratio", "index"):
        return written(row[key], "ratio difference", lang)
    if unit == "yuan per head":
        return number(row[key])
    return written(row[key], unit, lang)
