"""Which policies each world of a pair runs, with the county's plan filled in."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from model.errors import InputError, nearest_name
from scenarios.scenario import Scenario
from scenarios.settings import (
    Settings,
    build_policy,
    is_path,
    known_policy,
    plain_settings,
    policy_kinds,
    read_settings,
)

if TYPE_CHECKING:
    from calibration.pack import Lever, Pack

World = dict[str, Settings]
"""All settings of all policies of one world by policy name, in plain form."""


@dataclass(frozen=True)
class Worlds:
    """The three worlds of a pair and what they share."""

    no_pilot: World
    pilot: World
    years: tuple[int, int]
    switches: dict[str, bool]

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
        no_pilot=_resolved(other.policies, pack),
        pilot=_resolved(scenario.policies, pack),
        years=scenario.years,
        switches=scenario.switches,
    )


def plan_settings(pack: "Pack") -> World:
    """Settings that the county's plan gives, by policy: rows of levers.csv with a policy."""
    rows: dict[str, dict[str, list[Lever]]] = {}
    kinds = policy_kinds()
    for row in pack.levers:
        if row.policy in kinds and row.value is not None:
            rows.setdefault(row.policy, {}).setdefault(row.setting, []).append(row)
    return {
        policy: {name: _planned(policy, name, found) for name, found in by_name.items()}
        for policy, by_name in rows.items()
    }


def _planned(policy: str, setting: str, rows: list["Lever"]) -> Any:
    known = {field.name: field for field in fields(known_policy(policy))}
    key = f"{policy}.{setting}"
    if setting not in known:
        raise InputError(
            "no policy has this setting",
            file="levers.csv",
            key=key,
            nearest=nearest_name(setting, known),
        )
    if is_path(known[setting]):
        value: Any = {str(row.last_year): row.value for row in rows}
    else:
        value = rows[-1].value
    if isinstance(known[setting].default, bool):
        value = bool(value)
    return read_settings(policy, {setting: value}, "levers.csv", _last_year(rows))[setting]


def _last_year(rows: list["Lever"]) -> int:
    return max(row.last_year for row in rows)


def _resolved(policies: dict[str, Settings], pack: "Pack") -> World:
    plan = plan_settings(pack)
    return {
        name: plain_settings(build_policy(name, {**plan.get(name, {}), **given}))
        for name, given in sorted(policies.items())
    }
