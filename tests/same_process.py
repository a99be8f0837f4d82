"""Pairs worked on in the process of the test: the same jobs and tables, no start of workers."""

from collections.abc import Iterator, Sequence

import pytest

from scenarios.running.failure import Failure
from scenarios.running.job import Job
from scenarios.running.pool import Finished, Pool
from scenarios.running.worker import attempt, runner_of


def _run(pool: Pool, jobs: Sequence[Job]) -> Iterator[Finished | Failure]:
    runner = runner_of(pool._runner)
    for job in jobs:
        head, parts = attempt(runner, job)
        if head["ok"]:
            yield Finished(job, parts, head["seconds"])
        else:
            yield Failure(job, "raised", head["message"], head["detail"])


def without_workers(patch: pytest.MonkeyPatch) -> None:
    """Let the pool hand its jobs to this process; what workers add has tests of its own."""
    patch.setattr(Pool, "run", _run)
