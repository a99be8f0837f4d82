"""Joint draws of everything unknown: from the priors, and from what was fitted to the county.

Unknowns that were fitted take theirs from a row of the stored posterior, by index, as all others
take their number (`calibration/prior_draws.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from calibration.behaviour.fitted_draws import fitted_of
from calibration.named_numbers import Index, uniforms
from calibration.packs.pack_schema import Conflict
from calibration.prior_draws import Evidence, cards_of, centres, check_evidence, sample
from model.errors import InputError
from model.parameters import Parameters


class Disputed(Protocol):
    """What is used of a county pack."""

    @property
    def conflicts(self) -> Mapping[str, Conflict]:
        """Disagreements between sources, by name."""
        ...


@dataclass(frozen=True)
class Draw:
    """One joint value of the unknowns and one reading of every disputed number.

    `index` None is the central draw; `baseline` is conflict to the name of the reading taken.
    """

    index: int | None
    evidence: Evidence
    parameters: Parameters
    baseline: Mapping[str, str]

    def values(self) -> dict[str, float]:
        """Every unknown's value by path."""
        return {path: self.parameters.value(path) for path in Parameters.cards()}


def draw(
    pack: Disputed, index: int | None, evidence: Evidence = "ex_ante", *, fitted: bool = True
) -> Draw:
    """The draw of an index, 0 or more; None for the centre of the priors.

    Parameters that a stored fit of the county freed come from its posterior, by index as well;
    `fitted` False takes every unknown from its prior.
    """
    check_evidence(evidence)
    if index is not None and (isinstance(index, bool) or index < 0):
        raise InputError("not the index of a draw", value=index, allowed="0 or more, or none")
    cards = cards_of(pack)
    if index is None:
        values = centres(evidence, cards)
    else:
        rows = sample(cards, np.array([index], np.int64), evidence, cards)
        values = {path: float(row[0]) for path, row in rows.items()}
        values |= _behaviour(pack, index, evidence) if fitted else {}
    return Draw(index, evidence, Parameters().changed(values), _baseline(pack, index, values))


def _behaviour(pack: object, index: int, evidence: Evidence) -> dict[str, float]:
    """Values of the parameters that a stored fit freed; none without a fit."""
    found = fitted_of(pack, evidence)
    rows = {} if found is None else found.at(np.array([index], np.int64))
    return {path: float(row[0]) for path, row in rows.items()}


def choices(conflict_name: str, conflict: Conflict, index: Index) -> Index:
    """Row of the reading taken in each draw, by weight; shape as `index`."""
    steps = np.cumsum([reading.weight for reading in conflict.readings])
    rows = np.searchsorted(steps, uniforms(f"conflict: {conflict_name}", index) * steps[-1])
    return np.minimum(rows, len(steps) - 1).astype(np.int64)


def _baseline(pack: Disputed, index: int | None, values: Mapping[str, float]) -> dict[str, str]:
    """The reading of every conflict: drawn with its unknown if that is discrete, else by weight."""
    taken = {}
    for name, conflict in sorted(pack.conflicts.items()):
        same = [r.name for r in conflict.readings if r.value == values.get(conflict.parameter)]
        if index is None:
            taken[name] = conflict.chosen
        elif same:
            taken[name] = same[0]
        else:
            row = choices(name, conflict, np.array([index], np.int64))[0]
            taken[name] = conflict.readings[row].name
    return taken
