"""From the simulated mixes to tables, summary and sentences."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.allocation.allocation_words import words_of
from scenarios.allocation.failures import failure_rows
from scenarios.allocation.measured import COST, OUTCOMES, PRIVATE, PROGRAMMES, Measured
from scenarios.allocation.menu import Menu, mix_name
from scenarios.allocation.model_errors import error_rows, error_summary
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
    tied,
    ties_of,
    worst_tenth,
)
from scenarios.allocation.search import Models, Proposal, affordable, chosen, runs_all
from scenarios.allocation.shortlist import Shortlist, shortlist
from scenarios.allocation.study import AllocationStudy
from scenarios.comparing.comparison import MAIN
from scenarios.comparing.directions import direction
from scenarios.running.execute import Executed
from scenarios.running.study_run import Found

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


def assemble(
    study: AllocationStudy,
    executed: Executed,
    found: Measured,
    model: Models | None,
    proposal: Proposal | None,
) -> Found:
    """Everything that an allocation publishes."""
    from model.indicators import FOUND

    menu, asked = study.menu, study.question
    unit = FOUND[asked.objective].unit
    least, allowed = least_difference(unit), affordable(study, found)
    place = chosen(study, found)
    on_front = front_of(found)
    best_by = {criterion: chosen(study, found, criterion) for criterion in CRITERIA}
    ties = [] if place is None else ties_of(found.gains(), allowed, place, least)
    near = (
        None
        if place is None
        else nearly_best(found.gains(), allowed, asked.criterion, place, least)
    )
    short = shortlist(menu, found, place, best_by, ties, near, on_front)
    errors = error_rows(model, found, proposal)
    rules = failure_rows(study, found, place, least)
    rows = mix_rows(found, allowed, on_front, ties, short, least)
    for row in rows:
        row["choice"] = row["place"] == place
    by_place = {row["place"]: row for row in rows}
    summary = {
        "objective": asked.objective,
        "unit": unit,
        "direction": direction(asked.objective),
        "least_difference": least,
        "year": study.years[-1],
        "question": {**vars(asked)},
        "draws_used": len(found.draws),
        "pairs_used": found.pairs,
        "options": option_rows(menu),
        "mixes": {
            "menu": menu.count,
            "run": len(found.mixes),
            "all": runs_all(menu, asked),
            "affordable": int(allowed.sum()),
        },
        "choice": short.labels.get(place) if place is not None else None,
        "by_criterion": {c: short.labels.get(p) for c, p in best_by.items() if p is not None},
        "shortlist": [plain_row(by_place[p], menu, found) for p in short.places],
        "ties": tie_summary(found, ties, short),
        "nearly_best": None if near is None else short.labels.get(near),
        "stays": _stays(study, found, allowed, place, least),
        "front": front_rows(found, on_front, short),
        "value_model": error_summary(errors, found, proposal, place),
        "rules": rules,
        "capacities": capacity_rows(menu, found, place),
        "limits": [vars(limit) for limit in menu.limits],
    }
    tables = {
        "indicators": _indicators(executed.tables["indicators"], study),
        "mixes": mixes_table(menu, found, rows),
        "choices": choices_table(rows),
        "regret": regret_rows(study, found, allowed, short),
        "value_model": errors,
        "rules": rules_table(rules),
        "money": executed.tables["money"].drop_duplicates(),
    }
    return Found(
        {name: table for name, table in tables.items() if len(table)},
        summary,
        words_of(study, summary),
    )


def _indicators(table: "pd.DataFrame", study: AllocationStudy) -> "pd.DataFrame":
    """The indicators that are watched: the whole table would be most of the folder."""
    watched = {*MAIN, *OUTCOMES, study.question.objective}
    watched |= {limit.indicator for limit in study.menu.limits}
    table = table.drop_duplicates(["draw", "seed", "world", "year", "indicator"])
    return table[table.indicator.isin(watched)].reset_index(drop=True)


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


def mix_rows(
    found: Measured,
    allowed: Bools,
    on_front: Bools,
    ties: Sequence[int],
    short: Shortlist,
    least: float,
) -> list[Row]:
    """A row a simulated mix: what it brings and costs over draws."""
    gains = found.gains()
    behind = regrets(gains, allowed) if allowed.any() else np.full_like(gains, np.nan)
    tail, cost = worst_tenth(gains), found.values[COST]
    near = behind <= least
    return [
        {
            "place": k,
            "mix": mix_name(mix),
            "label": short.labels.get(k, ""),
            "roles": short.roles.get(k, []),
            "affordable": bool(allowed[k]),
            "on_front": bool(on_front[k]),
            "tie": k in ties,
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


def _stays(
    study: AllocationStudy, found: Measured, allowed: Bools, place: int | None, least: float
) -> Row | None:
    if place is None:
        return None
    criterion = study.question.criterion
    return vars(stays(found.gains(), found.values[COST], allowed, criterion, place, least))


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


def mixes_table(menu: Menu, found: Measured, rows: Sequence[Row]) -> "pd.DataFrame":
    """What every simulated mix holds: a row a mix and option."""
    import pandas as pd

    columns = ["mix", "label", "option", "zh", "en", "step", "size"]
    return pd.DataFrame(
        [
            (
                row["mix"],
                row["label"],
                option.name,
                option.zh,
                option.en,
                option.steps[step - 1].name if step else "",
                option.steps[step - 1].size if step else 0.0,
            )
            for row in rows
            for option, step in zip(menu.options, found.mixes[row["place"]], strict=True)
        ],
        columns=columns,
    )


def choices_table(rows: Sequence[Row]) -> "pd.DataFrame":
    """What every simulated mix brings and costs."""
    import pandas as pd

    kept = [{k: v for k, v in row.items() if k not in ("place", "roles")} for row in rows]
    table = pd.DataFrame(kept)
    return table.astype({"gain_half": "float64"})


def regret_rows(
    study: AllocationStudy, found: Measured, allowed: Bools, short: Shortlist
) -> "pd.DataFrame":
    """Regret of the affordable shortlisted mixes, a row a draw, indicator and mix.

    The best of a draw is looked for among all simulated mixes that may be chosen.
    """
    import pandas as pd

    rows = []
    names = dict.fromkeys((*OUTCOMES, study.question.objective))
    for name in names if allowed.any() else ():
        behind, values = regrets(found.gains(name), allowed), found.values[name]
        for k in (k for k in short.places if allowed[k]):
            rows += [
                (
                    draw,
                    name,
                    study.years[-1],
                    short.labels[k],
                    values[d, k],
                    behind[d, k],
                    bool(behind[d, k] <= 1e-9 * max(1.0, abs(values[d, k]))),
                )
                for d, draw in enumerate(found.draws)
            ]
    columns = ["draw", "indicator", "year", "option", "value", "regret", "best"]
    return pd.DataFrame(rows, columns=columns)


def rules_table(rules: Sequence[Mapping[str, Any]]) -> "pd.DataFrame":
    """When something fails: a row a rule."""
    import json

    import pandas as pd

    flat = [
        {**rule, "conditions": json.dumps(rule["conditions"], ensure_ascii=False)} for rule in rules
    ]
    columns = ["what", "option", "verdict", "failures", "draws", "conditions"]
    more = ["inside_failures", "inside", "outside_failures", "outside", "score", "chance"]
    table = pd.DataFrame(flat, columns=[*columns, *more])
    return table.astype({"score": "float64", "chance": "float64"})
