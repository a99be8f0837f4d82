"""The ledger of an ensemble finds every damaged and foreign part, and refuses what it cannot do."""

import sqlite3

import fake_pairs
import pandas as pd
import pytest

from model.errors import InputError
from scenarios.running import arrow
from scenarios.running.arrow import decode, encode, joined
from scenarios.running.failure import Failure
from scenarios.running.job import all_jobs
from scenarios.running.store import PairStore

JOBS = all_jobs(fake_pairs.job(), draws=3, seeds=1)


@pytest.fixture
def ledger(tmp_path):
    """A ledger with three finished pairs."""
    path = tmp_path / "ledger.sqlite"
    with PairStore(path) as store:
        for job in JOBS:
            store.put(job, encode(fake_pairs.quick(job)), 1.5)
    return path


def change(path, statement, *values):
    with sqlite3.connect(path) as database:
        database.execute(statement, values)
    database.close()


def intact(path):
    with PairStore(path) as store:
        return {job.draw for job in JOBS if job.id in store.intact(JOBS)}


def test_tables_come_back_as_they_were(ledger):
    with PairStore(ledger) as store:
        parts = store.read(JOBS[1])
    for name, table in fake_pairs.quick(JOBS[1]).items():
        assert decode(parts[name]).equals(table)


def test_the_same_tables_are_the_same_bytes():
    assert encode(fake_pairs.quick(JOBS[0])) == encode(fake_pairs.quick(JOBS[0]))


def test_all_is_intact_when_nothing_happened(ledger):
    assert intact(ledger) == {0, 1, 2}


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_flipped_bit_is_found_and_the_part_is_missing(ledger, place):
    part = bytearray(encode(fake_pairs.quick(JOBS[1]))["gains"])
    part[place] ^= 1
    change(
        ledger,
        "UPDATE parts SET content = ? WHERE job = ? AND name = 'gains'",
        bytes(part),
        JOBS[1].id,
    )
    assert intact(ledger) == {0, 2}


def test_a_truncated_part_is_found(ledger):
    change(ledger, "UPDATE parts SET content = substr(content, 1, 50) WHERE job = ?", JOBS[0].id)
    assert intact(ledger) == {1, 2}


def test_the_part_of_another_job_is_found(ledger):
    change(ledger, "DELETE FROM parts WHERE job = ?", JOBS[0].id)
    change(ledger, "UPDATE parts SET job = ? WHERE job = ?", JOBS[0].id, JOBS[1].id)
    assert intact(ledger) == {2}


def test_parts_of_jobs_that_are_not_asked_for_are_left_out(ledger):
    with PairStore(ledger) as store:
        assert store.intact(JOBS[:1]) == {JOBS[0].id}


def test_a_part_that_changes_while_it_is_read_is_an_error(ledger):
    change(ledger, "UPDATE parts SET content = x'00' WHERE job = ?", JOBS[2].id)
    with PairStore(ledger) as store, pytest.raises(InputError, match="run the same command again"):
        store.read(JOBS[2])
    with PairStore(ledger) as store, pytest.raises(InputError, match="run the same command again"):
        store.part(JOBS[2], "gains")


def test_tables_are_read_one_by_one(ledger):
    with PairStore(ledger) as store:
        assert store.names(JOBS) == ["gains", "indicators"]
        assert store.part(JOBS[0], "gains") == store.read(JOBS[0])["gains"]
        assert store.part(JOBS[0], "villages") is None


@pytest.mark.parametrize("empty", [False, True])
def test_joined_streams_are_the_tables_one_under_the_other(empty, monkeypatch):
    tables = [fake_pairs.quick(job)["gains"] for job in JOBS]
    if empty:
        tables[1] = tables[1].assign(value=[None] * len(tables[1]))
    parts = [encode({"gains": table})["gains"] for table in tables]
    monkeypatch.setattr(arrow, "_BLOCK", 2)
    found = joined(parts)
    assert found.equals(pd.concat([decode(part) for part in parts], ignore_index=True))
    assert found.value.notna().sum() == (10 if empty else 15)


@pytest.mark.parametrize("damage", ["cut", "zeros", "text"])
def test_a_ledger_that_is_no_ledger_is_set_aside(ledger, damage):
    content = ledger.read_bytes()
    if damage == "cut":
        ledger.write_bytes(content[: len(content) // 2 + 100])
    elif damage == "zeros":
        ledger.write_bytes(b"\0" * 4096 + content[4096:])
    else:
        ledger.write_text("not a database, but long enough to be taken for one" * 40)
    with PairStore(ledger) as store:
        assert store.set_aside is not None
        assert store.set_aside.read_bytes()
        assert store.intact(JOBS) == set()
        store.put(JOBS[0], encode(fake_pairs.quick(JOBS[0])), 1.0)
        assert store.intact(JOBS) == {JOBS[0].id}


def test_failures_are_kept_until_the_job_succeeds(ledger):
    with PairStore(ledger) as store:
        store.put_failure(Failure(JOBS[1], "timeout", "slow"))
        assert [failure.kind for failure in store.failures(JOBS)] == ["timeout"]
        store.put(JOBS[1], encode(fake_pairs.quick(JOBS[1])), 1.0)
        assert store.failures(JOBS) == []


def test_two_runs_cannot_write_one_folder(ledger):
    with PairStore(ledger), pytest.raises(InputError, match="another run is writing"):
        PairStore(ledger)


def test_a_folder_that_is_not_there_is_a_clear_message(tmp_path):
    with pytest.raises(InputError, match="cannot be written to"):
        PairStore(tmp_path / "nowhere" / "ledger.sqlite")


def test_a_full_disk_is_a_clear_message(ledger):
    with PairStore(ledger) as store:
        store._database.execute("PRAGMA max_page_count = 1")
        with pytest.raises(InputError, match="the disk is full"):
            store.put(JOBS[0], {"gains": b"x" * 10_000_000}, 1.0)
        assert JOBS[0].id in store.intact(JOBS)
