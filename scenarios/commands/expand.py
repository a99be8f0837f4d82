"""`sanjin expand DIR --draws N`: more draws or seeds for a run that is there."""

from typing import Annotated

import typer

from scenarios.commands import options


def expand(  # noqa: PLR0913 - one parameter an option
    folder: options.RunPath,
    *,
    draws: Annotated[
        int | None, typer.Option(help="Draws that it shall have in all.", min=1, max=100_000)
    ] = None,
    seeds: Annotated[
        int | None, typer.Option(help="Seeds that it shall have in all.", min=1, max=10_000)
    ] = None,
    json: options.Json = False,
    lang: options.Language = options.Lang.en,
    workers: options.Workers = 0,
    county: options.MovedCounty = None,
    engine: options.EngineName = options.Engine.local,
    scheduler: options.Scheduler = None,
) -> None:
    """Add draws or seeds to a run; what it has is not computed again.

    The result is the run of the larger size, bit by bit, under its fingerprint. Until the last new
    pair is done the folder stays the run that it was. Stopped, the same command goes on.
    """
    from scenarios.commands.running import execute_and_print
    from scenarios.running.expand import expand as grow
    from scenarios.running.expand import grown_plan
    from scenarios.running.workforce import Workforce

    workforce = Workforce.of(workers, engine.value, scheduler)
    plan = grown_plan(folder, draws, seeds, county)
    execute_and_print(
        lambda progress: grow(folder, plan, workforce, progress), lang.value, as_json=json
    )
