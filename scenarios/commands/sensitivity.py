"""`sanjin sensitivity SCENARIO`: which unknown, or which lever, decides an outcome."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.commands import options

if TYPE_CHECKING:
    from scenarios.running.workforce import Workforce
    from scenarios.words import Language


class Moved(StrEnum):
    """What is moved."""

    unknowns = "unknowns"
    levers = "levers"


Outcome = Annotated[
    str,
    typer.Option(help="Indicator: ratio, rural, low, gini, or a name of `sanjin list indicators`."),
]
Difference = Annotated[
    bool,
    typer.Option(
        "--difference", help="What the pilot changes, against no pilot, in place of the level."
    ),
]
Levers = Annotated[
    bool,
    typer.Option("--levers/--unknowns", help="Move the plan's numbers, or what is not known."),
]
Groups = Annotated[
    bool,
    typer.Option("--groups", help="Move whole sections of unknowns, or families of policies."),
]
Budget = Annotated[
    int, typer.Option(help="Most worlds to run; the sample is doubled within it.", min=1)
]
Trajectories = Annotated[
    int, typer.Option(help="Morris trajectories of the screening.", min=2, max=1000)
]
Keep = Annotated[
    int, typer.Option(help="Factors taken one by one after the screening.", min=1, max=50)
]
Close = Annotated[
    float, typer.Option(help="Half-width of 95% intervals that counts as converged.", min=0.001)
]


def sensitivity(  # noqa: PLR0913 - one parameter an option
    scenario: options.ScenarioName = "pilot",
    *,
    outcome: Outcome = "ratio",
    year: Annotated[int, typer.Option(help="Year; 0 for the last.")] = 0,
    difference: Difference = False,
    levers: Levers = False,
    groups: Groups = False,
    budget_worlds: Budget = 4000,
    trajectories: Trajectories = 4,
    keep: Keep = 6,
    close: Close = 0.05,
    scale: options.Scale = 0.02,
    out: options.Out = None,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
    workers: options.Workers = 0,
    evidence: options.Evidence = options.EvidenceSet.ex_ante,
    engine: options.EngineName = options.Engine.local,
    scheduler: options.Scheduler = None,
) -> None:
    """Say what decides an outcome, how surely, or that the runs do not suffice to say.

    Morris screening against luck, then Sobol indices with intervals on samples that double until
    they are narrow enough or the budget ends, then PAWN as a second opinion. The same command, or
    the same with a larger budget, goes on in the same folder.
    """
    from scenarios.inputs.plan import Size
    from scenarios.inputs.scenario import load_scenario
    from scenarios.running.workforce import Workforce
    from scenarios.sensitivity.plan import Question, sensitivity_plan
    from scenarios.sensitivity.protocol import Rules

    kind = Moved.levers if levers else Moved.unknowns
    question = Question(outcome, year, kind.value, difference, groups)
    plan = sensitivity_plan(
        load_scenario(scenario),
        Size(1, 1, scale, evidence.value),
        question,
        {"trajectories": trajectories, "keep": keep, "close": close},
    )
    rules = Rules(budget_worlds, plan.worlds_per_point, trajectories, keep, close)
    workforce = Workforce.of(workers, engine.value, scheduler)
    _run_and_print(plan, rules, out, workforce, lang.value, as_json=json)


def _run_and_print(
    plan: Any,
    rules: Any,
    out: Path | None,
    workforce: "Workforce",
    lang: "Language",
    *,
    as_json: bool,
) -> None:
    from scenarios.commands.running import end
    from scenarios.commands.screen import print_json, show
    from scenarios.sensitivity.run import run_sensitivity
    from scenarios.words import say

    executed, summary = run_sensitivity(plan, rules, out, workforce, lang)
    if not summary:
        end(executed, lang)
    if as_json:
        print_json(summary)
    else:
        _print(summary, lang)
        show(say("report_at", lang).format(path=executed.folder.path / "report.html"))


def _print(summary: dict[str, Any], lang: "Language") -> None:
    from scenarios.commands.screen import print_table, show
    from scenarios.sensitivity.verdict import HEADS
    from scenarios.words import translated

    said = summary["words"][lang]
    show(said["finding"])
    rows = [
        [
            row[lang],
            f"{row['total']:.2f} ± {row['total_half']:.2f}",
            f"{row['first']:.2f} ± {row['first_half']:.2f}",
            f"{row['pawn']:.2f}",
            f"{row['pawn_floor']:.2f}",
        ]
        for row in summary["factors"]
    ]
    if rows:
        print_table(HEADS[lang], rows)
    for sentence in said["findings"][len(rows) :]:
        show(sentence)
    for warning in summary["warnings"]:
        show(f"! {translated(warning, lang)}")
