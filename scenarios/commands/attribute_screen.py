"""Runs an attribution and prints it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from results.numbers import change
from scenarios.attributing.attribution_report import assembler
from scenarios.attributing.attribution_words import amount, direction_of
from scenarios.attributing.departments import DEPARTMENTS, family_name
from scenarios.commands.running import end
from scenarios.commands.screen import print_json, print_table, show
from scenarios.comparing.comparison_words import indicator_name
from scenarios.running.study import Study
from scenarios.running.study_run import run_study
from scenarios.running.workforce import Workforce
from scenarios.words import Language, say, translated

Row = Mapping[str, Any]

GOAL_WORLDS = 1024
"""What the time is projected to: 4 draws of all subsets of eight families."""


def attribute_and_print(
    study: Study,
    outcome: str,
    out: Path | None,
    workforce: Workforce,
    lang: Language,
    *,
    as_json: bool,
) -> None:
    """Run an attribution, write its folder and print it; exits with 3 if any job failed."""
    executed, summary = run_study(study, out, workforce, lang, assembler(outcome))
    if not summary:
        end(executed, lang)
    if as_json:
        print_json({key: value for key, value in summary.items() if key != "words"})
    else:
        print_attribution(summary, lang)
        if workforce.processes_here is not None:
            show(effort_line(summary, workforce.processes_here, lang))
        show(say("report_at", lang).format(path=executed.folder.path / "report.html"))
    end(executed, lang)


def print_attribution(summary: Row, lang: Language) -> None:
    """Print shares, nested shares, interactions, the split of the change, and warnings."""
    show(summary["words"][lang]["finding"])
    _print_families(summary, lang)
    _print_departments(summary, lang)
    _print_interactions(summary, lang)
    _print_split(summary, lang)
    residual = max(summary["residual"].values())
    show(say("adds_up", lang).format(worlds=summary["worlds"], residual=f"{residual:.1e}"))
    for warning in summary["warnings"]:
        show(f"! {translated(warning, lang)}")


def effort_line(summary: Row, workers: int, lang: Language) -> str:
    """What a world took, and what that means for a whole attribution at this scale."""
    effort = summary["effort"]
    minutes = effort["seconds_per_world"] * GOAL_WORLDS / workers / 60.0
    return say("effort_measured", lang).format(
        worlds=effort["worlds"],
        seconds=effort["seconds_per_world"],
        scale=summary["scale"],
        goal=GOAL_WORLDS,
        workers=workers,
        minutes=minutes,
    )


def _interval(entry: Row, summary: Row, lang: Language) -> str:
    return " … ".join(amount(entry[point], summary, lang) for point in ("p05", "p95"))


def _print_families(summary: Row, lang: Language) -> None:
    heads = ("family", "shapley", "interval_90", "alone", "as_last", "any_order")
    rows = [
        [
            family_name(row["family"], lang),
            amount(row["shapley"]["mean"], summary, lang),
            _interval(row["shapley"], summary, lang),
            amount(row["orders"]["alone"], summary, lang),
            amount(row["orders"]["last"], summary, lang),
            " … ".join(amount(row["orders"][key], summary, lang) for key in ("least", "most")),
        ]
        for row in summary["families"]
    ]
    total = summary["ends"]["total"]
    rows.append(
        [
            say("total", lang),
            amount(total["mean"], summary, lang),
            _interval(total, summary, lang),
            "",
            "",
            "",
        ]
    )
    name = indicator_name(summary["outcome"], lang)
    title = f"{name}, {summary['year']}: {summary['scenario']} − {summary['counterfactual']}"
    print_table([say(head, lang) for head in heads], rows, title=title)


def _print_departments(summary: Row, lang: Language) -> None:
    rows = [
        [
            getattr(DEPARTMENTS[row["department"]], lang),
            amount(row["owen"]["mean"], summary, lang),
            _interval(row["owen"], summary, lang),
        ]
        for row in summary["departments"]
    ]
    print_table([say(head, lang) for head in ("department", "nested", "interval_90")], rows)


def _print_interactions(summary: Row, lang: Language) -> None:
    rows = [
        [
            f"{family_name(row['family'], lang)} × {family_name(row['other'], lang)}",
            amount(row["mean"], summary, lang),
            _interval(row, summary, lang),
            say(f"they_{direction_of(row, summary['outcome'])}", lang),
        ]
        for row in summary["interactions"][:8]
    ]
    if rows:
        heads = ("interaction", "size", "interval_90", "what_they_do")
        print_table([say(head, lang) for head in heads], rows)


def _print_split(summary: Row, lang: Language) -> None:
    for outcome, parts in summary["split"].items():
        unit = "ratio" if outcome == "ratio" else "whole yuan"
        rows = [
            [
                say(f"part_{row['part']}", lang),
                change(row["mean"], unit, lang),
                " … ".join(change(row[point], unit, lang) for point in ("p05", "p95")),
            ]
            for row in parts
        ]
        title = say("split_title", lang).format(
            name=indicator_name(outcome, lang), year=summary["year"]
        )
        print_table(
            [say(head, lang) for head in ("part", "mean", "interval_90")], rows, title=title
        )
