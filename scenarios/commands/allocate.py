"""`sanjin allocate SCENARIO --budget YUAN`: which mix of policies, and how sure that is."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from model.errors import InputError
from scenarios.commands import options


class Criterion(StrEnum):
    """How to choose over draws."""

    worst_tenth = "worst-tenth"
    expected = "expected"
    regret = "regret"


class Unit(StrEnum):
    """What an option of the menu is."""

    family = "family"
    policy = "policy"


class Search(StrEnum):
    """Which mixes are run."""

    auto = "auto"
    all = "all"
    model = "model"


Budget = Annotated[
    float,
    typer.Option(
        metavar="YUAN",
        help="Public money over all years, beyond what is spent with nothing chosen.",
    ),
]
Objective = Annotated[
    str,
    typer.Option(
        help="What is to be improved: any indicator with a good direction; register, rural, "
        "urban, low, gini are short for the main ones."
    ),
]
By = Annotated[Unit, typer.Option(help="What is chosen: policy families or single policies.")]
How = Annotated[
    Criterion,
    typer.Option(help="Best mean of the worst tenth of draws, best mean, or least regret."),
]
Sure = Annotated[
    float, typer.Option(help="Share of draws in which budget and limits have to hold.")
]
Steps = Annotated[str, typer.Option(help="Multiples of the plan at which an option can be taken.")]
MenuFile = Annotated[
    Path | None,
    typer.Option(help="A menu of your own, a TOML file, in the place of --by and --steps."),
]
Searching = Annotated[
    Search,
    typer.Option(
        help="auto: all mixes of a small menu, else first singles and pairs, then what a value "
        "model proposes. all, model: always so."
    ),
]
Against = Annotated[
    str | None,
    typer.Option(
        help="Scenario whose policies stand where an option is left out; by default the "
        "scenario's own counterfactual."
    ),
]
Publish = Annotated[
    Path | None,
    typer.Option(help="Folder for small tables and the record as CSV, to commit and cite."),
]
Scenario = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="Scenario whose policies are on the menu, or a county, for its own plan.",
    ),
]


def allocate(  # noqa: PLR0913 - one parameter an option
    scenario: Scenario = "pilot",
    *,
    budget: Budget,
    objective: Objective = "register",
    criterion: How = Criterion.worst_tenth,
    sure: Sure = 0.9,
    by: By = Unit.family,
    steps: Steps = "0.5,1,1.5",
    menu: MenuFile = None,
    search: Searching = Search.auto,
    against: Against = None,
    draws: options.Draws = 16,
    seeds: options.Seeds = 1,
    scale: options.Scale = 0.1,
    out: options.Out = None,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
    workers: options.Workers = 0,
    evidence: options.Evidence = options.EvidenceSet.ex_ante,
    publish: Publish = None,
    engine: options.EngineName = options.Engine.local,
    scheduler: options.Scheduler = None,
) -> None:
    """Choose a mix of policies under a budget, robustly over the draws.

    Runs mixes of the menu in the same futures and prints the mix that is best in the worst tenth of
    draws (or on average, or by regret) among those that keep within the budget, what ties with it,
    how often it stays the best, the front of ratio, register income and cost, and in plain words
    when it fails. Every number is simulated.
    """
    from scenarios.allocation.study import Question, allocation, scenario_of
    from scenarios.commands.allocate_screen import allocate_and_print
    from scenarios.inputs.plan import Size
    from scenarios.inputs.scenario import load_scenario
    from scenarios.running.workforce import Workforce

    study = allocation(
        scenario_of(scenario),
        load_scenario(against) if against else None,
        Size(draws, seeds, scale, evidence.value),
        Question(budget, objective, criterion.name, sure, search.value),
        by=by.value,
        steps=_steps(steps),
        file=menu,
    )
    workforce = Workforce.of(workers, engine.value, scheduler)
    allocate_and_print(study, out, workforce, lang.value, as_json=json, publish=publish)


def _steps(text: str) -> tuple[float, ...]:
    """Multiples from a list with commas; InputError where they do not rise from above 0 to 5."""
    try:
        found = tuple(float(part) for part in text.replace("，", ",").split(","))
    except ValueError:
        found = ()
    rising = all(one < other for one, other in zip(found, found[1:], strict=False))
    if not found or not rising or not (found[0] > 0.0 and found[-1] <= 5.0) or len(found) > 9:
        raise InputError(
            "are no steps",
            key="--steps",
            value=text,
            allowed="rising multiples of the plan from above 0 to 5, as 0.5,1,1.5",
        )
    return found
