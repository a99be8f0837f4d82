"""Runs the target desk and prints it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from results.numbers import written
from scenarios.commands.guard import FAILED_RUNS
from scenarios.commands.screen import SIGNS, plain_unit, print_json, print_table, show
from scenarios.goals.target_desk import Seek, desk
from scenarios.inputs.plan import Plan
from scenarios.running.execute import execute
from scenarios.running.progress import Progress
from scenarios.running.workforce import Workforce
from scenarios.words import Language, component_name, percent, say

Row = Mapping[str, Any]


def run_and_print(
    plan: Plan, seek: Seek, out: Path | None, workforce: Workforce, lang: Language, *, as_json: bool
) -> None:
    """Run the pairs, search, print; exits with 3 if any pair failed."""
    with Progress(lang) as progress:
        executed = execute(plan, out, workforce, progress)
        if not executed.tables:
            raise typer.Exit(FAILED_RUNS)
        found = desk(executed, seek, lambda n: progress.note(say("seeking", lang).format(worlds=n)))
    if as_json:
        print_json(found)
    else:
        print_desk(found, lang)
    if executed.failures:
        raise typer.Exit(FAILED_RUNS)


def print_desk(found: Row, lang: Language) -> None:
    """Print the desk: scored targets, joint probability, what is carried, effort."""
    scored = [row for row in found["targets"] if row["probability"] is not None]
    heads = ("targets", "year", "target", "median", "interval_90", "probability", "shortfall")
    table = [_scored(row, lang) for row in scored]
    if table:
        print_table([*(say(head, lang) for head in heads), say("decided_by", lang)], table)
    _print_joint(found["joint"], lang)
    _print_carried([row for row in found["targets"] if row["probability"] is None], lang)
    if "effort" in found:
        _print_effort(found, lang)
    sizes = {key: found[key] for key in ("draws", "seeds", "scale")}
    show(say("desk_size", lang).format(**sizes, label=say(found["label"], lang)))


def _scored(row: Row, lang: Language) -> list[str]:
    unit = plain_unit(row["unit"])

    def amount(value: float) -> str:
        return written(value, unit, lang)

    return [
        row[lang],
        str(row["year"]),
        f"{SIGNS[row['direction']]} {amount(row['target'])}",
        amount(row["value"]),
        f"{amount(row['p05'])} … {amount(row['p95'])}",
        percent(row["probability"]),
        amount(row["expected_shortfall"]),
        _decided(row["decided_by"], lang),
    ]


def _decided(by: Row, lang: Language) -> str:
    if by["first"] is None:
        return say("not_estimated", lang)
    text = f"{component_name(by['first'], lang)} {percent(by['shares'][by['first']])}"
    unknown = by["unknown"]
    if unknown is not None and unknown["clear"]:
        text += f" ({unknown['path']} {unknown['rank_correlation']:+.2f})"
    return text


def _print_joint(joint: Row, lang: Language) -> None:
    for year, share in joint["by_year"].items():
        numbered = joint["numbered_by_year"][year]
        show(
            say("joint", lang).format(
                year=year,
                all=percent(share),
                numbered=say("not_estimated", lang) if numbered is None else percent(numbered),
            )
        )
    if joint["all_years"] is not None:
        show(say("joint_all", lang).format(share=percent(joint["all_years"])))


def _print_carried(rows: list[Row], lang: Language) -> None:
    heads = ("targets", "year", "target", "median", "status")
    cells = []
    for row in rows:
        unit = plain_unit(row["unit"])
        cells.append(
            [
                row[lang],
                str(row["year"]),
                f"{SIGNS[row['direction']]} {written(row['target'], unit, lang)}",
                "–" if row["value"] is None else written(row["value"], unit, lang),
                say(f"status_{row['status'].replace(' ', '_')}", lang),
            ]
        )
    if cells:
        print_table([say(head, lang) for head in heads], cells)


def _print_effort(found: Row, lang: Language) -> None:
    effort = found["effort"]
    names = {(row["indicator"], row["year"]): row[lang] for row in found["targets"]}
    show(say("effort_title", lang).format(**{key: effort[key] for key in ("draws", "scale")}))
    for target in effort["targets"]:
        name = names[target["indicator"], target["year"]]
        head = f"{name}, {target['year']}: {percent(target['probability_before'])}"
        if target["already"]:
            show(f"{head} — {say('effort_none_needed', lang)}")
            continue
        show(head)
        for lever in target["levers"]:
            if lever["reached"]:
                show(f"    {_effort(lever, lang)}")
        cannot = [lever for lever in target["levers"] if not lever["reached"]]
        if cannot:
            names_of = ", ".join(f"{one['lever']} ({_p(one)})" for one in cannot)
            show(f"    {say('effort_cannot', lang).format(levers=names_of)}")


def _effort(lever: Row, lang: Language) -> str:
    return say("effort_reached", lang).format(
        lever=f"{lever['lever']} ({lever[lang]})",
        planned=f"{lever['planned']:g}",
        setting=f"{lever['setting']:.4g}",
        unit=lever["unit"],
        p=_p(lever),
        cost=written(lever["extra_public_cost_yuan"], "yuan", lang),
    )


def _p(lever: Row) -> str:
    return percent(lever["probability"])
