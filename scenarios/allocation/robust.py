"""What makes one mix better than another over paired draws: every number of it, worked out.

Gains are float64 (draws, mixes): how much better a mix is than nothing chosen, in the same draw,
seeds averaged first. Larger is better, whatever the outcome. What differs by less than can be told
apart is a tie.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

WORST = 0.1
"""The share of draws whose mean is the worst-tenth outcome."""

SURE = 0.9
"""Share of draws in which budget and limits have to hold."""

LEAST = {"ratio": 1e-4, "yuan per head": 1.0, "yuan of 2021 per head": 1.0, "share": 1e-3}
"""Smallest difference that counts, by unit: the last digit that is printed, or one yuan."""

LEAST_INDEX = 1e-4
CONFIDENCE = 0.95
FEWEST = 5
"""Fewest draws from which an interval over draws is used."""

NEAR = 0.05
"""Part of the criterion's score within which a mix is nearly as good."""

CRITERIA = ("worst_tenth", "expected", "regret")
"""Ways to choose: best mean of the worst tenth of draws, best mean, smallest largest regret."""


def least_difference(unit: str) -> float:
    """The smallest difference of an outcome that counts."""
    if unit.startswith("share"):
        return LEAST["share"]
    return LEAST.get(unit, LEAST_INDEX if unit in ("index", "-", "") else 0.0)


def worst_tenth(gains: Floats) -> Floats:
    """Mean of the worst tenth of draws, by mix; with fewer than ten draws the worst one.

    With 25 draws the worst two count in full and the third by half.
    """
    ordered = np.sort(gains, axis=0)
    mass = WORST * len(ordered)
    weights = np.clip(mass - np.arange(len(ordered)), 0.0, 1.0)
    if mass < 1.0:
        weights = np.eye(len(ordered))[0]
    return np.asarray(weights @ ordered / weights.sum())


def regrets(gains: Floats, allowed: Bools) -> Floats:
    """How far each mix is, in each draw, from the best of those that may be chosen."""
    return np.asarray(gains[:, allowed].max(axis=1, keepdims=True) - gains)


def holds(values: Floats, most: float, sure: float) -> Bools:
    """Whether values (draws, mixes) stay within a limit in enough draws, by mix."""
    needed = ceil(sure * len(values) - 1e-9)
    return np.asarray((values <= most * (1.0 + 1e-12)).sum(axis=0) >= needed)


def score(gains: Floats, allowed: Bools, criterion: str) -> Floats:
    """What the criterion ranks mixes by; larger is better."""
    scores: dict[str, Callable[[], Floats]] = {
        "worst_tenth": lambda: worst_tenth(gains),
        "expected": lambda: np.asarray(gains.mean(axis=0)),
        "regret": lambda: -np.asarray(regrets(gains, allowed).max(axis=0)),
    }
    return scores[criterion]()


def best(gains: Floats, cost: Floats, allowed: Bools, criterion: str) -> int:
    """Place of the best mix that may be chosen; of equal ones the cheaper, then the first.

    cost: mean yuan by mix.
    """
    scores = np.where(allowed, score(gains, allowed, criterion), -np.inf)
    same = np.flatnonzero(scores >= scores.max() - 1e-12 * max(1.0, abs(scores.max())))
    return int(same[np.argmin(cost[same])])


def tied(first: Floats, second: Floats, least: float) -> bool:
    """Whether two mixes cannot be told apart.

    Either their mean paired difference is below what counts, or its 95 % interval over draws
    (Student) reaches zero; with fewer than `FEWEST` draws that interval says nothing and only the
    size of the difference does.
    """
    difference = first - second
    mean = float(difference.mean())
    if abs(mean) <= least or len(difference) < FEWEST:
        return abs(mean) <= least
    return abs(mean) <= half_width(difference)


def half_width(values: Floats) -> float:
    """Half of the 95 % interval of a mean over draws."""
    from scipy.stats import t

    error = float(values.std(ddof=1)) / np.sqrt(len(values))
    return float(t.ppf(0.5 + 0.5 * CONFIDENCE, len(values) - 1)) * error


def ties_of(gains: Floats, allowed: Bools, chosen: int, least: float) -> list[int]:
    """Places of the other mixes that may be chosen and tie with the chosen one."""
    return [
        place
        for place in np.flatnonzero(allowed).tolist()
        if place != chosen and tied(gains[:, place], gains[:, chosen], least)
    ]


def nearly_best(
    gains: Floats, allowed: Bools, criterion: str, chosen: int, least: float
) -> int | None:
    """A mix that is nearly as good by the criterion, and on average better than the chosen one.

    Of those within `NEAR` of the chosen score the one of the best mean; None where that ties.
    """
    scores = score(gains, allowed, criterion)
    near = allowed & (scores >= scores[chosen] - NEAR * abs(scores[chosen]))
    place = int(np.where(near, gains.mean(axis=0), -np.inf).argmax())
    better = gains[:, place].mean() > gains[:, chosen].mean()
    apart = not tied(gains[:, place], gains[:, chosen], least)
    return place if better and apart else None


@dataclass(frozen=True)
class Stays:
    """How often a choice stays what it is."""

    best_draws: int
    """Draws in which nothing that may be chosen is better by what counts."""
    alone_draws: int
    """Draws in which, besides, nothing else is as good."""
    same_without_one: int
    """Draws that may be left out without another mix being chosen."""
    tied_without_one: int
    """Draws without which the mix chosen is another, but one that ties with it."""
    draws: int


def stays(
    gains: Floats, cost: Floats, allowed: Bools, criterion: str, chosen: int, least: float
) -> Stays:
    """How often the chosen mix is the best of a draw, and stays chosen when one draw is left out.

    cost: float64 (draws, mixes).
    """
    behind = regrets(gains, allowed)
    near = (behind <= least) & allowed
    is_best = near[:, chosen]
    same = similar = 0
    for draw in range(len(gains)):
        rest = np.delete(np.arange(len(gains)), draw)
        if not rest.size:
            break
        other = best(gains[rest], cost[rest].mean(axis=0), allowed, criterion)
        same += other == chosen
        similar += other != chosen and tied(gains[:, other], gains[:, chosen], least)
    return Stays(
        int(is_best.sum()),
        int((is_best & (near.sum(axis=1) == 1)).sum()),
        same,
        similar,
        len(gains),
    )


def front(outcomes: Floats) -> Bools:
    """Which rows no other row beats: as good in every column and better in one (larger is better).

    outcomes: float64 (mixes, outcomes). Of equal rows the first is kept.
    """
    as_good = (outcomes[:, None, :] >= outcomes[None, :, :]).all(axis=2)
    better = (outcomes[:, None, :] > outcomes[None, :, :]).any(axis=2)
    earlier = np.arange(len(outcomes))[:, None] < np.arange(len(outcomes))[None, :]
    return np.asarray(~(as_good & (better | earlier)).any(axis=0))
