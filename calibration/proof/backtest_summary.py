"""A backtest in a few tables: scores by forecaster and horizon, comparisons, PIT, verdict.

Every number that compares two forecasters uses the targets that both have. Horizon 0 stands for all
horizons together.
"""

from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from calibration.proof import score_tests, scores
from calibration.proof.backtest import COMBINED, FIVE_LINES, MODEL, Backtest
from calibration.proof.backtest_comparisons import (
    POOLED,
    at_horizon,
    compared,
    horizons_of,
    mean_of,
    verdict,
)
from calibration.proof.backtest_hindsight import hindsight_errors
from calibration.proof.backtest_interfaces import Data
from calibration.proof.scored import Scored

Row = dict[str, Any]

PIT_BINS = 10


@dataclass(frozen=True)
class Summary:
    """The tables of a backtest by name, and what they say about the model."""

    verdict: Row
    tables: dict[str, list[Row]]


def summarise(panel: Data, found: Backtest) -> Summary:
    """Every table of a backtest of a panel."""
    comparisons = compared(found)
    return Summary(
        verdict(found, comparisons),
        {
            "scores": [row for name in found.forecasters() for row in _scores(found, name)],
            "comparisons": comparisons,
            "by_origin": _by_origin(found),
            "pit": _pit(found),
            "unbiasedness": _unbiasedness(found),
            "not_available": _not_available(found),
            "hindsight": hindsight_errors(panel, found),
            "weights": [
                {"origin": origin, **dict(weights)} for origin, weights in found.weights.items()
            ],
            "forecasts": [_forecast(one) for one in found.scored],
        },
    )


def _scores(found: Backtest, forecaster: str) -> list[Row]:
    """Scores of one forecaster by horizon, on every target that it has."""
    rows = []
    for horizon in horizons_of(found):
        own = at_horizon(found.of(forecaster), horizon)
        if not own:
            continue
        pits = np.array([one.pit for one in own])
        row: Row = {
            "forecaster": forecaster,
            "horizon": horizon,
            "n": len(own),
            "places": len({one.target.place for one in own}),
            "mean_absolute_error": mean_of(one.error for one in own),
            "crps": mean_of(one.crps for one in own),
            "mean_absolute_error_log": mean_of(one.error_log for one in own),
            "crps_log": mean_of(one.crps_log for one in own),
            "bias_log": mean_of(one.change - one.target.change for one in own),
        }
        for place, level in enumerate(scores.LEVELS):
            covered = scores.coverage(pits, level)
            low, high = covered.range or (None, None)
            name = f"{100 * level:.0f}"
            row |= {
                f"interval_score_{name}_log": mean_of(one.interval_scores[place] for one in own),
                f"coverage_{name}": covered.share,
                f"coverage_{name}_low": low,
                f"coverage_{name}_high": high,
            }
        rows.append(row)
    return rows


def _by_origin(found: Backtest) -> list[Row]:
    """Scores of model, combination and pooled drift by origin, all horizons together."""
    rows = []
    for name in (MODEL, COMBINED, POOLED):
        own = found.of(name)
        for origin in sorted({one.target.origin for one in own}):
            here = [one for one in own if one.target.origin == origin]
            rows.append(
                {
                    "forecaster": name,
                    "origin": origin,
                    "n": len(here),
                    "mean_absolute_error": mean_of(one.error for one in here),
                    "crps_log": mean_of(one.crps_log for one in here),
                    "bias_log": mean_of(one.change - one.target.change for one in here),
                }
            )
    return rows


def _pit(found: Backtest) -> list[Row]:
    """Histogram of PIT values by forecaster; flat where forecasts are calibrated."""
    rows = []
    edges = np.linspace(0.0, 1.0, PIT_BINS + 1)
    for name in found.forecasters():
        values = [one.pit for one in found.of(name)]
        counts, _ = np.histogram(values, edges)
        rows += [
            {
                "forecaster": name,
                "low": round(float(edges[bin_]), 2),
                "high": round(float(edges[bin_ + 1]), 2),
                "count": int(count),
                "expected": len(values) / PIT_BINS,
            }
            for bin_, count in enumerate(counts)
            if values
        ]
    return rows


def _unbiasedness(found: Backtest) -> list[Row]:
    """Mincer-Zarnowitz on changes of the log, for model, combination and pooled drift."""
    rows = []
    for name in (MODEL, COMBINED, POOLED, FIVE_LINES):
        for horizon in horizons_of(found):
            own = at_horizon(found.of(name), horizon)
            if not own:
                continue
            line = score_tests.mincer_zarnowitz(
                np.array([one.change for one in own]),
                np.array([one.target.change for one in own]),
            )
            rows.append(
                {
                    "forecaster": name,
                    "horizon": horizon,
                    "n": line.n,
                    "intercept": line.intercept,
                    "slope": line.slope,
                    "p_value": line.p_value,
                }
            )
    return rows


def _not_available(found: Backtest) -> list[Row]:
    """How often a forecaster had no forecast, by horizon, level of the place and reason."""
    counts: dict[tuple[str, int, str, str], int] = {}
    for one in found.scored:
        if one.missing:
            key = one.forecaster, one.target.horizon, one.target.level, one.missing
            counts[key] = counts.get(key, 0) + 1
    names = ("forecaster", "horizon", "level", "reason")
    return [{**dict(zip(names, key, strict=True)), "n": n} for key, n in sorted(counts.items())]


def _forecast(one: Scored) -> Row:
    """One forecast as a row; None where there is no number."""
    target = one.target
    names = ("p05", "p10", "p25", "median", "p75", "p90", "p95")
    numbers = one.quantiles or (float("nan"),) * len(names)
    return {
        "place": target.place,
        "level": target.level,
        "origin": target.origin,
        "year": target.year,
        "horizon": target.horizon,
        "kind": target.kind,
        "derived": target.derived,
        "forecaster": one.forecaster,
        "source": one.source,
        "not_available": one.missing,
        **{name: _known(value) for name, value in zip(names, numbers, strict=True)},
        "outcome": _known(one.outcome),
        "absolute_error": _known(one.error),
        "absolute_error_log": _known(one.error_log),
        "crps": _known(one.crps),
        "crps_log": _known(one.crps_log),
        "pit": _known(one.pit),
    }


def _known(value: float) -> float | None:
    return value if isfinite(value) else None
