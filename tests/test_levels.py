"""Levels join pairs and redraws as written, and every printed quantile knows its own error."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from calibration.outlook.survey import SurveyErrors
from calibration.outlook.trend import Redraws
from scenarios.forecasting.levels import (
    FOR_SUMMARY,
    REDRAWS_PER_PAIR,
    UNITS,
    WORLDS,
    Pairs,
    cells_of,
    combine,
    effect_rows,
    warnings,
)
from scenarios.forecasting.monte_carlo_error import Cells, error_of_mean, error_of_quantile
from scenarios.forecasting.summarise import NAMES, probability, summarise, summarise_cells

YEARS = range(2022, 2025)
WEIGHT = 0.66944


def some_redraws(n, seed=1):
    rng = np.random.default_rng(seed)
    rural = 42000 * np.exp(np.cumsum(rng.normal(0.065, 0.02, (n, 3)), axis=1))
    ratio = 1.745 * np.exp(np.cumsum(rng.normal(-0.012, 0.01, (n, 3)), axis=1))
    errors = SurveyErrors(
        rng.normal(0, 0.012, (n, 3)),
        rng.normal(0, 0.012, (n, 3)),
        rng.normal(0, 0.012, n),
        rng.normal(0, 0.012, n),
    )
    return Redraws(
        years=YEARS,
        index=np.arange(n),
        rural=rural,
        urban=rural * ratio,
        low_income=np.full((n, 3), 18000.0),
        urban_share=np.tile(0.659 + 0.005 * np.arange(4), (n, 1)),
        prices=np.tile(1.02 ** np.arange(1, 4), (n, 1)),
        errors=errors,
        reading=np.zeros(n, np.int64),
        baseline=np.where(np.arange(n) % 5 == 0, 14645.0, 16376.5),
    )


def some_pairs(draws=3, seeds=2, effect=0.01):
    draw, seed = (part.ravel() for part in np.mgrid[0:draws, 0:seeds])
    trend = np.ones((draws * seeds, 3)) * np.array([45000.0, 48000.0, 51000.0])
    own = trend * np.exp(effect * (1 + draw[:, None]))
    return Pairs(
        draw,
        seed,
        {
            "trend": {
                "rural_income": trend,
                "urban_income": 1.7 * trend,
                "low_income": 0.4 * trend,
            },
            "no_pilot": {
                "rural_income": trend * 1.001,
                "urban_income": 1.7 * trend,
                "low_income": 0.4 * trend,
            },
            "pilot": {"rural_income": own, "urban_income": 1.7 * trend, "low_income": 0.4 * own},
        },
    )


def test_a_level_is_the_redrawn_trend_times_the_effect_of_its_pair():
    pairs, redraws = some_pairs(), some_redraws(400)
    levels = combine(pairs, redraws, WEIGHT)
    pair, future = cells_of(6, 400)
    effect = 0.01 * (1 + pairs.draw[pair])[:, None]
    assert np.allclose(
        levels.samples["rural_income", "pilot"], redraws.rural[future] * np.exp(effect), rtol=1e-12
    )
    assert np.allclose(
        levels.samples["ratio_latent", "pilot"], redraws.ratio[future] * np.exp(-effect), rtol=1e-12
    )
    assert np.allclose(
        levels.samples["ratio_published", "pilot"],
        levels.samples["ratio_latent", "pilot"] * np.exp(redraws.errors.ratio[future]),
        rtol=1e-12,
    )


def test_the_trend_world_is_the_redraws_themselves():
    redraws = some_redraws(300)
    levels = combine(some_pairs(), redraws, WEIGHT)
    future = cells_of(6, 300)[1]
    assert np.allclose(levels.samples["ratio_latent", "trend"], redraws.ratio[future], rtol=1e-12)
    assert np.allclose(levels.samples["low_income", "trend"], 18000.0, rtol=1e-12)


def test_residents_and_real_incomes_by_hand():
    redraws = some_redraws(300)
    samples = combine(some_pairs(), redraws, WEIGHT).samples
    weight = WEIGHT + 0.005 * np.array([1, 2, 3])
    rural, urban = samples["rural_income", "pilot"], samples["urban_income", "pilot"]
    assert np.allclose(
        samples["resident_income", "pilot"], weight * urban + (1 - weight) * rural, rtol=1e-12
    )
    assert np.allclose(
        samples["rural_income_real", "pilot"], rural / 1.02 ** np.array([1, 2, 3]), rtol=1e-12
    )


@given(pairs=st.integers(1, 60), redraws=st.integers(REDRAWS_PER_PAIR, 3000))
def test_every_pair_meets_at_least_two_hundred_redraws_and_all_as_many(pairs, redraws):
    pair, future = cells_of(pairs, redraws)
    assert np.all(np.bincount(pair, minlength=pairs) == len(pair) // pairs)
    assert len(pair) // pairs >= REDRAWS_PER_PAIR
    used = np.bincount(future, minlength=redraws)
    assert used.max() - used.min() <= 1
    met = np.unique(pair * redraws + future)
    assert len(met) == len(pair)  # no pair meets a redraw twice


def test_too_few_redraws_or_no_pair_is_refused():
    with pytest.raises(ValueError, match="199 redraws"):
        cells_of(3, 199)
    with pytest.raises(ValueError, match="no simulated pair"):
        cells_of(0, 400)


def test_the_table_has_every_quantity_world_and_year_once():
    levels = combine(some_pairs(), some_redraws(300), WEIGHT)
    rows = levels.rows()
    keys = {(row["year"], row["quantity"], row["world"]) for row in rows}
    assert keys == {(y, q, w) for y in YEARS for q in UNITS for w in WORLDS}
    assert len(rows) == len(keys)
    assert set(FOR_SUMMARY.values()) <= set(levels.samples)
    for row in rows:
        assert row["p05"] <= row["p25"] <= row["median"] <= row["p75"] <= row["p95"]
        assert row["mc_error"] >= 0.0
    ratio = [r for r in rows if r["quantity"] == "ratio_published"]
    assert all(row[f"mc_error_{name}"] > 0 for row in ratio for name in ("p05", "p95"))


def test_levels_are_the_same_every_time():
    first, again = (combine(some_pairs(), some_redraws(300), WEIGHT).rows() for _ in range(2))
    assert first == again


def test_effects_take_quantiles_over_pairs_only():
    pairs = some_pairs(draws=4, seeds=3)
    rows = effect_rows(pairs, YEARS)
    row = next(r for r in rows if r["quantity"] == "rural_effect_all" and r["year"] == 2024)
    gains = 51000.0 * (np.exp(0.01 * (1 + pairs.draw)) - 1)
    assert row["median"] == pytest.approx(np.median(gains), rel=1e-12)
    assert row["p95"] == pytest.approx(np.quantile(gains, 0.95), rel=1e-12)
    assert row["n"] == 12
    ratio = next(r for r in rows if r["quantity"] == "ratio_effect_pilot" and r["year"] == 2024)
    expected = 1.7 * np.exp(-0.01 * (1 + pairs.draw)) - 1.7 / 1.001
    assert ratio["median"] == pytest.approx(np.median(expected), rel=1e-12)
    assert ratio["world"] == "pilot_vs_no_pilot"


def test_one_draw_gives_effects_without_interval_and_says_so():
    pairs = some_pairs(draws=1, seeds=4)
    row = effect_rows(pairs, YEARS)[0]
    assert row["median"] is not None
    assert row["p05"] is row["p95"] is row["mc_error"] is None
    assert any("one draw" in text for text in warnings(pairs))
    assert not any("one seed" in text for text in warnings(pairs))
    level = combine(pairs, some_redraws(300), WEIGHT).rows()[0]
    assert level["p05"] < level["p95"]


def test_one_seed_says_so():
    assert any("one seed" in text for text in warnings(some_pairs(draws=3, seeds=1)))
    assert warnings(some_pairs(draws=3, seeds=2)) == []


def test_failed_pairs_are_left_out_of_a_summary():
    values = np.array([[1.0, np.nan], [3.0, 5.0]])
    assert summarise(values, "yuan").json()["median"] == 3.0
    assert summarise(values, "yuan").n == 3
    empty = summarise(np.full((2, 2), np.nan), "yuan")
    assert empty.n == 0
    assert set(empty.json().values()) == {None, "yuan"}


@given(arrays(np.float64, (8, 3), elements=st.floats(-1e6, 1e6)))
def test_the_error_of_a_mean_is_that_of_the_means_of_its_draws(values):
    error = error_of_mean(values.ravel(), Cells(np.repeat(np.arange(8), 3)))
    expected = values.mean(axis=1).std(ddof=1) / np.sqrt(8)
    assert error == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_crossed_draws_and_redraws_both_count_once():
    """x = a(draw) + b(redraw): the variance of the mean is Var(a) / D + Var(b) / R."""
    rng = np.random.default_rng(5)
    a, b = rng.normal(0, 1, 40), rng.normal(0, 2, 500)
    draw, redraw = (part.ravel() for part in np.mgrid[0:40, 0:500])
    error = error_of_mean(a[draw] + b[redraw], Cells(draw, redraw))
    assert error == pytest.approx(np.sqrt(a.var(ddof=1) / 40 + b.var(ddof=1) / 500), rel=0.02)


def test_distinct_redraws_of_draws_without_effect_count_once():
    """Draws that change nothing add nothing, though each has redraws of its own."""
    values = np.random.default_rng(6).normal(size=6000)
    error = error_of_mean(values, Cells(np.arange(6000) // 100, np.arange(6000)))
    assert error == pytest.approx(values.std() / np.sqrt(6000), rel=0.3)


@given(st.floats(-1e6, 1e6), st.sampled_from([0.05, 0.5, 0.95]))
def test_a_constant_has_no_error(value, level):
    assert error_of_quantile(np.full(20, value), level, Cells(np.arange(20))) == 0.0


def test_the_error_of_a_median_is_the_one_theory_gives():
    """Normal values: the median's standard error is 1.2533 / sqrt(n)."""
    values = np.random.default_rng(3).normal(size=(400, 1))
    assert summarise(values, "-").errors["median"] == pytest.approx(1.2533 / 20, rel=0.35)


