"""A backtest in a few tables: scores by forecaster and horizon, comparisons, PIT, verdict.

Every number that compares two forecasters uses the targets that both have. Horizon 0 stands for all
horizons together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite, isnan
from typing import Any

import numpy as np

from calibration import score_tests, scores
from calibration.backtest import COMBINED, FIVE_LINES, MODEL, Backtest, Data, Scored
from calibration.backtest_targets import Target
from calibration.log_series import Known, all_changes, series_of
from calibration.rivals import RIVALS

Row = dict[str, Any]

ALL_HORIZONS = 0
POOLED = "pooled_drift"
PIT_BINS = 10

SIGNIFICANT = 0.10

LEAST_SHARE = 0.5
"""A rival counts as the best only if it has a forecast for this share of the model's targets."""


@dataclass(frozen=True)
class Summary:
    """The tables of a backtest by name, and what they say about the model."""

    verdict: Row
    tables: dict[str, list[Row]]


def summarise(panel: Data, found: Backtest) -> Summary:
    """Every table of a backtest of a panel."""
    comparisons = _comparisons(found)
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


def verdict(found: Backtest, comparisons: Sequence[Row]) -> Row:
    """Does the model beat pooled drift, and the best rival: in CRPS over all horizons together."""
    rows = {
        (row["forecaster"], row["against"]): row
        for row in comparisons
        if row["horizon"] == ALL_HORIZONS
    }
    total = len(found.of(MODEL))
    rivals = [
        row
        for (name, against), row in rows.items()
        if name == MODEL and against in RIVALS and row["n"] >= LEAST_SHARE * total
    ]
    best = min(rivals, key=lambda row: row["skill"], default=None)
    pooled, combined = (
        _with_test(rows.get((name, POOLED)), comparisons) for name in (MODEL, COMBINED)
    )
    return {
        "targets": total,
        "places": len({one.target.place for one in found.of(MODEL)}),
        "model": _state(pooled),
        "combined": _state(combined),
        "against_pooled_drift": pooled,
        "combined_against_pooled_drift": combined,
        "best_rival": None if best is None else best["against"],
        "against_best_rival": best,
    }


def _with_test(row: Row | None, comparisons: Sequence[Row]) -> Row | None:
    """A row of all horizons with the test over years of the shortest horizon that has one."""
    if row is None:
        return None
    tested = [
        other
        for other in comparisons
        if (other["forecaster"], other["against"]) == (row["forecaster"], row["against"])
        and other["dm_p_value"] is not None
    ]
    nearest = min(tested, key=lambda other: other["horizon"], default=None)
    if nearest is None:
        return row
    names = ("dm_statistic", "dm_p_value", "dm_years")
    return {**row, **{name: nearest[name] for name in names}, "dm_horizon": nearest["horizon"]}


def _state(row: Row | None) -> str:
    """One of: beats, ahead, loses, not compared.

    Beating takes both answers at the level of 90 %: over places (the interval of the skill is above
    0) and over years (Diebold-Mariano at the shortest horizon). Ahead is a positive skill without
    both.
    """
    if row is None or row["skill"] is None:
        return "not compared"
    if row["skill"] <= 0.0:
        return "loses"
    low, p_value = row["skill_low"], row["dm_p_value"]
    clear = low is not None and low > 0.0 and p_value is not None and p_value <= SIGNIFICANT
    return "beats" if clear else "ahead"


def _horizons(found: Backtest) -> tuple[int, ...]:
    return (*found.settings.horizons, ALL_HORIZONS)


def _at(rows: Iterable[Scored], horizon: int) -> list[Scored]:
    return [row for row in rows if horizon in (ALL_HORIZONS, row.target.horizon)]


def _mean(values: Iterable[float]) -> float | None:
    known = [value for value in values if not isnan(value)]
    return float(np.mean(known)) if known else None


def _scores(found: Backtest, forecaster: str) -> list[Row]:
    """Scores of one forecaster by horizon, on every target that it has."""
    rows = []
    for horizon in _horizons(found):
        own = _at(found.of(forecaster), horizon)
        if not own:
            continue
        pits = np.array([one.pit for one in own])
        row: Row = {
            "forecaster": forecaster,
            "horizon": horizon,
            "n": len(own),
            "places": len({one.target.place for one in own}),
            "mean_absolute_error": _mean(one.error for one in own),
            "crps": _mean(one.crps for one in own),
            "mean_absolute_error_log": _mean(one.error_log for one in own),
            "crps_log": _mean(one.crps_log for one in own),
            "bias_log": _mean(one.change - one.target.change for one in own),
        }
        for place, level in enumerate(scores.LEVELS):
            covered = scores.coverage(pits, level)
            low, high = covered.range or (None, None)
            name = f"{100 * level:.0f}"
            row |= {
                f"interval_score_{name}_log": _mean(one.interval_scores[place] for one in own),
                f"coverage_{name}": covered.share,
                f"coverage_{name}_low": low,
                f"coverage_{name}_high": high,
            }
        rows.append(row)
    return rows


def _comparisons(found: Backtest) -> list[Row]:
    """Model and combination against every rival, by horizon."""
    rows = []
    others = [name for name in found.forecasters() if name not in (MODEL, COMBINED)]
    for first, against in [
        *((MODEL, name) for name in (*others, COMBINED)),
        *((COMBINED, name) for name in others),
    ]:
        for horizon in _horizons(found):
            row = _compared(found, first, against, horizon)
            if row is not None:
                rows.append(row)
    return rows


def _compared(found: Backtest, first: str, second: str, horizon: int) -> Row | None:
    rival = {one.target: one for one in _at(found.of(second), horizon)}
    pairs = [
        (one, rival[one.target]) for one in _at(found.of(first), horizon) if one.target in rival
    ]
    if not pairs:
        return None
    own, other = ([pair[side].crps_log for pair in pairs] for side in (0, 1))
    # forecasts of one year over different horizons are no series: no test over all of them
    years = [one.target.year for one, _ in pairs] if horizon != ALL_HORIZONS else []
    test = score_tests.diebold_mariano(
        score_tests.yearly_means(own if years else [], years),
        score_tests.yearly_means(other if years else [], years),
        max(horizon, 1),
    )
    gained = score_tests.skill(_by_place(pairs, 0), _by_place(pairs, 1)) if sum(other) > 0 else None
    return {
        "forecaster": first,
        "against": second,
        "horizon": horizon,
        "n": len(pairs),
        "crps_log": _mean(own),
        "crps_log_against": _mean(other),
        "mean_absolute_error": _mean(one.error for one, _ in pairs),
        "mean_absolute_error_against": _mean(one.error for _, one in pairs),
        "skill": None if gained is None else gained.value,
        "skill_low": None if gained is None else gained.low,
        "skill_high": None if gained is None else gained.high,
        "places": len({one.target.place for one, _ in pairs}),
        "dm_statistic": test.statistic,
        "dm_p_value": test.p_value,
        "dm_years": test.years,
    }


def _by_place(pairs: Sequence[tuple[Scored, Scored]], side: int) -> dict[str, list[float]]:
    losses: dict[str, list[float]] = {}
    for pair in pairs:
        losses.setdefault(pair[side].target.place, []).append(pair[side].crps_log)
    return losses


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
                    "mean_absolute_error": _mean(one.error for one in here),
                    "crps_log": _mean(one.crps_log for one in here),
                    "bias_log": _mean(one.change - one.target.change for one in here),
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
        for horizon in _horizons(found):
            own = _at(found.of(name), horizon)
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
        drifts = {place: _drift_without(series, place) for place in {t.place for t in targets}}
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
