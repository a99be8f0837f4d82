"""An ensemble ends, whatever its workers do, and gives the same tables in whatever order it ran."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import fake_pairs
import pytest

from scenarios.running.ensemble import collect, run_ensemble
from scenarios.running.failure import Failure
from scenarios.running.job import Job, all_jobs
from scenarios.running.pool import Limits
from scenarios.running.progress import Progress
from scenarios.running.store import PairStore
from scenarios.running.workforce import Workforce

JOBS = all_jobs(fake_pairs.job(), draws=6, seeds=2)


def run(path, runner, *, workers=2, jobs=JOBS, limits=None):
    """Run an ensemble into a ledger; its failures and collected tables."""
    with PairStore(path) as store, Progress("en", quiet=True) as progress:
        failures = run_ensemble(
            jobs,
            store,
            workforce=Workforce(workers),
            progress=progress,
            runner=f"fake_pairs:{runner}",
            limits=limits,
        )
        failed = {failure.job.id for failure in failures}
        return failures, collect(jobs, store, failed) if len(failed) < len(jobs) else {}


def test_every_draw_meets_every_seed_once():
    assert len({job.id for job in JOBS}) == 12
    assert [(job.draw, job.seed) for job in JOBS[:3]] == [(0, 1), (1, 1), (2, 1)]


def test_a_job_survives_being_written_down():
    job = JOBS[5]
    assert Job.from_json(job.to_json()) == job
    assert Job.from_json(job.to_json()).id == job.id


def test_the_id_is_that_of_the_content_and_not_of_the_place():
    moved = Job.from_json(json.dumps({**json.loads(JOBS[0].to_json()), "county": "/elsewhere"}))
    other = Job.from_json(json.dumps({**json.loads(JOBS[0].to_json()), "scale": 0.2}))
    assert moved.id == JOBS[0].id
    assert other.id != JOBS[0].id


def test_tables_do_not_depend_on_workers_or_order(tmp_path):
    _, one = run(tmp_path / "one.sqlite", "uneven", workers=1)
    _, two = run(tmp_path / "two.sqlite", "uneven", workers=2)
    _, shuffled = run(tmp_path / "three.sqlite", "uneven", workers=2, jobs=JOBS[::-1])
    for name, table in one.items():
        assert table.equals(two[name])
        assert table.equals(shuffled[name])
    assert one["indicators"].draw.is_monotonic_increasing


@pytest.mark.parametrize(
    ("runner", "kind", "words"),
    [
        ("raising", "raised", "ArithmeticError: this draw does not close"),
        ("dying", "killed", "signal 9"),
        ("hanging", "timeout", "did not end within"),
        ("greedy", "memory", "more memory"),
    ],
)
def test_a_sick_job_costs_only_itself(tmp_path, runner, kind, words):
    limits = Limits(seconds=20.0 if runner != "hanging" else 4.0, memory_bytes=3 * 1024**3)
    jobs = all_jobs(fake_pairs.job(), draws=6, seeds=1)
    failures, tables = run(tmp_path / "ledger.sqlite", runner, jobs=jobs, limits=limits)
    assert [(failure.job.draw, failure.kind) for failure in failures] == [(3, kind)]
    assert words in failures[0].message
    assert sorted(tables["indicators"].draw.unique()) == [0, 1, 2, 4, 5]
    assert Job.from_json(failures[0].spec()) == jobs[3]


def test_a_failed_job_is_tried_again_and_forgotten_when_it_succeeds(tmp_path):
    path = tmp_path / "ledger.sqlite"
    first, _ = run(path, "raising")
    second, tables = run(path, "quick")
    assert len(first) == 2
    assert second == []
    assert len(tables["indicators"]) == 12 * 5


def test_all_jobs_may_fail(tmp_path):
    sick = [job for job in JOBS if job.draw == fake_pairs.SICK_DRAW]
    failures, tables = run(tmp_path / "ledger.sqlite", "raising", jobs=sick)
    assert len(failures) == 2
    assert tables == {}


def test_a_failure_lists_what_repeats_it():
    failure = Failure(JOBS[0], "raised", "no", "trace")
    assert failure.listed()["job"]["draw"] == 0
    assert failure.listed()["kind"] == "raised"


PARENT = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import fake_pairs
from scenarios.running.ensemble import run_ensemble
from scenarios.running.job import all_jobs
from scenarios.running.progress import Progress
from scenarios.running.store import PairStore
from scenarios.running.workforce import Workforce

class Loud(Progress):
    def advance(self, *, failed):
        sys.stdout.write("one more\\n")
        sys.stdout.flush()

if __name__ == "__main__":
    jobs = all_jobs(fake_pairs.job(), draws=6, seeds=2)
    with PairStore(Path({ledger!r})) as store, Loud("en", quiet=True) as progress:
        run_ensemble(
            jobs, store, workforce=Workforce(2), progress=progress, runner="fake_pairs:slow"
        )
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this system")
@pytest.mark.parametrize("finished", [1, 5])
def test_kill_nine_loses_at_most_what_was_under_way(tmp_path, finished):
    ledger, script = tmp_path / "ledger.sqlite", tmp_path / "parent.py"
    tests = str(Path(__file__).parent)
    script.write_text(PARENT.format(tests=tests, ledger=str(ledger)), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, str(script)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as parent:
        for _ in range(finished):
            assert parent.stdout.readline()
        os.kill(parent.pid, signal.SIGKILL)
    with PairStore(ledger) as store:
        done = store.intact(JOBS)
    _, resumed = run(ledger, "quick")
    _, whole = run(tmp_path / "whole.sqlite", "quick")
    assert finished <= len(done) <= finished + 2
    for name, table in whole.items():
        assert table.equals(resumed[name])


def test_lines_are_printed_where_there_is_no_terminal(capsys):
    with Progress("en") as progress:
        progress.begin(total=3, done=1)
        progress.advance(failed=False)
        progress.advance(failed=True)
        progress.end()
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "going on: 1 of 3 pairs were done before"
    assert lines[-1] == "3 of 3 pairs, about 0 s left, 1 failed"
    assert progress.failed == 1
