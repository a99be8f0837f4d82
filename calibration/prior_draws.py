"""Values of unknowns from their priors: one number per unknown and index of a draw.

The number is a pure function of (path of the unknown, index): another unknown, another draw or
another order changes none. It is the same for both sets of evidence, so that a draw with hindsight
differs from the ex-ante one by its priors and not by luck.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

import numpy as np

from calibration.named_numbers import Index, uniforms
from calibration.outlook.stored_trend import rows_at
from calibration.quantiles import Floats, physical_bounds, quantile
from model.errors import InputError, nearest_name
from model.parameters import Parameters, Prior, Unknown

Evidence = Literal["ex_ante", "evaluation"]
Cards = Mapping[str, Unknown]
"""Unknowns by path."""

SHARE_GROUPS = tuple(
    tuple(f"start.{area}_{source}_share" for source in ("wage", "business", "property", "transfer"))
    for area in ("rural", "urban")
)
"""Unknowns that are drawn one by one and then scaled to add up to 1."""


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
    check_evidence(evidence)
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


def prior_of(card: Unknown, evidence: Evidence) -> Prior:
    """The prior that a set of evidence allows: without hindsight, or with it."""
    return card.ex_ante if evidence == "ex_ante" else card.evaluation


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


def check_evidence(evidence: str) -> None:
    """Raises: InputError for a set of evidence that is not one of the two."""
    if evidence not in get_args(Evidence):
        raise InputError(
            "unknown evidence",
            value=evidence,
            allowed="ex_ante, evaluation",
            nearest=nearest_name(evidence, get_args(Evidence)),
        )
