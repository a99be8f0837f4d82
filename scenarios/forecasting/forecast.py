"""From the tables of an ensemble to what is printed: levels, effects, targets, shares."""

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from results.tables import TABLES
from scenarios.forecasting.simulated import simulated_indicators, simulated_pairs
from scenarios.inputs.plan import Plan
from scenarios.running.execute import Executed

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from calibration.outlook.trend import Redraws
    from calibration.packs.pack import Pack
    from results.run import Run
    from scenarios.forecasting.levels import Levels, Pairs

REDRAWS = 2000
"""Redraws of trend and survey that levels are put on."""

ESTIMAND = (
    "ratio_effect_pilot and rural_effect_pilot: E1, pilot minus no_pilot; ratio_effect_all and "
    "rural_effect_all: E2, pilot minus trend; latent, paired by draw and seed"
)

IMPLIED = {
    "ratio_implied_by_urbanisation": (
        "收入目标隐含的收入比（按城镇化率）",
        "ratio implied by the income targets (urbanisation)",
    ),
    "ratio_implied_by_survey_weight": (
        "收入目标隐含的收入比（按调查权重）",
        "ratio implied by the income targets (survey weight)",
    ),
}


@dataclass
class Forecast:
    """The summary as it is printed and stored, and the tables behind it by name."""

    summary: dict[str, Any]
    tables: "dict[str, pd.DataFrame]" = field(default_factory=dict)


def assemble(executed: Executed) -> Forecast:
    """Combine pairs and redraws into everything that a run publishes."""
    from scenarios.forecasting.disputes import conflict_table
    from scenarios.forecasting.levels import combine

    plan = executed.plan
    pairs = simulated_pairs(executed.tables["indicators"], plan.years)
    redraws = redraws_of(plan)
    levels = combine(pairs, redraws, urban_weights(plan, redraws))
    simulated = simulated_indicators(executed.tables["indicators"], plan.years)
    tables = {
        **executed.tables,
        "levels": level_table(
            levels, simulated, plan.years, (pairs, executed.tables["indicators"])
        ),
        "targets": target_table(plan, levels, pairs, simulated),
        "variance": _variance_table(plan, redraws, pairs),
        "conflicts": conflict_table(plan.pack, plan.worlds.disputed),
    }
    return Forecast(_summary(executed, tables, pairs), tables)


def redraws_of(plan: Plan) -> "Redraws":
    """The futures of trend and survey that levels are put on."""
    from scenarios.forecasting.futures import Setting, futures_of

    worlds = plan.worlds
    setting = Setting(plan.pack, plan.evidence_key, plan.years, worlds.parameters, worlds.shocks)
    return futures_of(setting, REDRAWS)[0]


def urban_weights(plan: Plan, redraws: "Redraws") -> "NDArray[np.float64]":
    """The survey's weight of urban residents in 2021 in each redraw, as its reading has it."""
    from calibration.readings import fact_values

    return fact_values(plan.pack, "survey_urban_weight", redraws.index)


def levels_of_run(run: "Run", pack: "Pack") -> "Levels":
    """The levels of a finished run, made again from its worlds; pack: that of the run."""
    from calibration.readings import fact_values
    from scenarios.forecasting.futures import Setting, futures_of
    from scenarios.forecasting.levels import combine
    from scenarios.running.job import evidence_key

    spec = run.record["spec"]
    settings = spec["settings"]
    first, last = settings["years"]
    setting = Setting(
        pack,
        evidence_key(spec["evidence"]),
        range(first, last + 1),
        settings.get("parameters", {}),
        settings.get("shocks", {}),
    )
    redraws = futures_of(setting, REDRAWS)[0]
    pairs = simulated_pairs(run.table("indicators"), setting.years)
    return combine(pairs, redraws, fact_values(pack, "survey_urban_weight", redraws.index))


def level_table(
    levels: "Levels",
    simulated: "dict[str, NDArray[np.float64]]",
    years: range,
    lived: "tuple[Pairs, pd.DataFrame]",
) -> "pd.DataFrame":
    """All rows of the levels table; `lived`: the pairs and the indicators of their worlds."""
    import pandas as pd

    from model.indicators import FOUND
    from scenarios.forecasting.levels import UNITS, effect_rows
    from scenarios.forecasting.residence import part_rows
    from scenarios.forecasting.summarise import summarise

    pairs, indicators = lived
    rows = levels.rows() + effect_rows(pairs, years) + part_rows(pairs, indicators, years)
    for name, values in simulated.items():
        if name in UNITS:
            continue
        unit = FOUND[name].unit if name in FOUND else ""
        rows += [
            {
                "year": year,
                "quantity": name,
                "world": "pilot",
                **summarise(pairs.by_draw_and_seed(values[:, place]), unit).row(),
            }
            for place, year in enumerate(years)
        ]
    return pd.DataFrame(rows)


