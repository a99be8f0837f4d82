"""Runs the worlds of a calibration through the ensemble store, and reads what they say."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from model.errors import InputError
from scenarios.fitting.moment_worlds import RUNNER
from scenarios.running import kernels
from scenarios.running.ensemble import run_ensemble
from scenarios.running.job import Job
from scenarios.running.pool import Limits
from scenarios.running.progress import Progress
from scenarios.running.store import PairStore
from scenarios.running.workforce import Workforce

if TYPE_CHECKING:
    from scenarios.fitting.calibration_run import Asked, Evaluate

LEDGER = "ledger.sqlite"

MOST_FAILED = 0.05
"""A stage of which more worlds failed ends the calibration: what is left is no random part."""


def prepare(asked: "Asked", progress: Progress) -> None:
    """Build the county and compile the kernels before any worker starts."""
    from scenarios.fitting.calibration_run import job_of
    from scenarios.fitting.moment_worlds import run_moments
    from scenarios.running.population_on_disk import ensure_population

    folder = kernels.prepare()
    ensure_population(asked.pack, asked.scale, lambda: progress.note(progress.say("building")))
    if not kernels.is_warm(folder):
        progress.note(progress.say("compiling"))
    run_moments(job_of(asked, 0, {}))


def evaluator(
    folder: Path, workforce: Workforce, progress: Progress, runner: str = RUNNER
) -> "Evaluate":
    """What simulates jobs: on all workers, each world stored as it ends."""

    def evaluate(jobs: Sequence[Job]) -> list[dict[str, float]]:
        scratch = folder / "work"
        scratch.mkdir(parents=True, exist_ok=True)
        with PairStore(scratch / LEDGER) as store:
            if store.set_aside is not None:
                progress.note(progress.say("set_aside").format(file=store.set_aside.name))
            failures = run_ensemble(
                jobs,
                store,
                workforce=workforce,
                progress=progress,
                runner=runner,
                limits=Limits(),
            )
            failed = {failure.job.id for failure in failures}
            if len(failed) > MOST_FAILED * len(jobs):
                raise InputError(
                    f"too many worlds failed; the first: {failures[0].message}",
                    value=f"{len(failed)} of {len(jobs)}",
                    allowed=f"at most {MOST_FAILED:.0%}",
                )
            return [{} if job.id in failed else _moments(store, job) for job in jobs]

    return evaluate


def _moments(store: PairStore, job: Job) -> dict[str, float]:
    from scenarios.running.arrow import decode

    table = decode(store.read(job)["moments"])
    return dict(zip(table["moment"], table["value"].astype(float), strict=True))
