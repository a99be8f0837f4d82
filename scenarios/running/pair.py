"""One pair: a draw and a seed run through the worlds `trend`, `no_pilot` and `pilot`.

All three share the starting county, every random draw and the trend factors that the first of them
finds, so that their differences are policy and not luck.
"""

import gc
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasting.ablation import ablation_rows, is_ablated, without_feedback
from scenarios.forecasting.checks import check_rows
from scenarios.forecasting.disputes import Disputed, disputed_settings
from scenarios.forecasting.gains import (
    GainRow,
    Grouping,
    Units,
    age_and_sex,
    deciles,
    gain_rows,
    gains_table,
    numbered,
)
from scenarios.inputs.settings import build_policy
from scenarios.running.job import Job, evidence_key

if TYPE_CHECKING:
    import pandas as pd

    from model.county import CountyModel
    from model.outcome import WorldOutcome
    from model.policies.policy import Policy
    from model.start import StartingCounty
    from model.trend_path import TrendFactors
    from scenarios.running.worlds import World

PairTables = dict[str, "pd.DataFrame"]
"""Tables of one pair by name; each begins with the columns draw and seed."""

CONTRASTS = {"pilot_vs_no_pilot": "no_pilot", "pilot_vs_trend": "trend"}
"""Effects E1 and E2: the pilot against which world."""

REGISTER = ("off_register", "on_register")
TIERS = ("weak", "middle", "strong")
"""Thirds of the villages by total collective revenue of 2021."""

Outcomes = dict[str, "WorldOutcome"]


@dataclass(frozen=True)
class County:
    """What a pair needs of the county under its draw."""

    start: "StartingCounty"
    parameters: Any
    trend: Any
    readings: Mapping[str, str]
    """The reading taken of each disputed figure, by conflict."""


def run_pair(job: Job) -> PairTables:
    """Run the three worlds of one draw and seed and keep their small tables."""
    county = county_of(job)
    outcomes = run_worlds(job, county)
    direct = run_worlds(without_feedback(job), county) if is_ablated(job) else None
    tables = pair_tables(county.start, outcomes, _years(job))
    tables["ablations"] = ablation_rows(outcomes, direct, _years(job))
    policies = _policies(job, "pilot", county.readings)
    tables["checks"] = check_rows(
        county.start, county.parameters, county.trend, policies, outcomes, direct
    )
    for table in tables.values():
        table.insert(0, "draw", job.draw)
        table.insert(1, "seed", job.seed)
    return tables


def county_of(job: Job) -> County:
    """The starting county, unknowns and trend of the job's draw."""
    from calibration.draws import draw
    from calibration.outlook.trend import trend_path
    from calibration.outlook.trend_shocks import shocked
    from calibration.start.starting_county import starting_county
    from scenarios.inputs.overrides import overridden
    from scenarios.running.population_on_disk import load_checked_pack, shared_population

    pack = load_checked_pack(job.county, job.pack)
    drawn = draw(pack, job.draw, evidence_key(job.evidence))
    parameters = overridden(drawn.parameters, job.worlds.get("parameters", {}))
    start = starting_county(shared_population(pack, job.scale), pack, parameters)
    trend = trend_path(pack, parameters, job.draw, _years(job))
    trend = shocked(trend, job.worlds.get("shocks", {}))
    return County(start, parameters, trend, drawn.baseline)


def run_worlds(job: Job, county: County) -> Outcomes:
    """The outcomes by world, in the order in which they must run.

    A world without policies is the trend world and is not run again.
    """
    trend = run_world(job, county, None, ())
    outcomes = {"trend": trend}
    for name in ("no_pilot", "pilot"):
        policies = _policies(job, name, county.readings)
        outcomes[name] = run_world(job, county, trend.factors, policies) if policies else trend
    return outcomes


def _policies(job: Job, world: str, readings: Mapping[str, str]) -> "tuple[Policy, ...]":
    disputed = job.worlds.get("disputed", {}) if world == "pilot" else {}
    return policies_of(job.worlds[world], disputed, readings)


def policies_of(
    world: "World", disputed: "Disputed", readings: Mapping[str, str]
) -> "tuple[Policy, ...]":
    """The policies of a world, with the volumes that the draw reads out of a disputed plan."""
    changed = disputed_settings(disputed, readings)
    return tuple(
        build_policy(policy, {**settings, **changed.get(policy, {})})
        for policy, settings in sorted(world.items())
    )


def run_world(
    job: Job, county: County, factors: "TrendFactors | None", policies: "tuple[Policy, ...]"
) -> "WorldOutcome":
    """Run one world of the job to its end and let go of it."""
    world = new_world(job, county, factors, policies)
    try:
        return world.run()
    finally:
        world.close()
        del world
        # A world is a web of agents that point at each other: 120 MiB that only this gives back.
        gc.collect()


