"""`sanjin run SCENARIO`: one scenario into a run folder; or one job again."""

from pathlib import Path
from typing import Annotated

import typer

from scenarios.commands import options


def run(  # noqa: PLR0913 - one parameter an option
    scenario: options.ScenarioName = "pilot",
    *,
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
    job: Annotated[
        Path | None,
        typer.Option(help="Repeat one failed pair from its file in the run folder's failures/."),
    ] = None,
) -> None:
    """Run a scenario against its counterfactual and the trend, and write a run folder."""
    if job is not None:
        from scenarios.commands.running import repeat_job

        repeat_job(job, lang.value)
        return
    from scenarios.commands.running import run_and_print
    from scenarios.inputs.plan import Size, make_plan
    from scenarios.inputs.scenario import load_scenario
    from scenarios.running.workforce import Workforce

    plan = make_plan(load_scenario(scenario), Size(draws, seeds, scale, evidence.value))
    workforce = Workforce.of(workers, engine.value, scheduler)
    run_and_print(plan, out, workforce, lang.value, as_json=json, dry_run=dry_run, shard=shard)
