"""Joint draws of everything unknown: one number per unknown and draw index, from its prior.

Unknowns that were fitted take theirs from a row of the stored posterior, by index as well.

The number is a pure function of (path of the unknown, index): another unknown, another draw or
another order changes none. It is the same for both sets of evidence, so that a draw with hindsight
differs from the ex-ante one by its priors and not by luck.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, get_args
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from calibration.outlook.stored_trend import rows_at
from calibration.packs.pack_schema import Conflict
from calibration.quantiles import Floats, physical_bounds, quantile
from model.errors import InputError, nearest_name
from model.parameters import Parameters, Prior, Unknown

Evidence = Literal["ex_ante", "evaluation"]
Index = NDArray[np.int64]
Cards = Mapping[str, Unknown]
"""Unknowns by path."""

SHARE_GROUPS = tuple(
    tuple(f"start.{area}_{source}_share" for source in ("wage", "business", "property", "transfer"))
    for area in ("rural", "urban")
)
"""Unknowns that are drawn one by one and then scaled to add up to 1."""


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
    _checked(index, evidence)
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
    from calibration.behaviour.fitted_draws import fitted_of

    found = fitted_of(pack, evidence)
    rows = {} if found is None else found.at(np.array([index], np.int64))
    return {path: float(row[0]) for path, row in rows.items()}


def cards_of(pack: object) -> Cards:
    """Every unknown's card by path: the county's own priors where it has any, else the shared."""
    own = getattr(pack, "cards", None)
    return Parameters.cards() if own is None else own()


def sample(
    paths: Iterable[str],
    index: Index,
    evidence: Evidence = "ex_ante",
    cards: Cards | None = None,
) -> dict[str, Floats]:
    """Values of some unknowns at many draw indices; by path, shape as `index`.

    cards: of the county (`cards_of`), by default the shared ones.
    """
    _checked(None, evidence)
    cards = Parameters.cards() if cards is None else cards
    values = {}
    for path in paths:
        if path not in cards:
            raise InputError("no such unknown", key=path, nearest=nearest_name(path, cards))
        group = next((group for group in SHARE_GROUPS if path in group), (path,))
        raw = {name: _raw(name, cards[name], index, evidence) for name in group}
        values[path] = raw[path] / sum(raw.values()) if len(group) > 1 else raw[path]
    return values


def centres(evidence: Evidence = "ex_ante", cards: Cards | None = None) -> dict[str, float]:
    """The centre of every unknown's prior by path; shares are scaled to add up to 1."""
    cards = Parameters.cards() if cards is None else cards
    values = {path: centre(card, evidence) for path, card in cards.items()}
    for group in SHARE_GROUPS:
        total = sum(values[path] for path in group)
        if abs(total - 1.0) > 1e-12:
            values |= {path: values[path] / total for path in group}
    return values


def choices(conflict_name: str, conflict: Conflict, index: Index) -> Index:
    """Row of the reading taken in each draw, by weight; shape as `index`."""
    steps = np.cumsum([reading.weight for reading in conflict.readings])
    rows = np.searchsorted(steps, uniforms(f"conflict: {conflict_name}", index) * steps[-1])
    return np.minimum(rows, len(steps) - 1).astype(np.int64)


def prior_of(card: Unknown, evidence: Evidence) -> Prior:
    """The prior that a set of evidence allows: without hindsight, or with it."""
    return card.ex_ante if evidence == "ex_ante" else card.evaluation


def uniforms(key: str, index: Index) -> Floats:
    """One number in (0, 1) per draw index for a named key; shape as `index`."""
    from model.streams import uniforms as stream  # imports numba

    return np.asarray(stream(0, code(key), 0, np.asarray(index, np.int64)))


def code(key: str) -> int:
    """What separates the numbers of one key from all others."""
    return crc32(f"draws: {key}".encode())


def centre(card: Unknown, evidence: Evidence) -> float:
    """Mean of a posterior, else the centre of the prior."""
    if card.posterior:
        return sum(card.posterior) / len(card.posterior)
    return prior_of(card, evidence).central


def _raw(path: str, card: Unknown, index: Index, evidence: Evidence) -> Floats:
    if card.posterior:
        return np.asarray(card.posterior)[rows_at(index, len(card.posterior))]
    bounds = physical_bounds(path, card)
    return quantile(prior_of(card, evidence), uniforms(f"unknown: {path}", index), bounds)


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


def _checked(index: int | None, evidence: str) -> None:
    if evidence not in get_args(Evidence):
        raise InputError(
            "unknown evidence",
            value=evidence,
            allowed="ex_ante, evaluation",
            nearest=nearest_name(evidence, get_args(Evidence)),
        )
    if index is not None and (isinstance(index, bool) or index < 0):
        raise InputError("not the index of a draw", value=index, allowed="0 or more, or none")
