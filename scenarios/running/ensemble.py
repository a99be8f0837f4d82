"""Draws times seeds: runs what is missing, keeps what is done, lists what failed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scenarios.running.cluster import Cluster
from scenarios.running.failure import Failure
from scenarios.running.job import Job
from scenarios.running.pool import RUNNER, Finished, Limits, Pool
from scenarios.running.store import PairStore
from scenarios.running.workforce import Workforce

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.running.progress import Progress


def run_ensemble(
    jobs: Sequence[Job],
    store: PairStore,
    *,
    workforce: Workforce,
    progress: "Progress",
    runner: str = RUNNER,
    limits: Limits | None = None,
) -> list[Failure]:
    """Run every job that the store does not hold whole; returns the failures.

    A failed job is tried again when the same command is given again. Results do not depend on the
    number of workers, on where they are or on the order in which they finish.
    """
    done = store.intact(jobs)
    missing = [job for job in jobs if job.id not in done]
    progress.begin(total=len(jobs), done=len(done))
    count = min(workforce.processes, max(len(missing), 1))
    there = workforce.scheduler
    pool = Cluster(there, runner, limits) if there else Pool(count, runner, limits)
    for result in pool.run(missing):
        if isinstance(result, Finished):
            store.put(result.job, result.parts, result.seconds)
        else:
            store.put_failure(result)
        progress.advance(failed=isinstance(result, Failure))
    progress.end()
    return store.failures(jobs)


def collect(jobs: Sequence[Job], store: PairStore, skip: set[str]) -> "dict[str, pd.DataFrame]":
    """The tables of all finished jobs, one under the other in order of draw and seed.

    Args: skip, ids of jobs that failed.
    """
    from scenarios.running.arrow import joined

    done = [job for job in jobs if job.id not in skip]
    done.sort(key=lambda job: (job.draw, job.seed))
    # One table after the other: the parts of all of them at once would be as much memory again.
    return {
        name: joined(part for job in done if (part := store.part(job, name)) is not None)
        for name in store.names(done)
    }
