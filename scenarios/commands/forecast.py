"""`sanjin forecast COUNTY`: the main job."""

from typing import Annotated

import typer

from scenarios.commands import options


def forecast(  # noqa: PLR0913 - one parameter an option
    county: options.County = "yueqing",
    *,
    scenario: Annotated[
        str | None,
        typer.Option(
            help="Scenario: a name of the library or the path of a .toml file; by default the "
            "county's own pilot."
        ),
    ] = None,
    draws: options.Draws = 16,
    seeds: options.Seeds = 2,
    scale: options.Scale = 1.0,
    out: options.Out = None,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
    workers: options.Workers = 0,
    evidence: options.Evidence = options.EvidenceSet.ex_ante,
    dry_run: options.DryRun = False,
    shard: options.ShardOfRun = None,
    engine: options.EngineName = options.Engine.local,
    scheduler: options.Scheduler = None,
) -> None:
    """Forecast the county's income ratio with the pilot, without it, and without any programme.

    Runs draws x seeds paired worlds, writes a run folder with tables, summary and report, and
    prints ratio, incomes, both policy effects, targets and what the uncertainty is made of.
    """
    from scenarios.commands.running import run_and_print
    from scenarios.inputs.plan import Size, make_plan
    from scenarios.inputs.scenario import load_scenario, own_pilot
    from scenarios.running.workforce import Workforce

    size = Size(draws, seeds, scale, evidence.value)
    plan = make_plan(
        load_scenario(own_pilot(county) if scenario is None else scenario), size, county=county
    )
    workforce = Workforce.of(workers, engine.value, scheduler)
    run_and_print(plan, out, workforce, lang.value, as_json=json, dry_run=dry_run, shard=shard)
