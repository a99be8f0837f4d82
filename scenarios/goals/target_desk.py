"""The target desk: every official target, what the model says of it, and what more effort would do.

modelled: computed here, with an interval and a probability. delivered: a volume of the plan under
the model's capacity, scored likewise where the scenario has a policy that delivers it. ratio of
modelled to carried: a modelled income over the plan's own GDP: a value, no probability. All others
are carried as the official path and marked "not modelled".
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.goals.goal_seek import Found, Seeker, lever_ranges
from scenarios.goals.target_deciders import Uncertain
from scenarios.goals.target_scores import Key, Score, Scorer, Scores, joint_probability
from scenarios.inputs.plan import Size

if TYPE_CHECKING:
    from calibration.packs.pack import Pack, Target
    from scenarios.running.execute import Executed

QUANTILES = {"p05": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95}
STATUS = {
    "modelled": "modelled",
    "delivered": "delivered volume",
    "ratio of modelled to carried": "modelled over carried",
    "carried": "not modelled",
}


@dataclass(frozen=True)
class Seek:
    """How goal seek is done; a goal of 0 leaves it out."""

    goal: float = 0.8
    size: Size = Size(draws=4, seeds=1, scale=0.05)
    all_levers: bool = False


def desk(executed: "Executed", seek: Seek, say: Callable[[str], None]) -> dict[str, Any]:
    """The whole desk as plain values; every list is in the order of the pack's targets."""
    from scenarios.forecasting.forecast import readings_taken, redraws_of, urban_weights
    from scenarios.forecasting.simulated import simulated_indicators, simulated_pairs

    plan = executed.plan
    table = executed.tables["indicators"]
    pairs, redraws = simulated_pairs(table, plan.years), redraws_of(plan)
    simulated = simulated_indicators(table, plan.years)
    scorer = Scorer(plan.pack.targets, redraws, urban_weights(plan, redraws))
    scores = scorer.scores(pairs, simulated)
    uncertain = Uncertain(plan, redraws, pairs, simulated, readings_taken(plan, pairs))
    found = {
        "county": plan.pack.name,
        "label": plan.pack.label,
        "scenario": plan.scenario.name,
        "fingerprint": plan.fingerprint,
        "draws": plan.size.draws,
        "seeds": plan.size.seeds,
        "scale": plan.size.scale,
        "targets": _rows(plan.pack, plan.years, scores, uncertain),
        "joint": _joint(scores),
        "failures": len(executed.failures),
    }
    if seek.goal > 0.0:
        found["effort"] = effort(Seeker(plan, seek.size, scorer, say), scores, seek)
    return found


def _rows(pack: "Pack", years: range, scores: Scores, uncertain: Uncertain) -> list[dict[str, Any]]:
    goals = [goal for goal in pack.targets if goal.kind == "target" and goal.value is not None]
    rows = []
    for goal in goals:
        key = (goal.indicator, goal.year)
        row = _carried(pack, goal)
        if key in scores.by_goal:
            row |= _scored(scores.by_goal[key])
            row["decided_by"] = uncertain.decides(goal.indicator, goal.year - years.start)
            if goal.indicator == "low_income":
                row["by_baseline"] = _by_baseline(scores.by_goal[key], scores)
        elif key in scores.over_carried:
            row |= _interval(scores.over_carried[key])
            row["status"] = STATUS[goal.modelled]
        elif goal.year not in years and goal.modelled == "modelled":
            row["status"] = "outside the years simulated"
        rows.append(row)
    return rows


def _carried(pack: "Pack", goal: "Target") -> dict[str, Any]:
    """A target as the official path has it."""
    start = next(
        (g.value for g in pack.targets if g.indicator == goal.indicator and g.kind == "baseline"),
        None,
    )
    return {
        "number": goal.number,
        "indicator": goal.indicator,
        "year": goal.year,
        "zh": goal.zh,
        "en": goal.en,
        "section": goal.section,
        "unit": goal.unit,
        "direction": goal.direction,
        "target": goal.value,
        "start": start,
        "status": STATUS["carried"],
        "value": None,
        "probability": None,
    }


def _scored(score: Score) -> dict[str, Any]:
    short = score.shortfall
    missed = ~score.met
    return {
        "status": STATUS[score.goal.modelled],
        **_interval(score.values),
        "probability": score.probability,
        "mc_error": score.error,
        "expected_shortfall": float(short.mean()),
        "shortfall_if_missed": float(short[missed].mean()) if missed.any() else None,
    }


def _interval(values: "np.ndarray[Any, np.dtype[np.float64]]") -> dict[str, Any]:
    found = {name: float(np.quantile(values, level)) for name, level in QUANTILES.items()}
    return {"value": found.pop("median"), **found}


def _by_baseline(score: Score, scores: Scores) -> dict[str, float]:
    """Probability under each figure of 2021 that a cell may start from."""
    baseline = scores.levels.baseline
    return {f"{b:g}": float(score.met[baseline == b].mean()) for b in np.unique(baseline)}


def _joint(scores: Scores) -> dict[str, Any]:
    """Joint probability of all scored targets by year and in all; of the numbered ones too."""
    by_goal = scores.by_goal
    years = sorted({year for _, year in by_goal})
    return {
        "by_year": {
            str(year): joint_probability(s for (_, y), s in by_goal.items() if y == year)
            for year in years
        },
        "numbered_by_year": {
            str(year): joint_probability(
                s for (_, y), s in by_goal.items() if y == year and s.goal.number is not None
            )
            for year in years
        },
        "all_years": joint_probability(by_goal.values()),
        "targets": len(by_goal),
    }


def effort(seeker: Seeker, scores: Scores, seek: Seek) -> dict[str, Any]:
    """For the last target of every indicator: the least extra effort by lever, cheapest first."""
    base = seeker.tried(seeker.policies)
    levers = list(lever_ranges(seeker.policies, only_intensity=not seek.all_levers))
    targets = []
    for key in _last_of_each(scores):
        before = base.probability(key)
        entry = {"indicator": key[0], "year": key[1], "probability_before": before}
        if before >= seek.goal:
            targets.append({**entry, "already": True, "levers": []})
            continue
        found = [seeker.least(key, seek.goal, lever) for lever in levers]
        ordered = sorted(found, key=lambda one: (not one.reached, one.extra_cost_yuan or 0.0))
        targets.append({**entry, "already": False, "levers": [_plain(one) for one in ordered]})
    return {
        "goal": seek.goal,
        "draws": seek.size.draws,
        "seeds": seek.size.seeds,
        "scale": seek.size.scale,
        "levers_tried": "all" if seek.all_levers else "intensity of each policy",
        "worlds_run": seeker.worlds_run,
        "targets": targets,
    }


def _last_of_each(scores: Scores) -> list[Key]:
    last: dict[str, int] = {}
    for indicator, year in scores.by_goal:
        last[indicator] = max(year, last.get(indicator, year))
    return list(last.items())


def _plain(found: Found) -> dict[str, Any]:
    lever = found.lever
    return {
        "lever": lever.name,
        "zh": lever.zh,
        "en": lever.en,
        "unit": lever.unit,
        "planned": lever.low,
        "highest": lever.high,
        "reached": found.reached,
        "setting": found.setting,
        "probability": found.probability,
        "extra_public_cost_yuan": found.extra_cost_yuan,
    }
