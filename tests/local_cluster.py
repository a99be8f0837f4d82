"""A Dask cluster of separate processes on this machine, started as its documentation says."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_SECONDS_TO_START = 60.0


class LocalCluster:
    """A scheduler and its workers, each a process of its own. Use as a context manager."""

    def __init__(self, folder: Path, workers: int = 2, *more: str, **environment: str) -> None:
        self._folder, self._count, self._more = folder, workers, more
        paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
        self._environment = {**os.environ, "PYTHONPATH": paths, **ONE_THREAD, **environment}
        self.workers: list[subprocess.Popen[bytes]] = []
        self.address = ""

    def __enter__(self) -> "LocalCluster":
        file = self._folder / "scheduler.json"
        self._scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(file))
        self.address = _address(file)
        for _ in range(self._count):
            self.add(*self._more)
        return self

    def __exit__(self, *_: object) -> None:
        for process in (*self.workers, self._scheduler):
            process.send_signal(signal.SIGTERM)
        for process in (*self.workers, self._scheduler):
            try:
                process.wait(10.0)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def add(self, *more: str) -> None:
        """Start one more worker, of one thread unless told otherwise."""
        threads = () if "--nthreads" in more else ("--nthreads", "1")
        options = (self.address, "--local-directory", str(self._folder), *threads, *more)
        self.workers.append(self._start("worker", *options))

    def kill_one(self) -> None:
        """Kill -9 a worker and forget it."""
        worker = self.workers.pop()
        worker.kill()
        worker.wait()

    def _start(self, what: str, *options: str) -> "subprocess.Popen[bytes]":
        module = f"distributed.cli.dask_{what}"
        command = [sys.executable, "-m", module, "--host", "127.0.0.1", "--no-dashboard", *options]
        with (self._folder / f"{what}.log").open("ab") as log:
            return subprocess.Popen(
                command, cwd=self._folder, env=self._environment, stdout=log, stderr=log
            )


def _address(file: Path) -> str:
    import json

    end = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < end:
        if file.is_file() and (text := file.read_text(encoding="utf-8")):
            return str(json.loads(text)["address"])
        time.sleep(0.1)
    raise TimeoutError("the scheduler did not start")
