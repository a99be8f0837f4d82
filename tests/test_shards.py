"""Shards put together are the undivided run; anything else is refused and says why."""

import json
import shutil
import sqlite3

import cheap_run
import pytest
from cheap_run import forecast, runs_of, tables

from results.record import verify
from scenarios.__main__ import run


@pytest.fixture(scope="module")
def parts(lent_pair, tmp_path_factory):
    """Three shards of a run of two draws and two seeds, to copy."""
    folder = tmp_path_factory.mktemp("shards")
    with pytest.MonkeyPatch.context() as patch:
        cheap_run.borrow(patch, lent_pair, folder / "log.txt")
        for number in (1, 2, 3):
            assert forecast(folder / f"s{number}", 2, 2, "--shard", f"{number}/3") == 0
        assert len(runs_of(folder / "log.txt")) == 4
    return folder


@pytest.fixture
def shards(cheap, parts, tmp_path):
    """The folders of the three shards."""
    return [shutil.copytree(parts / f"s{n}", tmp_path / f"s{n}") for n in (1, 2, 3)]


def merge(out, *folders):
    return run(["merge", str(out), *map(str, folders)])


def test_merged_shards_are_the_undivided_run(cheap, shards, cheap_runs, tmp_path):
    assert merge(tmp_path / "whole", *shards[::-1]) == 0
    assert tables(tmp_path / "whole") == tables(cheap_runs / "fresh")
    assert verify(tmp_path / "whole") == []
    assert runs_of(cheap) == []
    whole, fresh = (
        json.loads((folder / "run.json").read_text(encoding="utf-8"))
        for folder in (tmp_path / "whole", cheap_runs / "fresh")
    )
    assert whole["sha256"] == fresh["sha256"]


def test_a_shard_goes_on_and_says_what_it_is(cheap, shards, capfd):
    assert forecast(shards[0], 2, 2, "--shard", "1/3", "--json") == 0
    said = capfd.readouterr()
    assert json.loads(said.out)["pairs"] == 2
    assert "2 of 2 pairs were done before" in said.err
    assert runs_of(cheap) == []


def test_a_merged_run_can_grow_and_go_on(cheap, shards, cheap_runs, tmp_path):
    assert merge(tmp_path / "whole", *shards) == 0
    assert forecast(tmp_path / "whole", 2, 2) == 0
    assert runs_of(cheap) == []
    assert run(["expand", str(tmp_path / "whole"), "--seeds", "3", "--workers", "1"]) == 0
    assert runs_of(cheap) == [(0, 3), (1, 3)]


def test_more_shards_than_pairs_leave_some_empty(cheap, cheap_runs, tmp_path):
    for number in (1, 2):
        assert forecast(tmp_path / f"s{number}", 1, 1, "--shard", f"{number}/2") == 0
    assert merge(tmp_path / "whole", tmp_path / "s1", tmp_path / "s2") == 0
    assert tables(tmp_path / "whole") == tables(cheap_runs / "small")


