"""The least extra effort that brings a target to a stated probability, one lever at a time.

Only the pilot world changes: trend worlds, draws, seeds and redraws stay, so that a change of
probability is the lever's doing. A lever is moved from its planned setting towards the upper end of
its range; if the end does not do, the target cannot be reached by it. Otherwise bisection finds the
smallest setting that does. Capacity is the model's own: what no village, house or worker is there
for is not delivered, however high the lever. Extra cost is public cost over all years, mean over
the pairs, against the plan.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasting.levels import SIMULATED, Pairs
from scenarios.goals.target_scores import Key, Scorer, Scores
from scenarios.inputs.scenario import content_hash
from scenarios.inputs.settings import build_policy, is_path, known_policy, lever_of
from scenarios.running.job import Job, all_jobs
from scenarios.running.worlds import World

if TYPE_CHECKING:
    from model.outcome import WorldOutcome
    from model.trend_path import TrendFactors
    from scenarios.inputs.plan import Plan, Size
    from scenarios.running.pair import County

Floats = NDArray[np.float64]
STEPS = 5
"""Halvings of a lever's range: the setting found is within 3 % of the range of the least one."""


@dataclass(frozen=True)
class LeverRange:
    """A setting of the plan and how far it may be raised; paths by year move as a whole."""

    policy: str
    setting: str
    unit: str
    zh: str
    en: str
    planned: Any
    low: float
    high: float
    path: bool
    whole: bool

    @property
    def name(self) -> str:
        """`policy.setting`."""
        return f"{self.policy}.{self.setting}"

    def value(self, part: float) -> float:
        """The setting at a part (0 to 1) of the way up; of a path its last year."""
        value = self.low + part * (self.high - self.low)
        return float(round(value)) if self.whole else value

    def moved(self, policies: World, part: float) -> World:
        """The plan with this lever moved."""
        setting: Any = self.value(part)
        if self.path:
            factor = setting / self.low
            setting = {year: min(v * factor, self.high) for year, v in self.planned.items()}
        return {**policies, self.policy: {**policies[self.policy], self.setting: setting}}


def lever_ranges(policies: World, *, only_intensity: bool) -> Iterator[LeverRange]:
    """Levers of the policies of a scenario that can be raised: intensities, or all numbers."""
    for name, settings in policies.items():
        for field in fields(known_policy(name)):
            card, planned = lever_of(field), settings.get(field.name)
            if card is None or planned is None or isinstance(planned, bool | str):
                continue
            if only_intensity and field.name != "intensity":
                continue
            path = is_path(field)
            low = max(planned.values(), default=0.0) if path else float(planned)
            if low >= card.high or (path and low <= 0.0):
                continue
            whole = isinstance(field.default, int) and not isinstance(field.default, bool)
            yield LeverRange(
                name, field.name, card.unit, card.zh, card.en, planned, low, card.high, path, whole
            )


@dataclass(frozen=True, eq=False)
class Tried:
    """What one setting of the plan gives."""

    scores: Scores
    cost_yuan: float
    """Public cost over all years, mean over pairs."""

    def probability(self, key: Key) -> float:
        """Probability of a target; nan if it is not scored."""
        score = self.scores.by_goal.get(key)
        return score.probability if score else float("nan")


@dataclass(frozen=True)
class Found:
    """Result for one lever and target: the least setting that does, or none."""

    lever: LeverRange
    setting: float | None
    probability: float
    """At that setting, or the best that was tried."""
    extra_cost_yuan: float | None

    @property
    def reached(self) -> bool:
        """Whether the lever can do it at all."""
        return self.setting is not None


@dataclass(frozen=True, eq=False)
class _Future:
    """One draw and seed: its county and its trend world."""

    job: Job
    county: "County"
    trend: "WorldOutcome"
    factors: "TrendFactors"


class Seeker:
    """Runs pilot worlds with levers moved on one small set of draws and seeds."""

    def __init__(
        self, plan: "Plan", size: "Size", scorer: Scorer, say: Callable[[str], None]
    ) -> None:
        from scenarios.inputs.plan import Plan

        self._plan = Plan(**{**vars_of(plan), "size": size})
        self._scorer, self._say = scorer, say
        self._tried: dict[str, Tried] = {}
        self._futures: list[_Future] = []
        self.worlds_run = 0

    @property
    def policies(self) -> World:
        """The scenario's policies with all settings."""
        return self._plan.worlds.pilot

    def tried(self, policies: World) -> Tried:
        """Scores and cost of a set of policies; the same set is run once."""
        key = content_hash(policies)
        if key not in self._tried:
            self._tried[key] = self._run(policies)
        return self._tried[key]

    def least(self, key: Key, goal: float, lever: LeverRange) -> Found:
        """The least setting of a lever that gives a target this probability."""
        top = self.tried(lever.moved(self.policies, 1.0))
        if not top.probability(key) >= goal:
            base = self.tried(self.policies).probability(key)
            return Found(lever, None, max(base, top.probability(key)), None)
        low, high, best = 0.0, 1.0, top
        for _ in range(STEPS):
            middle = 0.5 * (low + high)
            here = self.tried(lever.moved(self.policies, middle))
            if here.probability(key) >= goal:
                high, best = middle, here
            else:
                low = middle
        extra = best.cost_yuan - self.tried(self.policies).cost_yuan
        return Found(lever, lever.value(high), best.probability(key), extra)

    def _run(self, policies: World) -> Tried:
        from scenarios.running.pair import run_world

        built = tuple(build_policy(name, given) for name, given in sorted(policies.items()))
        outcomes = [run_world(f.job, f.county, f.factors, built) for f in self._ready()]
        self.worlds_run += len(outcomes)
        self._say(f"{self.worlds_run}")
        simulated = _stacked(outcomes)
        trend = _stacked([future.trend for future in self._ready()])
        means = {"pilot": _means(simulated), "no_pilot": _means(trend), "trend": _means(trend)}
        jobs = [future.job for future in self._ready()]
        pairs = Pairs(
            np.array([job.draw for job in jobs], np.int64),
            np.array([job.seed for job in jobs], np.int64),
            means,
        )
        cost = simulated.get("public_cost", np.zeros((len(jobs), 1))).sum(axis=1).mean()
        return Tried(self._scorer.scores(pairs, simulated), float(cost))

    def _ready(self) -> list[_Future]:
        """Counties and trend worlds, made at the first call."""
        if not self._futures:
            from scenarios.running.pair import county_of, run_world

            for job in self._jobs():
                county = county_of(job)
                trend = run_world(job, county, None, ())
                self._futures.append(_Future(job, county, trend, trend.factors))
        return self._futures

    def _jobs(self) -> Sequence[Job]:
        template = self._plan.jobs[0]
        size = self._plan.size
        return all_jobs(replace(template, scale=size.scale), size.draws, size.seeds)


def vars_of(plan: "Plan") -> dict[str, Any]:
    """The fields of a plan by name."""
    return {field.name: getattr(plan, field.name) for field in fields(plan)}


def _stacked(outcomes: Sequence["WorldOutcome"]) -> dict[str, Floats]:
    """Indicators by name, float64 (worlds, years)."""
    return {
        name: np.stack([outcome.indicators[name] for outcome in outcomes])
        for name in outcomes[0].indicators
    }


def _means(indicators: Mapping[str, Floats]) -> dict[str, Floats]:
    return {name: indicators[name] for name in SIMULATED}
