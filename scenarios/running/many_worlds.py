"""Any number of worlds under one draw and seed: attribution, choice and comparison start here.

A job's `worlds` holds, besides what a pair has, `many`: world by name; and, where asked for,
`gains`: pairs of names between which winners and losers are counted, and `disputed_of`: disputed
volumes by world, where they differ between worlds; `money`, to keep what treasury, enterprises and
donors paid by year. The trend world is run first
and lends all others its trend factors, as in a pair; a world without policies is the trend world
and is not run again. Draw, start and trend world are kept between jobs of the same draw and seed,
so that a long list of worlds may be cut into short jobs at little cost.
"""

import gc
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.inputs.scenario import content_hash
from scenarios.running.branching import Trunk
from scenarios.running.job import Job
from scenarios.running.pair import County, PairTables, county_of, policies_of, run_world

if TYPE_CHECKING:
    import pandas as pd

    from model.outcome import WorldOutcome
    from scenarios.running.worlds import World

RUNNER = "scenarios.running.many_worlds:run_many"

OF_JOBS = ("many", "gains", "disputed_of", "point")
"""What jobs of one draw and seed may have different without another start or trend world."""

WORLDS_PER_JOB = 16
"""So that a job at full size takes about a minute."""


@dataclass(frozen=True)
class _Begun:
    key: str
    county: County
    trend: "WorldOutcome"
    trunk: Trunk


_KEPT: dict[str, _Begun] = {}
"""The last draw and seed that this process worked on."""


def jobs_of_worlds(
    template: Job, many: "Mapping[str, World]", most: int | None = None
) -> list[Job]:
    """The template's draw and seed with every world of `many`, at most `most` worlds a job.

    Worlds with the same policies are one world: `distinct_worlds` tells which name serves.
    """
    names, most = list(many), most or WORLDS_PER_JOB
    shared = {key: value for key, value in template.worlds.items() if key not in ("pilot", "many")}
    return [
        replace(
            template,
            worlds={
                **shared,
                "many": {name: many[name] for name in names[at : at + most]},
            },
        )
        for at in range(0, len(names), most)
    ]


def distinct_worlds(many: "Mapping[str, World]") -> dict[str, str]:
    """Each world's name with the first name under which the same world stands."""
    first: dict[str, str] = {}
    return {name: first.setdefault(content_hash(world), name) for name, world in many.items()}


def run_many(job: Job) -> PairTables:
    """Indicators of the trend world and of every world of the job."""
    begun = _begun(job)
    outcomes: dict[str, WorldOutcome] = {"trend": begun.trend}
    compared = {name for pair in job.worlds.get("gains", ()) for name in pair}
    for name in job.worlds["many"]:
        found = _outcome(job, begun, name)
        money = found.postings if job.worlds.get("money") else []
        outcomes[name] = (
            found if name in compared else replace(_indicators_only(found), postings=money)
        )
    tables = {"indicators": _indicators(job, outcomes)}
    if job.worlds.get("money"):
        tables["money"] = _money(job, outcomes)
    if job.worlds.get("gains"):
        tables["gains"] = _gains(job, begun.county, outcomes)
    return tables


def _outcome(job: Job, begun: _Begun, name: str) -> "WorldOutcome":
    world = job.worlds["many"][name]
    if not world:
        return begun.trend
    shared = job.worlds.get("disputed", {})
    disputed = job.worlds.get("disputed_of", {}).get(name, shared)
    return begun.trunk.run(policies_of(world, disputed, begun.county.readings))


def _indicators_only(outcome: "WorldOutcome") -> "WorldOutcome":
    """What a world leaves that nobody compares: at full size its households take 50 MB."""
    return replace(
        outcome,
        villages={},
        postings=[],
        household_income=[],
        household_rural=[],
        household_listed=[],
        worker_pay=[],
    )


def _begun(job: Job) -> _Begun:
    key = content_hash([_shared(job), job.draw, job.seed])
    if key not in _KEPT:
        _let_go()
        county = county_of(job)
        trend = run_world(job, county, None, ())
        _KEPT[key] = _Begun(key, county, trend, Trunk(job, county, trend.factors))
        # Each world ends with a collection; what stays for all worlds need not be looked through
        # again each time, which took 0.2 s a world.
        gc.freeze()
    return _KEPT[key]


def _let_go() -> None:
    gc.unfreeze()
    for begun in _KEPT.values():
        begun.trunk.close()
    _KEPT.clear()
    gc.collect()


def _shared(job: Job) -> dict[str, Any]:
    worlds = {key: value for key, value in job.worlds.items() if key not in OF_JOBS}
    return {
        "pack": job.pack,
        "evidence": job.evidence,
        "scale": job.scale,
        "worlds": worlds,
    }


def _indicators(job: Job, outcomes: "Mapping[str, WorldOutcome]") -> "pd.DataFrame":
    import pandas as pd

    first, last = job.worlds["years"]
    rows = [
        (job.draw, job.seed, world, year, indicator, float(np.asarray(values)[place]))
        for world, outcome in outcomes.items()
        for indicator, values in sorted(outcome.indicators.items())
        for place, year in enumerate(range(first, last + 1))
    ]
    columns = ["draw", "seed", "world", "year", "indicator", "value"]
    return pd.DataFrame(rows, columns=columns)


def _money(job: Job, outcomes: "Mapping[str, WorldOutcome]") -> "pd.DataFrame":
    import pandas as pd

    from scenarios.allocation.money import COLUMNS, money_rows

    rows = [
        (job.draw, job.seed, world, *row)
        for world, outcome in outcomes.items()
        for row in money_rows(outcome.postings)
    ]
    return pd.DataFrame(rows, columns=["draw", "seed", "world", *COLUMNS])


def _gains(job: Job, county: County, outcomes: "Mapping[str, WorldOutcome]") -> "pd.DataFrame":
    from scenarios.comparing.many_gains import gains_between

    first, last = job.worlds["years"]
    contrasts = [(one, other) for one, other in job.worlds["gains"]]
    table = gains_between(county.start, outcomes, contrasts, range(first, last + 1))
    table.insert(0, "draw", job.draw)
    table.insert(1, "seed", job.seed)
    return table


def templates(template: Job, draws: Iterable[int], seeds: Iterable[int]) -> list[Job]:
    """The template for every draw and seed, the seeds of a draw one after the other."""
    listed = tuple(seeds)
    return [replace(template, draw=draw, seed=seed) for draw in draws for seed in listed]
