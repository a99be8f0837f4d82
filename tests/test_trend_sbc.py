"""Simulation-based calibration of the trend fit: ranks of true values are even."""

from pathlib import Path

import numpy as np
import pytest

from calibration.fit.check_store import BIN_NAMES, RUNS, outside_the_band, read_check
from calibration.fit.simulation_check import BINS, DATA_SETS, DRAWS, Check, band, check
from calibration.history.panel_data import LAST_YEAR_OF_FIT, Panel

ROOT = Path(__file__).resolve().parents[1]
SMALL = ("zhejiang", "wenzhou", "huzhou", "cangnan", "jiashan")


def small_panel():
    panel = Panel.bundled().as_of(LAST_YEAR_OF_FIT)
    kept = tuple(row for row in panel.rows if row.place in SMALL)
    return Panel(kept, panel.file)


def made(rank, draws=63):
    n, k = rank.shape
    blank = np.zeros((n, k))
    return Check(tuple(map(str, range(k))), draws, blank, rank, blank, blank)


@pytest.mark.parametrize(("quantity", "reading"), [("gap", "pulse"), ("rural", "two_years")])
def test_ranks_of_a_sample_of_data_sets_are_even(quantity, reading):
    found = check(small_panel(), LAST_YEAR_OF_FIT, quantity, reading, data_sets=40, steps=30)
    assert found.draws == DRAWS == 63
    assert found.rank.min() >= 0
    assert found.rank.max() <= 63
    assert found.outside(bins=4) == []


@pytest.mark.slow
@pytest.mark.parametrize(("quantity", "reading"), RUNS)
def test_ranks_of_all_data_sets_are_even(quantity, reading):
    found = check(Panel.bundled().as_of(LAST_YEAR_OF_FIT), LAST_YEAR_OF_FIT, quantity, reading)
    assert len(found.rank) == DATA_SETS == 200
    stored = {row["parameter"] for row in outside_the_band() if row["reading"] == reading
              and row["quantity"] == quantity}  # fmt: skip
    assert set(found.outside()) == stored


def test_the_stored_check_is_the_full_one_of_both_quantities_in_all_readings():
    rows = read_check()
    assert {(row["quantity"], row["reading"]) for row in rows} == set(RUNS)
    assert len(RUNS) == 6
    for row in rows:
        assert sum(int(row[name]) for name in BIN_NAMES) == int(row["data_sets"]) == DATA_SETS


def test_parameters_outside_the_band_are_named_on_the_page():
    page = (ROOT / "docs" / "trend_fit.md").read_text(encoding="utf-8")
    said = page.split("Outside the band, so not calibrated: ")[1].split("\n\n")[0]
    outside = outside_the_band()
    assert len(outside) <= 2  # of 81 rows in six bands of 99 %
    assert all(f"{row['parameter']} (" in said for row in outside)
    assert outside or said == "none."


def test_the_band_holds_all_bins_at_once_as_often_as_it_says():
    from calibration.named_numbers import uniforms

    n, bins, repeats = 200, 8, 400
    low, high = band(n, bins, bins)
    u = uniforms("band", np.arange(n * repeats)).reshape(repeats, n)
    counts = np.stack([np.histogram(row, bins, (0, 1))[0] for row in u])
    inside = np.all((counts >= low) & (counts <= high), axis=1).mean()
    assert inside >= 0.975


@pytest.mark.parametrize("shape", ["too sure", "too unsure", "biased"])
def test_a_wrong_posterior_leaves_the_band(shape):
    n = 200
    u = (np.arange(n) + 0.5) / n
    wrong = {"too sure": (u > 0.5).astype(float), "too unsure": 0.35 + 0.3 * u, "biased": u**2.5}
    rank = np.floor(wrong[shape] * 63.999).astype(np.int64)[:, None]
    even = np.floor(u * 63.999).astype(np.int64)[:, None]
    found = made(np.concatenate([rank, even], axis=1))
    assert found.outside() == ["0"]
    assert found.histograms().sum() == 2 * n
    assert found.histograms().shape == (2, BINS)


def test_recovery_tells_a_parameter_that_data_speak_of_from_one_that_they_do_not():
    truth = np.linspace(-1, 1, 100)[:, None] * np.ones((1, 2))
    mean = np.stack([truth[:, 0], np.zeros(100) + 1e-9 * np.arange(100) % 2], axis=1)
    sd = np.stack([np.full(100, 0.1), np.full(100, truth[:, 0].std())], axis=1)
    found = Check(("told", "untold"), 63, truth, np.zeros((100, 2), np.int64), mean, sd).recovery()
    assert found["told"] == pytest.approx((1.0, 0.97), abs=0.01)
    assert found["untold"][1] == pytest.approx(0.0, abs=0.01)
