"""What `forecast` and `run` share: execute a plan, write its folder, print it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from model.errors import InputError
from scenarios.commands.failures import list_failures
from scenarios.commands.guard import FAILED_RUNS
from scenarios.commands.screen import (
    print_json,
    print_summary,
    print_table,
    show,
)
from scenarios.inputs.plan import Plan
from scenarios.running.design import Shard
from scenarios.running.execute import Executed, execute
from scenarios.running.progress import Progress
from scenarios.running.workforce import Workforce
from scenarios.words import Language, say

if TYPE_CHECKING:
    from scenarios.forecasting.forecast import Forecast


def run_and_print(
    plan: Plan,
    out: Path | None,
    workforce: Workforce,
    lang: Language,
    *,
    as_json: bool,
    dry_run: bool,
    shard: str | None,
) -> None:
    """Run a plan, write its folder and print its summary; exits with 3 if any pair failed.

    Args: shard, the part that is run, as 2/8; all of it without.
    """
    part = Shard.parse(shard) if shard else None
    if dry_run:
        from scenarios.commands.dry_run import print_plan

        print_plan(plan, workforce, lang, as_json=as_json)
        return
    if part is not None:
        from scenarios.commands.sharding import run_shard_and_print

        run_shard_and_print(plan, part, out, workforce, lang, as_json=as_json)
        return
    execute_and_print(
        lambda progress: execute(plan, out, workforce, progress), lang, as_json=as_json
    )


def execute_and_print(
    run: Callable[[Progress], Executed], lang: Language, *, as_json: bool
) -> None:
    """Write and print what an ensemble left, however it was run; exits with 3 if a pair failed."""
    executed, forecast = _run_and_write(run, lang)
    if as_json:
        print_json(forecast.summary)
    else:
        print_summary(forecast.summary, lang)
        show(say("report_at", lang).format(path=executed.folder.path / "report.html"))
    end(executed, lang)


def repeat_job(file: Path, lang: Language) -> None:
    """Run one pair again in this process, so that its error can be looked into."""
    from scenarios.running import kernels
    from scenarios.running.job import Job

    try:
        job = Job.from_json(file.read_bytes())
    except (ValueError, TypeError) as error:
        raise InputError(f"is not the file of a job: {error}", file=str(file)) from None
    kernels.prepare()
    from scenarios.running import many_worlds, pool
    from scenarios.running.worker import runner_of

    runner = many_worlds.RUNNER if "many" in job.worlds else pool.RUNNER
    tables = runner_of(runner)(job)
    print_table(["table", "rows"], [[name, str(len(table))] for name, table in tables.items()])
    show(say("repeated", lang).format(draw=job.draw, seed=job.seed))


def _run_and_write(
    run: Callable[[Progress], Executed], lang: Language
) -> "tuple[Executed, Forecast]":
    begun = time.perf_counter()
    with Progress(lang) as progress:
        executed = run(progress)
        if not executed.tables:
            list_failures(executed.folder, executed.failures, lang)
            raise typer.Exit(FAILED_RUNS)
        progress.note(say("writing", lang))
        from scenarios.forecasting.forecast import assemble
        from scenarios.running.run_files import write_run

        forecast = assemble(executed)
        write_run(executed, forecast, time.perf_counter() - begun, lang)
    return executed, forecast


def end(executed: Executed, lang: Language) -> None:
    """Exit with 3 where some jobs failed, after listing them."""
    if executed.failures:
        list_failures(executed.folder, executed.failures, lang)
        raise typer.Exit(FAILED_RUNS)
