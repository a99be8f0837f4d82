"""A run that has grown is the run of that size: same tables and fingerprint, nothing run twice."""

import json
import shutil

import cheap_run
import pytest
from cheap_run import forecast, runs_of, tables

from results import record as run_record
from results.record import verify
from scenarios.__main__ import run
from scenarios.running import run_files


@pytest.fixture
def small(cheap, cheap_runs, tmp_path):
    """A finished run of one draw and one seed."""
    return shutil.copytree(cheap_runs / "small", tmp_path / "small")


@pytest.fixture
def fresh(cheap_runs):
    """The run of two draws and two seeds, made at once; not to be changed."""
    return cheap_runs / "fresh"


def expand(folder, *more):
    return run(["expand", str(folder), "--workers", "1", *more])


def record(folder):
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))


def same_run(one, other):
    """Whether two folders hold the same run, but for when and how long."""
    first, second = record(one), record(other)
    parts = ("spec", "results", "fingerprint", "identity", "sha256")
    return tables(one) == tables(other) and all(first[part] == second[part] for part in parts)


def test_a_grown_run_is_the_run_of_that_size(cheap, small, fresh):
    before = record(small)
    assert expand(small, "--draws", "2", "--seeds", "2") == 0
    assert sorted(runs_of(cheap)) == [(0, 2), (1, 1), (1, 2)]
    assert same_run(small, fresh)
    assert verify(small) == []
    after = record(small)
    assert after["identity"] == before["identity"]
    assert after["fingerprint"] != before["fingerprint"]


def test_growing_in_steps_or_to_what_is_there_changes_nothing(cheap, small, fresh):
    assert expand(small, "--seeds", "2") == 0
    assert expand(small, "--draws", "2") == 0
    assert expand(small) == 0
    assert len(runs_of(cheap)) == 3
    assert same_run(small, fresh)


@pytest.mark.parametrize(("draws", "seeds"), [("1", "2"), ("2", "1")])
def test_a_run_never_shrinks(fresh, capfd, draws, seeds):
    assert expand(fresh, "--draws", draws, "--seeds", seeds) == 1
    assert "a run only grows" in capfd.readouterr().err
    assert verify(fresh) == []


def test_stopped_among_the_pairs_it_is_still_the_run_it_was(cheap, small, fresh, monkeypatch):
    was = tables(small)

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(run_files, "take_over", stop)
    assert expand(small, "--draws", "2", "--seeds", "2") == 130
    assert len(runs_of(cheap)) == 3
    assert verify(small) == []
    assert tables(small) == was


def test_stopped_while_it_is_written_the_same_command_ends_it(cheap, small, fresh, monkeypatch):
    from results import report

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(report, "write_report", stop)
        assert expand(small, "--draws", "2", "--seeds", "2") == 130
    assert any("did not finish" in problem for problem in verify(small))
    runs_of(cheap)
    assert expand(small, "--draws", "2", "--seeds", "2") == 0
    assert runs_of(cheap) == []
    assert same_run(small, fresh)
    assert verify(small) == []


def test_failed_pairs_end_in_three_and_are_tried_again(cheap, small, fresh, monkeypatch):
    monkeypatch.setenv(cheap_run.SICK, "1")
    assert expand(small, "--draws", "2", "--seeds", "2") == 3
    failures = small / "work" / "failures"
    assert {path.name for path in failures.glob("*.json")} == {
        "draw1-seed1.json",
        "draw1-seed2.json",
    }
    monkeypatch.delenv(cheap_run.SICK)
    runs_of(cheap)
    assert expand(small, "--draws", "2", "--seeds", "2") == 0
    assert sorted(runs_of(cheap)) == [(1, 1), (1, 2)]
    assert same_run(small, fresh)
    assert not failures.exists()


def test_without_its_ledger_all_is_run_again(cheap, small, fresh):
    shutil.rmtree(small / "work")
    assert expand(small, "--draws", "2", "--seeds", "2") == 0
    assert len(runs_of(cheap)) == 4
    assert same_run(small, fresh)


