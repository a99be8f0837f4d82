"""Outcomes and scores for the ledger, and the record so far: good or bad, all of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from results.forecast_ledger import Entry

if TYPE_CHECKING:
    from calibration.history.panel_data import Panel, PanelRow

Row = dict[str, Any]

INTERVALS = {"50": (0.25, 0.75), "80": (0.1, 0.9), "90": (0.05, 0.95)}
"""Ends of the central intervals. The first entries have no 10 and 90 % points, so no 80 %."""


def new_outcomes(entries: Sequence[Entry], panel: "Panel") -> list[Row]:
    """Bodies of the outcomes that the ledger lacks, for places and years that it forecasts.

    A figure that differs from one recorded before is a revision: it is added and names the other.
    """
    asked = {
        (entry.body["place"], forecast["year"])
        for entry in entries
        if entry.kind == "forecast"
        for forecast in entry.body["forecasts"]
    }
    known = latest_outcomes(entries)
    found = []
    for row in panel.rows:
        if (row.place, row.year) not in asked or not (row.urban and row.rural):
            continue
        body = _outcome(row)
        before = known.get((row.place, row.year))
        if before is None:
            found.append(body)
        elif {key: before.body.get(key) for key in body} != body:
            found.append(body | {"revises": before.hash})
    return found


def _outcome(row: "PanelRow") -> Row:
    return {
        "place": row.place,
        "year": row.year,
        "urban_income": row.urban,
        "rural_income": row.rural,
        "derived": row.derived,
        "source": row.source,
    }


def latest_outcomes(entries: Sequence[Entry]) -> dict[tuple[str, int], Entry]:
    """The last recorded outcome by place and year."""
    return {
        (entry.body["place"], entry.body["year"]): entry
        for entry in entries
        if entry.kind == "outcome"
    }


def new_scores(entries: Sequence[Entry]) -> list[Row]:
    """Bodies of the scores that the ledger lacks: every forecast against every latest outcome."""
    done = {
        (entry.body["forecast"], entry.body["outcome"])
        for entry in entries
        if entry.kind == "score"
    }
    outcomes = latest_outcomes(entries)
    found = []
    for entry in entries:
        if entry.kind != "forecast":
            continue
        for (place, year), outcome in outcomes.items():
            scores = _scores(entry.body, outcome.body) if place == entry.body["place"] else []
            if scores and (entry.hash, outcome.hash) not in done:
                found.append(
                    {
                        "forecast": entry.hash,
                        "outcome": outcome.hash,
                        "county": entry.body["county"],
                        "year": year,
                        "made_after_the_year": entry.date >= f"{year + 1}-01-01",
                        "scores": scores,
                    }
                )
    return found


def _scores(forecast: Row, outcome: Row) -> list[Row]:
    """Scores of every forecaster and quantity for the year of an outcome."""
    from calibration.proof.scores import quantile_crps

    seen = {
        "ratio": outcome["urban_income"] / outcome["rural_income"],
        "rural_income": outcome["rural_income"],
        "urban_income": outcome["urban_income"],
    }
    levels = np.array(forecast["levels"])
    rows = []
    for one in forecast["forecasts"]:
        if one["year"] != outcome["year"]:
            continue
        quantiles, value = np.array(one["quantiles"]), seen[one["quantity"]]
        at = dict(zip(forecast["levels"], one["quantiles"], strict=True))
        rows.append(
            {
                "forecaster": one["forecaster"],
                "quantity": one["quantity"],
                "absolute_error": round(float(abs(at[0.5] - value)), 6),
                "weighted_interval_score": round(quantile_crps(levels, quantiles, value), 6),
                **{
                    f"inside_{name}": bool(at[low] <= value <= at[high])
                    for name, (low, high) in INTERVALS.items()
                    if low in at and high in at
                },
            }
        )
    return rows


def record(entries: Sequence[Entry]) -> list[Row]:
    """Mean scores by quantity and forecaster over the latest outcomes."""
    latest = {entry.hash for entry in latest_outcomes(entries).values()}
    found: dict[tuple[str, str], list[Row]] = {}
    for entry in entries:
        if entry.kind == "score" and entry.body["outcome"] in latest:
            for row in entry.body["scores"]:
                found.setdefault((row["quantity"], row["forecaster"]), []).append(row)
    return [
        {
            "quantity": quantity,
            "forecaster": forecaster,
            "n": len(rows),
            "mean_absolute_error": _mean(rows, "absolute_error"),
            "weighted_interval_score": _mean(rows, "weighted_interval_score"),
            **{f"coverage_{name}": _coverage(rows, f"inside_{name}") for name in INTERVALS},
        }
        for (quantity, forecaster), rows in sorted(found.items())
    ]


def _coverage(rows: list[Row], key: str) -> float | None:
    """Share of outcomes inside, of those forecasts that have the interval; None for too few."""
    from calibration.proof.scores import LEAST_PLACE_YEARS

    known = [row for row in rows if key in row]
    return _mean(known, key) if len(known) >= LEAST_PLACE_YEARS else None


def _mean(rows: list[Row], key: str) -> float:
    return float(np.mean([row[key] for row in rows]))
