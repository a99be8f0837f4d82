"""`forecast`, `compare` and `open_run`: the command line's own runs, from Python.

    from scenarios import forecast
    run = forecast("yueqing", draws=8, seeds=1, scale=0.05)
    run.figure("ratio_fan")

A call writes the run folder that the command would write, and goes on in it when it was stopped;
a finished run is opened and not computed again.
"""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from model.errors import InputError
from scenarios.inputs.plan import Size, make_plan
from scenarios.notebook.finished import FinishedRun
from scenarios.notebook.main_module import left_out
from scenarios.running.progress import Progress
from scenarios.running.workforce import Workforce

if TYPE_CHECKING:
    from scenarios.inputs.plan import Plan
    from scenarios.running.execute import Executed
    from scenarios.running.failure import Failure

Evidence = Literal["ex-ante", "evaluation"]


def forecast(  # noqa: PLR0913 - one parameter a choice of the user
    county: str = "yueqing",
    scenario: str | Path | None = None,
    *,
    draws: int = 16,
    seeds: int = 2,
    scale: float = 1.0,
    evidence: Evidence = "ex-ante",
    out: str | Path | None = None,
    workers: int = 0,
    quiet: bool = True,
) -> FinishedRun:
    """Forecast a county, as `sanjin forecast` does.

    Args: county, name or path of a pack; scenario, name or path, by default the county's own pilot;
    out, run folder, by default one under runs/; workers, 0 for one per processor; quiet, say
    nothing on the way.
    Raises: InputError for anything that cannot be used, and where every pair failed.
    """
    from scenarios.forecasting.forecast import assemble
    from scenarios.inputs.scenario import load_scenario, own_pilot
    from scenarios.running.execute import execute
    from scenarios.running.run_files import write_run

    named = own_pilot(county) if scenario is None else scenario
    plan = make_plan(load_scenario(named), Size(draws, seeds, scale, evidence), county=county)
    if (finished := _finished(plan, out)) is not None:
        return finished
    begun = time.perf_counter()
    with Progress("en", quiet=quiet) as progress, left_out():
        executed = execute(plan, _folder(out), Workforce.of(workers), progress)
        _refuse_empty(executed)
        write_run(executed, assemble(executed), time.perf_counter() - begun, "en")
    return open_run(executed.folder.path)


def compare(
    *scenarios: str | Path,
    draws: int = 16,
    seeds: int = 2,
    scale: float = 1.0,
    evidence: Evidence = "ex-ante",
    out: str | Path | None = None,
    workers: int = 0,
    quiet: bool = True,
) -> FinishedRun:
    """Compare two to twelve scenarios in the same futures, as `sanjin compare` does.

    Raises: InputError for scenarios that cannot stand beside each other, and where every job
    failed.
    """
    from scenarios.comparing.comparison import comparison
    from scenarios.comparing.comparison_report import assemble
    from scenarios.inputs.scenario import load_scenario
    from scenarios.running.study_run import run_study

    study = comparison(
        [load_scenario(name) for name in scenarios], Size(draws, seeds, scale, evidence)
    )
    if (finished := _finished(study, out)) is not None:
        return finished
    with left_out():
        executed, _ = run_study(
            study, _folder(out), Workforce.of(workers), "en", assemble, quiet=quiet
        )
    _refuse_empty(executed)
    return open_run(executed.folder.path)


def open_run(folder: str | Path) -> FinishedRun:
    """Open the folder of a finished run, whoever made it.

    Raises: InputError where there is no finished run.
    """
    from results.errors import RunFolderError
    from results.run import Run

    try:
        run = Run.open(Path(folder))
    except RunFolderError as error:
        raise InputError(str(error), value=str(folder)) from None
    if not run.folder.is_complete:
        raise InputError("holds a run that is not finished", value=str(folder))
    return FinishedRun(run)


def _finished(plan: "Plan", out: str | Path | None) -> FinishedRun | None:
    """The run as it stands in its folder, if it is all there."""
    from results.run_folder import RunFolder
    from scenarios.running.execute import open_folder

    folder = open_folder(plan, _folder(out))
    if not RunFolder.open(folder.path).is_complete:
        return None
    found = open_run(folder.path)
    return found if not found.summary["failures"] else None


def _folder(out: str | Path | None) -> Path | None:
    return None if out is None else Path(out)


def _refuse_empty(executed: "Executed") -> None:
    if not executed.tables:
        raise InputError(f"no pair finished: {_first(executed.failures)}")


def _first(failures: "list[Failure]") -> str:
    return failures[0].message.partition("\n")[0] if failures else "no reason given"
