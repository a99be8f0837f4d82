"""What `forecast`, `run` and `compare` share: execute a plan, write its folder, print it."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from model.errors import InputError
from scenarios.commands.guard import FAILED_RUNS
from scenarios.commands.options import worker_count
from scenarios.commands.screen import (
    print_json,
    print_summary,
    print_table,
    show,
    written_entry,
)
from scenarios.execute import Executed, execute
from scenarios.plan import Plan
from scenarios.progress import Progress
from scenarios.words import Language, say

if TYPE_CHECKING:
    from scenarios.forecast import Forecast


def run_and_print(
    plan: Plan, out: Path | None, workers: int, lang: Language, *, as_json: bool, dry_run: bool
) -> None:
    """Run a plan, write its folder and print its summary; exits with 3 if any pair failed."""
    if dry_run:
        from scenarios.commands.dry_run import print_plan

        print_plan(plan, worker_count(workers), lang, as_json=as_json)
        return
    executed, forecast = _run_and_write(plan, out, workers, lang)
    if as_json:
        print_json(forecast.summary)
    else:
        print_summary(forecast.summary, lang)
        show(say("report_at", lang).format(path=executed.folder.path / "report.html"))
    _end(executed, lang)


def compare_and_print(
    plan: Plan, out: Path | None, workers: int, lang: Language, *, as_json: bool
) -> None:
    """Run a plan whose counterfactual is another scenario and print the differences."""
    executed, forecast = _run_and_write(plan, out, workers, lang)
    from scenarios.comparison import differences

    entries = differences(executed.tables["indicators"], plan.years)
    if as_json:
        print_json(
            {
                "scenario": plan.scenario.name,
                "against": plan.counterfactual,
                "fingerprint": plan.fingerprint,
                "draws": plan.size.draws,
                "seeds": plan.size.seeds,
                "scale": plan.size.scale,
                "years": entries,
                "warnings": forecast.summary["warnings"],
            }
        )
    else:
        _print_differences(plan, entries, lang)
        show(say("done_run", lang).format(path=executed.folder.path))
    _end(executed, lang)


def repeat_job(file: Path, lang: Language) -> None:
    """Run one pair again in this process, so that its error can be looked into."""
    from scenarios import kernels
    from scenarios.job import Job

    try:
        job = Job.from_json(file.read_bytes())
    except (ValueError, TypeError) as error:
        raise InputError(f"is not the file of a job: {error}", file=str(file)) from None
    kernels.prepare()
    from scenarios.pair import run_pair

    tables = run_pair(job)
    print_table(["table", "rows"], [[name, str(len(table))] for name, table in tables.items()])
    show(say("repeated", lang).format(draw=job.draw, seed=job.seed))


def _run_and_write(
    plan: Plan, out: Path | None, workers: int, lang: Language
) -> "tuple[Executed, Forecast]":
    begun = time.perf_counter()
    with Progress(lang) as progress:
        executed = execute(plan, out, worker_count(workers), progress)
        if not executed.tables:
            _list_failures(executed, lang)
            raise typer.Exit(FAILED_RUNS)
        progress.note(say("writing", lang))
        from scenarios.forecast import assemble
        from scenarios.run_files import write_run

        forecast = assemble(executed)
        write_run(executed, forecast, time.perf_counter() - begun, lang)
    return executed, forecast


def _end(executed: Executed, lang: Language) -> None:
    if executed.failures:
        _list_failures(executed, lang)
        raise typer.Exit(FAILED_RUNS)


def _list_failures(executed: Executed, lang: Language) -> None:
    from scenarios.run_files import write_failures

    place = write_failures(executed)
    text = say("failures", lang).format(failed=len(executed.failures), file=place)
    typer.echo(text, err=True)
    for failure in executed.failures[:5]:
        line = (
            f"  draw {failure.job.draw} seed {failure.job.seed}: {failure.kind}: "
            f"{failure.message.splitlines()[0] if failure.message else ''}"
        )
        typer.echo(line, err=True)


def _print_differences(plan: Plan, entries: dict[str, Any], lang: Language) -> None:
    title = f"{plan.scenario.name} − {plan.counterfactual}"
    heads = [say(word, lang) for word in ("quantity", "year", "median", "interval_90", "unit")]
    rows = [
        _difference_row(name, year, entry, lang)
        for year, found in entries.items()
        for name, entry in found.items()
    ]
    print_table(heads, rows, title=title)


def _difference_row(name: str, year: str, entry: dict[str, Any], lang: Language) -> list[str]:
    from model.indicators import FOUND

    text = written_entry(entry, lang, effect=True)
    label = FOUND[name].zh if lang == "zh" else FOUND[name].en
    return [label, year, text["median"], f"{text['p05']} … {text['p95']}", text["unit"]]
