"""Rivals by hand: what each forecasts, how wide, and when it has nothing to say."""

import math

import numpy as np
import pytest
from made_panel import panel, path_rows
from scipy import stats

from calibration.history.log_series import all_changes, series_of, spans
from calibration.history.panel_data import Panel
from calibration.proof import rivals
from calibration.proof.rivals import NotAvailable, Predictive, Question

ZHEJIANG = path_rows("zhejiang", range(2015, 2020), 2.0, -0.01, "province")
THREE = [
    *path_rows("anji", range(2015, 2020), 1.8, -0.02, parent="zhejiang"),
    *path_rows("deqing", range(2015, 2020), 1.7, -0.03, parent="zhejiang"),
    *ZHEJIANG,
]


def asked(rows, place, horizon=1, origin=2019, plan=None):
    known = series_of(panel(*rows).until(origin).rows, "ratio")
    return Question(known, place, origin, horizon, plan or {})


@pytest.mark.parametrize("horizon", [1, 2, 3])
def test_pooled_drift_leaves_the_place_out(horizon):
    found = rivals.pooled_drift(asked(THREE, "anji", horizon))
    assert found.centre == pytest.approx(-0.02 * horizon)  # of deqing -0.03 and zhejiang -0.01
    other = rivals.pooled_drift(asked(THREE, "deqing", horizon))
    assert other.centre == pytest.approx(-0.015 * horizon)


def test_the_spread_of_pooled_drift_by_hand():
    # eight yearly changes, four of -0.03 and four of -0.01: each misses the drift by 0.01
    s2 = 8 * 0.01**2 / 7
    found = rivals.pooled_drift(asked(THREE, "anji", 2))
    assert found.scale == pytest.approx(math.sqrt(s2 * (2 + 4 / 8)))
    assert found.freedom == 7


def test_no_change_is_as_wide_as_past_changes():
    found = rivals.no_change(asked(THREE, "anji", 2))
    exact = [-0.04] * 3 + [-0.06] * 3 + [-0.02] * 3
    assert found.centre == 0.0
    assert found.scale == pytest.approx(math.sqrt(np.mean(np.square(exact))))
    assert found.freedom == 9


def test_own_drift_is_the_places_own():
    found = rivals.own_drift(asked(THREE, "deqing", 3))
    assert found.centre == pytest.approx(-0.09)


def test_the_provinces_change_is_its_latest_over_as_many_years():
    rows = [row for row in THREE if "zhejiang,province" not in row]
    rows += path_rows("zhejiang", range(2015, 2019), 2.0, -0.01, "province")
    rows += path_rows("zhejiang", range(2019, 2020), 1.9, 0.0, "province")
    one, three = (rivals.province_change(asked(rows, "anji", h)) for h in (1, 3))
    step = math.log(1.9 / (2.0 * math.exp(-0.03)))
    assert one.centre == pytest.approx(step)
    assert three.centre == pytest.approx(step - 0.02)
    assert isinstance(rivals.province_change(asked(rows, "zhejiang")), NotAvailable)


def test_arima_is_the_own_mean_and_its_own_spread():
    ratios = [2.0, 1.97, 1.95, 1.90, 1.89]
    rows = [f"anji,county,{2015 + i},{20_000 * r!r},20000,,,no," for i, r in enumerate(ratios)]
    changes = np.diff(np.log(ratios))
    found = rivals.arima(asked(rows, "anji", 2))
    assert found.centre == pytest.approx(2 * changes.mean())
    assert found.scale == pytest.approx(changes.std(ddof=1) * math.sqrt(2 + 4 / 4))
    assert found.freedom == 3


def smoothing_by_recursion(y, weight, level, slope):
    """Sum of squared one-step errors and the last level, step by step."""
    squares = 0.0
    for value in y:
        error = value - (level + slope)
        squares += error**2
        level = level + slope + weight * error
    return squares, level


