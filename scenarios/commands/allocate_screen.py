"""Runs an allocation and prints it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from results.numbers import beside, change, unit_name
from scenarios.allocation.allocation_run import run_allocation
from scenarios.allocation.allocation_texts import TEXTS
from scenarios.allocation.allocation_words import outcome_unit
from scenarios.allocation.publishing import publish_allocation
from scenarios.allocation.study import AllocationStudy
from scenarios.commands.running import end
from scenarios.commands.screen import print_json, print_table, show
from scenarios.comparing.comparison_words import indicator_name
from scenarios.running.workforce import Workforce
from scenarios.words import Language, percent, say, translated

Row = Mapping[str, Any]


def allocate_and_print(
    study: AllocationStudy,
    out: Path | None,
    workforce: Workforce,
    lang: Language,
    *,
    as_json: bool,
    publish: Path | None = None,
) -> None:
    """Run an allocation, write its folder and print it; exits with 3 if any job failed."""
    executed, summary = run_allocation(study, out, workforce, lang)
    if not summary:
        end(executed, lang)
    if publish is not None:
        publish_allocation(executed.folder.path, publish)
    if as_json:
        print_json({key: value for key, value in summary.items() if key != "words"})
    else:
        print_allocation(summary, lang)
        show(say("report_at", lang).format(path=executed.folder.path / "report.html"))
    end(executed, lang)


def print_allocation(summary: Row, lang: Language) -> None:
    """Print the choice, the shortlist, what each mix holds, findings, warnings."""
    show(summary["words"][lang]["finding"])
    _print_shortlist(summary, lang)
    _print_contents(summary, lang)
    for sentence in summary["words"][lang]["findings"]:
        show(f"- {sentence}")
    for warning in summary["warnings"]:
        show(f"! {translated(warning, lang)}")


def _print_shortlist(summary: Row, lang: Language) -> None:
    text, rows = TEXTS[lang], summary["shortlist"]
    heads = ("mix", "public_money", "gain_mean", "worst_tenth", "regret_largest", "best_share")
    money = beside("yuan", max(abs(row["cost_yuan"]) for row in rows), lang)
    outcome = beside(outcome_unit(summary), None, lang)

    def moved(value: float) -> str:
        return outcome.text(value * summary["direction"], signed=True)

    table = [
        [
            f"{row['label']} {roles(row, lang)}",
            money.text(row["cost_yuan"]),
            moved(row["gain"]),
            moved(row["gain_worst"]),
            outcome.text(row["regret_largest"]) if row["affordable"] else "–",
            percent(row["best_share"]) if row["affordable"] else "–",
            change(-row["ratio_gain"], "ratio", lang),
            "" if row["affordable"] else text["not_affordable"],
        ]
        for row in rows
    ]
    title = text["shortlist_title"].format(
        name=indicator_name(summary["objective"], lang),
        year=summary["year"],
        unit=outcome.words or unit_name("ratio", lang),
        money=money.words,
    )
    print_table([*(text[head] for head in heads), text["ratio"], ""], table, title=title)


def roles(row: Row, lang: Language) -> str:
    """Why a mix is on the shortlist."""
    shown = [role for role in row["roles"] if role != "front"]
    return ", ".join(TEXTS[lang][f"role_{role}"] for role in shown)


def _print_contents(summary: Row, lang: Language) -> None:
    labels = [row["label"] for row in summary["shortlist"]]
    rows = [
        [
            option[lang],
            *(row["steps"][option["name"]] or "·" for row in summary["shortlist"]),
        ]
        for option in summary["options"]
    ]
    print_table([TEXTS[lang]["what_it_holds"], *labels], rows)
