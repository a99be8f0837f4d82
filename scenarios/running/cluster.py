"""The pool's work on a Dask cluster: the same jobs go out, the same results come in.

Needs the extra `cluster`. Jobs travel as JSON and tables as Arrow bytes; the only function that is
named to the workers is `scenarios.running.cluster_task.work_on`. A lost worker costs nothing: Dask
gives its jobs to another one. Jobs whose workers end several times in a row are tried once more,
alone; one that still ends its workers is listed as failed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any

from model.errors import InputError
from scenarios.running.cluster_task import FOREIGN, code_here, unfit, unpack, work_on
from scenarios.running.failure import Failure
from scenarios.running.job import Job
from scenarios.running.pool import Finished, Limits

if TYPE_CHECKING:
    from distributed import Client, Future

AHEAD = 4
"""Jobs that are sent for each worker, so that none waits for work and the scheduler stays small."""

_SECONDS_TO_CONNECT = 10.0
_SECONDS_FOR_WORKERS = 30.0
_KEY = "--scheduler"


class Cluster:
    """Runs jobs on the workers of a Dask scheduler; iterate over `run` for results as they come."""

    def __init__(
        self, address: str, runner: str, limits: Limits | None = None, code: str | None = None
    ) -> None:
        self._address, self._runner = address, runner
        self._limits, self._code = limits or Limits(), code or code_here()

    def run(self, jobs: Sequence[Job]) -> Iterator[Finished | Failure]:
        """Work on all jobs; yields one result or failure a job, in order of completion."""
        if not jobs:
            return
        with _connected(self._address) as client:
            ahead = AHEAD * len(_ready(client, self._address, self._code))
            yield from self._results(client, iter(jobs), ahead)

    def _results(
        self, client: "Client", waiting: Iterator[Job], ahead: int
    ) -> Iterator[Finished | Failure]:
        from distributed import as_completed

        sent: dict[str, Job] = {}
        suspects: list[Job] = []
        flow = as_completed(loop=client.loop)
        for job in islice(waiting, ahead):
            flow.add(self._sent(client, job, sent))
        for future in flow:
            result = self._result(future, sent.pop(future.key))
            for job in islice(waiting, 1):
                flow.add(self._sent(client, job, sent))
            if isinstance(result, Failure) and result.kind == "killed":
                suspects.append(result.job)
            else:
                yield result
        # A worker's end counts against every job that it held; alone, a job answers for itself.
        for job in suspects:
            yield self._result(self._sent(client, job, sent, "alone"), job)

    def _sent(
        self, client: "Client", job: Job, sent: dict[str, Job], suffix: str = "first"
    ) -> "Future":
        key = f"sanjin-{job.id}-{suffix}"
        sent[key] = job
        arguments = (job.to_json(), self._runner, self._code, self._limits.seconds)
        return client.submit(work_on, *arguments, key=key, pure=False)

    def _result(self, future: "Future", job: Job) -> Finished | Failure:
        from concurrent.futures import CancelledError

        from distributed.scheduler import KilledWorker

        try:
            head, parts = unpack(future.result())
        except KilledWorker as error:
            return Failure(job, "killed", f"ended one worker after another: {error}"[:2000])
        except (CancelledError, OSError) as error:
            raise _refused(self._address, "was lost; the same command goes on", error) from None
        finally:
            future.release()
        if head["ok"]:
            return Finished(job, parts, head["seconds"])
        if head["kind"] == FOREIGN:
            raise _refused(self._address, f"has a worker that {head['message']}")
        return Failure(job, head["kind"], head["message"], head["detail"])


@contextmanager
def _connected(address: str) -> "Iterator[Client]":
    """A client of the scheduler; InputError when the extra is missing or nobody answers."""
    if find_spec("distributed") is None:
        raise InputError(
            "needs the extra `cluster`, which is not installed",
            key="--engine",
            value="dask",
            allowed="local, or dask after installing requirements-cluster.lock",
        )
    from distributed import Client

    try:
        client = Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        raise _refused(address, "does not answer", error) from None
    try:
        yield client
    finally:
        client.close(timeout=_SECONDS_TO_CONNECT)


def _ready(client: "Client", address: str, code: str) -> dict[str, Any]:
    """The workers by address, once there is one; InputError when one of them cannot serve."""
    try:
        client.wait_for_workers(1, timeout=_SECONDS_FOR_WORKERS)
    except TimeoutError:
        raise _refused(address, "has no workers") from None
    workers: dict[str, Any] = client.scheduler_info(n_workers=-1)["workers"]
    for name, worker in workers.items():
        if worker["nthreads"] != 1:
            problem = f"has a worker of {worker['nthreads']} threads ({name}); start it with"
            raise _refused(address, f"{problem} --nthreads 1")
    for name, problem in client.run(unfit, code, on_error="return").items():
        if problem:
            raise _refused(address, f"has a worker that {problem} ({name})")
    return workers


def _refused(address: str, problem: str, error: BaseException | None = None) -> InputError:
    reason = f" ({type(error).__name__}: {error})" if error else ""
    return InputError(f"the scheduler {problem}{reason}"[:600], key=_KEY, value=address)
