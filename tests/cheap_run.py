"""Runs that are whole but for their pairs: one real pair, lent to every draw and seed.

Everything else is the program itself, so that folders, ledgers and records are real ones.
"""

import os
import time
from pathlib import Path

import pandas as pd
import pytest

from scenarios.__main__ import run
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario
from scenarios.running import execute
from scenarios.running.arrow import decode, encode
from scenarios.running.ensemble import run_ensemble
from scenarios.running.job import Job
from scenarios.running.pair import run_pair

RUNNER = "cheap_run:pair"
PAIR, LOG, SICK = "SANJIN_CHEAP_PAIR", "SANJIN_CHEAP_LOG", "SANJIN_CHEAP_SICK"
SECONDS = "SANJIN_CHEAP_SECONDS"
"""What a pair takes; 0 for a real pair, nothing for no time at all."""
SCALE = "0.002"


def pair(job: Job) -> dict[str, pd.DataFrame]:
    """The lent pair with this draw and seed, and numbers that depend on both."""
    with Path(os.environ[LOG]).open("a", encoding="utf-8") as log:
        log.write(f"{job.draw} {job.seed}\n")
    if str(job.draw) in os.environ.get(SICK, "").split():
        raise ArithmeticError("this draw does not close")
    if os.environ.get(SECONDS):
        if not float(os.environ[SECONDS]):
            return run_pair(job)
        time.sleep(float(os.environ[SECONDS]))
    return {path.stem: _changed(decode(path.read_bytes()), job) for path in _parts()}


def _parts() -> list[Path]:
    return sorted(Path(os.environ[PAIR]).glob("*.arrow"))


def _changed(table: pd.DataFrame, job: Job) -> pd.DataFrame:
    factor = 1.0 + 0.001 * job.draw + 0.0001 * job.seed
    given = {"draw": job.draw, "seed": job.seed}
    if "value" in table:
        given["value"] = table.value * factor
    return table.assign(**given)


def lend(folder: Path) -> None:
    """Run the one real pair and keep its tables in a folder."""
    plan = make_plan(load_scenario("pilot"), Size(2, 1, float(SCALE)))
    for name, part in encode(run_pair(plan.jobs[1])).items():
        (folder / f"{name}.arrow").write_bytes(part)


def lent(*arguments, **given):
    """`run_ensemble` with the runner of this file."""
    return run_ensemble(*arguments, **{**given, "runner": RUNNER})


def borrow(patch: pytest.MonkeyPatch, pair_folder: Path, log: Path) -> None:
    """Let runs of this process use the lent pair."""
    patch.setenv(PAIR, str(pair_folder))
    patch.setenv(LOG, str(log))
    patch.delenv(SICK, raising=False)
    patch.setattr(execute, "run_ensemble", lent)


def runs_of(log: Path) -> list[tuple[int, ...]]:
    """Draw and seed of every pair that was worked on, in order; forgets them."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [tuple(map(int, line.split())) for line in lines]


def forecast(out: Path, draws: int, seeds: int, *more: str, county: str = "yueqing") -> int:
    """Exit code of a forecast with one worker."""
    size = ("--draws", str(draws), "--seeds", str(seeds), "--scale", SCALE)
    return run(["forecast", county, *size, "--workers", "1", "--out", str(out), *more])


def tables(folder: Path) -> dict[str, bytes]:
    """Every table of a run folder, and its summary, as bytes."""
    found = {path.name: path.read_bytes() for path in (folder / "tables").glob("*.parquet")}
    return {**found, "summary.json": (folder / "summary.json").read_bytes()}


if __name__ == "__main__":
    import sys

    execute.run_ensemble = lent
    sys.exit(run(sys.argv[1:]))
