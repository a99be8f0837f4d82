"""What a sensitivity study stores: screening, indices, convergence, every answer."""

from typing import TYPE_CHECKING, Any

from scenarios.sensitivity.factors import Factors
from scenarios.sensitivity.plan import SensitivityPlan
from scenarios.sensitivity.points import Points
from scenarios.sensitivity.protocol import REST, Outcome

if TYPE_CHECKING:
    import pandas as pd

REST_WORDS = ("其余全部", "all the others")


def tables_of(found: Outcome, plan: SensitivityPlan, points: Points) -> "dict[str, pd.DataFrame]":
    """The tables by name."""
    import pandas as pd

    factors = plan.factors
    answers = pd.DataFrame(points.rows, columns=["stage", "job", "draw", "seed", "value"])
    return {
        "answers": answers,
        "indicators": _indicators(answers, plan),
        "screening": pd.DataFrame(_screening(found, factors)),
        "sensitivity": pd.DataFrame(index_rows(found, factors), columns=COLUMNS),
        "convergence": pd.DataFrame(_convergence(found, factors), columns=STEPS),
    }


def _indicators(answers: "pd.DataFrame", plan: SensitivityPlan) -> "pd.DataFrame":
    """The outcome of every point once, in the form of all runs; a draw is a point."""
    import pandas as pd

    asked, once = plan.question, answers.drop_duplicates("job")
    return pd.DataFrame(
        {
            "draw": range(len(once)),
            "seed": once.seed.to_numpy(),
            "world": "pilot_vs_no_pilot" if asked.difference else "pilot",
            "year": asked.year,
            "indicator": asked.outcome,
            "value": once.value.to_numpy(),
        }
    )


COLUMNS = (
    "factor", "zh", "en", "first", "first_half", "total", "total_half", "pawn", "pawn_floor",
    "size", "converged",
)  # fmt: skip
STEPS = (
    "size", "factor", "zh", "en", "first", "first_half", "total", "total_half", "close",
)  # fmt: skip


def names_of(group: str, factors: Factors) -> tuple[str, str]:
    """Chinese and English words of a group of the last stage."""
    return REST_WORDS if group == REST else factors.words(group)


def index_rows(found: Outcome, factors: Factors) -> list[dict[str, Any]]:
    """The indices of the last step, the largest total first."""
    if not found.doublings:
        return []
    last = found.doublings[-1]
    rows = _rows(last.indices, factors)
    assert found.pawn is not None
    assert found.pawn_floor is not None
    for row, index, floor in zip(rows, found.pawn, found.pawn_floor, strict=True):
        row |= {
            "pawn": float(index),
            "pawn_floor": float(floor),
            "size": last.size,
            "converged": found.converged,
        }
    return sorted(rows, key=lambda row: -row["total"])


def _rows(indices: Any, factors: Factors) -> list[dict[str, Any]]:
    rows = []
    for place, name in enumerate(indices.names):
        zh, en = names_of(name, factors)
        numbers = {
            key: float(getattr(indices, key)[0, place])
            for key in ("first", "first_half", "total", "total_half")
        }
        rows.append({"factor": name, "zh": zh, "en": en, **numbers})
    return rows


def _convergence(found: Outcome, factors: Factors) -> list[dict[str, Any]]:
    close = found.rules.close if found.rules else None
    return [
        {"size": step.size, **row, "close": close}
        for step in found.doublings
        for row in _rows(step.indices, factors)
    ]


def _screening(found: Outcome, factors: Factors) -> list[dict[str, Any]]:
    effects = found.effects
    rows = []
    for place, name in enumerate(effects.names):
        zh, en = factors.words(name)
        rows.append(
            {
                "factor": str(name),
                "zh": zh,
                "en": en,
                "mean": float(effects.mean[place]),
                "mean_absolute": float(effects.mean_absolute[place]),
                "half": float(effects.half[place]),
                "spread": float(effects.spread[place]),
                "kept": name in found.kept,
            }
        )
    return sorted(rows, key=lambda row: -row["mean_absolute"])
