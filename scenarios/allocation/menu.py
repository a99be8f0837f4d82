"""The menu: options, the steps in which each can be taken, and the worlds that mixes stand for.

A mix takes one step of every option; step 0 leaves an option out. Where no policy of a family is
taken, the family has what the counterfactual has; where one is, the family is the scenario's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

from model.errors import InputError
from scenarios.allocation.capacities import Capacity, cut_down
from scenarios.attributing.attribution import players_of, policies_in
from scenarios.attributing.departments import FAMILIES, family_name
from scenarios.inputs.settings import known_policy, lever_of
from scenarios.running.worlds import World

Mix = tuple[int, ...]
"""The step taken of each option, 0 for none, in the order of the menu."""

STEPS = (0.5, 1.0, 1.5)
"""Multiples of the plan at which an option can be taken."""

PLANNED = 1.0


@dataclass(frozen=True)
class Step:
    """One way to take an option."""

    name: str
    size: float
    """Multiple of the plan; what an interaction measured at another step is scaled by."""
    policies: World
    met: tuple[str, ...] = ()
    """Capacities that it was cut down to."""
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Settings by policy that the user's menu gives, which no reading of the plan changes."""


@dataclass(frozen=True)
class Option:
    """Something that can be chosen."""

    name: str
    zh: str
    en: str
    steps: tuple[Step, ...]

    def word(self, language: str) -> str:
        """Its name in a language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Limit:
    """A simulated indicator that may not pass a number."""

    indicator: str
    most: float
    over: str
    """`last` year, `sum` of the years, or `largest` year."""
    source: str


@dataclass(frozen=True)
class Menu:
    """Options with their steps, limits, and what stands where nothing is chosen."""

    options: tuple[Option, ...]
    none: World
    full: World
    capacities: tuple[Capacity, ...] = ()
    limits: tuple[Limit, ...] = ()

    @property
    def nothing(self) -> Mix:
        """The mix without any option."""
        return (0,) * len(self.options)

    @property
    def count(self) -> int:
        """Number of mixes."""
        return prod(1 + len(option.steps) for option in self.options)

    def planned(self) -> Mix | None:
        """The mix with every option as planned, where every option has that step."""
        steps = [
            next((k for k, s in enumerate(o.steps, start=1) if s.size == PLANNED), 0)
            for o in self.options
        ]
        return tuple(steps) if all(steps) else None

    def mixes(self) -> list[Mix]:
        """Every mix that asks for no more than there is; the last option moves fastest."""
        each = product(*(range(1 + len(option.steps)) for option in self.options))
        return [mix for mix in each if not self.exceeded(mix)]

    def exceeded(self, mix: Mix) -> list[str]:
        """Capacities that a mix asks more of than there is."""
        taken = self.taken(mix)
        return [c.name for c in self.capacities if c.asked(taken) > c.most * (1.0 + 1e-9)]

    def taken(self, mix: Mix) -> World:
        """The policies of the steps taken."""
        found: World = {}
        for option, step in zip(self.options, mix, strict=True):
            if step:
                found |= option.steps[step - 1].policies
        return found

    def world(self, mix: Mix) -> World:
        """All policies of the mix's world."""
        taken = self.taken(mix)
        found: World = {}
        offered = {p for option in self.options for step in option.steps for p in step.policies}
        for family in FAMILIES:
            mine = policies_in(taken, family)
            empty = policies_in(self.none, family)
            if mine:
                full = policies_in(self.full, family)
                empty = {n: s for n, s in empty.items() if n in full and n not in offered}
            found |= empty | mine
        return dict(sorted(found.items()))

    def disputed(self, mix: Mix, disputed: Mapping[str, Any]) -> dict[str, Any]:
        """Volumes in dispute of the policies that a mix takes as the plan has them."""
        taken = self.taken(mix)
        own = [self.options[place].steps[step - 1].own for place, step in enumerate(mix) if step]
        fixed = {(policy, name) for each in own for policy, names in each.items() for name in names}
        found: dict[str, Any] = {}
        for conflict, readings in disputed.items():
            for reading, policies in readings.items():
                kept = {
                    policy: {n: v for n, v in settings.items() if (policy, n) not in fixed}
                    for policy, settings in policies.items()
                    if policy in taken
                }
                kept = {policy: settings for policy, settings in kept.items() if settings}
                if kept:
                    found.setdefault(conflict, {})[reading] = kept
        return found

    def plain(self) -> dict[str, Any]:
        """Everything that decides the worlds, as plain values."""
        return {
            "options": {
                option.name: {step.name: step.policies for step in option.steps}
                for option in self.options
            },
            "none": self.none,
            "capacities": [capacity.plain() for capacity in self.capacities],
            "limits": [vars(limit) for limit in self.limits],
        }


def mix_name(mix: Mix) -> str:
    """Name of a mix's world: the steps of its options."""
    return "mix_" + "_".join(str(step) for step in mix)


def scaled(name: str, policies: World, size: float, capacities: tuple[Capacity, ...]) -> Step:
    """A step at a multiple of the planned intensity, within the bounds of the settings."""
    moved = {
        policy: {**settings, "intensity": size * settings["intensity"]}
        for policy, settings in policies.items()
    }
    for policy, settings in moved.items():
        card = _intensity(policy)
        if not card.low <= settings["intensity"] <= card.high:
            raise InputError(
                "takes a policy out of its bounds",
                key=f"{policy}.intensity",
                value=settings["intensity"],
                allowed=f"{card.low:g} to {card.high:g}",
            )
    within, met = cut_down(moved, capacities)
    return Step(name, size, within, met)


def _intensity(policy: str) -> Any:
    field_ = known_policy(policy).__dataclass_fields__["intensity"]
    card = lever_of(field_)
    assert card is not None
    return card


def steps_within(policies: World, sizes: Sequence[float]) -> list[float]:
    """The multiples at which every policy stays within the bounds of its intensity."""
    return [
        size
        for size in sizes
        if all(
            _intensity(policy).low <= size * settings["intensity"] <= _intensity(policy).high
            for policy, settings in policies.items()
        )
    ]


def default_menu(
    full: World, none: World, by: str, sizes: Sequence[float], capacities: tuple[Capacity, ...]
) -> Menu:
    """Families, or single policies, in which the scenario differs, each at some multiples."""
    options = []
    for name, policies in _parts(full, none, by).items():
        zh, en = _words(name, by)
        steps = tuple(
            scaled(f"{size:g}", policies, size, capacities)
            for size in steps_within(policies, sizes)
        )
        options.append(Option(name.replace(" ", "_"), zh, en, steps))
    if not options:
        raise InputError("has no policy that the counterfactual has not: nothing to choose")
    return Menu(tuple(options), none, full, capacities)


def _parts(full: World, none: World, by: str) -> dict[str, World]:
    players = players_of(full, none)
    if by == "family":
        parts = {family: policies_in(full, family) for family in players}
        return {family: policies for family, policies in parts.items() if policies}
    return {
        name: {name: settings}
        for family in players
        for name, settings in policies_in(full, family).items()
        if none.get(name) != settings
    }


def _words(name: str, by: str) -> tuple[str, str]:
    if by == "family":
        return family_name(name, "zh"), family_name(name, "en")
    return known_policy(name).zh, name.replace("_", " ")
