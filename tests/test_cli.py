"""The command line does what its help says, and the same command gives the same bytes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from results.numbers import written
from scenarios.__main__ import run
from scenarios.running import execute
from scenarios.running.ensemble import run_ensemble
from scenarios.words import decides

ROOT = Path(__file__).resolve().parent.parent
SMALL = ["--draws", "2", "--seeds", "2", "--scale", "0.01"]

KEYS = {
    "county", "scenario", "counterfactual", "estimand", "scale", "draws", "seeds", "fingerprint",
    "years", "targets", "variance_shares", "warnings",
}  # fmt: skip
QUANTITIES = {
    "ratio_published", "ratio_latent", "ratio_no_pilot", "ratio_trend", "ratio_effect_pilot",
    "ratio_effect_all", "rural_effect_pilot", "rural_effect_all", "rural_income", "urban_income",
    "resident_income", "low_income", "collective_income", "workshop_jobs", "gini_rural",
    "middle_income_share",
}  # fmt: skip
NUMBERS = {"median", "p05", "p25", "p75", "p95", "mc_error", "unit"}


def command(*arguments, **environment):
    """Run a command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "scenarios", *arguments], cwd=ROOT, capture_output=True,
        encoding="utf-8", env={**os.environ, **environment}, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def forecast(tmp_path_factory):
    """One small forecast: its folder and what it printed as JSON."""
    folder = tmp_path_factory.mktemp("runs") / "small"
    done = command("forecast", "yueqing", *SMALL, "--workers", "2", "--json", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def tables(folder):
    return {path.name: path.read_bytes() for path in (folder / "tables").glob("*.parquet")}


def test_the_summary_has_every_key_and_every_number(forecast):
    _, summary = forecast
    assert set(summary) >= KEYS
    assert set(summary["years"]) == {"2022", "2023", "2024"}
    for entries in summary["years"].values():
        assert set(entries) >= QUANTITIES
        assert all(set(entry) == NUMBERS for entry in entries.values())
    for target in summary["targets"]:
        assert set(target) >= {"indicator", "year", "target", "value", "probability", "modelled"}


def test_quantiles_are_in_order_and_shares_add_up(forecast):
    _, summary = forecast
    for entries in summary["years"].values():
        for entry in entries.values():
            found = [entry[name] for name in ("p05", "p25", "median", "p75", "p95")]
            known = [value for value in found if value is not None]
            assert known == sorted(known)
    assert None not in summary["years"]["2024"]["ratio_published"].values()
    assert sum(summary["variance_shares"].values()) == pytest.approx(1.0)


def test_the_folder_proves_itself_and_names_what_changed(forecast, capfd):
    folder, _ = forecast
    assert run(["verify", str(folder)]) == 0
    table = folder / "tables" / "gains.parquet"
    content = table.read_bytes()
    table.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert run(["verify", str(folder)]) == 1
    assert "tables/gains.parquet: changed" in capfd.readouterr().out
    table.write_bytes(content)
    assert run(["verify", str(folder)]) == 0


@pytest.mark.parametrize(("workers", "seed"), [("1", "1"), ("2", "2")])
def test_the_same_command_gives_the_same_bytes(forecast, tmp_path, workers, seed):
    folder, summary = forecast
    done = command(
        "forecast", "yueqing", *SMALL, "--json", "--workers", workers, "--out",
        str(tmp_path / "again"), PYTHONHASHSEED=seed,
    )  # fmt: skip
    assert json.loads(done.stdout) == summary
    assert tables(tmp_path / "again") == tables(folder)


def test_a_finished_run_is_not_run_again(forecast):
    folder, summary = forecast
    before = tables(folder)
    done = command("forecast", "yueqing", *SMALL, "--json", "--out", str(folder))
    assert "4 of 4 pairs were done before" in done.stderr
    assert json.loads(done.stdout) == summary
    assert tables(folder) == before


def test_the_screen_and_the_json_say_the_same(forecast):
    folder, summary = forecast
    for lang in ("zh", "en"):
        done = command("forecast", "yueqing", *SMALL, "--lang", lang, "--out", str(folder))
        assert done.stdout.splitlines()[0] == decides(summary, lang)
        ratio = summary["years"]["2024"]["ratio_published"]
        for name in ("median", "p05", "p25", "p75", "p95"):
            assert written(ratio[name], "ratio", lang) in done.stdout
        for warning in summary["warnings"]:
            assert lang == "zh" or warning in done.stdout
        assert str(folder / "report.html") in done.stdout.replace("\n", "")


def test_the_paired_effects_are_those_of_the_tables(forecast):
    folder, summary = forecast
    rows = pd.read_parquet(folder / "tables" / "indicators.parquet")
    rows = rows[(rows.indicator == "rural_income") & (rows.year == 2024)]
    wide = rows.pivot_table(index=["draw", "seed"], columns="world", values="value")
    entries = summary["years"]["2024"]
    assert (wide.pilot - wide.no_pilot).median() == pytest.approx(
        entries["rural_effect_pilot"]["median"], abs=1e-6
    )
    assert (wide.pilot - wide.trend).median() == pytest.approx(
        entries["rural_effect_all"]["median"], abs=1e-6
    )


def test_gains_of_households_add_up_to_one_change_in_every_breakdown(forecast):
    folder, _ = forecast
    gains = pd.read_parquet(folder / "tables" / "gains.parquet")
    gains = gains[gains.breakdown.isin(["decile", "register", "village_tier", "town"])]
    gains = gains.assign(total=gains.persons * gains.gain_per_head)
    keys = ["draw", "seed", "contrast", "year", "breakdown"]
    sums = gains.groupby(keys)[["persons", "total"]].sum().unstack("breakdown")
    for name in ("persons", "total"):
        spread = sums[name].max(axis=1) - sums[name].min(axis=1)
        assert (spread <= 1e-6 * gains.persons.max()).all()


def test_ten_deciles_hold_equally_many(forecast):
    folder, _ = forecast
    gains = pd.read_parquet(folder / "tables" / "gains.parquet")
    tenths = gains[(gains.breakdown == "decile") & (gains.draw == 0) & (gains.seed == 1)]
    shares = tenths.groupby(["contrast", "year"]).persons.transform(lambda p: p / p.sum())
    assert shares.between(0.09, 0.11).all()


def test_another_run_may_not_use_the_folder(forecast, capfd):
    folder, _ = forecast
    before = tables(folder)
    arguments = ["forecast", "yueqing", *SMALL[:-1], "0.02", "--out", str(folder)]
    assert run(arguments) == 1
    assert "belongs to another run" in (said := capfd.readouterr().err)
    assert "scale" in said
    assert tables(folder) == before


def test_a_damaged_ledger_is_computed_again(forecast):
    folder, summary = forecast
    ledger = folder / "work" / "ledger.sqlite"
    content = ledger.read_bytes()
    ledger.write_bytes(content[:10_000])
    done = command("forecast", "yueqing", *SMALL, "--json", "--out", str(folder))
    assert "damaged" in done.stderr
    assert json.loads(done.stdout) == summary


def test_the_report_can_be_made_again(forecast, capfd):
    folder, _ = forecast
    (folder / "report.html").unlink()
    assert run(["report", str(folder)]) == 0
    assert "report.html" in capfd.readouterr().out
    assert (folder / "report.html").stat().st_size > 10_000


def test_failed_pairs_end_in_three_and_can_be_repeated(tmp_path, monkeypatch, capfd):
    def sick(*arguments, **given):
        return run_ensemble(*arguments, **{**given, "runner": "fake_pairs:second_draw_raising"})

    monkeypatch.setattr(execute, "run_ensemble", sick)
    out = ["--out", str(tmp_path / "run")]
    assert run(["forecast", "yueqing", *SMALL, *out, "--json"]) == 3
    said = capfd.readouterr()
    summary = json.loads(said.out)
    assert summary["failures"] == 2
    assert "this draw does not close" in said.err
    assert any("failed" in warning for warning in summary["warnings"])
    file = tmp_path / "run" / "work" / "failures" / "draw1-seed1.json"
    assert run(["run", "--job", str(file)]) == 0


def test_a_dry_run_writes_nothing(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    assert run(["forecast", *SMALL, "--dry-run", "--json"]) == 0
    plan = json.loads(capfd.readouterr().out)
    assert plan["pairs"] == 4
    assert [step["step"] for step in plan["quarter"]][0] == "self.open_quarter()"
    assert list(tmp_path.iterdir()) == []
