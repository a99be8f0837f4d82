"""What a study moves: unknowns through their priors, or levers around the plan; never both.

A factor is moved through a number in (0, 1). For an unknown it is the probability at which its
prior is read, cut at physical bounds, as draws are, or its stored posterior where it was fitted;
for a lever, which has no prior, the place between the two ends of a stated range around its planned
setting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.sensitivity.design import Floats, Space
from scenarios.sensitivity.marginals import Marginals

if TYPE_CHECKING:
    from scenarios.inputs.plan import Plan

TREND_PATH = "luck.trend_path"
"""The draw whose yearly shocks, and readings of disputed figures, a run takes."""
SEED = "luck.seed"
"""The dummy of the screening: it changes no unknown and no lever, only the luck of a run."""
TREND_PATHS = 256
SEEDS = 4
WIDTH = 0.5
"""Levers move between (1 - WIDTH) and (1 + WIDTH) times their planned setting."""
LATENT_ONLY = ("survey",)
"""Sections of unknowns that enter published figures in closed form and no simulated one."""
NEAREST = 1e-9
"""How near to 0 or 1 a probability may come: a normal prior has no value at either."""
WORDS = {
    TREND_PATH: ("趋势的年度冲击（及有争议数字的读法）", "yearly shocks of the trend"),
    SEED: ("运气（种子）", "luck (the seed)"),
}


@dataclass(frozen=True)
class Factor:
    """One thing that is moved. group: section of the unknown, family of the lever's policy."""

    name: str
    group: str
    zh: str
    en: str


@dataclass(frozen=True)
class Setting:
    """One run: unknowns in full, the pilot's policies, the trend's draw and the seed."""

    unknowns: dict[str, float]
    pilot: dict[str, Any]
    draw: int
    seed: int


class Factors:
    """The factors of a plan, and what a point of the unit cube means for a run."""

    def __init__(self, plan: "Plan", kind: str, *, by_group: bool) -> None:
        self.kind, self._plan = kind, plan
        self._levers = {lever.name: lever for lever in _levers(plan)} if kind == "levers" else {}
        self._marginals = Marginals(plan.pack, plan.evidence_key)
        self._centre = {
            path: self._marginals.centre(card) for path, card in plan.pack.cards().items()
        }
        self.factors = tuple(self._lever_factors() if self._levers else self._unknown_factors())
        groups = (factor.group if by_group else factor.name for factor in self.factors)
        self.space = Space(tuple(factor.name for factor in self.factors), tuple(groups))

    def words(self, group: str) -> tuple[str, str]:
        """Chinese and English words of a factor, or of a group by its name."""
        for factor in self.factors:
            if factor.name == group:
                return factor.zh, factor.en
        return WORDS.get(group, (group.replace("_", " "), group.replace("_", " ")))

    def setting(self, names: tuple[str, ...], point: Floats) -> Setting:
        """What to run at a point: float64 (factors,) in the order of names; others stay central."""
        inside = np.clip(point, NEAREST, 1 - NEAREST)
        at = {name: float(u) for name, u in zip(names, inside, strict=True)}
        pilot = self._plan.worlds.pilot
        for name in self._levers.keys() & at.keys():
            pilot = self._levers[name].moved(pilot, at[name])
        return Setting(
            unknowns=self._unknowns(at),
            pilot=pilot,
            draw=int(at.get(TREND_PATH, 0.0) * TREND_PATHS),
            seed=1 + int(at.get(SEED, 0.0) * SEEDS),
        )

    def _unknowns(self, at: Mapping[str, float]) -> dict[str, float]:
        from calibration.prior_draws import SHARE_GROUPS
        from scenarios.inputs.overrides import moved

        cards, values = self._plan.pack.cards(), dict(self._centre)
        for path in cards.keys() & at.keys():
            values[path] = self._marginals.at(path, cards[path], at[path])
        for group in SHARE_GROUPS:
            total = sum(values[path] for path in group)
            values |= {path: values[path] / total for path in group}
        overrides = self._plan.worlds.parameters
        return {path: float(moved(path, value, overrides)) for path, value in values.items()}

    def _unknown_factors(self) -> list[Factor]:
        fixed = {path for path, how in self._plan.worlds.parameters.items() if "value" in how}
        found = [
            Factor(path, path.partition(".")[0], card.zh, path_in_words(path))
            for path, card in self._plan.pack.cards().items()
            if path not in fixed and path.partition(".")[0] not in LATENT_ONLY
        ]
        return [*found, Factor(TREND_PATH, TREND_PATH, *WORDS[TREND_PATH])]

    def _lever_factors(self) -> list[Factor]:
        from scenarios.inputs.settings import known_policy

        return [
            Factor(name, known_policy(lever.policy).family, *_lever_words(lever))
            for name, lever in self._levers.items()
        ]


def path_in_words(path: str) -> str:
    """`land.rent_yuan_per_mu` as `land: rent yuan per mu`."""
    return path.replace(".", ": ").replace("_", " ")


@dataclass(frozen=True)
class MovedLever:
    """A setting of the plan between two ends; a path by year moves as a whole."""

    policy: str
    setting: str
    zh: str
    en: str
    low: float
    high: float
    planned: Any
    whole: bool

    @property
    def name(self) -> str:
        """`policy.setting`."""
        return f"{self.policy}.{self.setting}"

    def moved(self, world: Mapping[str, Any], part: float) -> dict[str, Any]:
        """The world with this lever at a part (0 to 1) of the way from its low to its high end."""
        value: Any = self.low + part * (self.high - self.low)
        if isinstance(self.planned, dict):
            factor = value / max(self.planned.values())
            value = {year: planned * factor for year, planned in self.planned.items()}
        elif self.whole:
            value = float(round(value))
        return {**world, self.policy: {**world[self.policy], self.setting: value}}


def _levers(plan: "Plan") -> list[MovedLever]:
    """Every number of the plan that is not zero, with its range cut at the lever's own."""
    from dataclasses import fields

    from scenarios.inputs.settings import known_policy, lever_of

    found = []
    for policy, settings in plan.worlds.pilot.items():
        for field in fields(known_policy(policy)):
            card, planned = lever_of(field), settings.get(field.name)
            if card is None or planned is None or isinstance(planned, bool | str):
                continue
            most = max(planned.values(), default=0.0) if isinstance(planned, dict) else planned
            low, high = max(card.low, (1 - WIDTH) * most), min(card.high, (1 + WIDTH) * most)
            if most == 0.0 or low >= high:
                continue
            whole = type(field.default) is int
            lever = MovedLever(
                policy, field.name, card.zh, card.en, low, high, planned, whole=whole
            )
            found.append(lever)
    return found


def _lever_words(lever: MovedLever) -> tuple[str, str]:
    from scenarios.inputs.settings import known_policy

    policy = lever.policy.replace("_", " ")
    return f"{known_policy(lever.policy).zh}：{lever.zh}", f"{policy}: {lever.en}"


def with_dummy(space: Space) -> Space:
    """The space with the seed as a further factor, a group of its own."""
    return replace(space, names=(*space.names, SEED), groups=(*space.groups, SEED))
