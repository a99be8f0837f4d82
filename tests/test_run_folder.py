"""Run folders: safe names, nothing outside, nothing lost, nothing live in a spreadsheet."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from results import files
from results.errors import RunFolderError
from results.files import to_json
from results.names import LONGEST_BYTES, safe_name
from results.run_folder import COMPLETE, STARTED, RunFolder

HOSTILE = (
    "../x",
    "..",
    ".",
    "",
    " ",
    "/etc/passwd",
    "//host/share",
    "~/x",
    "~root",
    "a/../../b",
    "..\\x",
    "C:\\x",
    "C:x",
    "\\\\host\\share",
    "CON",
    "con",
    "CON.txt",
    "nul",
    "AUX",
    "PRN",
    "COM1",
    "COM¹",
    "LPT9.log",
    "CLOCK$",
    "a\nb",
    "a\rb",
    "a\tb",
    "a\0b",
    "\0",
    "x" * 255,
    "x" * 5000,
    "乐" * 200,
    "\u202egnp.exe",
    "a\u200fb",
    "\ufeffplan",
    "．．／x",
    "a:b",
    "a|b",
    "a*b?",
    "<plan>",
    '"plan"',
    "$(touch x)",
    "`touch x`",
    "%TEMP%",
    "-rf",
    "plan ",
    "plan.",
    ".hidden",
    "a\u2028b",
    "\ud800",
    "😀",
    "tables/indicators.parquet",
    "started.json",
    "complete.json",
    "work",
)


def frame() -> pd.DataFrame:
    return pd.DataFrame({"value": [1.5, -2.0], "draw": [0, 1], "parameter": ["a", "乙"]})


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_stay_inside(tmp_path: Path, name: str) -> None:
    outside, parent = tmp_path / "outside", tmp_path / "home" / "runs"
    outside.mkdir()
    parent.mkdir(parents=True)
    folder = RunFolder.inside(parent, name, "abc")
    folder.write_table(name, frame())
    folder.write_json(name, {"name": "x"})
    folder.write_text(name, "x")
    assert folder.path.parent == parent
    everything = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert everything
    assert all(path.is_relative_to(folder.path) for path in everything)


def test_there_are_enough_hostile_names() -> None:
    assert len(set(HOSTILE)) >= 50


@given(st.text(max_size=300))
def test_safe_names_are_portable(text: str) -> None:
    name = safe_name(text)
    assert name == safe_name(text)
    assert 0 < len(name.encode()) <= LONGEST_BYTES
    assert not set(name) & set('/\\:*?"<>|\n\r\t\0 ')
    assert not set(name[0] + name[-1]) & set("-.")
    assert name.isprintable()


@given(st.text(max_size=40), st.text(max_size=40))
def test_different_names_never_meet(first: str, second: str) -> None:
    assert (safe_name(first) == safe_name(second)) == (first == second)


def test_good_names_stay_as_they_are() -> None:
    for name in ("plan", "report.html", "三金-2024", "half_pilot.v2"):
        assert safe_name(name) == name


def test_a_link_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    target, parent = tmp_path / "target", tmp_path / "runs"
    target.mkdir()
    parent.mkdir()
    (parent / "plan").symlink_to(target, target_is_directory=True)
    with pytest.raises(RunFolderError, match="link"):
        RunFolder.inside(parent, "plan", "abc")
    assert list(target.iterdir()) == []


@pytest.mark.parametrize("inner", ["tables", "summary.json", "work"])
def test_links_inside_the_folder_lead_nowhere(tmp_path: Path, inner: str) -> None:
    target = tmp_path / "target"
    target.mkdir()
    folder = RunFolder.create(tmp_path / "run", "abc")
    (folder.path / inner).symlink_to(target, target_is_directory=True)
    acts = {
        "tables": lambda: folder.write_table("draws", frame()),
        "work": lambda: folder.scratch,
        "summary.json": lambda: folder.write_json("summary", {}),
    }
    with pytest.raises(RunFolderError, match="outside"):
        acts[inner]()
    assert list(target.iterdir()) == []


def test_another_runs_folder_is_refused_and_untouched(tmp_path: Path) -> None:
    RunFolder.create(tmp_path / "run", "first").write_json("summary", {"a": 1})
    before = {path: path.read_bytes() for path in (tmp_path / "run").iterdir()}
    with pytest.raises(RunFolderError, match=r"another run \(first\)"):
        RunFolder.create(tmp_path / "run", "second")
    assert {path: path.read_bytes() for path in (tmp_path / "run").iterdir()} == before


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(RunFolderError, match="not empty"):
        RunFolder.create(tmp_path, "abc")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("x")
    with pytest.raises(RunFolderError):
        RunFolder.create(tmp_path / "run", "abc")
    assert (tmp_path / "run").read_text() == "x"


def test_the_same_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    first = RunFolder.create(tmp_path / "run", "abc")
    first.write_table("draws", frame())
    again = RunFolder.create(tmp_path / "run", "abc")
    assert again.hashes() == first.hashes()
    assert set(again.hashes()) == {STARTED, "tables/draws.parquet"}


def test_a_damaged_owner_is_not_taken_over(tmp_path: Path) -> None:
    RunFolder.create(tmp_path / "run", "abc")
    (tmp_path / "run" / STARTED).write_text("{}")
    with pytest.raises(RunFolderError, match=STARTED):
        RunFolder.create(tmp_path / "run", "abc")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "read-only"),
        (errno.EDQUOT, "quota"),
    ],
)
def test_what_the_disk_refuses_is_said_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    folder = RunFolder.create(tmp_path / "run", "abc")
    folder.write_json("summary", {"a": 1})

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(files.os, "fsync", refuse)
    with pytest.raises(RunFolderError, match=words) as caught:
        folder.write_json("summary", {"a": 2})
    assert caught.value.file == "summary.json"
    assert folder.read_json("summary") == {"a": 1}
    assert not list(folder.path.rglob("*.part"))


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_file_that_does_not_fit_leaves_the_old_one(tmp_path: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path;"
        "from results.run_folder import RunFolder; from results.errors import RunFolderError\n"
        "folder = RunFolder.create(Path(sys.argv[1]), 'abc'); folder.write_text('a.txt', 'old')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: folder.write_text('a.txt', 'new' * 1000)\n"
        "except RunFolderError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "run")],
        text=True,
        capture_output=True,
        cwd=Path(__file__).parent.parent,
        check=True,
    )
    assert "a.txt: the disk does not take" in done.stdout
    assert (tmp_path / "run" / "a.txt").read_text() == "old"
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == ["a.txt", STARTED]


def test_tables_come_back_bit_for_bit(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "run", "abc")
    path = folder.write_table("draws", frame())
    first = path.read_bytes()
    back = folder.read_table("draws")
    assert list(back.columns) == ["draw", "parameter", "value"]
    pd.testing.assert_frame_equal(back, frame()[["draw", "parameter", "value"]], check_dtype=False)
    folder.write_table("draws", frame())
    assert path.read_bytes() == first


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "run", "abc")
    with pytest.raises(RunFolderError, match="value"):
        folder.write_table("draws", frame().drop(columns="value"))


@pytest.mark.parametrize("harm", ["cut", "flip", "foreign", "gone"])
def test_harmed_tables_are_named(tmp_path: Path, harm: str) -> None:
    folder = RunFolder.create(tmp_path / "run", "abc")
    path = folder.write_table("draws", frame())
    content = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(
            {"cut": content[:-9], "flip": b"X" + content[1:-1] + b"X", "foreign": b"PK\x03\x04"}[
                harm
            ]
        )
    with pytest.raises(RunFolderError, match=r"tables/draws\.parquet"):
        folder.read_table("draws")


def test_json_is_canonical_and_knows_no_nan() -> None:
    assert to_json({"b": 1, "a": [np.float64(2.5), np.int64(3)]}) == to_json(
        {"a": [2.5, 3], "b": 1}
    )
    with pytest.raises(RunFolderError, match="a.b"):
        to_json({"a": {"b": float("nan")}})
    with pytest.raises(RunFolderError):
        to_json({"a": np.array([1.0, np.inf])})


def test_completion_lists_every_file_but_working_files(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "run", "abc")
    (folder.scratch / "ledger.sqlite").write_bytes(b"x")
    folder.write_table("draws", frame())
    assert not folder.is_complete
    folder.complete()
    sealed = folder.read_json(COMPLETE.removesuffix(".json"))
    assert folder.is_complete
    assert set(sealed["files"]) == {STARTED, "tables/draws.parquet"}
