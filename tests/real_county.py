"""Yueqing at a small scale, built once a test process, and worlds that run on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b

import numpy as np

from calibration.draws import draw
from calibration.outlook.trend import trend_path
from calibration.packs.pack import Pack, load_pack
from calibration.start.population import Population, build
from calibration.start.starting_county import starting_county
from model.county import CountyModel
from model.outcome import WorldOutcome
from model.parameters import Parameters
from model.policies import available
from model.policies.policy import Policy
from model.rules import Switches
from model.start import StartingCounty
from model.trend_path import TrendFactors, TrendPath

PILOT = ("circular_charity", "three_incomes", "workshops")
PROGRAMMES = (*PILOT, "provincial_workshops")


@dataclass(frozen=True)
class County:
    """A starting county with its unknowns and its trend: all that a world needs but policies."""

    start: StartingCounty
    parameters: Parameters
    trend: TrendPath


@cache
def yueqing() -> Pack:
    return load_pack("yueqing")


@cache
def population(scale: float) -> Population:
    return build(yueqing(), scale)


def bits(start: StartingCounty) -> dict[str, str]:
    """A digest of every column."""
    tables = ("households", "workers", "villages", "enterprises", "outlets")
    columns = {
        f"{name} {key}": getattr(start, name)[key]
        for name in tables
        for key in getattr(start, name)
    }
    columns |= {name: getattr(start, name) for name in ("base", "income_2021", "trade_share")}
    return {
        name: blake2b(np.ascontiguousarray(column)).hexdigest() for name, column in columns.items()
    }


BUILT: list[tuple[StartingCounty, dict[str, str]]] = []
"""Counties that tests share, with their bits when they were built."""


def changed() -> list[str]:
    """Columns of shared counties that a test, or the model, has written to."""
    return sorted(
        {name for start, was in BUILT for name, now in bits(start).items() if now != was[name]}
    )


@cache
def real_county(index: int | None = None, scale: float = 0.02) -> County:
    """Yueqing under one draw; `index` None is the central draw. Shared: not to be written to."""
    drawn = draw(yueqing(), index, "ex_ante")
    start = starting_county(population(scale), yueqing(), drawn.parameters)
    BUILT.append((start, bits(start)))
    return County(start, drawn.parameters, trend_path(yueqing(), drawn.parameters, index))


def own_county(scale: float) -> County:
    """Yueqing's central draw, with columns that a test may write to."""
    shared = real_county(scale=scale)
    return replace(shared, start=deepcopy(shared.start))


def policies(*names: str, **settings: object) -> tuple[Policy, ...]:
    """Policies by name, all with the same settings."""
    known = available()
    return tuple(known[name](**settings) for name in names)


@contextmanager
def world(
    county: County,
    programmes: tuple[Policy, ...] = (),
    *,
    factors: TrendFactors | None = None,
    seed: int = 1,
    switches: Switches | None = None,
) -> Iterator[CountyModel]:
    """A world to step through; closed at the end."""
    model = CountyModel(
        county.start,
        county.parameters,
        county.trend,
        programmes,
        seed=seed,
        factors=factors,
        switches=switches,
    )
    try:
        yield model
    finally:
        model.close()


def outcome(
    county: County,
    programmes: tuple[Policy, ...] = (),
    *,
    factors: TrendFactors | None = None,
    seed: int = 1,
    switches: Switches | None = None,
) -> WorldOutcome:
    """What a world leaves behind when it has run to its end."""
    with world(county, programmes, factors=factors, seed=seed, switches=switches) as model:
        return model.run()


@cache
def trend_world(index: int | None = None, scale: float = 0.02, seed: int = 1) -> WorldOutcome:
    """World E0 of the real county."""
    return outcome(real_county(index, scale), seed=seed)


@cache
def pilot_world(index: int | None = None, scale: float = 0.02, seed: int = 1) -> WorldOutcome:
    """World P of the real county, paired with its E0."""
    factors = trend_world(index, scale, seed).factors
    return outcome(real_county(index, scale), policies(*PILOT), factors=factors, seed=seed)


def with_unknowns(county: County, **values: float) -> County:
    """The same county and trend with other unknowns; `land__rent` stands for `land.rent`."""
    changed = {name.replace("__", "."): value for name, value in values.items()}
    return County(county.start, county.parameters.changed(changed), county.trend)
