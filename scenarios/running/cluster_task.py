"""What a worker of a cluster does with one job: text in, bytes out.

A worker needs this package, in the same version as whoever sends the jobs, and a folder for what
can be made again (`SANJIN_CACHE_DIR`): the first job of a county and scale builds its population
there, the first job of all compiles there. Workers may share the folder or have one each. Sums of
linear algebra depend on the number of its threads, so a worker must have been started with one.
"""

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from threading import Thread, Timer
from typing import TYPE_CHECKING

from scenarios.running import kernels
from scenarios.running.job import Job
from scenarios.running.worker import Head, attempt, failed, runner_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenarios.running.pair import PairTables

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_STARTED_WITH = {name: os.environ.get(name, "") for name in _ONE_THREAD}
"""As it was before any job: libraries that are loaded do not look at it again."""

FOREIGN = "foreign"
"""Kind of a refusal: this worker would give other numbers."""

_SECONDS_TO_FETCH = 5.0
"""Time for the answer to leave a process that then ends itself."""


def work_on(text: str, runner: str, code: str, seconds: float) -> bytes:
    """Run one job and pack what came of it; never raises.

    Args: text, the job as JSON; runner, `module:function`; code, what `code_here` says where the
    job comes from; seconds, after which the job counts as hanging and this process ends.
    """
    kernels.prepare()
    problem = unfit(code)
    if problem:
        return pack(failed(FOREIGN, problem), {})
    return pack(*_within(runner_of(runner), Job.from_json(text), seconds))


def unfit(code: str) -> str:
    """Why this process would give other numbers than the one that sends the jobs, or nothing."""
    if code_here() != code:
        return "runs another version of the program or its libraries"
    several = [name for name, value in _STARTED_WITH.items() if value != "1"]
    return f"was started without {' '.join(f'{name}=1' for name in several)}" if several else ""


@lru_cache(maxsize=1)
def code_here() -> str:
    """Short hash of the program and the libraries that can change a number, as they are here."""
    from results.record import code_hashes, libraries

    content = json.dumps([code_hashes(), libraries()], sort_keys=True)
    return sha256(content.encode()).hexdigest()[:16]


def pack(head: Head, parts: Mapping[str, bytes]) -> bytes:
    """One line of JSON, then the tables one after the other."""
    sizes = {name: len(part) for name, part in parts.items()}
    line = json.dumps({**head, "sizes": sizes}).encode()
    return b"\n".join((line, b"".join(parts.values())))


def unpack(answer: bytes) -> tuple[Head, dict[str, bytes]]:
    """What `pack` was given."""
    line, _, rest = answer.partition(b"\n")
    head, parts, at = json.loads(line), {}, 0
    for name, size in head.pop("sizes").items():
        parts[name] = rest[at : at + size]
        at += size
    return head, parts


def _within(
    run: "Callable[[Job], PairTables]", job: Job, seconds: float
) -> tuple[Head, dict[str, bytes]]:
    """The answer, or a failure once the time is over.

    A thread cannot be stopped, so the process ends itself a little later, once the answer is out.
    """
    found: list[tuple[Head, dict[str, bytes]]] = []
    thread = Thread(target=lambda: found.append(attempt(run, job)), daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        Timer(_SECONDS_TO_FETCH, os._exit, [1]).start()
        return failed("timeout", f"did not end within {seconds:g} s"), {}
    return found[0]
