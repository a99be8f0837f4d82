"""Jobs of the desk: a few at a time, stopped with all their workers, found again, never lost."""

import json
import os
import signal
import time
from pathlib import Path

import opened_desk
import pytest
from opened_desk import PRETENDED, asked_for, until
from test_hostile_names import HOSTILE, written

from model.errors import InputError
from scenarios.app import jobs, processes
from scenarios.app.folders import Desk
from scenarios.app.jobs import Job, State
from scenarios.app.progress_lines import Progress, progress_of
from scenarios.app.saved_runs import saved_run, saved_runs
from scenarios.app.supervisor import Supervisor, arguments

SLOW = {("", "name", ""): "slow_one", ("", "title_en", ""): "Slow"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "runs", PRETENDED, at_once=1, workers=1)


def stage(desk: Desk, fingerprint: str) -> str:
    return jobs.state_of(desk, fingerprint).stage


def named(name: str, draws: int = 2) -> dict:
    return {("", "name", ""): name, ("", "title_en", ""): name, ("", "draws", ""): str(draws)}


def folder_of(desk: Desk, fingerprint: str) -> Path:
    run = saved_run(desk, fingerprint)
    assert run is not None
    return run.folder


def lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except OSError:
        return False
    return state.split()[0] != "Z"


def child_of(desk: Desk, fingerprint: str) -> int:
    file = folder_of(desk, fingerprint) / "work" / "child"
    until(lambda: file.exists() and file.read_text("utf-8"))
    return int(file.read_text("utf-8"))


def test_a_job_runs_the_command_that_a_person_would_type(desk):
    with Supervisor(desk) as supervisor:
        name = asked_for(supervisor, named("plain_one"))
        until(lambda: stage(desk, name) == "finished")
    typed = (folder_of(desk, name) / "work" / "attempts").read_text("utf-8").split()
    scenario = desk.jobs / name / "plain_one.toml"
    assert typed[:4] == ["forecast", "yueqing", "--scenario", str(scenario)]
    assert typed[typed.index("--out") + 1] == str(desk.runs / f"yueqing-plain_one-{name}")
    assert saved_run(desk, name).stage == "finished"


def test_others_wait_and_are_told_so_and_keep_their_order(desk):
    with Supervisor(desk) as supervisor:
        first = asked_for(supervisor, SLOW)
        until(lambda: stage(desk, first) == "running")
        others = [asked_for(supervisor, named("next_one", draws)) for draws in (3, 4, 5)]
        time.sleep(0.6)
        assert supervisor.waiting() == others
        assert supervisor.running() == 1
        supervisor.stop(others[1])
        supervisor.stop(first)
        until(lambda: stage(desk, others[2]) == "finished")
        assert stage(desk, others[0]) == "finished"
        assert stage(desk, others[1]) == "stopped"


def test_two_run_at_once_where_that_is_allowed(tmp_path):
    desk = Desk(tmp_path / "runs", PRETENDED, at_once=2, workers=1)
    with Supervisor(desk) as supervisor:
        names = [asked_for(supervisor, named("slow_one", draws)) for draws in (2, 3, 4)]
        until(lambda: supervisor.running() == 2)
        time.sleep(0.6)
        assert [stage(desk, name) for name in names] == ["running", "running", "waiting"]


def test_stopping_ends_every_process_of_a_run_and_going_on_is_the_same_command(desk):
    with Supervisor(desk) as supervisor:
        name = asked_for(supervisor, SLOW)
        child = child_of(desk, name)
        leader = jobs.state_of(desk, name).process
        supervisor.stop(name)
        until(lambda: not lives(child) and not lives(leader), 5.0)
        assert stage(desk, name) == "stopped"
        (folder_of(desk, name) / "work" / "hurry").touch()
        supervisor.resume(name)
        until(lambda: stage(desk, name) == "finished")
    attempts = (folder_of(desk, name) / "work" / "attempts").read_text("utf-8").splitlines()
    assert len(attempts) == 2
    assert attempts[0] == attempts[1]


def test_a_run_that_fails_says_why_and_may_be_tried_again(desk):
    with Supervisor(desk) as supervisor:
        name = asked_for(supervisor, named("failing_one"))
        until(lambda: stage(desk, name) == "failed")
        assert jobs.state_of(desk, name).message == "sanjin: the disk is full; free some space"
        supervisor.resume(name)
        until(lambda: stage(desk, name) in ("waiting", "running"), 1.0)


def test_some_failed_pairs_are_no_failure_of_the_run(desk):
    with Supervisor(desk) as supervisor:
        name = asked_for(supervisor, named("partly_one"))
        until(lambda: stage(desk, name) == "partly")
    assert saved_run(desk, name).complete


def test_the_same_run_asked_for_twice_is_one_run(desk):
    with Supervisor(desk) as supervisor:
        first, second = asked_for(supervisor, SLOW), asked_for(supervisor, SLOW)
        until(lambda: stage(desk, first) == "running")
        assert first == second
        assert len(jobs.all_jobs(desk)) == 1
        assert not supervisor.waiting()


def test_what_ran_when_the_desk_was_closed_goes_on_when_it_is_opened(desk):
    with Supervisor(desk) as supervisor:
        name = asked_for(supervisor, SLOW)
        child = child_of(desk, name)
        waits = asked_for(supervisor, named("next_one"))
    assert not lives(child)
    (folder_of(desk, name) / "work" / "hurry").touch()
    with Supervisor(desk):
        until(lambda: stage(desk, name) == stage(desk, waits) == "finished")


