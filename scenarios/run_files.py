"""Writes a finished run into its folder: tables, summary, record, report, failures."""

import platform
from pathlib import Path

from results.run_folder import RunFolder
from scenarios.background import background_tables
from scenarios.execute import Executed
from scenarios.forecast import Forecast
from scenarios.words import Language


def write_run(executed: Executed, forecast: Forecast, seconds: float, lang: Language) -> None:
    """Write everything and mark the folder complete; `lang` is what the report shows first."""
    from results.record import build_record
    from results.report import write_report

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


def write_failures(executed: Executed) -> Path:
    """One file a failed pair, which `sanjin run --job FILE` repeats; returns their folder."""
    place = executed.folder.scratch / "failures"
    place.mkdir(exist_ok=True)
    for failure in executed.failures:
        name = f"draw{failure.job.draw}-seed{failure.job.seed}"
        (place / f"{name}.json").write_text(failure.spec(), encoding="utf-8")
        (place / f"{name}.txt").write_text(
            f"{failure.kind}: {failure.message}\n\n{failure.detail}", encoding="utf-8"
        )
    return place
