"""The same pair once more without second-round effects: what of a policy effect is indirect.

Answers of pay, local trade and learning are switched off in all three worlds, the trend world
included. This doubles the work of a pair, so a few draws of the first seed do it.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from scenarios.running.job import Job

if TYPE_CHECKING:
    import pandas as pd

    from model.outcome import WorldOutcome

ABLATED_DRAWS = 4
"""Draws, from the first on, that are run without feedback as well."""

MEASURED = ("ratio", "rural_income", "urban_income", "low_income")

CONTRASTS = {"pilot_vs_no_pilot": "no_pilot", "pilot_vs_trend": "trend"}

COLUMNS = ["contrast", "year", "indicator", "effect", "effect_without_feedback"]


def is_ablated(job: Job) -> bool:
    """Whether this pair also runs without feedback."""
    return job.draw < ABLATED_DRAWS and job.seed == 1


def without_feedback(job: Job) -> Job:
    """The same job with second-round effects switched off, whatever else the scenario sets."""
    from model.rules import Switches

    plain, off = asdict(Switches()), asdict(Switches.no_feedback())
    changed = {name: value for name, value in off.items() if value != plain[name]}
    return replace(job, worlds={**job.worlds, "switches": {**job.worlds["switches"], **changed}})


def ablation_rows(
    outcomes: "Mapping[str, WorldOutcome]",
    direct: "Mapping[str, WorldOutcome] | None",
    years: range,
) -> "pd.DataFrame":
    """Effects with and without feedback, latent: one row a contrast, year and indicator.

    direct: the worlds without feedback; no rows where there are none.
    """
    import pandas as pd

    rows = [
        (contrast, year, name, *(_effect(worlds, other, name, place) for worlds in both))
        for both in ([(outcomes, direct)] if direct is not None else [])
        for contrast, other in CONTRASTS.items()
        for place, year in enumerate(years)
        for name in MEASURED
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _effect(worlds: "Mapping[str, WorldOutcome]", other: str, indicator: str, place: int) -> float:
    pilot, compared = (worlds[name].indicators[indicator][place] for name in ("pilot", other))
    return float(pilot - compared)
