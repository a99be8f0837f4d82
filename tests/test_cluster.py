"""A Dask cluster gives what the local pool gives, bit by bit, and loses nothing with a worker."""

import importlib.util
import json
import shutil
from inspect import signature
from pathlib import Path

import cheap_run
import fake_pairs
import pytest
from local_cluster import LocalCluster
from made_panel import HEAD, fake_fit, path_rows

from model.errors import InputError
from scenarios.__main__ import run as main
from scenarios.commands.app import app
from scenarios.running import cluster as cluster_module
from scenarios.running.cluster import Cluster
from scenarios.running.cluster_task import pack, unpack
from scenarios.running.ensemble import collect, run_ensemble
from scenarios.running.job import all_jobs
from scenarios.running.pool import Finished, Limits
from scenarios.running.progress import Progress
from scenarios.running.store import PairStore
from scenarios.running.workforce import Workforce
from scenarios.scoring import backtest_run

JOBS = all_jobs(fake_pairs.job(), draws=6, seeds=2)


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory):
    """A cluster of two workers in processes of their own."""
    with LocalCluster(tmp_path_factory.mktemp("cluster"), 2, "--no-nanny") as cluster:
        yield cluster


def run(path, runner, scheduler=None, jobs=JOBS, limits=None, progress=None):
    """Run an ensemble into a ledger; its failures and collected tables."""
    with PairStore(path) as store, progress or Progress("en", quiet=True) as shown:
        failures = run_ensemble(
            jobs,
            store,
            workforce=Workforce(2, scheduler),
            progress=shown,
            runner=f"fake_pairs:{runner}",
            limits=limits,
        )
        failed = {failure.job.id for failure in failures}
        return failures, collect(jobs, store, failed)


def same(one, other):
    return one.keys() == other.keys() and all(one[name].equals(other[name]) for name in one)


def test_the_cluster_gives_what_the_pool_gives(two_workers, tmp_path):
    _, here = run(tmp_path / "here.sqlite", "uneven")
    failures, there = run(tmp_path / "there.sqlite", "uneven", two_workers.address)
    assert failures == []
    assert same(here, there)


def test_a_forecast_by_a_cluster_is_the_forecast(two_workers, tmp_path):
    more = ["--engine", "dask", "--scheduler", two_workers.address]
    assert cheap_run.forecast(tmp_path / "here", 2, 1) == 0
    assert cheap_run.forecast(tmp_path / "there", 2, 1, *more) == 0
    assert cheap_run.tables(tmp_path / "there") == cheap_run.tables(tmp_path / "here")


class Killing(Progress):
    """Kills a worker of a cluster when the third result is in."""

    def __init__(self, cluster):
        super().__init__("en", quiet=True)
        self._cluster, self._left = cluster, 3

    def advance(self, *, failed):
        super().advance(failed=failed)
        self._left -= 1
        if self._left == 0:
            self._cluster.kill_one()


def test_a_killed_worker_costs_nothing(two_workers, tmp_path):
    before = len(two_workers.workers)
    progress = Killing(two_workers)
    failures, there = run(tmp_path / "a.sqlite", "slow", two_workers.address, progress=progress)
    assert len(two_workers.workers) == before - 1
    two_workers.add("--no-nanny")
    assert failures == []
    _, here = run(tmp_path / "b.sqlite", "quick")
    assert same(here, there)


def test_a_raising_job_costs_only_itself(two_workers, tmp_path):
    failures, tables = run(tmp_path / "a.sqlite", "raising", two_workers.address)
    assert [(failure.job.draw, failure.kind) for failure in failures] == [(3, "raised")] * 2
    assert "this draw does not close" in failures[0].message
    assert "Traceback" in failures[0].detail
    assert sorted(tables["indicators"].draw.unique()) == [0, 1, 2, 4, 5]


@pytest.mark.parametrize(
    ("runner", "kind", "words"),
    [("dying", "killed", "one worker after another"), ("hanging", "timeout", "within 3 s")],
)
def test_a_job_that_takes_its_worker_along_costs_only_itself(tmp_path, runner, kind, words):
    patience = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    jobs = all_jobs(fake_pairs.job(), draws=6, seeds=1)
    with LocalCluster(tmp_path, 1, **patience) as cluster:
        limits = Limits(seconds=3.0)
        failures, tables = run(tmp_path / "a.sqlite", runner, cluster.address, jobs, limits)
    assert [(failure.job.draw, failure.kind) for failure in failures] == [(3, kind)]
    assert words in failures[0].message
    assert sorted(tables["indicators"].draw.unique()) == [0, 1, 2, 4, 5]


def refusal(address="tcp://127.0.0.1:1", code=None):
    with pytest.raises(InputError) as caught:
        list(Cluster(address, "fake_pairs:quick", code=code).run(JOBS))
    return str(caught.value)


def test_without_the_extra_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(cluster_module, "find_spec", lambda _: None)
    assert "requirements-cluster.lock" in refusal()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "nothing://there"])
def test_a_scheduler_that_is_not_there_is_named(address, monkeypatch):
    monkeypatch.setattr(cluster_module, "_SECONDS_TO_CONNECT", 1.0)
    said = refusal(address)
    assert "--scheduler: the scheduler does not answer" in said
    assert address in said


def test_a_scheduler_without_workers_and_one_with_unfit_workers(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_module, "_SECONDS_FOR_WORKERS", 0.5)
    with LocalCluster(tmp_path, 0) as cluster:
        assert "has no workers" in refusal(cluster.address)
        monkeypatch.setattr(cluster_module, "_SECONDS_FOR_WORKERS", 60.0)
        cluster.add("--no-nanny", "--nthreads", "2")
        assert "--nthreads 1" in refusal(cluster.address)