def test_a_merger_that_was_stopped_goes_on(shards, cheap_runs, tmp_path, monkeypatch):
    from scenarios.running.store import PairStore

    put, left = PairStore.put, [2]

    def stopping(self, *arguments):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        put(self, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(PairStore, "put", stopping)
        assert merge(tmp_path / "whole", *shards) == 130
    assert merge(tmp_path / "whole", *shards) == 0
    assert tables(tmp_path / "whole") == tables(cheap_runs / "fresh")


def test_what_failed_in_a_shard_is_missing_as_in_the_undivided_run(cheap, tmp_path, monkeypatch):
    monkeypatch.setenv(cheap_run.SICK, "1")
    codes = [forecast(tmp_path / f"s{n}", 2, 2, "--shard", f"{n}/2") for n in (1, 2)]
    assert codes == [0, 3]
    assert forecast(tmp_path / "undivided", 2, 2) == 3
    assert merge(tmp_path / "whole", tmp_path / "s1", tmp_path / "s2") == 3
    assert tables(tmp_path / "whole") == tables(tmp_path / "undivided")
    assert (tmp_path / "whole" / "work" / "failures" / "draw1-seed2.json").is_file()
    monkeypatch.delenv(cheap_run.SICK)
    runs_of(cheap)
    assert forecast(tmp_path / "s2", 2, 2, "--shard", "2/2") == 0
    assert sorted(runs_of(cheap)) == [(1, 1), (1, 2)]
    assert not (tmp_path / "s2" / "work" / "failures").exists()
    assert merge(tmp_path / "whole", tmp_path / "s1", tmp_path / "s2") == 0


def test_a_missing_shard_is_named(shards, tmp_path, capfd):
    assert merge(tmp_path / "whole", shards[0], shards[2]) == 1
    assert "1 of 3 shards are missing: 2/3" in capfd.readouterr().err
    assert not (tmp_path / "whole").exists()


def test_a_shard_given_twice_is_refused(shards, tmp_path, capfd):
    copy = shutil.copytree(shards[1], tmp_path / "copy")
    assert merge(tmp_path / "whole", *shards, copy) == 1
    assert f"copy: is shard 2/3 as {shards[1]} is" in capfd.readouterr().err


def test_shards_of_another_division_overlap(cheap, shards, tmp_path, capfd):
    assert forecast(tmp_path / "half", 2, 2, "--shard", "2/2") == 0
    assert merge(tmp_path / "whole", *shards, tmp_path / "half") == 1
    assert "they overlap" in capfd.readouterr().err


def test_the_shard_of_another_run_is_refused_and_what_differs_is_named(
    cheap, shards, tmp_path, capfd
):
    assert forecast(tmp_path / "other", 2, 1, "--shard", "3/3") == 0
    assert merge(tmp_path / "whole", *shards[:2], tmp_path / "other") == 1
    assert "another run" in (said := capfd.readouterr().err)
    assert "what differs: seeds" in said


def ledger(shard):
    return shard / "work" / "ledger.sqlite"


def change(shard, statement):
    with sqlite3.connect(ledger(shard)) as database:
        database.execute(statement)
    database.close()


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM jobs WHERE id = (SELECT min(id) FROM jobs)",
        "UPDATE parts SET content = substr(content, 1, 50) WHERE job = (SELECT min(id) FROM jobs)",
        "UPDATE parts SET sha256 = '' WHERE job = (SELECT min(id) FROM jobs)",
    ],
)
def test_an_unfinished_or_damaged_shard_is_named_and_can_be_mended(
    cheap, shards, cheap_runs, tmp_path, capfd, damage
):
    change(shards[0], damage)
    assert merge(tmp_path / "whole", *shards) == 1
    said = capfd.readouterr().err
    assert "shard 1/3 is not finished: 1 of 2 pairs are missing or damaged" in said
    assert not (tmp_path / "whole").exists()
    assert forecast(shards[0], 2, 2, "--shard", "1/3") == 0
    assert len(runs_of(cheap)) == 1
    assert merge(tmp_path / "whole", *shards) == 0
    assert tables(tmp_path / "whole") == tables(cheap_runs / "fresh")


def test_a_foreign_ledger_is_no_finished_shard(shards, tmp_path, capfd):
    shutil.copy(ledger(shards[1]), ledger(shards[0]))
    assert merge(tmp_path / "whole", *shards) == 1
    assert "shard 1/3 is not finished: 2 of 2 pairs" in capfd.readouterr().err


def test_a_shard_without_its_ledger_is_named(shards, tmp_path, capfd):
    ledger(shards[2]).unlink()
    assert merge(tmp_path / "whole", *shards) == 1
    assert "shard 3/3 has lost its pairs" in capfd.readouterr().err


def test_a_whole_run_is_no_shard_and_a_shard_no_whole_run(shards, cheap_runs, tmp_path, capfd):
    assert merge(tmp_path / "whole", shards[0], cheap_runs / "fresh") == 1
    assert "there is no shard in this folder" in capfd.readouterr().err
    assert forecast(shards[0], 2, 2) == 1
    assert "belongs to another run" in capfd.readouterr().err
    assert forecast(shards[0], 2, 2, "--shard", "2/3") == 1
    assert "-shard-1-of-3" in capfd.readouterr().err
    assert merge(shards[0], *shards) == 1
    assert "belongs to another run" in capfd.readouterr().err


def test_a_damaged_description_is_said_to_be_damaged(shards, tmp_path, capfd):
    (shards[0] / "shard.json").write_text('{"shard": 4, "shards": 3}', encoding="utf-8")
    assert merge(tmp_path / "whole", *shards) == 1
    assert "the file is damaged; run the shard again" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--shard", "3/2"], "for example 2/8"),
        (["--engine", "dask"], "needs the address of a scheduler"),
        (["--scheduler", "tcp://127.0.0.1:1"], "only the engine dask"),
    ],
)
def test_options_that_make_no_sense_together_are_refused(options, words, tmp_path, capfd):
    assert forecast(tmp_path / "run", 1, 1, *options) == 1
    assert words in capfd.readouterr().err
    assert not (tmp_path / "run").exists()
