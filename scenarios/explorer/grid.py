"""The points of an explorer before they are run: every combination of the levers' values."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from model.errors import InputError
from scenarios.comparing.comparison import check_same_future
from scenarios.explorer.levers import GridLever, read_levers
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import Scenario
from scenarios.running.job import Job
from scenarios.running.many_worlds import jobs_of_worlds
from scenarios.running.study import TREND, Study
from scenarios.running.worlds import World, Worlds, worlds_of

MOST_POINTS = 400
NO_PILOT = "no_pilot"
POINTS_PER_JOB = 5
"""Each of them keeps its households until its gains are counted: 50 MB at full size."""


@dataclass(frozen=True)
class Point:
    """One computed combination.

    places: which value of each lever; None for a lever whose policy the scenario has not.
    scenario: what a forecast of this point would run.
    """

    name: str
    places: tuple[int | None, ...]
    scenario: Scenario
    base: str
    worlds: Worlds


@dataclass(frozen=True)
class ExplorerStudy(Study):
    """The study behind an explorer; its worlds are the points and the world without the pilot."""

    levers: tuple[GridLever, ...] = ()
    points: tuple[Point, ...] = ()
    bases: tuple[Scenario, ...] = ()
    planned: Mapping[str, World] | None = None
    """The pilot of every scenario as it is, by name."""

    def _jobs(self, template: Job) -> list[Job]:
        """A few points a job, each job with the world that they are compared with."""
        names = [point.name for point in self.points]
        found: list[Job] = []
        for at in range(0, len(names), POINTS_PER_JOB):
            some = {name: self.many[name] for name in names[at : at + POINTS_PER_JOB]}
            found += jobs_of_worlds(
                template, {NO_PILOT: self.many[NO_PILOT], **some}, len(some) + 1
            )
        return [self._measured(job) for job in found]

    @property
    def worlds_in_all(self) -> int:
        """How many worlds run, trend worlds once a draw and seed."""
        jobs_each = -(-len(self.points) // POINTS_PER_JOB)
        return (len(self.points) + jobs_each + 1) * self.size.draws * self.size.seeds


def explorer_study(
    scenarios: Sequence[Scenario], size: Size, asked: Sequence[str]
) -> ExplorerStudy:
    """The grid over all scenarios; InputError for a lever or a grid that cannot be."""
    check_same_future(scenarios)
    first = scenarios[0]
    plan = make_plan(first, size)
    other = first.counterfactual_scenario()
    policies = sorted({name for one in scenarios for name in one.policies})
    levers = tuple(read_levers(asked, policies, plan.years[-1]))
    _check_size(levers, len(scenarios))
    planned = {one.name: worlds_of(one, other, plan.pack).pilot for one in scenarios}
    points: list[Point] = []
    for one in scenarios:
        for scenario, places in _combinations(one, planned[one.name], levers, plan.years[-1]):
            worlds = worlds_of(scenario, other, plan.pack)
            points.append(Point(f"point_{len(points)}", places, scenario, one.name, worlds))
    if not points:
        raise InputError("has no programme that a lever could move", value=first.name)
    return ExplorerStudy(
        scenario=first,
        counterfactual=plan.counterfactual,
        pack=plan.pack,
        county=plan.county,
        worlds=plan.worlds,
        size=size,
        kind="explorer",
        many={NO_PILOT: plan.worlds.no_pilot, **{p.name: p.worlds.pilot for p in points}},
        gains=tuple((p.name, against) for p in points for against in (NO_PILOT, TREND)),
        disputed_of={p.name: p.worlds.disputed for p in points if p.worlds.disputed},
        command=_command([one.name for one in scenarios], size, levers),
        levers=levers,
        points=tuple(points),
        bases=tuple(scenarios),
        planned=planned,
    )


def _combinations(
    base: Scenario, world: World, levers: Sequence[GridLever], last_year: int
) -> list[tuple[Scenario, tuple[int | None, ...]]]:
    """Every combination of the levers that the scenario has, and the scenario that it makes."""
    ranges: list[Sequence[int | None]] = [
        range(len(lever.values)) if lever.policy in world else [None] for lever in levers
    ]
    if all(lever.policy not in world for lever in levers):
        return []
    return [(_moved(base, world, levers, places, last_year), places) for places in product(*ranges)]


def _moved(
    base: Scenario,
    world: World,
    levers: Sequence[GridLever],
    places: Sequence[int | None],
    last_year: int,
) -> Scenario:
    """The scenario with the levers set; one left as planned is not written down."""
    policies: dict[str, dict[str, Any]] = dict(base.policies)
    for lever, place in zip(levers, places, strict=True):
        value = None if place is None else lever.setting_at(place, world, last_year)
        if value is not None:
            policies[lever.policy] = {**policies[lever.policy], lever.setting: value}
    return replace(base, policies=policies)


def _check_size(levers: Sequence[GridLever], scenarios: int) -> None:
    points = scenarios * math.prod(len(lever.values) for lever in levers)
    if points > MOST_POINTS:
        raise InputError(
            "make more points than one page holds",
            key="--levers",
            value=f"{points} points",
            allowed=f"up to {MOST_POINTS}",
        )


def _command(names: Sequence[str], size: Size, levers: Sequence[GridLever]) -> str:
    moved = " ".join(
        f"--levers {lever.name}={','.join(f'{value:.12g}' for value in lever.values)}"
        for lever in levers
    )
    return (
        f"sanjin explore {' '.join(names)} {moved} --draws {size.draws} --seeds {size.seeds} "
        f"--scale {size.scale:g} --evidence {size.evidence} --out FOLDER"
    )