def test_a_worker_whose_linear_algebra_has_several_threads_is_refused(tmp_path):
    with LocalCluster(tmp_path, 1, "--no-nanny", OPENBLAS_NUM_THREADS="2") as cluster:
        assert "was started without OPENBLAS_NUM_THREADS=1" in refusal(cluster.address)


def test_a_worker_with_other_code_is_refused(two_workers, monkeypatch):
    assert "runs another version of the program" in refusal(two_workers.address, code="1.1")
    # One that joins later is not among those that were asked.
    monkeypatch.setattr(cluster_module, "_ready", lambda *_: {"one": {}})
    assert "runs another version of the program" in refusal(two_workers.address, code="1.1")


TINY = f"--scale {cheap_run.SCALE}"
FEW = f"--draws 1 --seeds 1 {TINY}"
STUDIES = {
    "attribute": f"three_programmes {FEW}",
    "allocate": f"three_programmes --budget 1e8 --steps 1 {FEW}",
}
ENSEMBLES = {
    **STUDIES,
    "forecast": FEW,
    "run": FEW,
    "compare": f"pilot trend {FEW}",
    "sensitivity": f"three_programmes --levers --groups --trajectories 2 --keep 2 {TINY}",
    "explore": f"pilot {FEW}",
    "targets": f"yueqing --goal 0 {FEW}",
    "calibrate": f"yueqing --worlds 200 {TINY}",
    "backtest": f"--panel panel.csv --draws 1 {TINY}",
    "expand": "run --draws 2",
}
"""Every command that runs an ensemble, in a folder with a panel, and a run for `expand`."""


@pytest.fixture
def desk(tmp_path, monkeypatch, cheap_runs):
    """A folder to work in, and little patience with a scheduler that is not there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cluster_module, "_SECONDS_TO_CONNECT", 0.3)
    monkeypatch.setattr(backtest_run, "remembered", lambda: fake_fit)
    rows = path_rows("yueqing", range(2019, 2023), 1.8, -0.01)
    Path("panel.csv").write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    shutil.copytree(cheap_runs / "small", "run")


def by_cluster(address):
    return ["--engine", "dask", "--scheduler", address]


@pytest.mark.parametrize("command", ENSEMBLES)
def test_every_command_that_runs_takes_an_engine(command, desk, capfd):
    assert main([command, *ENSEMBLES[command].split(), *by_cluster("tcp://127.0.0.1:1")]) == 1
    assert "--scheduler: the scheduler does not answer" in capfd.readouterr().err


def test_no_command_that_runs_is_left_out():
    with_workers = {
        command.callback.__name__
        for command in app.registered_commands
        if "workers" in signature(command.callback).parameters
    }
    assert with_workers - {"app"} == set(ENSEMBLES)  # the desk starts commands of these


@pytest.mark.parametrize("command", STUDIES)
def test_a_study_by_a_cluster_is_the_study(command, two_workers, tmp_path, capfd):
    arguments = [command, *STUDIES[command].split()]
    assert main([*arguments, "--workers", "1", "--out", str(tmp_path / "here")]) == 0
    here = capfd.readouterr().out
    cluster = by_cluster(two_workers.address)
    assert main([*arguments, *cluster, "--out", str(tmp_path / "there")]) == 0
    there = capfd.readouterr().out
    assert len(cheap_run.tables(tmp_path / "here")) > 3
    assert found(tmp_path / "there") == found(tmp_path / "here")
    # The one line of an attribution that depends on who works: a forecast of its time.
    assert ("on 1 processes" in here) == (command == "attribute")
    assert "processes" not in there


def found(folder):
    """Tables as bytes and the summary, but for the time that its worlds took."""
    tables = cheap_run.tables(folder)
    return {**tables, "summary.json": {**json.loads(tables["summary.json"]), "effort": None}}


@pytest.mark.parametrize("command", ["forecast", "explore pilot"])
def test_no_time_is_promised_for_a_cluster(command, desk, capfd):
    arguments = [*command.split(), *FEW.split(), "--dry-run"]
    cluster = by_cluster("tcp://127.0.0.1:1")
    assert main([*arguments, *cluster]) == 0
    assert "process" not in capfd.readouterr().out
    assert main([*arguments, *cluster, "--json"]) == 0
    plan = json.loads(capfd.readouterr().out)
    assert (plan["workers"], plan["expected_seconds"]) == (None, None)
    assert main([*arguments, "--workers", "2", "--json"]) == 0
    plan = json.loads(capfd.readouterr().out)
    assert plan["workers"] == 2
    assert plan["expected_seconds"] > 0.0


def test_no_jobs_need_no_scheduler():
    assert list(Cluster("tcp://127.0.0.1:1", "fake_pairs:quick").run([])) == []


def test_an_answer_comes_back_as_it_was():
    parts = {"a": b"\n\0{}", "empty": b"", "b": bytes(range(256))}
    head = {"ok": True, "seconds": 0.5}
    assert unpack(pack(head, parts)) == (head, parts)
    assert unpack(pack(head, {})) == (head, {})


def test_results_are_finished_jobs(two_workers):
    found = list(Cluster(two_workers.address, "fake_pairs:quick").run(JOBS[:3]))
    assert all(isinstance(result, Finished) for result in found)
    assert {result.job.id for result in found} == {job.id for job in JOBS[:3]}


def test_the_extra_is_there_where_this_is_tested():
    assert importlib.util.find_spec("distributed") is not None
