"""Draws times seeds: runs what is missing, keeps what is done, lists what failed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scenarios.failure import Failure
from scenarios.job import Job
from scenarios.pool import RUNNER, Finished, Limits, Pool
from scenarios.store import PairStore

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.progress import Progress


def run_ensemble(
    jobs: Sequence[Job],
    store: PairStore,
    *,
    workers: int,
    progress: "Progress",
    runner: str = RUNNER,
    limits: Limits | None = None,
) -> list[Failure]:
    """Run every job that the store does not hold whole; returns the failures.

    A failed job is tried again when the same command is given again. Results do not depend on the
    number of workers or on the order in which they finish.
    """
    done = store.intact(jobs)
    missing = [job for job in jobs if job.id not in done]
    progress.begin(total=len(jobs), done=len(done))
    for result in Pool(min(workers, max(len(missing), 1)), runner, limits).run(missing):
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
    import pandas as pd

    from scenarios.arrow import decode

    collected: dict[str, list[pd.DataFrame]] = {}
    for job in sorted(jobs, key=lambda job: (job.draw, job.seed)):
        if job.id not in skip:
            for name, part in store.read(job).items():
                collected.setdefault(name, []).append(decode(part))
    return {
        name: pd.concat(tables, ignore_index=True) for name, tables in sorted(collected.items())
    }
