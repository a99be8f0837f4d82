"""Which policies each world of a pair runs, with the county's plan filled in."""

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from model.errors import InputError
from model.policies.policy import foreign_defaults
from scenarios.forecasting.disputes import Disputed, disputed_volumes
from scenarios.inputs.overrides import Overrides, Shocks
from scenarios.inputs.scenario import Scenario, given
from scenarios.inputs.settings import (
    Settings,
    build_policy,
    is_path,
    known_policy,
    lever_of,
    plain_settings,
    policy_kinds,
    read_settings,
)

if TYPE_CHECKING:
    from calibration.packs.pack import Lever, Pack

World = dict[str, Settings]
"""All settings of all policies of one world by policy name, in plain form."""


@dataclass(frozen=True)
class Worlds:
    """The three worlds of a pair and what they share."""

    no_pilot: World
    pilot: World
    years: tuple[int, int]
    switches: dict[str, bool]
    parameters: Overrides = field(default_factory=dict)
    shocks: Shocks = field(default_factory=dict)
    disputed: Disputed = field(default_factory=dict)
    """Volumes of the pilot that other readings of the plan give."""

    @property
    def quarters(self) -> int:
        """Number of quarters from the first year to the end of the last."""
        return 4 * (self.years[1] - self.years[0] + 1)

    def plain(self) -> dict[str, Any]:
        """The worlds as plain values, for hashes and for worker processes."""
        return {
            "no_pilot": self.no_pilot,
            "pilot": self.pilot,
            "years": list(self.years),
            "switches": self.switches,
            **given(parameters=self.parameters, shocks=self.shocks, disputed=self.disputed),
        }


def worlds_of(scenario: Scenario, other: Scenario, pack: "Pack") -> Worlds:
    """Fill in the county's plan; `other` is what takes the scenario's place without the pilot.

    Raises: InputError when the scenario looks beyond the county's plan, or names another county.
    """
    if scenario.county is not None and scenario.county != pack.name:
        raise InputError(
            "is written for another county",
            file=scenario.file,
            key="county",
            value=scenario.county,
            allowed=pack.name,
        )
    if scenario.years[1] > pack.horizon:
        raise InputError(
            "goes beyond the county pack",
            file=scenario.file,
            key="years",
            value=list(scenario.years),
            allowed=f"to {pack.horizon}",
        )
    return Worlds(
        no_pilot=_resolved(other, pack),
        pilot=_resolved(scenario, pack),
        years=scenario.years,
        switches=scenario.switches,
        parameters=scenario.parameters,
        shocks=scenario.shocks,
        disputed=disputed_volumes(pack, scenario.policies),
    )


def plan_settings(pack: "Pack") -> World:
    """Settings that the county's plan gives, by policy: rows of levers.csv that name a setting.

    Of several rows for one setting and year the last one counts.
    """
    plan: World = {}
    for (policy, setting), rows in _rows_by_setting(pack).items():
        if setting in _setting_names(policy):
            plan.setdefault(policy, {})[setting] = _planned(policy, setting, rows)
    return plan


def unmatched_levers(pack: "Pack") -> list[str]:
    """`policy.setting` of rows in levers.csv that name a policy but none of its settings."""
    return [
        f"{policy}.{setting}"
        for policy, setting in _rows_by_setting(pack)
        if setting not in _setting_names(policy)
    ]


def _rows_by_setting(pack: "Pack") -> "dict[tuple[str, str], list[Lever]]":
    rows: dict[tuple[str, str], list[Lever]] = {}
    kinds = policy_kinds()
    for row in pack.levers:
        if row.policy in kinds and row.value is not None:
            rows.setdefault((row.policy, row.setting), []).append(row)
    return rows


def _setting_names(policy: str) -> set[str]:
    return {field.name for field in fields(known_policy(policy))}


def _planned(policy: str, setting: str, rows: list["Lever"]) -> Any:
    field = {field.name: field for field in fields(known_policy(policy))}[setting]
    if is_path(field):
        value: Any = {str(row.last_year): row.value for row in rows}
    else:
        value = bool(rows[-1].value) if isinstance(field.default, bool) else rows[-1].value
    return read_settings(policy, {setting: value}, "levers.csv", _last_year(rows))[setting]


def _last_year(rows: list["Lever"]) -> int:
    return max(row.last_year for row in rows)


def _resolved(scenario: Scenario, pack: "Pack") -> World:
    """Settings of all policies: the scenario's, else the county's plan, else neutral defaults."""
    plan = plan_settings(pack)
    world = {}
    for name, own in sorted(scenario.policies.items()):
        settings = {**plan.get(name, {}), **own}
        for setting in foreign_defaults(known_policy(name), settings, pack.name):
            raise _foreign(scenario, name, setting, pack)
        world[name] = plain_settings(build_policy(name, settings))
    return world


def _foreign(scenario: Scenario, policy: str, setting: str, pack: "Pack") -> InputError:
    field = {field.name: field for field in fields(known_policy(policy))}[setting]
    card = lever_of(field)
    assert card is not None
    form = f"{{ {scenario.years[1]} = ... }}" if is_path(field) else "..."
    return InputError(
        f"the plan of {pack.name} gives no number for this, and the default is that of "
        f"{card.sized_for}; write {setting} = {form} ({card.unit}) under [policies.{policy}] of "
        f"the scenario, or add a row with its source to levers.csv of {pack.name}",
        file=scenario.file,
        key=f"policies.{policy}.{setting}",
        allowed=f"{card.low:g} to {card.high:g} {card.unit}",
    )
