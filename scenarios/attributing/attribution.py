"""Which policy family did it: every subset of the families is a world, and none is left out.

In the world of a subset, the families in it have the scenario's policies and the others those of
the counterfactual. So the empty subset is the counterfactual, the full one the scenario, and a
family that both treat alike is no player. With n families there are 2**n worlds a draw and seed.
"""

from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from model.errors import InputError, nearest_name
from scenarios.attributing.departments import FAMILIES
from scenarios.comparing.comparison import MAIN
from scenarios.comparing.many_gains import LEVEL
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import Scenario
from scenarios.inputs.settings import known_policy
from scenarios.running.study import Study
from scenarios.running.worlds import World

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

TREND = "trend"
SHORT = {"rural": "rural_income", "urban": "urban_income", "gini": "gini_all", "low": "low_income"}
"""Short names of outcomes that the command takes."""


def attribution(scenario: Scenario, against: Scenario | None, size: Size) -> Study:
    """The study that runs every subset; InputError where nothing differs."""
    plan = make_plan(scenario, size, against=against)
    full, empty = plan.worlds.pilot, plan.worlds.no_pilot
    players = players_of(full, empty)
    if not players:
        raise InputError(
            f"has no policy that {plan.counterfactual} has not: nothing to attribute",
            file=scenario.file,
            key="policies",
        )
    many = coalitions(players, full, empty)
    everybody = coalition(len(many) - 1)
    disputed = {
        name: kept
        for mask, name in enumerate(many)
        if (kept := _disputed(plan.worlds.disputed, players, mask))
    }
    return Study(
        scenario=scenario,
        counterfactual=plan.counterfactual,
        pack=plan.pack,
        county=plan.county,
        worlds=plan.worlds,
        size=size,
        kind="attribution",
        many=many,
        gains=((everybody, TREND), (TREND, LEVEL)),
        disputed_of=disputed,
        command=f"sanjin attribute {scenario.name} --against {plan.counterfactual} "
        f"--draws {size.draws} --seeds {size.seeds} --scale {size.scale:g} "
        f"--evidence {size.evidence} --out FOLDER",
        settings={"players": list(players)},
    )


def players_of(full: World, empty: World) -> tuple[str, ...]:
    """The families in which two worlds differ, in the order of `FAMILIES`."""
    return tuple(
        family for family in FAMILIES if policies_in(full, family) != policies_in(empty, family)
    )


def policies_in(world: World, family: str) -> World:
    """The policies of one family."""
    return {
        name: settings for name, settings in world.items() if known_policy(name).family == family
    }


def coalition(mask: int) -> str:
    """Name of the world in which the players of the mask's bits have the scenario's policies."""
    return f"coalition_{mask}"


def coalitions(players: tuple[str, ...], full: World, empty: World) -> dict[str, World]:
    """All worlds by name, in the order of their masks."""
    found = {}
    for mask in range(1 << len(players)):
        world: World = {}
        for family in FAMILIES:
            out = family in players and not mask >> players.index(family) & 1
            world |= policies_in(empty if out else full, family)
        found[coalition(mask)] = dict(sorted(world.items()))
    return found


def _disputed(disputed: Mapping[str, Any], players: tuple[str, ...], mask: int) -> dict[str, Any]:
    """Volumes in dispute of those policies that a coalition takes from the scenario."""
    out = {family for place, family in enumerate(players) if not mask >> place & 1}
    found: dict[str, Any] = {}
    for conflict, readings in disputed.items():
        for reading, policies in readings.items():
            kept = {n: s for n, s in policies.items() if known_policy(n).family not in out}
            if kept:
                found.setdefault(conflict, {})[reading] = kept
    return found


def outcome_name(given: str) -> str:
    """The indicator that `--outcome` means; InputError with the nearest one otherwise."""
    from model.indicators import FOUND

    name = SHORT.get(given, given)
    if name not in FOUND:
        raise InputError(
            "is no outcome",
            key="--outcome",
            value=given,
            allowed="an indicator of `sanjin list indicators`",
            nearest=nearest_name(given, [*FOUND, *SHORT]),
        )
    return name


def outcomes_of(chosen: str) -> tuple[str, ...]:
    """Indicators whose games are solved: the one asked for first, then the main ones."""
    return tuple(dict.fromkeys((chosen, *MAIN)))


def games(
    tables: "Mapping[tuple[str, str], pd.DataFrame]", outcome: str, players: int
) -> "tuple[pd.MultiIndex, Floats]":
    """Draws and seeds in which every coalition was run, and their games.

    Returns: index (pairs,), worth (pairs, years, 2**players).
    """
    some = next(iter(tables.values()))
    missing = some.to_numpy() * np.nan
    names = [(coalition(mask), outcome) for mask in range(1 << players)]
    worth = np.stack(
        [tables[name].to_numpy() if name in tables else missing for name in names], axis=-1
    )
    whole = np.isfinite(worth).all(axis=(1, 2))
    if not whole.any():
        raise InputError(
            "there is no draw in which every subset ran to its end; see work/failures",
            key="--outcome",
            value=outcome,
        )
    return some.index[whole], worth[whole]


def pairs_of_players(players: int) -> list[tuple[int, int]]:
    """Every two players."""
    return list(combinations(range(players), 2))
