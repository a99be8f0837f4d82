"""The process that works on one job after another, fed and heard through a pipe.

Jobs come in and tables go out as plain bytes: JSON and Arrow, nothing that runs when it is read.
"""

import json
import signal
import time
import traceback
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from scenarios.running.job import Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenarios.running.pair import PairTables

STOP = b""

Head = dict[str, Any]
"""What goes before a job's tables: that it ended well and in how long, or why it did not."""


def work(pipe: Connection, runner: str, memory_bytes: int) -> None:
    """Run jobs until told to stop, or until the parent is gone.

    Args: runner, `module:function` that turns a job into tables; memory_bytes, the most private
    memory that the process may hold, 0 for no limit.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(memory_bytes)
    run = runner_of(runner)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while (message := pipe.recv_bytes()) != STOP:
            _answer(pipe, run, Job.from_json(message))


def runner_of(name: str) -> "Callable[[Job], PairTables]":
    """The function that turns a job into tables, from `module:function`."""
    module, _, function = name.partition(":")
    found: Callable[[Job], PairTables] = getattr(import_module(module), function)
    return found


def attempt(run: "Callable[[Job], PairTables]", job: Job) -> tuple[Head, dict[str, bytes]]:
    """Run a job, whatever it does: what is to be said about it, and its tables if it ended well."""
    from scenarios.running.arrow import encode

    begun = time.perf_counter()
    try:
        parts = encode(run(job))
    except MemoryError:
        return failed("memory", "needs more memory than a worker may have"), {}
    except Exception as error:  # noqa: BLE001 - a draw may provoke anything; it is listed as failed, with its trace
        return failed("raised", f"{type(error).__name__}: {error}", traceback.format_exc()), {}
    return {"ok": True, "seconds": time.perf_counter() - begun, "tables": list(parts)}, parts


def failed(kind: str, message: str, detail: str = "") -> Head:
    """What is said about a job that came to nothing."""
    return {"ok": False, "kind": kind, "message": message[:2000], "detail": detail[-8000:]}


def _answer(pipe: Connection, run: "Callable[[Job], PairTables]", job: Job) -> None:
    head, parts = attempt(run, job)
    pipe.send_bytes(json.dumps(head).encode())
    for part in parts.values():
        pipe.send_bytes(part)
    if head.get("kind") == "memory":
        raise SystemExit(1)


def _limit_memory(memory_bytes: int) -> None:
    """Make an allocation beyond the limit fail in this process instead of starving the others."""
    if not memory_bytes:
        return
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
