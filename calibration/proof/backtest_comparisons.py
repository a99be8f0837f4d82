"""Comparisons of two forecasters on the targets that both have, and what they say of the model."""

from collections.abc import Iterable, Sequence
from math import isnan
from typing import Any

import numpy as np

from calibration.proof import score_tests
from calibration.proof.backtest import COMBINED, MODEL, Backtest
from calibration.proof.rivals import RIVALS
from calibration.proof.scored import Scored

Row = dict[str, Any]

ALL_HORIZONS = 0
POOLED = "pooled_drift"

SIGNIFICANT = 0.10

LEAST_SHARE = 0.5
"""A rival counts as the best only if it has a forecast for this share of the model's targets."""


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


def horizons_of(found: Backtest) -> tuple[int, ...]:
    """The horizons of a backtest, then all together."""
    return (*found.settings.horizons, ALL_HORIZONS)


def at_horizon(rows: Iterable[Scored], horizon: int) -> list[Scored]:
    """The forecasts of one horizon, or of all."""
    return [row for row in rows if horizon in (ALL_HORIZONS, row.target.horizon)]


def mean_of(values: Iterable[float]) -> float | None:
    """The mean of the numbers that exist."""
    known = [value for value in values if not isnan(value)]
    return float(np.mean(known)) if known else None


def compared(found: Backtest) -> list[Row]:
    """Model and combination against every rival, by horizon."""
    rows = []
    others = [name for name in found.forecasters() if name not in (MODEL, COMBINED)]
    for first, against in [
        *((MODEL, name) for name in (*others, COMBINED)),
        *((COMBINED, name) for name in others),
    ]:
        for horizon in horizons_of(found):
            row = _row(found, first, against, horizon)
            if row is not None:
                rows.append(row)
    return rows


def _row(found: Backtest, first: str, second: str, horizon: int) -> Row | None:
    rival = {one.target: one for one in at_horizon(found.of(second), horizon)}
    pairs = [
        (one, rival[one.target])
        for one in at_horizon(found.of(first), horizon)
        if one.target in rival
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
        "crps_log": mean_of(own),
        "crps_log_against": mean_of(other),
        "mean_absolute_error": mean_of(one.error for one, _ in pairs),
        "mean_absolute_error_against": mean_of(one.error for _, one in pairs),
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
