"""The run record: what is hashed, what is not, and what `verify` finds."""

import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_run import fake_run

from results import record
from results.record import RunSpec, build_record, fingerprint, verify
from results.report import write_report
from results.run_folder import COMPLETE, RunFolder, files_of

SPEC = RunSpec(
    scenario="plan",
    scenario_text="a = 1\n",
    county="yueqing",
    pack_fingerprint="ff",
    evidence="ex_ante",
    draws=(0, 1),
    seeds=(1,),
    scale=1.0,
    parameters={"a": 2.0},
)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fake_run(tmp_path_factory.mktemp("record") / "run")


@pytest.fixture
def run(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "moved"))


def test_a_finished_run_verifies_wherever_it_lies(run: Path) -> None:
    assert verify(run) == []


def test_every_flipped_byte_is_found_and_the_file_named(run: Path) -> None:
    for name in [*files_of(run), COMPLETE]:
        path = run / name
        content = path.read_bytes()
        for place in {0, len(content) // 3, len(content) // 2, len(content) - 1}:
            changed = bytearray(content)
            changed[place] ^= 1
            path.write_bytes(bytes(changed))
            problems = verify(run)
            assert problems, f"{name} byte {place}"
            assert problems[0].startswith(f"{name}: changed"), problems
        path.write_bytes(content)
    assert verify(run) == []


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (lambda run: (run / "tables/gains.parquet").unlink(), "tables/gains.parquet: missing"),
        (
            lambda run: (run / "tables/more.parquet").write_bytes(b"x"),
            "tables/more.parquet: not a file",
        ),
        (lambda run: (run / COMPLETE).unlink(), "complete.json: missing"),
        (lambda run: (run / "run.json").write_text("{}"), "run.json: changed"),
        (
            lambda run: (run / "tables/draws.parquet").write_bytes(
                (run / "tables/gains.parquet").read_bytes()
            ),
            "tables/draws.parquet: changed",
        ),
    ],
)
def test_what_is_wrong_is_said(run: Path, harm: Callable[[Path], object], expected: str) -> None:
    harm(run)
    assert verify(run)[0].startswith(expected)


def test_no_folder_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    assert verify(tmp_path / "nowhere") == ["nowhere: there is no such folder"]


def test_a_resealed_change_of_the_record_is_found(run: Path) -> None:
    content = json.loads((run / "run.json").read_text(encoding="utf-8"))
    content["spec"]["seeds"] = [99]
    folder = RunFolder.open(run)
    folder.write_json("run", content)
    assert any("run.json" in problem for problem in verify(run))


def test_a_resealed_change_of_a_table_is_found(run: Path) -> None:
    folder = RunFolder.open(run)
    folder.write_table("draws", folder.read_table("draws").head(3))
    assert verify(run) == ["tables/draws.parquet: not the table that the run record names"]


def test_a_report_written_later_belongs_to_the_run(run: Path) -> None:
    write_report(run)
    assert verify(run) == []
    (run / "report.html").write_text("<p>other</p>")
    assert verify(run) == ["report.html: changed"]


def test_the_hashed_part_knows_no_machine_and_no_time(run: Path) -> None:
    content = json.loads((run / "run.json").read_text(encoding="utf-8"))
    hashed = json.dumps({"spec": content["spec"], "results": content["results"]})
    for trace in (str(run), str(Path.home()), platform.node(), sys.prefix, "seconds"):
        assert trace not in hashed
    assert content["about"] == {"seconds": 151.0}


def test_about_changes_no_hash() -> None:
    first, second = (
        build_record(SPEC, {"tables/a.parquet": "00"}, {"seconds": seconds}) for seconds in (1, 2)
    )
    assert first["sha256"] == second["sha256"]
    assert first["fingerprint"] == second["fingerprint"] == SPEC.fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"scenario_text": "a = 2\n"},
        {"pack_fingerprint": "fe"},
        {"draws": (0, 2)},
        {"seeds": (2,)},
        {"scale": 0.5},
        {"evidence": "evaluation"},
        {"parameters": {"a": 2.5}},
        {"county": "other"},
        {"settings": {"redraws": 100}},
    ],
)
def test_everything_that_decides_numbers_is_in_the_fingerprint(change: dict[str, object]) -> None:
    assert replace(SPEC, **change).fingerprint != SPEC.fingerprint


def test_the_fingerprint_is_the_same_in_every_process(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    code = (
        f"import sys; sys.path.insert(0, {str(root)!r}); from results.record import RunSpec;"
        f"print({SPEC!r}.fingerprint)"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            text=True,
            cwd=tmp_path,
            capture_output=True,
            check=True,
        ).stdout.strip()
        for seed in ("0", "1", "2")
    }
    assert found == {SPEC.fingerprint}
    assert len(SPEC.fingerprint) == 12


def test_code_is_hashed_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "made_up_package"
    (package / "counties").mkdir(parents=True)
    (package / "__init__.py").write_bytes(b"a = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(record, "PACKAGES", ("made_up_package", "not_there"))
    first = record.code_hashes()
    assert list(first) == ["made_up_package"]
    (package / "__init__.py").write_bytes(b"a = 1\r\n")
    (package / "counties" / "b.toml").write_bytes(b"c = 1\n")
    assert record.code_hashes() == first
    (package / "__init__.py").write_bytes(b"a = 2\n")
    assert record.code_hashes() != first


def test_a_fingerprint_does_not_depend_on_the_order_of_keys() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