def test_seeds_of_one_draw_do_not_count_as_new_evidence():
    by_draw = np.random.default_rng(4).normal(size=(100, 1))
    once = summarise(by_draw, "-").errors["median"]
    often = summarise(np.repeat(by_draw, 20, axis=1), "-").errors["median"]
    assert often == pytest.approx(once, rel=0.15)


def test_errors_fall_with_the_root_of_the_redraws():
    errors = []
    for n in (1000, 16000):
        levels = combine(some_pairs(), some_redraws(n), WEIGHT)
        values, cells = levels.samples["ratio_published", "trend"], levels.cells_in("trend")
        rows = [summarise_cells(values[:, year], cells, "ratio").row() for year in range(3)]
        errors.append(np.mean([row["mc_error"] for row in rows]))
    assert errors[0] / errors[1] == pytest.approx(4.0, rel=0.25)


def test_a_probability_has_the_error_of_a_share():
    met = np.arange(400) % 4 == 0
    share, error = probability(met, Cells(np.arange(400)))
    assert share == 0.25
    assert error == pytest.approx(np.sqrt(0.25 * 0.75 / 400), rel=0.25)
    assert probability(met, Cells(np.zeros(400, np.int64))) == (0.25, None)


def test_a_summary_has_the_keys_of_the_summary_file():
    keys = {"median", "p05", "p25", "p75", "p95", "mc_error", "unit"}
    assert set(summarise(np.ones((2, 2)), "ratio").json()) == keys
    assert set(NAMES) | {"mean", "mc_error", "n", "unit"} <= set(
        summarise(np.ones((2, 2)), "-").row()
    )
