"""`sanjin information DIR`: which unknown, if it were known, would change the choice."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.commands import options

if TYPE_CHECKING:
    from scenarios.words import Language

SHOWN = 8
Outcome = Annotated[
    str, typer.Option(help="Indicator by which options are judged: ratio, rural, low, gini, …")
]


def information(
    folder: options.RunPath,
    *,
    outcome: Outcome = "ratio",
    year: Annotated[int, typer.Option(help="Year; 0 for the last.")] = 0,
    among: Annotated[
        str, typer.Option(help="Options to choose from, with commas; by default all of the run.")
    ] = "",
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
) -> None:
    """Say what knowing each unknown would be worth for the choice between the options of a run.

    Reads the folder of a comparison or a forecast and runs nothing. Needs 16 draws or more; what a
    set of inert unknowns would reach by chance is printed beside the worth.
    """
    from scenarios.commands.screen import print_json

    found = _found(folder, outcome, year, among)
    if json:
        print_json(found)
    else:
        _print(found, lang.value)


def _found(folder: Path, outcome: str, year: int, among: str) -> dict[str, Any]:
    from scenarios.sensitivity.worth import worth_of_knowing

    names = [name.strip() for name in among.split(",") if name.strip()]
    return worth_of_knowing(folder, outcome, year, names)


def _print(found: dict[str, Any], lang: "Language") -> None:
    from scenarios.commands.screen import print_table, show
    from scenarios.sensitivity.worth import HEADS, amount, sentences
    from scenarios.words import percent

    for sentence in sentences(found, lang):
        show(sentence)
    rows = [
        [row[lang], amount(row["worth"], found, lang), percent(row["changes"])]
        for row in found["unknowns"][:SHOWN]
        if row["worth"] > 0.0
    ]
    if rows:
        print_table(HEADS[lang], rows)
