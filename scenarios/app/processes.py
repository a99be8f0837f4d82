"""Runs as processes of their own: started in a group, ended as a group, found again after."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

PATIENCE_SECONDS = 4.0
WINDOWS = sys.platform == "win32"


def start(arguments: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    """Start a command whose words go to a file; a list of arguments, never a shell line."""
    surroundings = {**os.environ, "SANJIN_PROGRESS": "json", "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as file:
        return subprocess.Popen(
            list(arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=file,
            env=surroundings,
            start_new_session=not WINDOWS,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a run and every worker of it. Its ledger loses at most the pairs under way."""
    _signal(process.pid, "SIGTERM")
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE_SECONDS)
    _signal(process.pid, "SIGKILL")
    process.wait()


def stop_found(process: int) -> None:
    """End a run that an earlier desk had started."""
    _signal(process, "SIGTERM")


def is_running(process: int, mark: str) -> bool:
    """Whether a process id still belongs to the run whose command names `mark`.

    Ids are used again, so the command line decides. Where a system does not show it (outside
    Linux) the run counts as ended; its ledger then refuses a second run while the first lives.
    """
    if process <= 0:
        return False
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return mark.encode() in words


def _signal(leader: int, name: str) -> None:
    """Send a signal to a whole group; one that has gone is what was wanted."""
    with suppress(ProcessLookupError, PermissionError, OSError):
        if WINDOWS:
            os.kill(leader, signal.SIGTERM)
        else:
            os.killpg(leader, getattr(signal, name))
