"""Seconds of one world: made once, run several times, by phase, and as plain agents."""

import importlib
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenarios.benchmark.bench_machine import Entry, entry, peak_mebibytes

REPEATS = 3
"""A world is run this often; the quickest is quoted, and the slowest beside it."""


@dataclass
class Prepared:
    """A county ready to run: start, unknowns, trend, the pilot's policies, and what it took."""

    start: Any
    parameters: Any
    trend: Any
    policies: tuple[Any, ...]
    entries: list[Entry] = field(default_factory=list)

    @property
    def households(self) -> int:
        """Rows of the household table."""
        return len(self.start.households)

    @property
    def quarters(self) -> int:
        """Quarters that a world runs."""
        return 4 * int(self.trend.years)


def prepare(scale: float) -> Prepared:
    """Build the county of the central draw, timing each step; kernels are compiled on the way."""
    from calibration.draws import draw
    from calibration.outlook.trend import trend_path
    from calibration.packs.pack import load_pack
    from calibration.start.population import build
    from calibration.start.starting_county import starting_county
    from model.policies import available

    pack = load_pack("yueqing")
    drawn = draw(pack, None, "ex_ante")
    names = ("three_incomes", "workshops", "circular_charity")
    policies = tuple(available()[name]() for name in names)
    build(pack, 0.02)
    first, warm = _timed(lambda: starting_county(build(pack, 0.02), pack, drawn.parameters))
    trend = trend_path(pack, drawn.parameters, None)
    small = Prepared(warm, drawn.parameters, trend, policies)
    compiled, _ = _timed(lambda: _run(small))
    built, population = _timed(lambda: build(pack, scale))
    begun, start = _timed(lambda: starting_county(population, pack, drawn.parameters))
    prepared = Prepared(start, drawn.parameters, trend, policies)
    prepared.entries = [
        entry("first start and first world (compiled or read from cache)", first + compiled, "s"),
        entry("population", built, "s"),
        entry("starting county of one draw", begun, "s"),
        entry("households", prepared.households, "households"),
    ]
    return prepared


def world_times(prepared: Prepared) -> list[Entry]:
    """Seconds of a trend world and of a paired pilot world, phases, and peak memory."""
    factors = _run(prepared, trend_only=True).factors
    trend = [_timed(lambda: _run(prepared, trend_only=True))[0] for _ in range(REPEATS)]
    pilot = [_timed(lambda: _run(prepared, factors=factors))[0] for _ in range(REPEATS)]
    return [
        entry("one trend world", min(trend), "s"),
        entry("one pilot world", min(pilot), "s"),
        entry("one pilot world, slowest", max(pilot), "s"),
        *_phases(prepared, factors),
        entry("peak memory", peak_mebibytes(), "MiB"),
    ]


def _phases(prepared: Prepared, factors: Any) -> list[Entry]:
    from scenarios.benchmark.phase_times import phase_times

    world = _world(prepared, factors=factors)
    times = phase_times(world)
    world.close()
    return [entry(f"  {line}", seconds, "s") for line, seconds in times.items()]


def store_seconds(prepared: Prepared) -> float:
    """Seconds to make and commit the tables of one pair to the ledger of an ensemble."""
    from scenarios.running.arrow import encode
    from scenarios.running.job import Job
    from scenarios.running.pair import pair_tables
    from scenarios.running.store import PairStore

    outcome = _run(prepared)
    outcomes = {"trend": outcome, "no_pilot": outcome, "pilot": outcome}
    years = range(2022, 2022 + prepared.quarters // 4)
    job = Job("yueqing", "", "ex-ante", 1.0, 0, 1, {})
    with tempfile.TemporaryDirectory() as folder, PairStore(Path(folder) / "l.sqlite") as store:

        def keep() -> None:
            store.put(job, encode(pair_tables(prepared.start, outcomes, years)), 0.0)

        return _timed(keep)[0]


def twin_times(scales: tuple[float, ...]) -> list[Entry]:
    """The twin of plain Mesa agents against this engine at the same sizes, side by side.

    The twin lives with the tests; without a checkout there is nothing to measure.
    """
    twin = _twin()
    if twin is None:
        return [entry("plain-Mesa twin (needs a checkout)", float("nan"), "s")]
    entries = []
    for scale in scales:
        prepared = prepare(scale)
        slow, _ = _timed(
            lambda: twin(prepared.start, prepared.parameters, prepared.trend, prepared.policies)  # noqa: B023
        )
        fast = min(_timed(lambda: _run(prepared))[0] for _ in range(REPEATS))  # noqa: B023
        entries += [
            entry(f"plain-Mesa twin, {prepared.households} households", slow, "s"),
            entry(f"this engine, {prepared.households} households", fast, "s"),
            entry("twin over engine", slow / fast, "times"),
        ]
    return entries


def _twin() -> Callable[..., Any] | None:
    tests = Path(__file__).resolve().parents[2] / "tests"
    if not (tests / "twin_county.py").is_file():
        return None
    sys.path.insert(0, str(tests))
    try:
        found: Callable[..., Any] = importlib.import_module("twin_county").run_twin
    finally:
        sys.path.remove(str(tests))
    return found


def _world(prepared: Prepared, *, trend_only: bool = False, factors: Any = None) -> Any:
    from model.county import CountyModel

    policies = () if trend_only else prepared.policies
    return CountyModel(
        prepared.start, prepared.parameters, prepared.trend, policies, seed=1, factors=factors
    )


def _run(prepared: Prepared, *, trend_only: bool = False, factors: Any = None) -> Any:
    world = _world(prepared, trend_only=trend_only, factors=factors)
    outcome = world.run()
    world.close()
    return outcome


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result
