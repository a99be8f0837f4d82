"""The ledger of forecasts: it grows at the end, and any tampering is found."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.packs.pack import available_packs
from results import forecast_ledger as ledger
from results.errors import RunFolderError
from scenarios.__main__ import run


@pytest.fixture
def folder(tmp_path):
    ledger.append(tmp_path, "forecast", "2026-01-05", [{"place": "甲", "v": 1.5}, {"place": "b"}])
    ledger.append(tmp_path, "outcome", "2026-02-01", [{"place": "甲", "ratio": 1.7}])
    ledger.append(tmp_path, "score", "2026-02-01", [{"crps": 0.01}, {"crps": 0.02}])
    return tmp_path


def lines(folder):
    return (folder / ledger.LEDGER).read_bytes().splitlines(keepends=True)


def put(folder, found):
    (folder / ledger.LEDGER).write_bytes(b"".join(found))


def test_entries_follow_each_other(folder):
    entries = ledger.read(folder)
    assert [entry.sequence for entry in entries] == [0, 1, 2, 3, 4]
    assert [entry.kind for entry in entries] == ["forecast"] * 2 + ["outcome"] + ["score"] * 2
    assert entries[0].previous == ledger.GENESIS
    assert all(b.previous == a.hash for a, b in zip(entries, entries[1:], strict=False))
    assert ledger.check(folder) == []
    assert ledger.head_of(folder) == entries[-1].hash


def test_adding_leaves_every_byte_before_as_it_was(folder):
    before = (folder / ledger.LEDGER).read_bytes()
    ledger.append(folder, "forecast", "2026-03-01", [{"place": "c"}])
    assert (folder / ledger.LEDGER).read_bytes().startswith(before)
    assert len(lines(folder)) == 6


def edited(found):
    return [found[0].replace(b"1.5", b"1.4"), *found[1:]]


def edited_with_its_hash(found):
    """Whoever edits an entry and gives it a new hash breaks the link of the next."""
    old = json.loads(found[1])
    new = ledger.Entry(1, old["previous"], old["kind"], old["date"], {"place": "other"})
    return [found[0], new.line(), *found[2:]]


def inserted(found):
    first = json.loads(found[0])
    extra = ledger.Entry(1, first["hash"], "forecast", "2026-01-05", {"place": "late"})
    return [found[0], extra.line(), *found[1:]]


TAMPERING = {
    "edit": edited,
    "edit and hash": edited_with_its_hash,
    "delete the first": lambda found: found[1:],
    "delete one inside": lambda found: [*found[:2], *found[3:]],
    "delete the last": lambda found: found[:-1],
    "delete all": lambda found: found[:0],
    "reorder": lambda found: [found[1], found[0], *found[2:]],
    "reorder the end": lambda found: [*found[:3], found[4], found[3]],
    "insert": inserted,
    "repeat": lambda found: [*found, found[-1]],
    "blanks": lambda found: [found[0].replace(b'":', b'": ', 1), *found[1:]],
    "an empty line": lambda found: [found[0], b"\n", *found[1:]],
    "another key": lambda found: [found[0].replace(b'{"body"', b'{"a":1,"body"', 1), *found[1:]],
    "no newline": lambda found: [*found[:-1], found[-1].rstrip()],
    "garbage": lambda found: [*found, b"\xff\xfe{"],
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_detected_by_both_commands(folder, how, capfd):
    put(folder, TAMPERING[how](lines(folder)))
    assert ledger.check(folder)
    for command in (["score", "--check", "--ledger", str(folder)], ["verify", str(folder)]):
        assert run(command) == 1
        assert "ledger.jsonl" in capfd.readouterr().out
    with pytest.raises(RunFolderError):
        ledger.append(folder, "forecast", "2026-03-01", [{}])


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"entries": 5}'])
def test_a_tampered_head_is_detected(folder, content):
    (folder / ledger.HEAD).write_bytes(content)
    assert ledger.check(folder)


def test_an_intact_ledger_passes_both_commands(folder):
    for command in (["score", "--check", "--ledger", str(folder)], ["verify", str(folder)]):
        assert run(command) == 0


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_flipped_byte_is_detected(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("ledger")
    ledger.append(folder, "forecast", "2026-01-05", [{"place": "甲"}, {"v": [1, 2.5, None]}])
    file = folder / data.draw(st.sampled_from([ledger.LEDGER, ledger.HEAD]))
    content = bytearray(file.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    file.write_bytes(bytes(content))
    assert ledger.check(folder)


def test_a_rewritten_ledger_is_told_by_an_anchor_quoted_elsewhere(folder, tmp_path, capfd):
    quoted = ledger.read(folder)[1].hash[:16]
    assert ledger.check(folder, [quoted]) == []
    forged = tmp_path / "forged"
    for entry in ledger.read(folder):
        body = {"place": "better"} if entry.sequence == 1 else entry.body
        ledger.append(forged, entry.kind, entry.date, [body])
    assert ledger.check(forged) == []
    assert ledger.check(forged, [quoted])
    assert run(["score", "--check", "--ledger", str(forged), "--head", quoted]) == 1
    assert quoted in capfd.readouterr().out


def test_dates_are_dates_and_never_go_back(folder):
    for day in ("2026-01-31", "yesterday", "2026-02-30", "20260301"):
        with pytest.raises(RunFolderError, match=day):
            ledger.append(folder, "forecast", day, [{}])


def test_numbers_that_are_none_are_refused(folder):
    with pytest.raises(RunFolderError, match="nan"):
        ledger.append(folder, "forecast", "2026-03-01", [{"v": float("nan")}])


LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95]


def forecast(place, median, year=2022, forecaster="model"):
    quantiles = [round(median + step, 3) for step in (-0.1, -0.05, 0.0, 0.05, 0.1)]
    row = {"forecaster": forecaster, "quantity": "ratio", "year": year, "quantiles": quantiles}
    return {"county": place, "place": place, "levels": LEVELS, "forecasts": [row]}


@pytest.fixture
def published(tmp_path):
    folder = tmp_path / "ledger"
    bodies = [forecast("anji", 1.7), forecast("deqing", 1.6, 2023)]
    bodies[0]["forecasts"] += forecast("anji", 1.5, forecaster="no_change")["forecasts"]
    ledger.append(folder, "forecast", "2026-01-05", bodies)
    return folder


def outcomes(tmp_path, *rows):
    file = tmp_path / "outcomes.csv"
    file.write_text("place,level,year,urban_income,rural_income\n" + "\n".join(rows), "utf-8")
    return str(file)


def scored(folder, file, capfd):
    argument = ["--ledger", str(folder), "--date", "2026-06-01", "--json"]
    assert run(["score", "--outcomes", file, *argument]) == 0
    return json.loads(capfd.readouterr().out)


def test_outcomes_are_added_and_scored(published, tmp_path, capfd):
    before = (published / ledger.LEDGER).read_bytes()
    file = outcomes(tmp_path, "anji,county,2022,51000,30000", "huzhou,city,2022,70000,40000")
    said = scored(published, file, capfd)
    assert said["entries"] == 4  # two forecasts, one outcome, one score
    assert (published / ledger.LEDGER).read_bytes().startswith(before)
    model, unchanged = said["record"]
    assert (model["forecaster"], model["n"]) == ("model", 1)
    assert model["mean_absolute_error"] == pytest.approx(0.0)
    assert unchanged["mean_absolute_error"] == pytest.approx(0.2)
    # twice the mean pinball loss of 1.7 with quantiles 1.4, 1.45, 1.5, 1.55, 1.6
    misses = [0.3, 0.25, 0.2, 0.15, 0.1]
    by_hand = 2 * sum(a * b for a, b in zip(LEVELS, misses, strict=True)) / 5
    assert unchanged["weighted_interval_score"] == pytest.approx(by_hand, abs=1e-6)
    assert model["coverage_90"] is None  # one outcome tests nothing


def test_eighty_per_cent_intervals_are_scored_where_an_entry_has_them(tmp_path):
    """Old entries have five quantiles, new ones seven; each is scored by what it says."""
    from scenarios.scoring.ledger_scores import new_scores, record

    folder = tmp_path / "ledger"
    old = forecast("anji", 1.7)
    new = old | {"levels": [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]}
    quantiles = [1.6, 1.62, 1.65, 1.7, 1.75, 1.78, 1.8]
    new["forecasts"] = [old["forecasts"][0] | {"quantiles": quantiles}]
    for body in (old, new):
        ledger.append(folder, "forecast", "2026-01-05", [body])
    outcome = {"place": "anji", "year": 2022, "urban_income": 53_700.0, "rural_income": 30_000.0}
    ledger.append(folder, "outcome", "2026-02-01", [outcome])
    first, second = (body["scores"][0] for body in new_scores(ledger.read(folder)))
    assert (first["absolute_error"], second["absolute_error"]) == (0.09, 0.09)
    assert "inside_80" not in first
    assert (second["inside_50"], second["inside_80"], second["inside_90"]) == (False, False, True)
    many = [{**second, "inside_80": number < 24} for number in range(30)]
    ledger.append(
        folder,
        "score",
        "2026-03-01",
        [{"outcome": ledger.read(folder)[2].hash, "scores": [first, *many]}],
    )
    (row,) = record(ledger.read(folder))
    assert row["n"] == 31
    assert row["coverage_80"] == 24 / 30
    assert row["coverage_90"] == 1.0


def test_the_same_outcome_again_adds_nothing(published, tmp_path, capfd):
    file = outcomes(tmp_path, "anji,county,2022,51000,30000")
    assert scored(published, file, capfd) == scored(published, file, capfd)


def test_a_revised_outcome_is_added_and_names_what_it_revises(published, tmp_path, capfd):
    scored(published, outcomes(tmp_path, "anji,county,2022,51000,30000"), capfd)
    said = scored(published, outcomes(tmp_path, "anji,county,2022,54000,30000"), capfd)
    entries = ledger.read(published)
    first, second = (entry for entry in entries if entry.kind == "outcome")
    assert second.body["revises"] == first.hash
    assert first.body["urban_income"] == 51000
    assert next(row for row in said["record"] if row["forecaster"] == "model")["n"] == 1
    assert said["record"][0]["mean_absolute_error"] == pytest.approx(0.1)


def test_growth_or_one_income_is_no_outcome_of_a_ratio(published, tmp_path, capfd):
    said = scored(published, outcomes(tmp_path, "anji,county,2022,51000,"), capfd)
    assert said["entries"] == 2


def test_the_screen_shows_the_record_or_that_there_is_none(published, tmp_path, capfd):
    for lang in ("en", "zh"):
        assert run(["score", "--ledger", str(published), "--lang", lang]) == 0
    assert "no outcome" in capfd.readouterr().out
    scored(published, outcomes(tmp_path, "anji,county,2022,51000,30000"), capfd)
    assert run(["score", "--ledger", str(published)]) == 0
    assert "not testable" in capfd.readouterr().out


def test_a_folder_that_is_no_run_is_not_published(tmp_path, capfd):
    assert run(["publish", str(tmp_path), "--ledger", str(tmp_path / "ledger")]) == 1
    assert "the run did not finish" in capfd.readouterr().err
    assert not (tmp_path / "ledger").exists()


ROOT = Path(__file__).resolve().parent.parent


def test_the_published_ledger_holds_every_hash_that_the_documentation_quotes():
    quoted = re.findall(r"`([0-9a-f]{64})`", (ROOT / "docs" / "backtest.md").read_text("utf-8"))
    assert quoted
    assert ledger.check(ROOT / "results" / "published" / "ledger", quoted) == []


def test_the_published_ledger_forecasts_every_pack_from_model_and_rivals():
    entries = ledger.read(ROOT / "results" / "published" / "ledger")
    found = {
        entry.body["county"]: {row["forecaster"] for row in entry.body["forecasts"]}
        for entry in entries
        if entry.kind == "forecast"
    }
    assert set(found) == set(available_packs())
    assert all({"model", "no_change", "pooled_drift"} <= names for names in found.values())
