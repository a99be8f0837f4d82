"""Writes a finished run into its folder: tables, summary, record, report, failures."""

import platform
import shutil
from collections.abc import Sequence
from pathlib import Path

from results.run_folder import RunFolder
from scenarios.forecasting.forecast import Forecast
from scenarios.running.background import background_tables
from scenarios.running.execute import Executed
from scenarios.running.expand import take_over
from scenarios.running.failure import Failure
from scenarios.words import Language


def write_run(executed: Executed, forecast: Forecast, seconds: float, lang: Language) -> None:
    """Write everything and mark the folder complete; `lang` is what the report shows first.

    A run that was finished and has grown since is no longer complete until all is written again.
    """
    from results.record import build_record
    from results.report import write_report

    take_over(executed)
    folder = executed.folder
    tables = {**forecast.tables, **background_tables(executed.plan)}
    for name, table in tables.items():
        folder.write_table(name, table)
    folder.write_json("summary", forecast.summary)
    folder.write_csv("summary", forecast.tables["levels"])
    about = {
        "seconds": round(seconds, 1),
        "python": platform.python_version(),
        "failures": len(executed.failures),
    }
    folder.write_json("run", build_record(executed.plan.spec, folder.hashes(), about))
    write_report(folder.path, lang)
    RunFolder.open(folder.path).complete()
    write_failures(folder, executed.failures)


def write_failures(folder: RunFolder, failures: Sequence[Failure]) -> Path:
    """One file a failed pair, which `sanjin run --job FILE` repeats; returns their folder.

    Files of pairs that have succeeded since are removed.
    """
    place = folder.scratch / "failures"
    shutil.rmtree(place, ignore_errors=True)
    if failures:
        place.mkdir(exist_ok=True)
    for failure in failures:
        name = _name(failure)
        (place / f"{name}.json").write_text(failure.spec(), encoding="utf-8")
        (place / f"{name}.txt").write_text(
            f"{failure.kind}: {failure.message}\n\n{failure.detail}", encoding="utf-8"
        )
    return place


def _name(failure: Failure) -> str:
    """A file name; studies have several jobs of one draw and seed, told apart by their hash."""
    job = failure.job
    ending = f"-{job.id[:8]}" if "many" in job.worlds else ""
    return f"draw{job.draw}-seed{job.seed}{ending}"
