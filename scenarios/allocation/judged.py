"""The simulated mixes judged: what may be chosen, what is, what ties with it, what is shown."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from scenarios.allocation.measured import COST, OUTCOMES, PRIVATE, PROGRAMMES, Measured
from scenarios.allocation.menu import mix_name
from scenarios.allocation.robust import (
    CRITERIA,
    Bools,
    Floats,
    front,
    half_width,
    least_difference,
    nearly_best,
    regrets,
    stays,
    ties_of,
    worst_tenth,
)
from scenarios.allocation.search import affordable, chosen
from scenarios.allocation.shortlist import Shortlist, shortlist
from scenarios.allocation.study import AllocationStudy

Row = dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """Places of mixes, and what was found of them.

    allowed, on_front: by mix. place: of the choice, None where nothing may be chosen. least: the
    smallest difference of the objective that counts.
    """

    allowed: Bools
    place: int | None
    by_criterion: dict[str, int]
    ties: list[int]
    near: int | None
    on_front: Bools
    short: Shortlist
    unit: str
    least: float


def judged(study: AllocationStudy, found: Measured) -> Judged:
    """Judge what was simulated by the question of the study."""
    from model.indicators import FOUND

    unit = FOUND[study.question.objective].unit
    least, allowed = least_difference(unit), affordable(study, found)
    place, on_front, gains = chosen(study, found), front_of(found), found.gains()
    each = {criterion: chosen(study, found, criterion) for criterion in CRITERIA}
    best_by = {criterion: k for criterion, k in each.items() if k is not None}
    ties: list[int] = []
    near = None
    if place is not None:
        ties = ties_of(gains, allowed, place, least)
        near = nearly_best(gains, allowed, study.question.criterion, place, least)
    short = shortlist(study.menu, found, place, best_by, ties, near, on_front)
    return Judged(allowed, place, best_by, ties, near, on_front, short, unit, least)


def stays_row(study: AllocationStudy, found: Measured, of: Judged) -> Row | None:
    """How often the choice stays what it is."""
    if of.place is None:
        return None
    criterion = study.question.criterion
    return vars(stays(found.gains(), found.values[COST], of.allowed, criterion, of.place, of.least))


def front_of(found: Measured) -> Bools:
    """Mixes that no other beats in ratio, register income and cost at once, by their means."""
    outcomes = np.stack(
        [
            found.gains("ratio").mean(axis=0),
            found.gains("low_income").mean(axis=0),
            -found.mean_cost(),
        ],
        axis=1,
    )
    return front(outcomes)


def mix_rows(found: Measured, of: Judged) -> list[Row]:
    """A row a simulated mix: what it brings and costs over draws."""
    gains, allowed, short = found.gains(), of.allowed, of.short
    behind = regrets(gains, allowed) if allowed.any() else np.full_like(gains, np.nan)
    tail, cost = worst_tenth(gains), found.values[COST]
    near = behind <= of.least
    return [
        {
            "place": k,
            "mix": mix_name(mix),
            "label": short.labels.get(k, ""),
            "roles": short.roles.get(k, []),
            "choice": k == of.place,
            "affordable": bool(allowed[k]),
            "on_front": bool(of.on_front[k]),
            "tie": k in of.ties,
            "gain": float(gains[:, k].mean()),
            "gain_half": _half(gains[:, k]),
            "gain_worst": float(tail[k]),
            "regret_mean": float(behind[:, k].mean()),
            "regret_largest": float(behind[:, k].max()),
            "best_share": float(near[:, k].mean()) if allowed[k] else 0.0,
            "cost_yuan": float(cost[:, k].mean()),
            "cost_largest_yuan": float(cost[:, k].max()),
            "private_yuan": float(found.values[PRIVATE][:, k].mean()),
            "public_cost_yuan": float(found.values[PROGRAMMES][:, k].mean()),
            **{f"{name}_gain": float(found.gains(name)[:, k].mean()) for name in OUTCOMES},
            **{f"{name}_worst": float(worst_tenth(found.gains(name))[k]) for name in OUTCOMES},
        }
        for k, mix in enumerate(found.mixes)
    ]


def _half(values: Floats) -> float | None:
    return half_width(values) if len(values) > 1 else None
