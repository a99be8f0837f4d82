"""From the simulated mixes to tables, summary and sentences."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from scenarios.allocation.allocation_tables import (
    choices_table,
    mixes_table,
    regret_rows,
    rules_table,
    watched_indicators,
)
from scenarios.allocation.allocation_words import words_of
from scenarios.allocation.failures import failure_rows
from scenarios.allocation.judged import Judged, judged, mix_rows, stays_row
from scenarios.allocation.measured import Measured
from scenarios.allocation.menu import Menu, mix_name
from scenarios.allocation.model_errors import error_rows, error_summary
from scenarios.allocation.robust import Bools, least_difference, tied
from scenarios.allocation.search import Models, Proposal, runs_all
from scenarios.allocation.shortlist import Shortlist
from scenarios.allocation.study import AllocationStudy
from scenarios.comparing.directions import direction
from scenarios.running.execute import Executed
from scenarios.running.study_run import Found

Row = dict[str, Any]


def assemble(
    study: AllocationStudy,
    executed: Executed,
    found: Measured,
    model: Models | None,
    proposal: Proposal | None,
) -> Found:
    """Everything that an allocation publishes."""
    of = judged(study, found)
    rows = mix_rows(found, of)
    errors = error_rows(model, found, proposal)
    rules = failure_rows(study, found, of.place, of.least)
    summary = {
        **_question(study, found, of),
        **_choice(study, found, of, rows),
        "value_model": error_summary(errors, found, proposal, of.place),
        "rules": rules,
    }
    tables = {
        "indicators": watched_indicators(executed.tables["indicators"], study),
        "mixes": mixes_table(study.menu, found, rows),
        "choices": choices_table(rows),
        "regret": regret_rows(study, found, of),
        "value_model": errors,
        "rules": rules_table(rules),
        "money": executed.tables["money"].drop_duplicates(),
    }
    kept = {name: table for name, table in tables.items() if len(table)}
    return Found(kept, summary, words_of(study, summary))


def _question(study: AllocationStudy, found: Measured, of: Judged) -> Row:
    menu, asked = study.menu, study.question
    return {
        "objective": asked.objective,
        "unit": of.unit,
        "direction": direction(asked.objective),
        "least_difference": of.least,
        "year": study.years[-1],
        "question": {**vars(asked)},
        "draws_used": len(found.draws),
        "pairs_used": found.pairs,
        "options": option_rows(menu),
        "mixes": {
            "menu": menu.count,
            "run": len(found.mixes),
            "all": runs_all(menu, asked),
            "affordable": int(of.allowed.sum()),
        },
        "capacities": capacity_rows(menu, found, of.place),
        "limits": [vars(limit) for limit in menu.limits],
    }


def _choice(study: AllocationStudy, found: Measured, of: Judged, rows: list[Row]) -> Row:
    short = of.short
    by_place = {row["place"]: row for row in rows}
    return {
        "choice": None if of.place is None else short.labels[of.place],
        "by_criterion": {name: short.labels.get(k) for name, k in of.by_criterion.items()},
        "shortlist": [plain_row(by_place[k], study.menu, found) for k in short.places],
        "ties": tie_summary(found, of.ties, short),
        "nearly_best": None if of.near is None else short.labels.get(of.near),
        "stays": stays_row(study, found, of),
        "front": front_rows(found, of.on_front, short),
    }


def option_rows(menu: Menu) -> list[Row]:
    """Options and their steps."""
    return [
        {
            "name": option.name,
            "zh": option.zh,
            "en": option.en,
            "steps": [
                {"name": s.name, "size": s.size, "policies": sorted(s.policies), "met": list(s.met)}
                for s in option.steps
            ],
        }
        for option in menu.options
    ]


def plain_row(row: Row, menu: Menu, found: Measured) -> Row:
    """A shortlisted mix with its steps by option."""
    mix = found.mixes[row["place"]]
    steps = {
        option.name: option.steps[step - 1].name if step else None
        for option, step in zip(menu.options, mix, strict=True)
    }
    kept = {
        key: None if isinstance(value, float) and value != value else value
        for key, value in row.items()
        if key != "place"
    }
    return {**kept, "steps": steps}


def tie_summary(found: Measured, ties: Sequence[int], short: Shortlist) -> Row:
    """How many mixes tie with the choice, and the cheapest of them."""
    if not ties:
        return {"count": 0, "cheapest": None}
    cheapest = min(ties, key=lambda k: found.mean_cost()[k])
    return {"count": len(ties), "cheapest": short.labels.get(cheapest)}


def front_rows(found: Measured, on_front: Bools, short: Shortlist) -> list[Row]:
    """The front from the cheapest to the dearest; `tie` where a cheaper one cannot be told apart.

    That is, in neither ratio nor register income.
    """
    cost, gains = found.mean_cost(), {name: found.gains(name) for name in ("ratio", "low_income")}
    counts = {"ratio": least_difference("ratio"), "low_income": least_difference("yuan per head")}
    order = sorted(np.flatnonzero(on_front).tolist(), key=lambda k: (cost[k], k))
    rows = []
    for at, k in enumerate(order):
        cheaper = [
            j
            for j in order[:at]
            if all(tied(g[:, k], g[:, j], counts[name]) for name, g in gains.items())
        ]
        rows.append(
            {
                "mix": mix_name(found.mixes[k]),
                "label": short.labels.get(k, ""),
                "cost_yuan": float(cost[k]),
                "ratio_gain": float(gains["ratio"][:, k].mean()),
                "low_income_gain": float(gains["low_income"][:, k].mean()),
                "tie": bool(cheaper),
            }
        )
    return rows


def capacity_rows(menu: Menu, found: Measured, place: int | None) -> list[Row]:
    """Capacities, what the choice asks of them, and the steps that were cut down to them."""
    taken = menu.taken(found.mixes[place]) if place is not None else {}
    return [
        {
            **capacity.plain(),
            "asked": capacity.asked(taken),
            "cut_down": [
                {"option": option.name, "step": step.name}
                for option in menu.options
                for step in option.steps
                if capacity.name in step.met
            ],
        }
        for capacity in menu.capacities
    ]
