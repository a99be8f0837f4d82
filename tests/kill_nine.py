"""Kill a forecast with signal 9 at random moments, give the same command again, compare the end.

    python tests/kill_nine.py                        200 pairs, 20 kills, one real pair lent to all
    python tests/kill_nine.py --real --pairs 40      every pair simulated

Says how many pairs were worked on more than once and whether every table is, bit by bit, that of a
run that nobody disturbed; exit code 1 if not.
"""

import argparse
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import cheap_run
import numpy as np

from results.record import verify
from scenarios.running.execute import LEDGER

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2


@dataclass(frozen=True)
class Outcome:
    """What twenty deaths cost."""

    kills: int
    pairs: int
    repeated: int
    identical: bool
    verified: bool

    @property
    def holds(self) -> bool:
        """Nothing lost or changed, and no more repeated than was under way."""
        return self.identical and self.verified and self.repeated <= WORKERS * self.kills


@dataclass(frozen=True)
class Forecast:
    """One command, given as often as need be."""

    folder: Path
    draws: int
    seeds: int
    seconds: float
    """What a cheap pair takes; 0 for real ones."""

    @property
    def out(self) -> Path:
        """The run folder."""
        return self.folder / "run"

    @property
    def log(self) -> Path:
        """Where cheap pairs leave a line when they begin."""
        return self.folder / "log.txt"

    def start(self, pair: Path) -> "subprocess.Popen[bytes]":
        """Give the command."""
        program = str(ROOT / "tests" / "cheap_run.py")
        size = ["--draws", str(self.draws), "--seeds", str(self.seeds), "--scale", cheap_run.SCALE]
        command = ["forecast", "yueqing", *size, "--workers", str(WORKERS), "--out", str(self.out)]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))),
            cheap_run.PAIR: str(pair),
            cheap_run.LOG: str(self.log),
            cheap_run.SECONDS: str(self.seconds),
        }
        with (self.folder / "said.txt").open("ab") as said:
            return subprocess.Popen(
                [sys.executable, program, *command], env=environment, stdout=said, stderr=said
            )

    def begun(self) -> int:
        """Pairs that were begun so far, counted anew when they were begun again."""
        return len(self.log.read_bytes().splitlines()) if self.log.is_file() else 0


def kill_at(forecast: Forecast, pair: Path, after: int, delay: float) -> bool:
    """Kill the command when `after` more pairs were begun and `delay` seconds later.

    Returns: whether it was still alive.
    """
    before = forecast.begun()
    with forecast.start(pair) as process:
        while process.poll() is None and forecast.begun() < before + after:
            time.sleep(0.01)
        time.sleep(delay)
        alive = process.poll() is None
        if alive:
            os.kill(process.pid, signal.SIGKILL)
    return alive


def prove(folder: Path, pair: Path, forecast: Forecast, kills: int) -> Outcome:
    """Run once undisturbed, once with kills at random moments, and compare."""
    calm = replace(forecast, folder=folder / "calm")
    for place in (calm.folder, forecast.folder):
        place.mkdir()
    with calm.start(pair) as process:
        assert process.wait() == 0, (calm.folder / "said.txt").read_text(encoding="utf-8")
    pairs = forecast.draws * forecast.seeds
    luck = np.random.default_rng(9)
    moments = np.sort(luck.uniform(0.0, pairs, kills)).astype(int)
    steps = np.diff(moments, prepend=0)
    done = sum(
        kill_at(forecast, pair, int(step), float(luck.uniform(0.0, 0.2))) for step in steps[:-1]
    )
    # The last one comes while tables, summary and report are written.
    done += kill_at(forecast, pair, pairs - stored(forecast), float(luck.uniform(0.5, 2.0)))
    with forecast.start(pair) as process:
        assert process.wait() == 0, (forecast.folder / "said.txt").read_text(encoding="utf-8")
    return Outcome(
        kills=done,
        pairs=pairs,
        repeated=forecast.begun() - pairs,
        identical=cheap_run.tables(forecast.out) == cheap_run.tables(calm.out),
        verified=verify(forecast.out) == [],
    )


def stored(forecast: Forecast) -> int:
    """Pairs in the ledger."""
    ledger = forecast.out / "work" / LEDGER
    if not ledger.is_file():
        return 0
    with closing(sqlite3.connect(ledger)) as database:
        return int(database.execute("SELECT count(*) FROM jobs").fetchone()[0])


def main() -> int:
    """Run the proof and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--real", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pair").mkdir()
        cheap_run.lend(folder / "pair")
        seconds = 0.0 if asked.real else 0.05
        forecast = Forecast(folder / "killed", asked.pairs // 2, 2, seconds)
        outcome = prove(folder, folder / "pair", forecast, asked.kills)
    sys.stdout.write(f"{outcome}\n{'holds' if outcome.holds else 'DOES NOT HOLD'}\n")
    return 0 if outcome.holds else 1


if __name__ == "__main__":
    sys.exit(main())
