"""Forecasts made wider by their own record: as much as it asks for, and by nothing later."""

import numpy as np
import pytest
from made_panel import fake_fit, panel, path_rows
from scipy.stats import norm

from calibration.history.log_series import series_of
from calibration.proof.backtest import MODEL, Settings, backtest
from calibration.proof.backtest_targets import Target
from calibration.proof.rivals import NotAvailable
from calibration.proof.widening import NAME, Widening, widened

NORMAL = norm.ppf((np.arange(999) + 0.5) / 999)


def known(*years):
    return series_of(panel(*path_rows("anji", years, 1.8, -0.01)).rows, "ratio")


def target(origin, change, horizon=1):
    return Target("anji", "county", origin, horizon, 0.5, change, derived=False)


def test_the_variance_of_the_drift_is_added_and_the_median_stays():
    wide = widened(0.01 * NORMAL - 0.02, 3, 0.004)
    assert np.median(wide) == pytest.approx(-0.02)
    assert wide.std() == pytest.approx(np.hypot(0.01 * NORMAL.std(), 0.012))
    assert np.array_equal(widened(NORMAL, 2, 0.0), NORMAL)


@pytest.mark.parametrize(("misses", "least", "most"), [(0.2, 0.0, 0.0), (3.0, 0.008, 0.016)])
def test_forecasts_that_were_too_sure_get_wider_and_others_do_not(misses, least, most):
    record = Widening()
    for origin, sign in ((2014, 1), (2015, -1), (2016, 1)):
        record.forecast(target(origin, sign * misses * 0.005), 0.005 * NORMAL, 0.0)
    assert least <= record.width(known(*range(2014, 2018))) <= most


def test_only_targets_with_both_ends_known_are_learnt_from():
    record = Widening()
    for origin in (2014, 2015, 2016):
        record.forecast(target(origin, 0.02), 0.005 * NORMAL, 0.0)
    assert record.width(known(2014, 2015, 2016)) == 0.0
    assert record.width(known(2015, 2016, 2017)) == 0.0
    assert record.width(known(2014, 2015, 2016, 2017)) > 0.005
    missing = NotAvailable("nothing")
    assert record.forecast(target(2017, 0.02), missing, 0.01) == (missing, "")


def test_the_backtest_scores_the_candidate_beside_the_model_and_widens_it_after_a_miss():
    jump = [
        *path_rows("zhejiang", range(2017, 2019), 2.1, -0.01, "province"),
        *path_rows("zhejiang", range(2019, 2023), 1.7, -0.01, "province"),
    ]
    found = backtest(panel(*jump), fake_fit, Settings(last_origin=2021))
    plain, wide = ({s.target: s for s in found.of(name)} for name in (MODEL, NAME))
    assert plain.keys() == wide.keys()
    for at, one in plain.items():
        spread, wider = (s.quantiles[-1] - s.quantiles[0] for s in (one, wide[at]))
        if at.origin <= 2018:
            assert wider == pytest.approx(spread)
        else:
            assert wider > 1.2 * spread
