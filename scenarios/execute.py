"""Runs a plan into a run folder: population, kernels, ensemble, tables."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from results.errors import RunFolderError
from results.run_folder import RunFolder
from scenarios import kernels
from scenarios.ensemble import collect, run_ensemble
from scenarios.failure import Failure
from scenarios.plan import Plan
from scenarios.pool import Limits
from scenarios.progress import Progress
from scenarios.store import PairStore

if TYPE_CHECKING:
    import pandas as pd

RUNS = Path("runs")
LEDGER = "ledger.sqlite"


@dataclass
class Executed:
    """What a finished ensemble left: its folder, its tables by name, its failures."""

    plan: Plan
    folder: RunFolder
    tables: "dict[str, pd.DataFrame]"
    failures: list[Failure]


def execute(plan: Plan, out: Path | None, workers: int, progress: Progress) -> Executed:
    """Run what is missing of a plan and collect its tables; nothing but the ledger is written yet.

    Raises: InputError, RunFolderError for a folder that cannot be used or is another run's.
    """
    folder = open_folder(plan, out)
    warm = kernels.prepare()
    _prepare_shared(plan, warm, progress)
    with PairStore(folder.scratch / LEDGER) as store:
        if store.set_aside is not None:
            progress.note(progress.say("set_aside").format(file=store.set_aside.name))
        failures = run_ensemble(
            plan.jobs, store, workers=workers, progress=progress, limits=Limits()
        )
        failed = {failure.job.id for failure in failures}
        if len(failed) == len(plan.jobs):
            return Executed(plan, folder, {}, failures)
        tables = collect(plan.jobs, store, failed)
    return Executed(plan, folder, tables, failures)


def open_folder(plan: Plan, out: Path | None) -> RunFolder:
    """The run's folder, begun or gone on with; RunFolderError says what differs from its run."""
    try:
        if out is None:
            name = f"{plan.pack.name}-{plan.scenario.name}-{plan.fingerprint}"
            folder = RunFolder.inside(RUNS, name, plan.fingerprint)
        else:
            folder = RunFolder.create(out, plan.fingerprint)
    except RunFolderError as error:
        raise _explained(error, plan, out) from None
    (folder.scratch / "spec.json").write_text(
        json.dumps(plan.spec.as_dict(), sort_keys=True), encoding="utf-8"
    )
    return folder


def _explained(error: RunFolderError, plan: Plan, out: Path | None) -> RunFolderError:
    """Say which part of the run changed since the folder was begun, where that is known."""
    spec = (out or RUNS) / "work" / "spec.json"
    try:
        before = json.loads(spec.read_text(encoding="utf-8"))
        now = json.loads(json.dumps(plan.spec.as_dict()))
        changed = [part for part in sorted(now) if before.get(part) != now[part]]
    except (OSError, ValueError, AttributeError):
        return error
    problem = f"{error.problem}; what differs: {', '.join(changed)}"
    return RunFolderError(problem, file=error.file, remedy=error.remedy)


def _prepare_shared(plan: Plan, folder: Path, progress: Progress) -> None:
    """Build the population once and compile the kernels before any worker starts."""
    from scenarios.population_on_disk import ensure_population

    ensure_population(plan.pack, plan.size.scale, lambda: progress.note(progress.say("building")))
    if not kernels.is_warm(folder):
        from scenarios.warm_up import warm_up

        progress.note(progress.say("compiling"))
        warm_up(plan)
        kernels.mark_warm(folder)