def new_world(
    job: Job, county: County, factors: "TrendFactors | None", policies: "tuple[Policy, ...]"
) -> "CountyModel":
    """A world of the job that has not yet made its first step; close it after use."""
    from model.county import CountyModel
    from model.rules import Switches

    return CountyModel(
        county.start,
        county.parameters,
        county.trend,
        policies,
        seed=job.seed,
        factors=factors,
        switches=Switches(**job.worlds["switches"]),
    )


def pair_tables(start: "StartingCounty", outcomes: Outcomes, years: range) -> PairTables:
    """The long tables of three outcomes, without the columns draw and seed."""
    return {
        "indicators": _indicators(outcomes, years),
        "villages": _villages(start, outcomes, years),
        "postings": _postings(outcomes),
        "gains": _gains(start, outcomes, years),
    }


def _indicators(outcomes: Outcomes, years: range) -> "pd.DataFrame":
    import pandas as pd

    rows = [
        (world, year, indicator, float(values[place]))
        for world, outcome in outcomes.items()
        for indicator, values in sorted(outcome.indicators.items())
        for place, year in enumerate(years)
    ]
    return pd.DataFrame(rows, columns=["world", "year", "indicator", "value"])


def _villages(start: "StartingCounty", outcomes: Outcomes, years: range) -> "pd.DataFrame":
    import pandas as pd

    table, tier = start.villages, np.array(TIERS, object)[village_tiers(start)]
    frames = []
    for world, outcome in outcomes.items():
        for place, year in enumerate(years):
            columns = {name: values[place] for name, values in outcome.villages.items()}
            head = {"world": world, "year": year, "village": table["id"], "town": table["town"]}
            frames.append(pd.DataFrame({**head, "tier": tier, **columns}))
    return pd.concat(frames, ignore_index=True)


def village_tiers(start: "StartingCounty") -> NDArray[np.int64]:
    """Third of the villages by collective revenue of 2021 that each is in; row of `TIERS`."""
    revenue = np.asarray(start.villages["total_revenue"], np.float64)
    weight = np.asarray(start.villages["weight"], np.float64)
    order = np.argsort(revenue, kind="stable")
    reached = np.cumsum(weight[order]) - 0.5 * weight[order]
    tier = np.empty(len(order), np.int64)
    tier[order] = np.minimum(2, (3.0 * reached / weight.sum()).astype(np.int64))
    return tier


def _postings(outcomes: Outcomes) -> "pd.DataFrame":
    import pandas as pd

    rows = [
        (world, post.year, post.payer, post.payee, post.kind, post.tag, post.amount)
        for world, outcome in outcomes.items()
        for post in outcome.postings
    ]
    columns = ["world", "year", "payer", "payee", "kind", "tag", "amount"]
    return pd.DataFrame(rows, columns=columns)


def _gains(start: "StartingCounty", outcomes: Outcomes, years: range) -> "pd.DataFrame":
    households, workers = start.households, start.workers
    weight = np.asarray(households["weight"], np.float64)
    units = Units(weight * np.asarray(households["members"], np.float64), weight)
    worker_weight = weight[np.asarray(workers["household"])]
    of_workers = Units(worker_weight, worker_weight)
    by_age = age_and_sex(np.asarray(workers["sex"]), np.asarray(workers["age_band"]))
    fixed = fixed_groupings(start)
    rows: list[tuple[str, int, GainRow]] = []
    for place, year in enumerate(years):
        groupings = [*yearly_groupings(outcomes["trend"], place, units), *fixed]
        for contrast, other in CONTRASTS.items():
            income = _change(outcomes, other, "household_income", place)
            pay = _change(outcomes, other, "worker_pay", place)
            found = gain_rows(income, units, groupings) + gain_rows(pay, of_workers, [by_age])
            rows += [(contrast, year, row) for row in found]
    return gains_table(rows)


def _change(outcomes: Outcomes, other: str, name: str, place: int) -> NDArray[np.float64]:
    """Pilot less another world in one year, yuan; float64 (households or workers,)."""
    pilot, compared = (getattr(outcomes[world], name)[place] for world in ("pilot", other))
    return np.asarray(pilot - compared)


def yearly_groupings(trend: "WorldOutcome", place: int, units: Units) -> list[Grouping]:
    """Income tenths and the register of one year, both of the trend world."""
    listed = np.asarray(trend.household_listed[place], np.int64)
    return [
        deciles(trend.household_income[place], units),
        Grouping("register", REGISTER, listed),
    ]


def fixed_groupings(start: "StartingCounty") -> list[Grouping]:
    """Groups by the village that a household lives in."""
    village = np.asarray(start.households["village"], np.int64)
    towns = np.asarray(start.villages["town"], np.int64)[village]
    return [
        Grouping("village_tier", TIERS, village_tiers(start)[village]),
        numbered("town", towns, start.towns),
    ]


def _years(job: Job) -> range:
    first, last = job.worlds["years"]
    return range(first, last + 1)
