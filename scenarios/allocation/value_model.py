"""What mixes are worth that were not run: single options plus what every two bring together.

In each draw a quantity of a mix is taken for that of nothing chosen, plus what each of its steps
adds alone, plus an interaction for every two. With all singles and pairs run, the model is exact
for mixes of up to two options; what it misses beyond that is found out by running the finalists.
Where pairs were run at one step only, an interaction grows with the sizes of the steps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from scenarios.allocation.menu import PLANNED, Menu, Mix

Floats = NDArray[np.float64]

MOST_PAIRS = 300
"""Pairs of steps above which pairs are run at one step of each option only."""

Term = tuple[int, int]
"""An option and the step taken of it."""


def first_mixes(menu: Menu) -> list[Mix]:
    """Nothing, every step alone, and every two options together, as far as there is enough."""
    found = [menu.nothing, *(mix_of(menu, (term,)) for term in terms(menu))]
    found += [mix_of(menu, pair) for pair in run_pairs(menu)]
    planned = menu.planned()
    if planned is not None and not menu.exceeded(planned):
        found.append(planned)
    return list(dict.fromkeys(mix for mix in found if not menu.exceeded(mix)))


def terms(menu: Menu) -> list[Term]:
    """Every step of every option."""
    return [
        (place, step)
        for place, option in enumerate(menu.options)
        for step in range(1, len(option.steps) + 1)
    ]


def run_pairs(menu: Menu) -> list[tuple[Term, Term]]:
    """The pairs of steps that are run."""
    every = step_pairs(menu)
    if len(every) <= MOST_PAIRS:
        return every
    middle = [reference(menu, place) for place in range(len(menu.options))]
    return [((i, middle[i]), (j, middle[j])) for i, j in combinations(range(len(middle)), 2)]


def step_pairs(menu: Menu) -> list[tuple[Term, Term]]:
    """Every two steps of two options."""
    return [(one, other) for one, other in combinations(terms(menu), 2) if one[0] != other[0]]


def reference(menu: Menu, place: int) -> int:
    """The step at which an option's pairs are run where not all are: as planned, else the last."""
    steps = menu.options[place].steps
    planned = [k for k, step in enumerate(steps, start=1) if step.size == PLANNED]
    return planned[0] if planned else len(steps)


def mix_of(menu: Menu, taken: Sequence[Term]) -> Mix:
    """The mix that takes these steps and nothing else."""
    steps = dict(taken)
    return tuple(steps.get(place, 0) for place in range(len(menu.options)))


@dataclass(frozen=True)
class ValueModel:
    """One quantity in every draw. Arrays are float64 (draws,)."""

    base: Floats
    alone: Mapping[Term, Floats]
    together: Mapping[tuple[Term, Term], Floats]

    def of(self, mix: Mix) -> Floats:
        """The quantity of a mix, float64 (draws,)."""
        taken = [(place, step) for place, step in enumerate(mix) if step]
        value = self.base + sum((self.alone[term] for term in taken), np.zeros_like(self.base))
        for pair in combinations(taken, 2):
            value = value + self.together.get(pair, 0.0)
        return np.asarray(value)


def fitted(menu: Menu, values: Mapping[Mix, Floats]) -> ValueModel:
    """The model of one quantity from what was run; what could not be run adds nothing together.

    values: float64 (draws,) by mix; nothing and every single step must be among them.
    """
    base = values[menu.nothing]
    alone = {term: values[mix_of(menu, (term,))] - base for term in terms(menu)}
    measured = {
        pair: values[mix] - base - alone[pair[0]] - alone[pair[1]]
        for pair in run_pairs(menu)
        if (mix := mix_of(menu, pair)) in values
    }
    every = {pair: _of(menu, measured, pair) for pair in step_pairs(menu)}
    together = {pair: found for pair, found in every.items() if found is not None}
    return ValueModel(base, alone, together)


def _of(
    menu: Menu, measured: Mapping[tuple[Term, Term], Floats], pair: tuple[Term, Term]
) -> Floats | None:
    if pair in measured:
        return measured[pair]
    one, other = pair
    middle = (
        (one[0], reference(menu, one[0])),
        (other[0], reference(menu, other[0])),
    )
    if middle not in measured:
        return None
    grown = _size(menu, one) * _size(menu, other) / _size(menu, middle[0])
    return np.asarray(measured[middle] * grown / _size(menu, middle[1]))


def _size(menu: Menu, term: Term) -> float:
    return menu.options[term[0]].steps[term[1] - 1].size
