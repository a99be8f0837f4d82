"""`sanjin targets COUNTY`: every official target, how likely it is, what more effort would do."""

from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.commands import options

if TYPE_CHECKING:
    from scenarios.inputs.plan import Plan, Size

Goal = Annotated[
    float,
    typer.Option(
        help="Probability to which more effort should bring a target; 0 for no search.",
        min=0.0,
        max=0.99,
    ),
]
AllLevers = Annotated[
    bool,
    typer.Option("--all-levers", help="Search every number of every policy, not intensities only."),
]
SeekDraws = Annotated[int, typer.Option(help="Draws of the search.", min=1, max=1000)]
SeekScale = Annotated[
    float, typer.Option(help="Simulated share of the county in the search.", min=0.001, max=1.0)
]


def targets(  # noqa: PLR0913 - one parameter an option
    county: options.County = "yueqing",
    *,
    scenario: Annotated[
        str, typer.Option(help="Scenario; by default the plan as written, with every system.")
    ] = "",
    goal: Goal = 0.8,
    all_levers: AllLevers = False,
    seek_draws: SeekDraws = 4,
    seek_scale: SeekScale = 0.05,
    draws: options.Draws = 8,
    seeds: options.Seeds = 2,
    scale: options.Scale = 0.1,
    out: options.Out = None,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
    workers: options.Workers = 0,
    evidence: options.Evidence = options.EvidenceSet.ex_ante,
    engine: options.EngineName = options.Engine.local,
    scheduler: options.Scheduler = None,
) -> None:
    """Score every official target, say what decides it, and search the least extra effort.

    Modelled targets get an interval, a probability and an expected shortfall; what the model does
    not explain is carried as the official path without a probability. The search moves one lever at
    a time on a small sample of villages, and says so.
    """
    from scenarios.inputs.plan import Size

    search = Size(seek_draws, 1, seek_scale, evidence.value)
    size = Size(draws, seeds, scale, evidence.value)
    plan = _plan(county, scenario, size)
    from scenarios.commands.targets_screen import run_and_print
    from scenarios.goals.target_desk import Seek
    from scenarios.running.workforce import Workforce

    seek = Seek(goal, search.checked(), all_levers)
    workforce = Workforce.of(workers, engine.value, scheduler)
    run_and_print(plan, seek, out, workforce, lang.value, as_json=json)


def _plan(county: str, scenario: str, size: "Size") -> "Plan":
    """The plan of a run; by default all that the county's document orders."""
    from scenarios.inputs.plan import make_plan
    from scenarios.inputs.scenario import load_scenario, own_pilot

    return make_plan(load_scenario(scenario or own_pilot(county)), size, county=county)