def test_a_run_outlives_a_desk_that_was_killed_and_is_found_not_started_twice(desk):
    with Supervisor(desk) as supervisor:
        name = asked_for(supervisor, SLOW)
        child = child_of(desk, name)
        process = supervisor._mine.pop(name)  # as if signal 9 had come: nobody ends the run
    try:
        with Supervisor(desk) as supervisor:
            time.sleep(0.6)
            assert stage(desk, name) == "running"
            assert supervisor.running() == 1
            assert lives(child)
            supervisor.stop(name)
            until(lambda: process.poll() is not None, 5.0)
            assert stage(desk, name) == "stopped"
            until(lambda: not lives(child), 5.0)
    finally:
        processes.stop(process)


def test_a_process_id_that_somebody_else_has_now_is_no_run(desk):
    with Supervisor(desk) as supervisor:
        name = asked_for(supervisor, SLOW)
        child_of(desk, name)
    jobs.set_state(desk, name, State("running", os.getpid()))
    (folder_of(desk, name) / "work" / "hurry").touch()
    with Supervisor(desk):
        until(lambda: stage(desk, name) == "finished")


def test_a_second_desk_is_refused_the_folder(desk):
    with Supervisor(desk), pytest.raises(InputError, match="another desk"), Supervisor(desk):
        pass
    with Supervisor(desk):
        pass


def test_the_queue_has_an_end(desk, monkeypatch):
    monkeypatch.setattr("scenarios.app.supervisor.MOST_WAITING", 1)
    with Supervisor(desk) as supervisor:
        first = asked_for(supervisor, SLOW)
        until(lambda: stage(desk, first) == "running")
        asked_for(supervisor, named("next_one"))
        with pytest.raises(InputError, match="too many runs are waiting"):
            asked_for(supervisor, named("last_one"))


@pytest.mark.parametrize("name", HOSTILE, ids=repr)
def test_hostile_names_write_nothing_outside_the_runs_folder(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path / "runs", PRETENDED)
    job = Job("0" * 12, "yueqing", "own", {"zh": "x", "en": "x"}, 1, 1, 0.01, "ex-ante")
    for part in ("fingerprint", "county", "name"):
        with pytest.raises(ValueError, match="name"):
            jobs.keep(desk, Job(**{**vars(job), part: name}), b"")
        with pytest.raises(ValueError, match="name"):
            arguments(desk, Job(**{**vars(job), part: name}))
    assert saved_run(desk, name) is None
    assert jobs.read_job(desk, name) is None
    typed = opened_desk.draft({("", "name", ""): name, ("", "draws", ""): "3"})
    plan = opened_desk.check(typed).plan
    assert plan is None or plan.scenario.name in ("pilot", "name")
    assert written(tmp_path) == set()


def test_a_record_that_somebody_has_changed_is_no_job_and_names_no_path(desk):
    with Supervisor(desk) as supervisor:
        name = asked_for(supervisor, named("plain_one"))
        until(lambda: stage(desk, name) == "finished")
    record = desk.jobs / name / "job.json"
    good = json.loads(record.read_text("utf-8"))
    for part, value in (
        ("county", "../../etc"), ("name", "a/b"), ("fingerprint", "1" * 12), ("draws", "many"),
        ("title", []), ("evidence", "rumour"), ("more", 1),
    ):  # fmt: skip
        record.write_text(json.dumps({**good, part: value}), "utf-8")
        assert jobs.read_job(desk, name) is None, part
    for text in ("", "[]", "nul", "[" * 50_000, "\0"):
        record.write_text(text, "utf-8")
        assert jobs.read_job(desk, name) is None
    record.write_text(json.dumps(good), "utf-8")
    assert jobs.read_job(desk, name) is not None


def test_a_link_is_no_run_folder(desk, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "started.json").write_text('{"fingerprint": "0123456789ab"}', "utf-8")
    desk.runs.mkdir()
    (desk.runs / "link").symlink_to(elsewhere)
    assert saved_runs(desk) == []
    elsewhere.rename(desk.runs / "folder")
    assert [run.fingerprint for run in saved_runs(desk)] == ["0123456789ab"]


def test_progress_is_what_the_run_says_and_nothing_worse(tmp_path):
    log = tmp_path / "log.txt"
    assert progress_of(tmp_path) == Progress()
    log.write_text('{"note": "写入"}\n', "utf-8")
    assert progress_of(tmp_path).doing == "写入"
    log.write_text('{"note": "x"}\n{"done": 1, "total": 4, "failed": 1, "seconds_left": 2.5}\n')
    assert progress_of(tmp_path) == Progress(1, 4, 1, 2.5)
    log.write_bytes(b'{"done": "many"}\n{"done": [\n\xff\xfe\n' + b"{" * 10_000)
    assert progress_of(tmp_path) == Progress()


def test_a_run_says_how_far_it_is_to_the_program_that_started_it(monkeypatch, capsys):
    from scenarios.running.progress import Progress as Said

    monkeypatch.setenv("SANJIN_PROGRESS", "json")
    with Said("zh") as progress:
        progress.note("写入")
        progress.begin(total=2, done=1)
        progress.advance(failed=True)
        progress.end()
    said = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert said[0] == {"note": "写入"}
    counted = [(line["done"], line["total"], line["failed"]) for line in said[1:]]
    assert counted == [(1, 2, 0), (2, 2, 1)]
    assert said[1]["seconds_left"] is None
    assert said[2]["seconds_left"] == 0.0


def test_a_signal_to_a_group_that_has_gone_is_no_error(desk, tmp_path):
    process = processes.start([*PRETENDED[:1], "-c", "pass"], tmp_path / "log.txt")
    process.wait()
    processes.stop(process)
    assert process.returncode in (0, -signal.SIGTERM)
