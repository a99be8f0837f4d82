"""The mixes that have a letter: the choice, what speaks against it, points of the front."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np

from scenarios.allocation.measured import Measured
from scenarios.allocation.menu import Menu
from scenarios.allocation.robust import Bools

MOST = 10
"""Most mixes with a letter."""


@dataclass(frozen=True)
class Shortlist:
    """Places of the mixes, the choice first and then the cheapest; letter and roles by place."""

    places: tuple[int, ...]
    labels: Mapping[int, str]
    roles: Mapping[int, list[str]]


def shortlist(
    menu: Menu,
    found: Measured,
    choice: int | None,
    best_by: Mapping[str, int | None],
    ties: Sequence[int],
    near: int | None,
    on_front: Bools,
) -> Shortlist:
    """Letters for the choice, the best by other criteria, cheapest tie, plan, nothing, front."""
    cost = found.mean_cost()
    roles: dict[int, list[str]] = {}

    def give(place: int | None, role: str) -> None:
        if place is not None:
            roles.setdefault(place, []).append(role)

    give(choice, "choice")
    for criterion, place in best_by.items():
        give(place, criterion)
    if ties:
        give(min(ties, key=lambda k: cost[k]), "cheapest_tie")
    give(near, "nearly_best")
    planned = menu.planned()
    if planned is not None and planned in found.mixes:
        give(found.place(planned), "planned")
    give(found.place(menu.nothing), "nothing")
    for place in _spread(on_front, cost, MOST - len(roles), roles):
        give(place, "front")
    rest = sorted((k for k in roles if k != choice), key=lambda k: (cost[k], k))
    places = (*([choice] if choice is not None else []), *rest)
    return Shortlist(places, dict(zip(places, ascii_uppercase, strict=False)), roles)


def _spread(
    on_front: Bools, cost: np.ndarray, room: int, known: Mapping[int, list[str]]
) -> list[int]:
    """Some mixes of the front that have no letter yet, evenly from cheap to dear."""
    others = [k for k in np.flatnonzero(on_front).tolist() if k not in known]
    others.sort(key=lambda k: (cost[k], k))
    if room <= 0 or not others:
        return []
    if len(others) <= room:
        return others
    at = np.unique(np.linspace(0, len(others) - 1, room).round().astype(int))
    return [others[k] for k in at]
