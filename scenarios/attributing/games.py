"""What each player brings to a game whose every coalition was played: exact, nothing sampled.

A game of n players is an array whose last axis has 2**n values: place m is the worth of the
coalition whose members are the bits of m. Leading axes (draws, seeds, years) are games of their
own. The worth of nobody need not be 0: what is shared out is the worth of all less that of nobody.
"""

from collections.abc import Sequence
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Masks = NDArray[np.int64]


def players_of(values: Floats) -> int:
    """Number of players; ValueError where the last axis is no power of two."""
    count = values.shape[-1]
    if count < 1 or count & (count - 1):
        raise ValueError(f"{count} coalitions; a game of n players has 2**n")
    return count.bit_length() - 1


def shapley(values: Floats) -> Floats:
    """Mean of a player's marginal contribution over all orders of entry; (..., players).

    L. S. Shapley, A value for n-person games (1953).
    """
    n = players_of(values)
    found = np.empty((*values.shape[:-1], n))
    for player in range(n):
        without = _without(n, 1 << player)
        weight = _weights(_size(without), n)
        found[..., player] = _marginals(values, player, without) @ weight
    return found


def interaction(values: Floats) -> Floats:
    """What two players bring together beyond what each brings alone; (..., players, players).

    Positive: they help each other; negative: they stand in for each other. Symmetric, zero on the
    diagonal. M. Grabisch and M. Roubens, International Journal of Game Theory 28 (1999).
    """
    n = players_of(values)
    found = np.zeros((*values.shape[:-1], n, n))
    for one in range(n):
        for other in range(one + 1, n):
            first, second = 1 << one, 1 << other
            rest = _without(n, first | second)
            together = (
                values[..., rest | first | second]
                - values[..., rest | first]
                - values[..., rest | second]
                + values[..., rest]
            )
            index = together @ _weights(_size(rest), n - 1)
            found[..., one, other] = found[..., other, one] = index
    return found


def owen(values: Floats, unions: Sequence[Sequence[int]]) -> Floats:
    """Values when players enter union by union, in any order of unions and within each.

    unions: a partition of the players. The values of a union's members add up to what the union
    gets as one player. Returns: (..., players). G. Owen, Values of games with a priori unions
    (1977).
    """
    n = players_of(values)
    if sorted(player for union in unions for player in union) != list(range(n)):
        raise ValueError("unions must hold every player once")
    found = np.zeros((*values.shape[:-1], n))
    masks = [sum(1 << player for player in union) for union in unions]
    for place, union in enumerate(unions):
        others = masks[:place] + masks[place + 1 :]
        outer, outer_weight = _subsets(others, len(unions))
        for player in union:
            mates = [1 << mate for mate in union if mate != player]
            inner, inner_weight = _subsets(mates, len(union))
            before = (outer[:, None] | inner[None, :]).ravel()
            weight = (outer_weight[:, None] * inner_weight[None, :]).ravel()
            found[..., player] = _marginals(values, player, before) @ weight
    return found


def by_union(owned: Floats, unions: Sequence[Sequence[int]]) -> Floats:
    """Values of unions from those of their members; (..., unions)."""
    return np.stack([owned[..., list(union)].sum(axis=-1) for union in unions], axis=-1)


def least_and_most(values: Floats) -> tuple[Floats, Floats]:
    """Least and greatest marginal contribution of each player in any order; (..., players) each.

    Every coalition without the player comes before it in some order, so this is the range of what
    one would report who takes policies in or out one after the other.
    """
    n = players_of(values)
    marginals = [_marginals(values, p, _without(n, 1 << p)) for p in range(n)]
    least = np.stack([part.min(axis=-1) for part in marginals], axis=-1)
    return least, np.stack([part.max(axis=-1) for part in marginals], axis=-1)


def first_and_last(values: Floats) -> tuple[Floats, Floats]:
    """Marginal contribution of each player alone, and as the last to enter; (..., players) each."""
    n = players_of(values)
    single, everybody = 1 << np.arange(n), (1 << n) - 1
    first = values[..., single] - values[..., :1]
    return first, values[..., -1:] - values[..., everybody ^ single]


def _marginals(values: Floats, player: int, before: Masks) -> Floats:
    return np.asarray(values[..., before | (1 << player)] - values[..., before])


def _without(n: int, members: int) -> Masks:
    """Coalitions that hold none of the members."""
    every = np.arange(1 << n)
    return every[every & members == 0]


def _size(masks: Masks) -> Masks:
    return np.array([int(mask).bit_count() for mask in masks])


def _weights(before: Masks, n: int) -> Floats:
    """Chance that exactly these enter before one of n players, by how many they are."""
    return np.array([factorial(s) * factorial(n - s - 1) / factorial(n) for s in before])


def _subsets(parts: Sequence[int], n: int) -> tuple[Masks, Floats]:
    """Unions of every choice of parts, with the chance that they come before the nth."""
    masks, sizes = np.zeros(1, np.int64), np.zeros(1, np.int64)
    for part in parts:
        masks = np.concatenate([masks, masks | part])
        sizes = np.concatenate([sizes, sizes + 1])
    return masks, _weights(sizes, n)
