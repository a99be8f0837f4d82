"""Runs a plan into a run folder: population, kernels, ensemble, tables."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from results.errors import RunFolderError
from results.files import to_json, write_bytes
from results.run_folder import SCRATCH, RunFolder
from scenarios.inputs.plan import Plan
from scenarios.inputs.recorded import SPEC_FILE, differing, plain_spec, spec_to_keep
from scenarios.running import kernels
from scenarios.running.design import Shard
from scenarios.running.ensemble import collect, run_ensemble
from scenarios.running.failure import Failure
from scenarios.running.job import Job
from scenarios.running.pool import Limits
from scenarios.running.progress import Progress
from scenarios.running.store import PairStore
from scenarios.running.workforce import Workforce

if TYPE_CHECKING:
    import pandas as pd

RUNS = Path("runs")
LEDGER = "ledger.sqlite"
EXTENT = {"draws", "seeds"}
"""Parts of a spec that `sanjin expand` may change."""


@dataclass
class Executed:
    """What a finished ensemble left: its folder, its tables by name, its failures."""

    plan: Plan
    folder: RunFolder
    tables: "dict[str, pd.DataFrame]"
    failures: list[Failure]


def execute(plan: Plan, out: Path | None, workforce: Workforce, progress: Progress) -> Executed:
    """Run what is missing of a plan and collect its tables; nothing but the ledger is written yet.

    Raises: InputError, RunFolderError for a folder that cannot be used or is another run's.
    """
    return execute_into(open_folder(plan, out), plan, workforce, progress)


def execute_into(
    folder: RunFolder, plan: Plan, workforce: Workforce, progress: Progress
) -> Executed:
    """The same in a folder that is open; what its ledger holds of the plan is not run again."""
    with PairStore(folder.scratch / LEDGER) as store:
        failures = run_jobs(plan, plan.jobs, store, workforce, progress)
        return collected(plan, folder, store, failures)


def collected(plan: Plan, folder: RunFolder, store: PairStore, failures: list[Failure]) -> Executed:
    """The tables of all jobs of the plan that did not fail."""
    failed = {failure.job.id for failure in failures}
    if len(failed) == len(plan.jobs):
        return Executed(plan, folder, {}, failures)
    return Executed(plan, folder, collect(plan.jobs, store, failed), failures)


def run_jobs(
    plan: Plan,
    jobs: Sequence[Job],
    store: PairStore,
    workforce: Workforce,
    progress: Progress,
) -> list[Failure]:
    """Run those jobs of the plan that the store does not hold; returns what failed."""
    _prepare_shared(plan, kernels.prepare(), progress)
    if store.set_aside is not None:
        progress.note(progress.say("set_aside").format(file=store.set_aside.name))
    return run_ensemble(
        jobs,
        store,
        workforce=workforce,
        progress=progress,
        runner=plan.runner,
        limits=Limits(),
    )


def open_folder(plan: Plan, out: Path | None, shard: Shard | None = None) -> RunFolder:
    """The folder of a run or of a shard of it, begun or gone on with.

    Raises: RunFolderError says what differs from the run that the folder belongs to.
    """
    owner = plan.fingerprint if shard is None else shard_owner(plan.fingerprint, shard)
    try:
        if out is None:
            name = f"{plan.pack.name}-{plan.scenario.name}-{owner}"
            folder = RunFolder.inside(RUNS, name, owner)
        else:
            folder = RunFolder.create(out, owner)
    except RunFolderError as error:
        raise _explained(error, plan, out) from None
    keep_spec(folder, plan)
    return folder


def shard_owner(fingerprint: str, shard: Shard) -> str:
    """What names the folder of a shard, so that it is taken for no other shard and no whole run."""
    return f"{fingerprint}-shard-{shard.number}-of-{shard.count}"


def keep_spec(folder: RunFolder, plan: Plan) -> None:
    """Write down what is being run, for messages and for going on."""
    write_bytes(folder.scratch / SPEC_FILE, to_json(spec_to_keep(plan)))


def _explained(error: RunFolderError, plan: Plan, out: Path | None) -> RunFolderError:
    """Say which part of the run changed since the folder was begun, where that is known."""
    spec = (out or RUNS) / SCRATCH / SPEC_FILE
    try:
        changed = differing(json.loads(spec.read_text(encoding="utf-8")), plain_spec(plan))
    except (OSError, ValueError, AttributeError, TypeError):
        return error
    if not changed:
        return error
    problem, remedy = f"{error.problem}; what differs: {', '.join(changed)}", error.remedy
    if set(changed) <= EXTENT and out is not None:
        remedy = f"`sanjin expand {out}` adds draws or seeds to it; or {remedy}"
    return RunFolderError(problem, file=error.file, remedy=remedy)


def _prepare_shared(plan: Plan, folder: Path, progress: Progress) -> None:
    """Build the population once and compile the kernels before any worker starts."""
    from scenarios.running.population_on_disk import ensure_population

    ensure_population(plan.pack, plan.size.scale, lambda: progress.note(progress.say("building")))
    if not kernels.is_warm(folder):
        from scenarios.running.warm_up import warm_up

        progress.note(progress.say("compiling"))
        warm_up(plan)
        kernels.mark_warm(folder)
