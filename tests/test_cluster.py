"""A Dask cluster gives what the local pool gives, bit by bit, and loses nothing with a worker."""

import importlib.util

import cheap_run
import fake_pairs
import pytest
from local_cluster import LocalCluster

from model.errors import InputError
from scenarios.__main__ import run as main
from scenarios.running import cluster as cluster_module
from scenarios.running.cluster import Cluster
from scenarios.running.cluster_task import pack, unpack
from scenarios.running.ensemble import collect, run_ensemble
from scenarios.running.job import all_jobs
from scenarios.running.pool import Finished, Limits
from scenarios.running.progress import Progress
from scenarios.running.store import PairStore
from scenarios.running.workforce import Workforce

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


@pytest.mark.parametrize("command", ["forecast", "run", "compare pilot trend"])
def test_every_command_that_runs_takes_an_engine(command, tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(cluster_module, "_SECONDS_TO_CONNECT", 1.0)
    size = ["--draws", "1", "--seeds", "1", "--scale", cheap_run.SCALE, "--engine", "dask"]
    there = ["--scheduler", "tcp://127.0.0.1:1", "--out", str(tmp_path / "run")]
    assert main([*command.split(), *size, *there]) == 1
    assert "the scheduler does not answer" in capfd.readouterr().err


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