def test_smoothing_with_drift_is_the_best_of_its_recursion():
    y = np.array([0.70, 0.69, 0.66, 0.665, 0.64, 0.63, 0.60])
    weight, level, slope, squares = rivals._smoothed(y)
    start = np.linspace(0.68, 0.74, 61)
    drifts = np.linspace(-0.03, 0.0, 61)
    grid = min(
        smoothing_by_recursion(y, a, l0, b)[0]
        for a in (0.0, 0.25, 0.5, 0.75, 1.0)
        for l0 in start
        for b in drifts
    )
    assert squares <= grid + 1e-12
    assert squares == pytest.approx(grid, rel=0.1)
    assert -0.03 < slope < 0.0
    assert 0.0 <= weight <= 1.0
    assert abs(level - y[-1]) < 0.02


def test_smoothing_on_a_straight_line_continues_it():
    rows = path_rows("anji", range(2014, 2020), 1.8, -0.02)
    found = rivals.smoothing(asked(rows, "anji", 3))
    assert found.centre == pytest.approx(-0.06)


def test_a_gap_in_the_years_ends_the_run_for_smoothing():
    rows = path_rows("anji", [2012, 2013, 2014, 2015, 2017, 2018, 2019], 1.8, -0.02)
    assert isinstance(rivals.smoothing(asked(rows, "anji")), NotAvailable)


def test_the_plan_says_its_figure():
    plan = {("anji", 2020): math.log(1.6)}
    found = rivals.plan_path(asked(THREE, "anji", 1, plan=plan))
    base = math.log(1.8) - 0.08
    assert base + found.centre == pytest.approx(math.log(1.6))
    assert isinstance(rivals.plan_path(asked(THREE, "deqing", 1, plan=plan)), NotAvailable)


@pytest.mark.parametrize("name", rivals.RIVALS)
def test_too_few_data_make_a_rival_unavailable(name):
    answer = rivals.RIVALS[name](asked(path_rows("anji", [2019], 1.8, 0.0), "anji"))
    assert isinstance(answer, NotAvailable)
    assert answer.reason


@pytest.mark.parametrize("name", [*rivals.RIVALS, "five_lines"])
def test_every_forecast_is_a_proper_distribution(name):
    rival = rivals.RIVALS.get(name, rivals.five_lines)
    answer = rival(asked(THREE, "anji", 2, plan={("anji", 2021): 0.5}))
    assert isinstance(answer, Predictive)
    samples = answer.samples(999)
    assert np.all(np.diff(samples) > 0)
    assert np.median(samples) == pytest.approx(answer.centre)
    expected = stats.t.ppf([0.05, 0.95], answer.freedom) * answer.scale + answer.centre
    assert np.quantile(samples, [0.05, 0.95]) == pytest.approx(expected, abs=0.02 * answer.scale)


def test_growth_rates_count_as_a_change_where_levels_do_not():
    rows = ["anji,county,2018,,,8.0,10.0,no,", "anji,county,2019,40000,20000,7.0,9.0,no,"]
    changes = all_changes(series_of(panel(*rows).rows, "ratio"))
    assert [(c.first, c.last) for c in changes] == [(2017, 2018), (2018, 2019)]
    assert changes[0].value == pytest.approx(math.log(1.08 / 1.10))
    assert spans(series_of(panel(*rows).rows, "ratio"), 1) == pytest.approx(
        [math.log(1.08 / 1.10), math.log(1.07 / 1.09)]
    )


def test_a_change_between_levels_is_not_counted_again_from_growth():
    rows = ["anji,county,2018,39000,20000,,,no,", "anji,county,2019,40000,20500,2.6,2.5,no,"]
    assert len(all_changes(series_of(panel(*rows).rows, "ratio"))) == 1


def test_the_errors_known_for_the_projects_panel_come_out():
    """Q20: pooled drift 0.013, no change 0.027 one year ahead; over three years 0.02 and 0.06."""
    from made_panel import fake_fit

    from calibration.proof.backtest import Settings, backtest
    from calibration.proof.backtest_hindsight import hindsight_errors

    bundled = Panel.bundled()
    rows = hindsight_errors(bundled, backtest(bundled, fake_fit, Settings()))
    one, _, three = rows
    assert one["drift_of_all_years"] == pytest.approx(0.013, abs=0.0015)
    assert one["no_change"] == pytest.approx(0.027, abs=0.0015)
    assert three["drift_of_all_years"] == pytest.approx(0.027, abs=0.006)
    assert three["no_change"] == pytest.approx(0.066, abs=0.01)
