"""A pool of worker processes that survives what its workers do.

The standard pools end as a whole when one worker is killed, and cannot stop one that hangs. Here
each worker has its own pipe and its own deadline; a lost worker is replaced and its job reported.
"""

import json
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from scenarios.running.failure import Failure
from scenarios.running.job import Job
from scenarios.running.worker import STOP, work

RUNNER = "scenarios.running.pair:run_pair"


@dataclass(frozen=True)
class Limits:
    """What one job may take."""

    seconds: float = 900.0
    memory_bytes: int = 4 * 1024**3


@dataclass(frozen=True)
class Finished:
    """A job's tables as Arrow bytes by name, and how long it took."""

    job: Job
    parts: dict[str, bytes]
    seconds: float


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    job: Job | None = None
    deadline: float = 0.0


class Pool:
    """Runs jobs on `workers` processes; iterate over `run` for results as they come."""

    def __init__(self, workers: int, runner: str = RUNNER, limits: Limits | None = None) -> None:
        self._count = workers
        self._runner, self._limits = runner, limits or Limits()
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []

    def run(self, jobs: Sequence[Job]) -> Iterator[Finished | Failure]:
        """Work on all jobs; yields one result or failure a job, in order of completion."""
        waiting = list(jobs)[::-1]
        try:
            while waiting or any(worker.job for worker in self._workers):
                self._give_out(waiting)
                yield from self._heard()
        finally:
            self.close()

    def close(self) -> None:
        """Stop all workers at once; a job under way is lost."""
        for worker in self._workers:
            if worker.job is None and worker.process.is_alive():
                _tell(worker, STOP)
            else:
                worker.process.kill()
        for worker in self._workers:
            worker.process.join(2.0)
            worker.process.kill()
            worker.process.join()
            worker.pipe.close()
        self._workers.clear()

    def _give_out(self, waiting: list[Job]) -> None:
        while waiting and len(self._workers) < self._count:
            self._workers.append(self._started())
        for worker in self._workers:
            if worker.job is None and waiting:
                worker.job = waiting.pop()
                worker.deadline = time.monotonic() + self._limits.seconds
                _tell(worker, worker.job.to_json().encode())

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=work, args=(theirs, self._runner, self._limits.memory_bytes), daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _heard(self) -> Iterator[Finished | Failure]:
        busy = {worker.pipe: worker for worker in self._workers if worker.job}
        nearest = min(worker.deadline for worker in busy.values())
        ready = wait(list(busy), timeout=max(0.0, nearest - time.monotonic()))
        for pipe in ready:
            yield self._result(busy[pipe])  # type: ignore[index]
        now = time.monotonic()
        for worker in busy.values():
            if worker.job and worker.deadline < now:
                message = f"did not end within {self._limits.seconds:g} s"
                yield self._lost(worker, "timeout", message)

    def _result(self, worker: _Worker) -> Finished | Failure:
        job = worker.job
        assert job is not None
        try:
            head = json.loads(worker.pipe.recv_bytes())
            if not head["ok"]:
                return self._failed(worker, job, head)
            parts = {name: worker.pipe.recv_bytes() for name in head["tables"]}
        except (EOFError, OSError):
            worker.process.join(5.0)
            return self._lost(worker, "killed", _death(worker.process))
        worker.job = None
        return Finished(job, parts, head["seconds"])

    def _failed(self, worker: _Worker, job: Job, head: dict[str, str]) -> Failure:
        if head["kind"] == "memory":
            return self._lost(worker, "memory", head["message"])
        worker.job = None
        return Failure(job, "raised", head["message"], head["detail"])

    def _lost(self, worker: _Worker, kind: str, message: str) -> Failure:
        job = worker.job
        assert job is not None
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        return Failure(job, kind, message)  # type: ignore[arg-type]


def _tell(worker: _Worker, message: bytes) -> None:
    try:
        worker.pipe.send_bytes(message)
    except OSError:
        # The worker is dead; its closed pipe reports that when results are read.
        return


def _death(process: BaseProcess) -> str:
    code = process.exitcode
    return (
        f"the worker was killed by signal {-code}"
        if code and code < 0
        else (f"the worker ended with code {code}")
    )
