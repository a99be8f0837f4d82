"""Sample points and the answers to them, and the guard between them and the estimators.

SALib 1.6 turns one NaN into indices of zero, takes rows in another order without a word, and reads
seed 0 as no seed. So every answer carries the point it was run at, and nothing is estimated from
answers that are not, row by row, those of the design.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from model.errors import InputError

Floats = NDArray[np.float64]
Method = Literal["sobol", "morris"]

LEAST_SPREAD = 1e-12
"""Below this spread, relative to the largest value, an output counts as constant."""


@dataclass(frozen=True)
class Space:
    """The factors of a study by name, and the group that each belongs to; a group moves as one."""

    names: tuple[str, ...]
    groups: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.names) != len(self.groups) or len(set(self.names)) != len(self.names):
            raise InputError("factors need one group each and names of their own", key="factors")
        if not self.names:
            raise InputError("there is no factor to move", key="factors")

    @classmethod
    def of(cls, *names: str) -> "Space":
        """Factors that are each a group of their own."""
        return cls(names, names)

    @property
    def group_names(self) -> tuple[str, ...]:
        """Every group once, in the order in which the estimators report them."""
        return tuple(dict.fromkeys(self.groups))

    def regrouped(self, groups: dict[str, str]) -> "Space":
        """The same factors with other groups: group by factor, for those that change."""
        return Space(self.names, tuple(map(lambda n, g: groups.get(n, g), self.names, self.groups)))

    def problem(self, low: float = 0.0, high: float = 1.0) -> dict[str, Any]:
        """The description that SALib takes; a new one every time, as SALib writes into it."""
        return {
            "num_vars": len(self.names),
            "names": list(self.names),
            "groups": list(self.groups),
            "bounds": [[low, high]] * len(self.names),
        }


@dataclass(frozen=True, eq=False)
class Design:
    """Where to run: points, float64 (rows, factors) in the unit cube, in the method's order."""

    method: Method
    space: Space
    size: int
    """Base sample size of Sobol, trajectories of Morris."""
    points: Floats
    second_order: bool = False

    @property
    def base_rows(self) -> NDArray[np.int64]:
        """Rows of a Sobol design that are plain independent samples: A, then B."""
        step = len(self.points) // self.size
        first = step * np.arange(self.size)
        return np.concatenate([first, first + step - 1])


@dataclass(frozen=True, eq=False)
class Answers:
    """What was run: points as in the design, and values, float64 (rows,) or (rows, outputs)."""

    points: Floats
    values: Floats


def checked(design: Design, answers: Answers) -> Floats:
    """The values, float64 (rows, outputs), once they are known to be those of the design.

    Raises: InputError for missing or further runs, other points or another order, NaN, infinity,
    and outputs that do not move.
    """
    values = np.asarray(answers.values, np.float64)
    values = values[:, None] if values.ndim == 1 else values
    _check_rows(design.points, np.asarray(answers.points, np.float64), len(values))
    _check_finite(values)
    _check_moving(values)
    return values


def checked_size(size: int) -> int:
    """A base sample size, which must be a power of two from 2 on."""
    if isinstance(size, bool) or size != int(size) or size < 2 or int(size) & (int(size) - 1):
        raise InputError("is not a power of two", key="N", value=size, allowed="2, 4, 8, 16, …")
    return int(size)


def checked_seed(seed: int | None) -> int:
    """A seed, which must be 1 or more: SALib takes 0 and None for no seed at all."""
    if seed is None or isinstance(seed, bool) or seed != int(seed) or seed < 1:
        raise InputError("is no seed", key="seed", value=seed, allowed="1 or more")
    return int(seed)


def _check_rows(expected: Floats, found: Floats, count: int) -> None:
    if len(found) != count:
        raise InputError(
            "has not one value a point", key="answers", value=count, allowed=str(len(found))
        )
    if found.ndim != 2 or found.shape[1] != expected.shape[1]:
        raise InputError(
            "has another number of factors than the design",
            key="answers",
            value=found.shape[1:],
            allowed=str(expected.shape[1]),
        )
    rows = min(len(found), len(expected))
    other = np.flatnonzero((found[:rows] != expected[:rows]).any(axis=1))
    if len(found) != len(expected):
        raise _wrong_length(expected, found, int(other[0]) if len(other) else rows)
    if len(other):
        raise InputError(
            "the run was made at another point than the design's; rows were permuted or replaced",
            key=f"row {other[0]}",
            value=f"{len(other)} of {len(expected)} rows differ",
        )


def _wrong_length(expected: Floats, found: Floats, first: int) -> InputError:
    lost = len(found) < len(expected)
    return InputError(
        "a run is missing" if lost else "there are more runs than points",
        key=f"row {first}",
        value=f"{len(found)} runs",
        allowed=f"{len(expected)} runs",
    )


def _check_finite(values: Floats) -> None:
    for name, bad in (("NaN", np.isnan(values)), ("infinite", np.isinf(values))):
        rows = np.flatnonzero(bad.any(axis=1))
        if len(rows):
            raise InputError(
                f"the value is {name}", key=f"row {rows[0]}", value=f"{len(rows)} rows"
            )


def _check_moving(values: Floats) -> None:
    spread = np.ptp(values, axis=0)
    still = np.flatnonzero(spread <= LEAST_SPREAD * np.abs(values).max(axis=0))
    if len(still):
        raise InputError(
            "the output is constant: no factor moves it, so no share of its variance exists",
            key=f"output {still[0]}",
            value=float(values[0, still[0]]),
        )
