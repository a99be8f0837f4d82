"""The staged protocol: screening, indices with doubling samples, a second opinion, a noise share.

1. Morris over all groups with a dummy, the seed: what moves the outcome less than luck does is
   screened out, and of the rest the largest are kept.
2. Sobol first and total indices of those kept; all others move together as one group, so that
   nothing of the variance is left out. Luck is common to all points. The sample is doubled until
   every half-width is small enough; if the budget ends first the result is "not converged".
3. PAWN on the same runs as a second opinion that is not about variances.
4. Some points again under other seeds: how much of the variance is luck.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from model.errors import InputError
from scenarios.sensitivity.design import Answers, Floats, Space, checked
from scenarios.sensitivity.estimators import (
    Effects,
    Indices,
    morris_design,
    morris_effects,
    pawn_indices,
    sobol_design,
    sobol_indices,
)
from scenarios.sensitivity.factors import SEED, with_dummy

CLOSE = 0.05
"""Half-width of a 95 % interval from which an index is printed as converged."""
REST = "the rest"
SMALLEST = 16
NOISE_POINTS = 8
LARGEST = 2**14
DESIGN_SEED = 20220923


@dataclass(frozen=True)
class Rules:
    """How much is tried. worlds: the budget; per_point: worlds that one point costs."""

    worlds: int
    per_point: int
    trajectories: int = 4
    kept: int = 6
    close: float = CLOSE


class Evaluate(Protocol):
    """What runs points."""

    def __call__(self, names: tuple[str, ...], points: Floats) -> Answers:
        """Run points, float64 (rows, factors) by name, and give back what was run."""
        ...


@dataclass(frozen=True, eq=False)
class Step:
    """The indices at one sample size."""

    size: int
    indices: Indices

    @property
    def widest(self) -> float:
        """The largest half-width."""
        return float(max(self.indices.first_half.max(), self.indices.total_half.max()))


@dataclass(eq=False)
class Outcome:
    """What the protocol found."""

    effects: Effects
    kept: tuple[str, ...]
    doublings: list[Step] = field(default_factory=list)
    pawn: Floats | None = None
    pawn_floor: Floats | None = None
    noise_share: float | None = None
    spread: float | None = None
    """Standard deviation of the outcome over the sample."""
    mean: float | None = None
    rules: Rules | None = None
    worlds: int = 0

    @property
    def converged(self) -> bool:
        """Whether every printed half-width is small enough."""
        return bool(self.doublings and self.rules and self.doublings[-1].widest <= self.rules.close)


def study(
    space: Space, evaluate: Evaluate, rules: Rules, told: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Run all stages within the budget; InputError when it does not do for the screening."""
    spent = rules.per_point * rules.trajectories * (len(space.group_names) + 2)
    if spent > rules.worlds:
        raise InputError(
            "is too small to screen the factors; move them in groups or raise it",
            key="--budget-worlds",
            value=rules.worlds,
            allowed=f"{spent} or more",
        )
    found = _screened(space, evaluate, rules)
    found.rules, found.worlds = rules, spent
    grouped = _grouped(space, found.kept)
    if len(grouped.group_names) > 1:
        _doubled(found, grouped, evaluate, rules, told)
    return found


def _screened(space: Space, evaluate: Evaluate, rules: Rules) -> Outcome:
    with_luck = with_dummy(space)
    design = morris_design(with_luck, rules.trajectories, DESIGN_SEED)
    effects = morris_effects(design, evaluate(with_luck.names, design.points), seed=DESIGN_SEED)
    size = dict(zip(effects.names, effects.mean_absolute, strict=True))
    above = [name for name in size if name != SEED and size[name] > size[SEED]]
    kept = sorted(above, key=lambda name: -size[name])[: rules.kept]
    return Outcome(effects, tuple(name for name in space.group_names if name in kept))


def _grouped(space: Space, kept: tuple[str, ...]) -> Space:
    others = {
        name: REST
        for name, group in zip(space.names, space.groups, strict=True)
        if group not in kept
    }
    return space.regrouped(others)


def _doubled(
    found: Outcome, space: Space, evaluate: Evaluate, rules: Rules, told: Callable[[str], None]
) -> None:
    groups, size = len(space.group_names), SMALLEST
    noise = rules.per_point * NOISE_POINTS * 2
    while size <= LARGEST and (
        found.worlds + rules.per_point * size * (groups + 2) + noise <= rules.worlds
    ):
        design = sobol_design(space, size, DESIGN_SEED)
        answers = evaluate(space.names, design.points)
        found.doublings.append(Step(size, sobol_indices(design, answers, seed=DESIGN_SEED)))
        told(f"N = {size}: ± {found.doublings[-1].widest:.3f}")
        rows, values = design.base_rows, checked(design, answers)[:, 0]
        found.mean, found.spread = float(values[rows].mean()), float(values[rows].std(ddof=1))
        if found.doublings[-1].widest <= rules.close:
            break
        size *= 2
    if not found.doublings:
        return
    found.worlds += rules.per_point * found.doublings[-1].size * (groups + 2) + noise
    base = Answers(answers.points[rows], values[rows])
    found.pawn, found.pawn_floor = pawn_indices(space, base, seed=DESIGN_SEED)
    found.noise_share = _noise_share(space, design.points[rows[:NOISE_POINTS]], evaluate, found)


def _noise_share(space: Space, points: Floats, evaluate: Evaluate, found: Outcome) -> float:
    """Mean variance over seeds at a point, over the variance of the outcome over the sample."""
    seeds = np.array([0.1, 0.4, 0.6])
    rows = np.repeat(points, len(seeds), axis=0)
    luck = np.tile(seeds, len(points))[:, None]
    answers = evaluate((*space.names, SEED), np.hstack([rows, luck]))
    within = answers.values.reshape(len(points), len(seeds)).var(axis=1, ddof=1).mean()
    return float(within / found.spread**2) if found.spread else 0.0
