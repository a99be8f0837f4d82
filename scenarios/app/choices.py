"""What a form may choose from: counties, scenarios, and every setting with its card."""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from model.policies.policy import foreign_defaults
from scenarios.inputs.scenario import Scenario, library_names, load_scenario, own_pilot
from scenarios.inputs.settings import (
    build_policy,
    is_path,
    known_policy,
    lever_of,
    plain_settings,
    policy_kinds,
)
from scenarios.running.worlds import plan_settings

if TYPE_CHECKING:
    from calibration.packs.pack import Pack
    from model.policies.policy import Lever

Kind = Literal["date", "yes_no", "path", "number"]
ALWAYS = "start"
"""The setting that every policy has and that is no lever."""


@dataclass(frozen=True)
class Setting:
    """One setting of one policy as the form shows it before anybody changes it."""

    policy: str
    name: str
    kind: Kind
    value: Any
    """Plain value; None where neither scenario nor county gives one."""
    card: "Lever | None"
    source: str
    """Tag of the document, or `scenario` where the chosen scenario sets it itself."""


@dataclass(frozen=True)
class Choice:
    """A county and a library scenario, with everything that a form about them shows."""

    pack: "Pack"
    scenario: Scenario
    settings: dict[str, dict[str, Setting]]
    """Every setting of every policy, those of policies that are off included."""

    @property
    def on(self) -> list[str]:
        """Policies that the scenario has."""
        return sorted(self.scenario.policies)

    @property
    def years(self) -> range:
        """Years up to the horizon of the county."""
        return range(self.scenario.years[0], self.pack.horizon + 1)


@lru_cache(maxsize=1)
def counties() -> "dict[str, Pack]":
    """Every county pack by name, the one worked out furthest first."""
    from calibration.packs.pack import available_packs, load_pack

    packs = [load_pack(name) for name in available_packs()]
    return {
        pack.name: pack
        for pack in sorted(packs, key=lambda pack: (pack.name != "yueqing", pack.name))
    }


@lru_cache(maxsize=16)
def scenarios_for(county: str) -> tuple[Scenario, ...]:
    """The library scenarios written for a county, its own document first."""
    found = [load_scenario(name) for name in library_names()]
    own = own_pilot(county)
    mine = [each for each in found if each.county in (None, county)]
    return tuple(sorted(mine, key=lambda each: (each.name != own, each.name)))


@lru_cache(maxsize=32)
def choice(county: str | None, base: str | None) -> Choice:
    """The choice that two names from an address or a form stand for; unknown ones fall back."""
    packs = counties()
    county = county if county in packs else next(iter(packs))
    assert county is not None
    offered = scenarios_for(county)
    names = {scenario.name: scenario for scenario in offered}
    scenario = names[base] if base in names else offered[0]
    pack = packs[county]
    plan = plan_settings(pack)
    settings = {
        policy: _settings(policy, plan.get(policy, {}), scenario, pack)
        for policy in sorted(policy_kinds())
    }
    return Choice(pack, scenario, settings)


def _settings(
    policy: str, plan: dict[str, Any], scenario: Scenario, pack: "Pack"
) -> dict[str, Setting]:
    own = scenario.policies.get(policy, {})
    given = {**plan, **own}
    kind = known_policy(policy)
    unknown = foreign_defaults(kind, given, pack.name)
    values = {**plain_settings(build_policy(policy, {})), **given}
    found = {}
    for field in fields(kind):
        card = lever_of(field)
        found[field.name] = Setting(
            policy=policy,
            name=field.name,
            kind=_kind(field, values[field.name]),
            value=None if field.name in unknown else values[field.name],
            card=card,
            source=_source(policy, field.name, own, plan, pack) or (card.source if card else ""),
        )
    return found


def _kind(field: Any, value: Any) -> Kind:
    if is_path(field):
        return "path"
    if isinstance(value, bool):
        return "yes_no"
    return "date" if isinstance(value, str) else "number"


def _source(policy: str, name: str, own: dict[str, Any], plan: dict[str, Any], pack: "Pack") -> str:
    if name in own:
        return "scenario"
    if name not in plan:
        return ""
    rows = [row for row in pack.levers if (row.policy, row.setting) == (policy, name)]
    return rows[-1].source[0] if rows else ""
