"""The history of benchmarks holds ratios, grows by a row, and overwrites nothing else."""

import csv
from hashlib import sha256
from inspect import getsource
from pathlib import Path

import pytest

from model.errors import InputError
from scenarios.__main__ import run
from scenarios.benchmark import bench_kernel
from scenarios.benchmark.bench_history import COLUMNS, append, history_row
from scenarios.benchmark.bench_machine import entry

PUBLISHED = Path(__file__).resolve().parent.parent / "results/published/bench/history.csv"
ENTRIES = [
    entry("households", 600_000, "households"),
    entry("population", 3.0, "s"),
    entry("starting county of one draw", 1.0, "s"),
    entry("one trend world", 2.0, "s"),
    entry("one pilot world", 4.0, "s"),
    entry("peak memory", 800.0, "MiB"),
    entry("store one pair", 0.5, "s"),
    entry("one pilot world over memory floor", 16.0, "times"),
    entry("plain-Mesa twin, 15000 households", 30.0, "s"),
    entry("twin over engine", 150.0, "times"),
    entry("plain-Mesa twin, 30000 households", 90.0, "s"),
    entry("twin over engine", 200.0, "times"),
]


def rows_of(file):
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def test_a_row_holds_ratios_to_the_quicker_kernel():
    row = history_row(ENTRIES, 0.8, 1.0, "shared")
    assert tuple(row) == COLUMNS
    assert row["pilot_world_over_kernel"] == 5.0
    assert row["trend_world_over_kernel"] == 2.5
    assert row["kernel_after_over_before"] == 1.25
    assert (row["small_twin_households"], row["small_twin_over_engine"]) == (15_000, 150)
    assert (row["large_twin_households"], row["large_twin_over_engine"]) == (30_000, 200)
    assert row["note"] == "shared"


def test_a_machine_twice_as_slow_leaves_every_ratio_to_the_kernel_as_it_was():
    slower = [
        {**item, "value": 2.0 * item["value"]} if item["unit"] == "s" else item for item in ENTRIES
    ]
    assert history_row(ENTRIES, 1.0, 1.0, "") == history_row(slower, 2.0, 2.0, "")


def test_without_a_checkout_the_twin_is_left_empty():
    row = history_row(ENTRIES[:8], 1.0, 1.0, "")
    assert row["small_twin_over_engine"] == row["large_twin_households"] == ""


def test_rows_are_added_and_stay(tmp_path):
    file = tmp_path / "bench" / "history.csv"
    for note in ("first", "second, with a comma", "=third"):
        append(file, history_row(ENTRIES, 1.0, 1.0, note))
    notes = [row["note"] for row in rows_of(file)]
    assert notes == ["first", "second, with a comma", "'=third"]
    append(file, history_row(ENTRIES, 1.0, 1.0, "fourth"))
    assert [row["note"] for row in rows_of(file)][:3] == notes


def test_another_file_is_not_touched(tmp_path):
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="is no history of benchmarks"):
        append(file, history_row(ENTRIES, 1.0, 1.0, ""))
    assert file.read_text(encoding="utf-8") == "a,b\n1,2\n"


def test_the_command_measures_once_and_records(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr("scenarios.benchmark.bench.measure", lambda _: ENTRIES)
    monkeypatch.setattr(bench_kernel, "kernel_seconds", lambda: 2.0)
    file = tmp_path / "history.csv"
    assert run(["bench", "--record", str(file), "--note", "alone"]) == 0
    assert "one pilot world" in capfd.readouterr().out
    assert [row["note"] for row in rows_of(file)] == ["alone"]


def test_the_kernel_is_the_one_of_the_first_row():
    """Whoever changes the kernel begins a new history: its name and this hash change together."""
    source = sha256(getsource(bench_kernel.toy_county).encode()).hexdigest()
    assert (bench_kernel.KERNEL, source[:12]) == ("numpy-1", "52b8accdc764")
    assert bench_kernel.toy_county() == pytest.approx(24922511412.857376, rel=1e-9)


def test_the_published_history_can_be_added_to():
    rows = rows_of(PUBLISHED)
    assert rows
    assert tuple(rows[0]) == COLUMNS
    for row in rows:
        assert float(row["pilot_world_over_kernel"]) > 0.0
        assert float(row["large_twin_over_engine"]) > 1.0
