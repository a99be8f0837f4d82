"""From the worlds of all subsets to tables, summary and sentences."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scenarios.attributing.attribution import coalition, outcomes_of
from scenarios.attributing.attribution_tables import (
    interaction_rows,
    largest_residual,
    solve,
    spread,
    summary_rows,
)
from scenarios.attributing.attribution_words import words_of
from scenarios.attributing.change_split import OUTCOMES, split_rows, split_table
from scenarios.comparing.comparison import by_world
from scenarios.running.execute import LEDGER, Executed
from scenarios.running.store import PairStore
from scenarios.running.study import Study, indicators_of
from scenarios.running.study_run import Found

if TYPE_CHECKING:
    import pandas as pd

LARGEST_RESIDUAL = 1e-9
"""Shares that miss the total by more, relative to the outcome, are a defect of the program."""


class ShareError(ArithmeticError):
    """Shares that do not add up."""


def assembler(outcome: str) -> Callable[[Executed], Found]:
    """What assembles an attribution whose summary is about `outcome`."""

    def assemble(executed: Executed) -> Found:
        return _assembled(executed, outcome)

    return assemble


def _assembled(executed: Executed, outcome: str) -> Found:
    import pandas as pd

    study = executed.plan
    assert isinstance(study, Study)
    players, years = tuple(study.settings["players"]), study.years
    indicators = indicators_of(executed.tables)
    worlds = by_world(indicators, years)
    values, together, worth = solve(worlds, outcomes_of(outcome), players, years)
    residual = largest_residual(values, worth)
    if max(residual.values()) > LARGEST_RESIDUAL:
        raise ShareError(f"shares miss the total by {residual}")
    split = split_table(study, worlds, executed.tables["gains"], coalition(len(study.many) - 1))
    summary = {
        **_solution(values, together, worth, outcome, years[-1]),
        "players": list(players),
        "worlds": len(study.many),
        "residual": residual,
        "split": {name: split_rows(split, name) for name in OUTCOMES},
        "effort": effort(executed),
    }
    tables = {
        "indicators": indicators,
        "gains": executed.tables["gains"],
        "attribution": values,
        "interactions": together,
        "worth": worth,
        "change_split": split,
        "coalitions": pd.DataFrame(
            [
                (coalition(mask), family, bool(mask >> place & 1))
                for mask in range(len(study.many))
                for place, family in enumerate(players)
            ],
            columns=["world", "family", "scenario"],
        ),
    }
    return Found(tables, summary, words_of(study, summary))


def _solution(
    values: "pd.DataFrame",
    together: "pd.DataFrame",
    worth: "pd.DataFrame",
    outcome: str,
    year: int,
) -> dict[str, Any]:
    from model.indicators import FOUND

    unit = FOUND[outcome].unit
    ends = worth[(worth.outcome == outcome) & (worth.year == year)]
    ends = ends.assign(total=ends.everybody - ends.nobody)
    return {
        "outcome": outcome,
        "unit": unit,
        "year": year,
        "ends": {name: spread(ends, name, unit) for name in ("nobody", "everybody", "total")},
        "families": summary_rows(values, outcome, year, "family", unit),
        "departments": summary_rows(values, outcome, year, "department", unit),
        "interactions": interaction_rows(together, outcome, year, unit),
    }


def effort(executed: Executed) -> dict[str, Any]:
    """Worlds run and seconds that their jobs took in workers, whenever they were run.

    What else the machine was doing is in them: these are seconds that passed.
    """
    failed = {failure.job.id for failure in executed.failures}
    done = [job for job in executed.plan.jobs if job.id not in failed]
    with PairStore(executed.folder.scratch / LEDGER) as store:
        seconds = sum(store.seconds(job) for job in done)
    worlds = sum(len(job.worlds["many"]) for job in done)
    return {"worlds": worlds, "seconds": seconds, "seconds_per_world": seconds / worlds}
