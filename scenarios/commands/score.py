"""`sanjin score`: add published outcomes to the ledger, and say how the forecasts did."""

from pathlib import Path
from typing import Annotated, Any

import typer

from scenarios.commands import options
from scenarios.commands.guard import UNUSABLE_INPUT
from scenarios.commands.publish import PUBLISHED, Day, LedgerPath, today

Outcomes = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="CSV with place,level,year,urban_income,rural_income as published."
    ),
]
Check = Annotated[bool, typer.Option("--check", help="Only check that nobody changed the ledger.")]
Heads = Annotated[
    list[str] | None,
    typer.Option("--head", help="A hash quoted elsewhere that the ledger must hold."),
]


def score(
    *,
    outcomes: Outcomes = None,
    check: Check = False,
    head: Heads = None,
    ledger: LedgerPath = PUBLISHED,
    day: Day = "",
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
) -> None:
    """Score the ledger's forecasts on outcomes as they are published; nothing is ever edited."""
    from results.forecast_ledger import check as problems_of
    from results.forecast_ledger import read
    from scenarios.commands.screen import print_json, show
    from scenarios.scoring.ledger_scores import record
    from scenarios.words import say

    problems = problems_of(ledger, head or [])
    for problem in problems:
        show(problem)
    if problems:
        raise typer.Exit(UNUSABLE_INPUT)
    if outcomes is not None and not check:
        _add(ledger, outcomes, day or today())
    entries = read(ledger)
    rows = [] if check else record(entries)
    if json:
        print_json({"entries": len(entries), "head": entries[-1].hash, "record": rows})
        return
    if not check:
        _print(rows, lang)
    show(say("ledger_intact", lang.value).format(n=len(entries), hash=entries[-1].hash))


def _add(ledger: Path, outcomes: Path, day: str) -> None:
    """Append outcomes that are new, then the scores that they allow."""
    from calibration.history.panel_data import read_panel
    from results.forecast_ledger import append, read
    from scenarios.scoring.ledger_scores import new_outcomes, new_scores

    panel = read_panel(outcomes)
    append(ledger, "outcome", day, new_outcomes(read(ledger), panel))
    append(ledger, "score", day, new_scores(read(ledger)))


def _print(rows: list[dict[str, Any]], lang: options.Lang) -> None:
    from results.backtest_tables import cells, decimals, forecaster, percent
    from results.language import words
    from scenarios.commands.screen import print_table, show
    from scenarios.words import say

    text = words(lang.value)["backtest"]
    if not rows:
        show(say("nothing_scored", lang.value))
        return
    names = words(lang.value)["labels"]["scored_quantity"]
    shown = []
    for row in rows:
        write = decimals(4 if row["quantity"] == "ratio" else 0)
        covered = [
            text["not_testable"] if row[key] is None else percent(row[key])
            for key in ("coverage_50", "coverage_80", "coverage_90")
        ]
        columns = [("n", decimals(0)), ("mean_absolute_error", write)]
        numbers = cells(row, [*columns, ("weighted_interval_score", write)])
        name = forecaster(row["forecaster"], lang.value)
        shown.append([names[row["quantity"]], name, *(cell.text for cell in numbers), *covered])
    heads = [text[key] for key in ("quantity", "forecaster", "count", "mean_absolute_error")]
    heads += [say("weighted_interval_score", lang.value)]
    print_table([*heads, *(text["coverage"].format(level=level) for level in (50, 80, 90))], shown)
