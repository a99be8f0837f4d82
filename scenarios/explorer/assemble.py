"""From the worlds of a grid to what its page shows: levels, targets and gains of every point."""

from typing import TYPE_CHECKING, Any

from scenarios.explorer.explorer_words import words_of
from scenarios.explorer.grid import NO_PILOT, ExplorerStudy, Point
from scenarios.explorer.scenario_text import file_name, scenario_text
from scenarios.forecasting.forecast import (
    level_table,
    records,
    redraws_of,
    summary_years,
    target_table,
    urban_weights,
)
from scenarios.forecasting.simulated import simulated_indicators, simulated_pairs
from scenarios.running.execute import Executed
from scenarios.running.study import TREND, indicators_of
from scenarios.running.study_run import Found

if TYPE_CHECKING:
    import pandas as pd

KEYS = ["draw", "seed"]


def assemble(executed: Executed) -> Found:
    """Everything that an explorer publishes; a point without any finished run is left out."""
    import pandas as pd

    study = executed.plan
    assert isinstance(study, ExplorerStudy)
    indicators = indicators_of(executed.tables)
    redraws = redraws_of(study)
    weights = urban_weights(study, redraws)
    levels, targets, shown = [], [], []
    for point in study.points:
        own = _own(indicators, point.name)
        runs = len(own[KEYS].drop_duplicates())
        entry: dict[str, Any] = {**_about(study, point), "runs": runs}
        if runs:
            level, target = _scored(study, own, redraws, weights)
            entry |= {"years": summary_years(level, study.years), "targets": records(target)}
            levels.append(level.assign(point=point.name))
            targets.append(target.assign(point=point.name))
        shown.append(entry)
    summary = {
        "explorer": {
            "levers": [_lever(study, place) for place in range(len(study.levers))],
            "scenarios": [{"name": one.name, **one.title} for one in study.bases],
            "points": shown,
            "start": _start(study, shown),
        },
        "year": study.years[-1],
    }
    tables = {
        "indicators": indicators,
        "gains": executed.tables["gains"].drop_duplicates(),
        "point_levels": pd.concat(levels, ignore_index=True),
        "point_targets": pd.concat(targets, ignore_index=True).drop(columns="by_baseline"),
        "points": _places(study),
    }
    return Found(tables, summary, words_of(study, summary))


def _own(indicators: "pd.DataFrame", name: str) -> "pd.DataFrame":
    """The three worlds of one point, of the draws and seeds that have all three."""
    rows = indicators[indicators.world.isin([name, NO_PILOT, TREND])]
    whole = rows.groupby(KEYS)["world"].transform("nunique") == len((name, NO_PILOT, TREND))
    return rows[whole].assign(world=rows.world.replace(name, "pilot"))


def _scored(
    study: ExplorerStudy, own: "pd.DataFrame", redraws: Any, weights: Any
) -> "tuple[pd.DataFrame, pd.DataFrame]":
    from scenarios.forecasting.levels import combine

    pairs = simulated_pairs(own, study.years)
    levels = combine(pairs, redraws, weights)
    simulated = simulated_indicators(own, study.years)
    table = level_table(levels, simulated, study.years, (pairs, own))
    return table, target_table(study, levels, pairs, simulated)


def _about(study: ExplorerStudy, point: Point) -> dict[str, Any]:
    return {
        "name": point.name,
        "scenario": point.base,
        "places": list(point.places),
        "file": file_name(point),
        "toml": scenario_text(study, point),
    }


def _lever(study: ExplorerStudy, place: int) -> dict[str, Any]:
    lever = study.levers[place]
    assert study.planned is not None
    planned = {name: lever.planned(world) for name, world in study.planned.items()}
    return {
        "name": lever.name,
        **lever.words(),
        "unit": lever.card.unit,
        "source": lever.card.source,
        "values": list(lever.values),
        "planned": planned,
        "by_year": any(
            isinstance(world.get(lever.policy, {}).get(lever.setting), dict)
            for world in study.planned.values()
        ),
    }


def _start(study: ExplorerStudy, shown: list[dict[str, Any]]) -> str:
    """The point that the page opens at: the plan itself where it is on the grid."""
    done = [entry["name"] for entry in shown if entry["runs"]]
    assert study.planned is not None
    for point in study.points:
        world = study.planned[point.base]
        as_planned = all(
            place is None or lever.values[place] == lever.planned(world)
            for lever, place in zip(study.levers, point.places, strict=True)
        )
        if as_planned and point.name in done:
            return point.name
    return str(done[0])


def _places(study: ExplorerStudy) -> "pd.DataFrame":
    """A row a point and lever."""
    import pandas as pd

    return pd.DataFrame(
        [
            (point.name, point.base, lever.name, lever.values[place])
            for point in study.points
            for lever, place in zip(study.levers, point.places, strict=True)
            if place is not None
        ],
        columns=["point", "scenario", "lever", "value"],
    )