def target_table(
    plan: Plan, levels: "Levels", pairs: "Pairs", simulated: "dict[str, NDArray[np.float64]]"
) -> "pd.DataFrame":
    """Official targets and those that they imply, with the probability of meeting each."""
    import pandas as pd

    from scenarios.goals.targets import attainment, implied_targets, target_samples

    samples = target_samples(levels, pairs, simulated)
    pack = plan.pack
    scored = attainment(pack.targets, levels, samples) + implied_targets(
        pack.targets,
        levels,
        samples,
        pack.value("survey_urban_weight"),
        pack.value("urbanisation_share"),
    )
    rows = [asdict(target) for target in scored]
    words = {goal.indicator: goal for goal in pack.targets}
    for row in rows:
        goal = words.get(row["indicator"])
        row["zh"], row["en"] = (goal.zh, goal.en) if goal else IMPLIED[row["indicator"]]
        row["by_baseline"] = "; ".join(
            f"{figure}: {share:.3f}" for figure, share in row["by_baseline"].items()
        )
    if not rows:  # a county without targets has a table without rows, and its columns all the same
        return pd.DataFrame(columns=list(TABLES["targets"]))
    return pd.DataFrame(rows)


def _variance_table(plan: Plan, redraws: "Redraws", pairs: "Pairs") -> "pd.DataFrame":
    import pandas as pd

    from scenarios.forecasting.variance import variance_shares

    shares = variance_shares(redraws, pairs, baselines=readings_taken(plan, pairs))
    return pd.DataFrame(shares.items(), columns=["component", "share"])


def readings_taken(plan: Plan, pairs: "Pairs") -> "NDArray[np.generic]":
    """Which readings of disputed figures each pair's draw has, as one text a pair."""
    from calibration.draws import draw

    disputed = [
        name
        for name, conflict in plan.pack.conflicts.items()
        if conflict.parameter or name in plan.worlds.disputed
    ]
    by_draw = {}
    for index in np.unique(pairs.draw):
        baseline = draw(plan.pack, int(index), plan.evidence_key).baseline
        by_draw[index] = " ".join(baseline[name] for name in disputed)
    return np.array([by_draw[index] for index in pairs.draw])


def _summary(
    executed: Executed, tables: "dict[str, pd.DataFrame]", pairs: "Pairs"
) -> dict[str, Any]:
    plan = executed.plan
    return {
        "county": plan.pack.name,
        "county_label": plan.pack.label,
        "scenario": plan.scenario.name,
        "counterfactual": plan.counterfactual,
        "estimand": ESTIMAND,
        "evidence": plan.size.evidence,
        "scale": plan.size.scale,
        "draws": plan.size.draws,
        "seeds": plan.size.seeds,
        "fingerprint": plan.fingerprint,
        "years": summary_years(tables["levels"], plan.years),
        "targets": records(tables["targets"]),
        "variance_shares": {
            row.component: _plain(row.share) for row in tables["variance"].itertuples()
        },
        "failures": len(executed.failures),
        "warnings": _warnings(executed, pairs),
    }


def summary_years(levels: "pd.DataFrame", years: range) -> dict[str, dict[str, Any]]:
    """Rows of the levels table by year and key of the summary."""
    from scenarios.forecasting.levels import FOR_SUMMARY
    from scenarios.forecasting.summarise import NAMES

    shown = {place: key for key, place in FOR_SUMMARY.items()}
    entries: dict[str, dict[str, Any]] = {str(year): {} for year in years}
    for row in levels.to_dict("records"):
        place = (row["quantity"], row["world"])
        if place in shown:
            key = shown[place]
        elif row["world"] == "pilot" or row["world"].startswith("pilot_vs_"):
            key = row["quantity"]
        else:
            continue
        numbers = {name: _plain(row[name]) for name in (*NAMES, "mc_error")}
        entries[str(row["year"])][key] = {**numbers, "unit": row["unit"]}
    return entries


def records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows of a table as JSON holds them."""
    return [
        {name: _plain(value) for name, value in row.items()} for row in table.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    """A value that JSON holds: None for what could not be estimated."""
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    return value.item() if hasattr(value, "item") else value


def _warnings(executed: Executed, pairs: "Pairs") -> list[str]:
    from calibration.history.places import known_place
    from scenarios.forecasting.levels import warnings
    from scenarios.words import borrowed_trend

    plan, found = executed.plan, list(warnings(pairs))
    if plan.size.evidence == "evaluation":
        found.append("hindsight: the priors use evidence from after September 2022")
    if plan.size.scale < 1.0:
        found.append("a sample of villages, not the whole county")
    if plan.pack.label != "calibrated":
        found.append(f"the county pack is {plan.pack.label}")
    if (above := plan.pack.trend_borrowed_from) is not None:
        place = known_place(above)
        found.append(borrowed_trend(place.en if place else above))
    if executed.failures:
        found.append("some pairs failed and are missing from every number")
    return found
