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
from typing import TYPE_CHECKING

from scenarios.job import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scenarios.pair import PairTables

STOP = b""


def work(pipe: Connection, runner: str, memory_bytes: int) -> None:
    """Run jobs until told to stop, or until the parent is gone.

    Args: runner, `module:function` that turns a job into tables; memory_bytes, the most private
    memory that the process may hold, 0 for no limit.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(memory_bytes)
    module, _, name = runner.partition(":")
    run: Callable[[Job], PairTables] = getattr(import_module(module), name)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while (message := pipe.recv_bytes()) != STOP:
            _answer(pipe, run, Job.from_json(message))


def _answer(pipe: Connection, run: "Callable[[Job], PairTables]", job: Job) -> None:
    from scenarios.arrow import encode

    begun = time.perf_counter()
    try:
        parts = encode(run(job))
    except MemoryError:
        _send_failure(pipe, "memory", "needs more memory than a worker may have")
        raise SystemExit(1) from None
    except Exception as error:  # noqa: BLE001 - whatever a draw provokes must not end the ensemble
        _send_failure(pipe, "raised", f"{type(error).__name__}: {error}", traceback.format_exc())
        return
    _send(pipe, parts, time.perf_counter() - begun)


def _send(pipe: Connection, parts: "Mapping[str, bytes]", seconds: float) -> None:
    head = {"ok": True, "seconds": seconds, "tables": list(parts)}
    pipe.send_bytes(json.dumps(head).encode())
    for part in parts.values():
        pipe.send_bytes(part)


def _send_failure(pipe: Connection, kind: str, message: str, detail: str = "") -> None:
    head = {"ok": False, "kind": kind, "message": message[:2000], "detail": detail[-8000:]}
    pipe.send_bytes(json.dumps(head).encode())


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
