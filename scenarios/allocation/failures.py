"""What counts as failing, draw by draw, and the rules that are found for it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from scenarios.allocation.failure_rules import Bools, Floats, Rule, find_rule
from scenarios.allocation.measured import COST, Measured
from scenarios.allocation.robust import regrets
from scenarios.allocation.search import affordable
from scenarios.allocation.study import AllocationStudy

HALF = 0.5
"""A choice disappoints in a draw in which it gains less than this part of its mean gain."""


def failure_rows(
    study: AllocationStudy, found: Measured, place: int | None, least: float
) -> list[dict[str, Any]]:
    """A row for each way in which the choice, or an option of it, can fail."""
    if place is None or not any(found.mixes[place]):
        return []
    names, unknowns = unknowns_of(study, found)
    return [
        _row(what, option, find_rule(unknowns, names, failed))
        for what, option, failed in failures(study, found, place, least)
    ]


def failures(
    study: AllocationStudy, found: Measured, place: int, least: float
) -> Iterator[tuple[str, str, Bools]]:
    """Draws in which the choice disappoints, costs too much, is not best; an option is for nothing.

    An option is for nothing in a draw in which the choice without it gains as much, but for what
    counts.
    """
    gains, mix = found.gains(), found.mixes[place]
    mine = gains[:, place]
    yield "disappoints", "", mine < HALF * mine.mean()
    yield "over_budget", "", found.values[COST][:, place] > study.question.budget_yuan
    behind = regrets(gains, affordable(study, found))[:, place]
    yield "not_best", "", behind > least
    for option, step in enumerate(mix):
        without = tuple(0 if k == option else s for k, s in enumerate(mix))
        if step and without in found.mixes:
            added = mine - gains[:, found.place(without)]
            yield "for_nothing", study.menu.options[option].name, added <= least


def unknowns_of(study: AllocationStudy, found: Measured) -> tuple[list[str], Floats]:
    """Names of the unknowns and their values, float64 (draws, names)."""
    from scenarios.running.background import draws_table

    table = draws_table(study)
    wide = table.pivot_table(index="draw", columns="parameter", values="value")
    wide = wide.loc[list(found.draws)]
    return [str(name) for name in wide.columns], np.asarray(wide, np.float64)


def _row(what: str, option: str, rule: Rule) -> dict[str, Any]:
    return {
        "what": what,
        "option": option,
        "verdict": rule.verdict,
        "failures": rule.failures,
        "draws": rule.draws,
        "conditions": [asdict(condition) for condition in rule.conditions],
        "inside_failures": rule.inside[0],
        "inside": rule.inside[1],
        "outside_failures": rule.outside[0],
        "outside": rule.outside[1],
        "score": rule.score,
        "chance": rule.chance,
    }
