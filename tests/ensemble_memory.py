"""Resident memory of a process and its workers, while an ensemble of many runs goes on.

    python tests/ensemble_memory.py 10000        cheap runs with the tables of a real small one
    python tests/ensemble_memory.py 200 --real   every run simulated
    python tests/ensemble_memory.py 200 --json   for machines

Says MiB at tenths of the way, while the tables are put together, and at the peak. Linux only.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Event, Thread

import cheap_run

from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario
from scenarios.running.design import Design
from scenarios.running.ensemble import collect, run_ensemble
from scenarios.running.progress import Progress
from scenarios.running.store import PairStore
from scenarios.running.workforce import Workforce

WORKERS = 2
MEBIBYTE = 1024.0**2


@dataclass
class Watched:
    """Resident MiB of all processes together: at tenths of the runs, and the peak after them."""

    running: list[float] = field(default_factory=list)
    collecting: float = 0.0

    @property
    def growth(self) -> float:
        """MiB from two tenths of the way to its end."""
        return self.running[-1] - self.running[1]

    @property
    def peak(self) -> float:
        """The most at any time."""
        return max(*self.running, self.collecting)


class Watching(Progress):
    """Looks at the memory ten times on the way."""

    def __init__(self, watched: Watched, total: int) -> None:
        super().__init__("en", quiet=True)
        self._watched, self._every, self._seen = watched, max(1, total // 10), 0

    def advance(self, *, failed: bool) -> None:
        """Count one more."""
        super().advance(failed=failed)
        self._seen += 1
        if self._seen % self._every == 0:
            self._watched.running.append(resident_mebibytes())


def resident_mebibytes() -> float:
    """Resident memory of this process and its children, shared pages counted once each time."""
    family = [os.getpid(), *_children(os.getpid())]
    return sum(_resident(process) for process in family)


def _children(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(word) for word in text.split()]


def _resident(process: int) -> float:
    """Memory that is this process's own: resident less what files lend to all."""
    try:
        words = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()
    except FileNotFoundError:
        return 0.0
    return (int(words[1]) - int(words[2])) * os.sysconf("SC_PAGE_SIZE") / MEBIBYTE


def watch_alone(runs: int, *options: str) -> Watched:
    """The same in a fresh process: this one may hold what earlier work has left in it."""
    command = [sys.executable, __file__, str(runs), "--json", *options]
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=here)
    return Watched(**json.loads(done.stdout.splitlines()[-1]))


def watch(folder: Path, runs: int, *, real: bool = False) -> Watched:
    """Run an ensemble and put its tables together, with an eye on the memory."""
    plan = make_plan(load_scenario("pilot"), Size(2, 1, float(cheap_run.SCALE)))
    jobs = Design((plan.jobs[0],), range(runs), range(1, 2)).jobs
    runner = plan.runner if real else cheap_run.RUNNER
    watched = Watched()
    with PairStore(folder / "ledger.sqlite") as store, Watching(watched, runs) as progress:
        failures = run_ensemble(
            jobs, store, workforce=Workforce(WORKERS), progress=progress, runner=runner
        )
        assert failures == []
        watched.collecting = _peak_of(lambda: collect(jobs, store, set()))
    return watched


def _peak_of(work: "object") -> float:
    seen, over = [resident_mebibytes()], Event()

    def look() -> None:
        while not over.wait(0.1):
            seen.append(resident_mebibytes())

    thread = Thread(target=look)
    thread.start()
    try:
        tables = work()  # type: ignore[operator]
        seen.append(resident_mebibytes())
        assert tables
    finally:
        over.set()
        thread.join()
    return max(seen)


def main() -> int:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=int)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cheap_run.lend(folder)
        os.environ |= {cheap_run.PAIR: name, cheap_run.LOG: str(folder / "log.txt")}
        watched = watch(folder, asked.runs, real=asked.real)
    if asked.json:
        sys.stdout.write(json.dumps(asdict(watched)) + "\n")
        return 0
    tenths = " ".join(f"{value:.0f}" for value in watched.running)
    sys.stdout.write(
        f"MiB at tenths: {tenths}; growth {watched.growth:.0f}; putting together "
        f"{watched.collecting:.0f}; peak {watched.peak:.0f}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
