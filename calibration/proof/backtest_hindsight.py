"""How well a constant drift could do that knows the future: a yardstick, and no rival."""

from typing import Any

import numpy as np

from calibration.history.log_series import Known, all_changes, series_of
from calibration.proof.backtest import Backtest
from calibration.proof.backtest_interfaces import Data
from calibration.proof.backtest_targets import Target

Row = dict[str, Any]


def hindsight_errors(panel: Data, found: Backtest) -> list[Row]:
    """Errors of no change and of a drift over *all* years of the other places, on levels.

    The second knows the future, so it is no rival: it says how well the best constant would do.
    """
    series = series_of(panel.rows, found.settings.quantity)
    rows = []
    for horizon in found.settings.horizons:
        targets = {
            one.target
            for one in found.scored
            if one.target.base is not None and one.target.horizon == horizon
        }
        drifts = {
            place: _drift_without(series, place) for place in sorted({t.place for t in targets})
        }
        errors = [
            [_level_error(target, 0.0), _level_error(target, horizon * drift)]
            for target in sorted(targets, key=lambda t: (t.place, t.origin))
            if (drift := drifts[target.place]) is not None
        ]
        if errors:
            unchanged, drifted = np.mean(errors, axis=0)
            rows.append(
                {
                    "horizon": horizon,
                    "n": len(errors),
                    "no_change": float(unchanged),
                    "drift_of_all_years": float(drifted),
                }
            )
    return rows


def _drift_without(series: Known, place: str) -> float | None:
    changes = all_changes(series, without=place)
    years = sum(change.years for change in changes)
    return sum(change.value for change in changes) / years if years else None


def _level_error(target: Target, change: float) -> float:
    base = target.base or 0.0
    return float(abs(np.exp(base + change) - np.exp(base + target.change)))