@pytest.mark.parametrize(
    ("patched", "part"),
    [("code_hashes", "code"), ("libraries", "libraries")],
)
def test_other_code_or_libraries_are_refused(small, monkeypatch, capfd, patched, part):
    monkeypatch.setattr(run_record, patched, lambda: {"model": "other"})
    assert expand(small, "--draws", "2") == 1
    assert f"cannot be gone on with: {part} changed since" in capfd.readouterr().err
    monkeypatch.undo()
    assert verify(small) == []


def test_a_county_that_moved_is_named_and_one_that_changed_is_refused(cheap, tmp_path, capfd):
    from calibration.packs.pack import COUNTIES

    there, now, changed = (tmp_path / name for name in ("there", "now", "changed"))
    for place in (there, now, changed):
        shutil.copytree(COUNTIES / "yueqing", place)
    facts = changed / "county.toml"
    facts.write_text(facts.read_text(encoding="utf-8") + "\n# one line more\n", encoding="utf-8")
    assert forecast(tmp_path / "run", 1, 1, county=str(there)) == 0
    shutil.rmtree(there)
    assert expand(tmp_path / "run", "--draws", "2", "--county", str(changed)) == 1
    assert "county changed since" in capfd.readouterr().err
    assert expand(tmp_path / "run", "--draws", "2") == 1
    assert expand(tmp_path / "run", "--draws", "2", "--county", str(now)) == 0
    assert verify(tmp_path / "run") == []


def test_a_bigger_forecast_into_the_folder_is_told_of_expand(small, capfd):
    assert forecast(small, 2, 1) == 1
    said = capfd.readouterr().err
    assert "what differs: draws" in said
    assert f"`sanjin expand {small}` adds draws or seeds" in said
    assert verify(small) == []


@pytest.mark.parametrize("part", ["scenario", "county", "code", "libraries"])
def test_what_was_begun_goes_on_with_nothing_else(small, tmp_path, monkeypatch, capfd, part):
    from calibration.packs.pack import COUNTIES

    was, more, county = tables(small), [], "yueqing"
    if part == "scenario":
        more = ["--scenario", "half_intensity"]
    elif part == "county":
        county = str(shutil.copytree(COUNTIES / "yueqing", tmp_path / "changed"))
        with (tmp_path / "changed" / "county.toml").open("a", encoding="utf-8") as file:
            file.write("\n# one line more\n")
    else:
        name = {"code": "code_hashes", "libraries": "libraries"}[part]
        monkeypatch.setattr(run_record, name, lambda: {"model": "other"})
    assert forecast(small, 1, 1, *more, county=county) == 1
    said = capfd.readouterr().err
    assert "belongs to another run" in said
    assert part in said.partition("what differs: ")[2]
    assert tables(small) == was


def test_what_is_no_run_is_said_to_be_none(tmp_path, capfd):
    assert expand(tmp_path, "--draws", "2") == 1
    assert "there is no run in this folder" in capfd.readouterr().err


def test_the_record_of_something_else_is_refused(small, capfd):
    spec = json.loads((small / "run.json").read_text(encoding="utf-8"))
    del spec["spec"]["settings"]["pilot"]
    (small / "run.json").write_text(json.dumps(spec), encoding="utf-8")
    assert expand(small, "--draws", "2") == 1
    assert "not the record of a forecast or a run" in capfd.readouterr().err


def test_a_changed_identity_is_found(small):
    content = json.loads((small / "run.json").read_text(encoding="utf-8"))
    content["identity"] = "0" * 12
    from results.run_folder import RunFolder

    folder = RunFolder.open(small)
    folder.write_json("run", content)
    folder.complete()
    assert verify(small) == ["run.json: the identity is not that of its spec"]


@pytest.mark.parametrize("name", ["pilot", "trend", "lockdown_year", "half_intensity"])
def test_every_plan_can_be_made_again_from_its_spec(name):
    from scenarios.inputs.plan import Size, make_plan
    from scenarios.inputs.recorded import plan_of, spec_to_keep
    from scenarios.inputs.scenario import load_scenario

    plan = make_plan(load_scenario(name), Size(3, 2, 0.01))
    again = plan_of(json.loads(json.dumps(spec_to_keep(plan))), "run.json")
    assert again.fingerprint == plan.fingerprint
    assert [job.id for job in again.jobs] == [job.id for job in plan.jobs]
