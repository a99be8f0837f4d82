"""Which parameter each moment informs: rank correlation over worlds in which everything varies.

A moment can tell at most as much of a parameter as a straight line could learn from it:

    learnable share = rho^2 * V / (V + noise)

with rho their rank correlation, V the variance of the simulated moment and noise that of its
observation and discrepancy. Each moment frees one parameter, and each parameter is freed once, so
that there are never more free parameters than independent moments.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.behaviour.moments import Moment
from calibration.behaviour.worlds_table import Worlds
from calibration.prior_draws import SHARE_GROUPS, Cards, Evidence, prior_of

Floats = NDArray[np.float64]

LEAST_LEARNABLE = 0.03
"""A moment that could tell less than this share of a parameter's variance frees none."""

FALSE_ALARM = 0.01
"""Chance that any parameter passes that has nothing to do with any moment."""


@dataclass(frozen=True)
class Link:
    """A moment and a parameter that it informs. `free`: it is estimated from this moment."""

    moment: str
    path: str
    correlation: float
    learnable: float
    free: bool


def candidates(cards: Cards, evidence: Evidence) -> tuple[str, ...]:
    """Parameters that behaviour could teach about: no trend, survey, shares or disputed figures."""
    shares = {path for group in SHARE_GROUPS for path in group}
    return tuple(
        path
        for path, card in cards.items()
        if not path.startswith(("trend.", "survey."))
        and path not in shares
        and prior_of(card, evidence).shape != "discrete"
    )


def screen(worlds: Worlds, moments: Sequence[Moment]) -> list[Link]:
    """Links between moments and parameters, strongest first; `free` where one is estimated."""
    correlation = rank_correlation(worlds.place, worlds.moments)
    variance = worlds.moments.var(axis=0, ddof=1)
    noise = np.array([moment.variance for moment in moments])
    learnable = correlation**2 * (variance / (variance + noise))[None, :]
    there = np.abs(correlation) > least_correlation(len(worlds), correlation.size)
    chosen = _one_each(np.where(there & (learnable >= LEAST_LEARNABLE), learnable, 0.0))
    links = [
        Link(
            worlds.names[column],
            worlds.paths[row],
            float(correlation[row, column]),
            float(learnable[row, column]),
            (int(row), int(column)) in chosen,
        )
        for row, column in np.argwhere(there)
    ]
    return sorted(links, key=lambda link: (-link.learnable, link.moment, link.path))


def rank_correlation(first: Floats, second: Floats) -> Floats:
    """Spearman's correlation of every column with every column; (columns, columns)."""
    from scipy.stats import rankdata

    ranks = []
    for values in (first, second):
        ranked = rankdata(values, axis=0)
        ranked = ranked - ranked.mean(axis=0)
        ranks.append(ranked / np.maximum(np.sqrt((ranked**2).sum(axis=0)), 1e-300))
    return np.asarray(ranks[0].T @ ranks[1])


def least_correlation(worlds: int, pairs: int) -> float:
    """What a correlation must exceed so that luck alone rarely passes in any of the pairs."""
    from scipy.special import ndtri

    return float(ndtri(1.0 - FALSE_ALARM / (2.0 * pairs)) / np.sqrt(max(worlds - 1.0, 1.0)))


def _one_each(learnable: Floats) -> set[tuple[int, int]]:
    """Pairs (parameter, moment), each used once, that together teach most."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(learnable, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {(row, column) for row, column in pairs if learnable[row, column] > 0.0}
