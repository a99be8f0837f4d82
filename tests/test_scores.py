"""Scores against closed forms, published formulas and independent computations."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from calibration.proof import score_tests, scores

GRID = (np.arange(20_000) + 0.5) / 20_000
NORMAL = stats.norm.ppf(GRID)


@pytest.mark.parametrize("outcome", [-2.5, -0.3, 0.0, 1.0, 4.0])
def test_crps_of_normal_samples_is_the_closed_form(outcome):
    expected = scores.crps_normal(0.5, 2.0, outcome)
    assert scores.crps(0.5 + 2.0 * NORMAL, outcome) == pytest.approx(expected, abs=2e-4)


def test_the_closed_form_of_the_normal_at_its_centre():
    assert scores.crps_normal(3.0, 1.0, 3.0) == pytest.approx(
        (math.sqrt(2) - 1) / math.sqrt(math.pi)
    )


def test_crps_is_the_double_sum_of_its_definition():
    values = np.array([1.0, 4.0, 4.5, -2.0, 0.25])
    pairs = [abs(a - b) for a in values for b in values]
    first = np.mean(np.abs(values - 0.7))
    assert scores.crps(values, 0.7) == pytest.approx(first - sum(pairs) / (2 * 25))
    assert scores.crps(values, 0.7, fair=True) == pytest.approx(first - sum(pairs) / (2 * 20))


def test_the_fair_score_of_few_samples_is_unbiased_and_the_other_is_not():
    rng = np.random.Generator(np.random.Philox(key=7))
    few = rng.standard_normal((40_000, 4))
    expected = scores.crps_normal(0.0, 1.0, 0.8)
    fair = np.mean([scores.crps(row, 0.8, fair=True) for row in few])
    plain = np.mean([scores.crps(row, 0.8) for row in few])
    assert fair == pytest.approx(expected, abs=0.01)
    assert plain > expected + 0.1


def test_crps_of_one_value_is_the_absolute_error():
    assert scores.crps(np.array([2.0]), 5.0) == 3.0 == scores.absolute_error(np.array([2.0]), 5.0)


@pytest.mark.parametrize("bad", [[], [1.0, math.nan], [math.inf], [[1.0, 2.0]]])
def test_what_is_no_forecast_is_refused(bad):
    with pytest.raises(ValueError, match="finite"):
        scores.crps(np.array(bad), 0.0)


def test_the_interval_score_fines_what_falls_outside():
    assert scores.interval_score(1.0, 3.0, 2.0, 0.9) == 2.0
    assert scores.interval_score(1.0, 3.0, 0.5, 0.9) == pytest.approx(2.0 + 20 * 0.5)
    assert scores.interval_score(1.0, 3.0, 3.1, 0.5) == pytest.approx(2.0 + 4 * 0.1)


def test_the_interval_holds_its_share():
    low, high = scores.interval(NORMAL, 0.9)
    assert (low, high) == pytest.approx((-1.6449, 1.6449), abs=1e-3)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=30), st.integers(-6, 6))
def test_a_mirrored_forecast_has_the_mirrored_pit_and_the_same_crps(values, outcome):
    samples = np.array(values, dtype=float)
    value = scores.pit(samples, outcome)
    assert value + scores.pit(-samples, -outcome) == pytest.approx(1.0)
    assert scores.pit(samples, outcome + 1) >= value
    assert scores.crps(samples, outcome) == pytest.approx(scores.crps(-samples, -outcome))
    assert scores.crps(samples, outcome) >= -1e-12


def test_pit_counts_ties_half():
    assert scores.pit(np.array([1.0, 2.0, 2.0, 3.0]), 2.0) == 0.5


def test_coverage_needs_thirty_place_years():
    assert scores.coverage(np.full(29, 0.5), 0.5).share is None
    found = scores.coverage(np.r_[np.full(24, 0.5), np.full(6, 0.99)], 0.9)
    assert (found.share, found.testable) == (0.8, True)
    low, high = found.range
    expected = stats.binomtest(24, 30).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((expected.low, expected.high))


def test_calibrated_forecasts_are_covered_as_often_as_they_say():
    for level in scores.LEVELS:
        assert scores.coverage(GRID, level).share == pytest.approx(level, abs=1e-3)


def test_pinball_over_many_quantiles_is_the_crps():
    assert scores.quantile_crps(GRID, NORMAL, 0.4) == pytest.approx(
        scores.crps_normal(0.0, 1.0, 0.4), abs=2e-4
    )


D = np.array([0.3, -0.1, 0.4, 0.2, 0.5, -0.2, 0.6, 0.1])


def test_one_step_ahead_the_corrected_test_is_students():
    found = score_tests.diebold_mariano(D, np.zeros(8), 1)
    expected = stats.ttest_1samp(D, 0.0)
    assert found.statistic == pytest.approx(expected.statistic)
    assert found.p_value == pytest.approx(expected.pvalue)


def test_two_steps_ahead_by_hand():
    # mean 0.225; centred .075 -.325 .175 -.025 .275 -.425 .375 -.125
    # gamma0 = sum of squares / 8 = .555 / 8; gamma1 = sum of neighbours' products / 8
    squares = 0.075**2 + 0.325**2 + 0.175**2 + 0.025**2 + 0.275**2 + 0.425**2 + 0.375**2 + 0.125**2
    neighbours = (
        0.075 * -0.325 + -0.325 * 0.175 + 0.175 * -0.025 + -0.025 * 0.275
        + 0.275 * -0.425 + -0.425 * 0.375 + 0.375 * -0.125
    )  # fmt: skip
    # 8 gamma0 + 16 gamma1 is negative here: the variance falls back on gamma0
    assert squares + 2 * neighbours < 0
    plain = 0.225 / math.sqrt(squares / 8 / 8)
    corrected = plain * math.sqrt((8 + 1 - 4 + 2 * 1 / 8) / 8)
    assert score_tests.diebold_mariano(D, np.zeros(8), 2).statistic == pytest.approx(corrected)


def test_overlap_widens_the_variance():
    d = np.array([1.0, 2.0, 2.5, 2.0, 0.5, -0.5, -1.0, 0.5, 1.5, 2.0])
    n, mean = 10, d.mean()
    gamma = [sum((d[t] - mean) * (d[t - k] - mean) for t in range(k, n)) / n for k in range(3)]
    for h in (2, 3):
        variance = gamma[0] + 2 * sum(gamma[1:h])
        dm = mean / math.sqrt(variance / n)
        expected = dm * math.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
        found = score_tests.diebold_mariano(d, np.zeros(n), h)
        assert found.statistic == pytest.approx(expected)
        assert found.p_value == pytest.approx(2 * stats.t.sf(abs(expected), n - 1))


def test_the_sign_says_who_lost_less_and_swapping_turns_it():
    a, b = np.abs(D), np.abs(D) + 0.1 * np.arange(8)
    found, turned = score_tests.diebold_mariano(a, b, 1), score_tests.diebold_mariano(b, a, 1)
    assert found.difference < 0 < turned.difference
    assert found.statistic == pytest.approx(-turned.statistic)


@pytest.mark.parametrize("losses", [np.ones(3), np.ones(8), np.zeros(0)])
def test_no_test_without_years_or_without_difference(losses):
    assert score_tests.diebold_mariano(losses, np.zeros(len(losses)), 1).statistic is None


def test_years_weigh_the_same_however_many_places_they_have():
    found = score_tests.yearly_means([1.0, 3.0, 10.0], [2020, 2020, 2019])
    assert found.tolist() == [10.0, 2.0]


def test_mincer_zarnowitz_is_the_regression_with_its_f_test():
    rng = np.random.Generator(np.random.Philox(key=3))
    x = rng.standard_normal(25)
    y = 0.3 + 0.7 * x + 0.2 * rng.standard_normal(25)
    line = stats.linregress(x, y)
    found = score_tests.mincer_zarnowitz(x, y)
    assert (found.intercept, found.slope) == pytest.approx((line.intercept, line.slope))
    design = np.c_[np.ones(25), x]
    beta = np.array([line.intercept, line.slope]) - [0.0, 1.0]
    s2 = np.sum((y - line.intercept - line.slope * x) ** 2) / 23
    statistic = beta @ (design.T @ design) @ beta / (2 * s2)
    assert found.p_value == pytest.approx(stats.f.sf(statistic, 2, 23))
    assert found.p_value < 0.01
    assert score_tests.mincer_zarnowitz(x, x + 0.2 * rng.standard_normal(25)).p_value > 0.01
    assert score_tests.mincer_zarnowitz(np.ones(9), y[:9]).slope is None


def test_skill_is_relative_and_its_interval_goes_over_places():
    own = {"a": [1.0, 1.0], "b": [1.0], "c": [1.0], "d": [0.5]}
    rival = {"a": [2.0, 2.0], "b": [2.0], "c": [2.0], "d": [1.0]}
    found = score_tests.skill(own, rival)
    assert (found.value, found.low, found.high, found.places) == (0.5, 0.5, 0.5, 4)
    uneven = score_tests.skill(own, rival | {"d": [0.1]})
    assert uneven.low < uneven.value < uneven.high
    assert score_tests.skill({"a": [1.0]}, {"a": [2.0]}).low is None
    with pytest.raises(ValueError, match="no error"):
        score_tests.skill({"a": [1.0]}, {"a": [0.0]})
