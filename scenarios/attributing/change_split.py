"""The change from the published 2021 to the published last year, in five parts that add up.

    trend              the world without programmes, everybody where they were at the end of 2021
    reclassification   villages that the statistics begin to count as urban, same world
    policy             what the scenario's programmes bring to households that end with more
    displacement       what households lose that end with less than without programmes
    survey             the survey's error of the last year less that of 2021

Each part is a step of one path from the first number to the last, so that nothing is left over. The
first two are read off the trend world, the next two off the difference of household incomes
between scenario and trend, the last off the survey errors of the same draw. Losses a household
makes good elsewhere are netted in its own income and count in neither of the two middle parts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.attributing.attribution import Floats
from scenarios.comparing.many_gains import contrast_name

if TYPE_CHECKING:
    import pandas as pd

    from calibration.outlook.survey import SurveyErrors
    from scenarios.running.study import Study

PARTS = ("trend", "reclassification", "policy", "displacement", "survey")
OUTCOMES = ("ratio", "rural_income", "urban_income")
"""Outcomes that a household survey publishes and that have a value at the residence of 2021."""

START = {"rural_income": "rural_income_yuan", "urban_income": "urban_income_yuan"}


@dataclass(frozen=True)
class Ends:
    """What the path passes, by area or for the ratio; float64 (pairs,)."""

    start: Floats
    fixed: Floats
    trend: Floats
    scenario: Floats
    lost: Floats
    """What losers lose, per head of the area; never positive for an income."""
    error: Floats
    """Survey error of the last year less that of 2021, log."""


def split(ends: Ends) -> dict[str, Floats]:
    """The five parts and their total, float64 (pairs,) each."""
    effect = ends.scenario - ends.trend
    published = ends.scenario * np.exp(ends.error)
    return {
        "trend": ends.fixed - ends.start,
        "reclassification": ends.trend - ends.fixed,
        "policy": effect - ends.lost,
        "displacement": ends.lost,
        "survey": published - ends.scenario,
        "total": published - ends.start,
    }


def split_table(
    study: "Study",
    tables: "Mapping[tuple[str, str], pd.DataFrame]",
    gains: "pd.DataFrame",
    everybody: str,
) -> "pd.DataFrame":
    """A row a draw, seed, outcome and part, of the last year."""
    import pandas as pd

    index = tables[everybody, "ratio"].index
    areas = {name: _area(study, tables, gains, everybody, name, index) for name in START}
    ends = {**areas, "ratio": _ratio(study, tables, everybody, areas, index)}
    frames = [
        index.to_frame(index=False).assign(outcome=outcome, part=part, value=value)
        for outcome in OUTCOMES
        for part, value in split(ends[outcome]).items()
    ]
    known = pd.concat(frames, ignore_index=True).dropna(subset=["value"])
    return known.assign(year=study.years[-1])


def _area(
    study: "Study",
    tables: "Mapping[tuple[str, str], pd.DataFrame]",
    gains: "pd.DataFrame",
    everybody: str,
    outcome: str,
    index: "pd.MultiIndex",
) -> Ends:
    year, area = study.years[-1], outcome.removesuffix("_income")
    rows = gains[(gains.year == year) & (gains.group == area)]

    def column(contrast: str, breakdown: str, name: str) -> Floats:
        part = rows[(rows.contrast == contrast) & (rows.breakdown == breakdown)]
        return np.asarray(part.set_index(["draw", "seed"])[name].reindex(index), np.float64)

    errors = _errors(study, index)
    log = errors["rural"] + (errors["ratio"] if area == "urban" else 0.0)
    return Ends(
        start=np.full(len(index), study.pack.value(START[outcome])),
        fixed=column("trend", "residence_2021", "gain_per_head"),
        trend=tables["trend", outcome][year].reindex(index).to_numpy(),
        scenario=tables[everybody, outcome][year].to_numpy(),
        lost=column(contrast_name(everybody, "trend"), "residence", "lost_per_head"),
        error=log,
    )


def _ratio(
    study: "Study",
    tables: "Mapping[tuple[str, str], pd.DataFrame]",
    everybody: str,
    areas: Mapping[str, Ends],
    index: "pd.MultiIndex",
) -> Ends:
    year, rural, urban = study.years[-1], areas["rural_income"], areas["urban_income"]
    scenario = tables[everybody, "ratio"][year].to_numpy()
    without_losses = (urban.scenario - urban.lost) / (rural.scenario - rural.lost)
    return Ends(
        start=urban.start / rural.start,
        fixed=tables["trend", "ratio_fixed_residence"][year].reindex(index).to_numpy(),
        trend=tables["trend", "ratio"][year].reindex(index).to_numpy(),
        scenario=scenario,
        lost=urban.scenario / rural.scenario - without_losses,
        error=_errors(study, index)["ratio"],
    )


def _errors(study: "Study", index: "pd.MultiIndex") -> dict[str, Floats]:
    """Survey error of the last year less that of 2021, log, by draw; (pairs,) each."""
    draws = index.get_level_values("draw").to_numpy(np.int64)
    known, place = np.unique(draws, return_inverse=True)
    errors = survey_of(study, known)
    return {
        "ratio": (errors.ratio[:, -1] - errors.ratio_2021)[place],
        "rural": (errors.rural[:, -1] - errors.rural_2021)[place],
    }


def survey_of(study: "Study", draws: "np.ndarray") -> "SurveyErrors":
    """What the household survey adds in each draw."""
    from calibration.outlook.survey import survey_errors
    from calibration.outlook.trend import PATHS
    from calibration.prior_draws import sample
    from scenarios.inputs.overrides import moved

    values = sample(PATHS, draws, study.evidence_key, study.pack.cards())
    values = {path: moved(path, v, study.worlds.parameters) for path, v in values.items()}
    return survey_errors(values, draws, study.years)


def split_rows(table: "pd.DataFrame", outcome: str) -> list[dict[str, Any]]:
    """Parts with mean and intervals over draws, and their total last."""
    from scenarios.attributing.attribution_tables import spread

    unit = "ratio" if outcome == "ratio" else "yuan per head"
    rows = table[table.outcome == outcome]
    return [
        {"part": part, **spread(rows[rows.part == part], "value", unit)}
        for part in (*PARTS, "total")
    ]
