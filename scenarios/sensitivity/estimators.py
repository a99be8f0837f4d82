"""The guarded door to SALib: the only file that imports it, and only inside its functions.

Sampling is SALib's; Sobol indices are its estimators as matrix products (`resampling`), which a
test holds to SALib's own numbers; Morris and PAWN are SALib's. Every function refuses what SALib
would take without a word: see `design`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from model.errors import InputError
from scenarios.sensitivity.design import (
    Answers,
    Design,
    Floats,
    Space,
    checked,
    checked_seed,
    checked_size,
)
from scenarios.sensitivity.resampling import (
    equal_weights,
    estimates,
    half_widths,
    parts_of,
    random_weights,
)

LEVELS = 4
TAIL = 0.05
"""Morris walks between these tails of a prior: its grid includes both ends."""
RESAMPLES = 1000
SLIDES = 10


@dataclass(frozen=True, eq=False)
class Indices:
    """Sobol indices with half-widths of 95 % intervals, float64 (outputs, groups or pairs)."""

    names: tuple[str, ...]
    first: Floats
    first_half: Floats
    total: Floats
    total_half: Floats
    second: Floats | None = None
    second_half: Floats | None = None


@dataclass(frozen=True, eq=False)
class Effects:
    """Elementary effects over the range between the tails, float64 (groups,)."""

    names: tuple[str, ...]
    mean: Floats
    mean_absolute: Floats
    half: Floats
    spread: Floats


def sobol_design(space: Space, size: int, seed: int, *, second_order: bool = False) -> Design:
    """A scrambled Sobol sample; that of twice the size begins with the same rows.

    Raises: InputError for a size that is no power of two, seed 0, or a single group.
    """
    from SALib.sample import sobol

    size, seed = checked_size(size), checked_seed(seed)
    if len(space.group_names) == 1 < len(space.names):
        # SALib takes one group for none and gives a design of single factors.
        raise InputError("one group has all of the variance by definition", key="groups")
    points = sobol.sample(space.problem(), size, calc_second_order=second_order, seed=seed)
    return Design("sobol", space, size, points, second_order)


def sobol_indices(
    design: Design, answers: Answers, *, seed: int, resamples: int = RESAMPLES
) -> Indices:
    """First and total (and second) indices of every output.

    Raises: InputError when the answers are not those of the design, or not usable.
    """
    _check_method(design, "sobol")
    values, groups = checked(design, answers), design.space.group_names
    weights = random_weights(design.size, resamples, checked_seed(seed))
    points, halves = [], []
    for output in values.T:
        parts = parts_of(output, len(groups), second_order=design.second_order)
        points.append(estimates(parts, equal_weights(design.size)))
        halves.append(half_widths(estimates(parts, weights)))
    second = design.second_order
    return Indices(
        groups,
        np.array([point.first[0] for point in points]),
        np.array([half.first for half in halves]),
        np.array([point.total[0] for point in points]),
        np.array([half.total for half in halves]),
        np.array([_known(point.second)[0] for point in points]) if second else None,
        np.array([_known(half.second) for half in halves]) if second else None,
    )


def _known(second: Floats | None) -> Floats:
    assert second is not None
    return second


def morris_design(space: Space, trajectories: int, seed: int) -> Design:
    """Morris trajectories between the tails; InputError for fewer than two, or seed 0."""
    from SALib.sample import morris

    if trajectories < 2:
        raise InputError("is too few", key="trajectories", value=trajectories, allowed="2 or more")
    problem = space.problem(TAIL, 1.0 - TAIL)
    points = morris.sample(problem, trajectories, num_levels=LEVELS, seed=checked_seed(seed))
    return Design("morris", space, trajectories, points)


def morris_effects(design: Design, answers: Answers, *, seed: int) -> Effects:
    """Elementary effects of every group on one output."""
    from SALib.analyze import morris

    _check_method(design, "morris")
    values = checked(design, answers)
    if values.shape[1] != 1:
        raise InputError("takes one output at a time", key="outputs", value=values.shape[1])
    found: dict[str, Any] = morris.analyze(
        design.space.problem(TAIL, 1.0 - TAIL),
        design.points,
        values[:, 0],
        num_levels=LEVELS,
        num_resamples=RESAMPLES,
        seed=checked_seed(seed),
    )
    mean, mean_absolute, half, spread = (
        np.asarray(found[key], np.float64) for key in ("mu", "mu_star", "mu_star_conf", "sigma")
    )
    return Effects(tuple(map(str, found["names"])), mean, mean_absolute, half, spread)


def pawn_indices(space: Space, answers: Answers, *, seed: int) -> tuple[Floats, Floats]:
    """PAWN index of every group, and what as many inert factors would get, float64 (groups,).

    The index is the median Kolmogorov-Smirnov distance over slides, of a group the largest of its
    members. Finite samples give inert factors a positive index too, so each is to be read against
    columns of chance numbers that went into no run.
    """
    design = Design("sobol", space, 1, answers.points)
    values = checked(design, answers)[:, 0]
    generator = np.random.Generator(np.random.Philox(checked_seed(seed)))
    inert = generator.random(answers.points.shape)
    found, floor = (_pawn(space, points, values) for points in (answers.points, inert))
    return found, floor


def _pawn(space: Space, points: Floats, values: Floats) -> Floats:
    from SALib.analyze import pawn

    problem = Space.of(*space.names).problem()
    slides = int(np.clip(len(points) // 16, 2, SLIDES))
    median = np.asarray(pawn.analyze(problem, points, values, S=slides)["median"])
    groups = np.array(space.groups)
    return np.array([median[groups == name].max() for name in space.group_names])


def _check_method(design: Design, method: str) -> None:
    if design.method != method:
        raise InputError("is a design of another method", value=design.method, allowed=method)
