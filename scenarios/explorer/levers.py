"""The levers of an explorer: which settings of the plan move, and through which values.

A lever is written `policy.setting=number,number,...`. A quantity by year is named by its value in
the last year of the plan and moves as a whole. Every value is checked as in a scenario file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from model.errors import InputError, nearest_name
from scenarios.inputs.settings import is_path, known_policy, lever_of, read_settings

if TYPE_CHECKING:
    from dataclasses import Field

    from model.policies.policy import Lever
    from scenarios.running.worlds import World

MAIN = (
    "three_incomes",
    "workshops",
    "farmer_training",
    "village_clusters",
    "profit_sharing",
    "pairing",
    "casual_labour_markets",
    "relocation",
    "home_processing",
)
"""Programmes whose effort moves by default, the first three that there are: rent and dividend, pay
near home, and skills, which bring most of the change of the ratio in Yueqing
(docs/attribution.md), then what other counties' documents are built around."""
COUNT = 3
EFFORTS = (0.0, 0.5, 1.0, 1.5)
"""None of it, half, as planned, and half as much again."""
FEWEST, MOST = 2, 9
FORM = "policy.setting=number,number,..."


@dataclass(frozen=True)
class GridLever:
    """One slider: a setting and its values in ascending order, in the setting's unit."""

    policy: str
    setting: str
    values: tuple[float, ...]

    @property
    def name(self) -> str:
        """`policy.setting`."""
        return f"{self.policy}.{self.setting}"

    @property
    def card(self) -> "Lever":
        """Unit, range and words of the setting."""
        found = lever_of(_field(self.policy, self.setting))
        assert found is not None
        return found

    def words(self) -> dict[str, str]:
        """What the slider is called, in both languages."""
        kind, card = known_policy(self.policy), self.card
        return {
            "zh": f"{kind.zh}：{card.zh}",
            "en": f"{self.policy.replace('_', ' ')}: {card.en}",
        }

    def planned(self, world: "World") -> float | None:
        """The setting of a world, of a quantity by year the last; None without the policy."""
        if self.policy not in world:
            return None
        value = world[self.policy][self.setting]
        if isinstance(value, dict):
            return float(value[max(value)]) if value else 0.0
        return float(value)

    def setting_at(self, place: int, world: "World", last_year: int) -> Any:
        """The plain setting at one of the values, or None where that is the world's own."""
        value, planned = self.values[place], self.planned(world)
        if value == planned:
            return None
        own = world[self.policy][self.setting]
        if not isinstance(own, dict):
            return value
        if not planned:
            return {str(last_year): value}
        return {year: amount * value / planned for year, amount in own.items()}


def read_levers(asked: Sequence[str], policies: Sequence[str], last_year: int) -> list[GridLever]:
    """The levers that a user names, or the main ones.

    Args: policies, those of any scenario; a lever of none of them is refused.
    """
    if not asked:
        return main_levers(policies)
    levers = [_read(text, policies, last_year) for text in asked]
    for lever in levers:
        if [other.name for other in levers].count(lever.name) > 1:
            raise InputError("is given twice", key="--levers", value=lever.name)
    return levers


def main_levers(policies: Sequence[str]) -> list[GridLever]:
    """The effort put into the main programmes that there are, else into the first ones."""
    first = [name for name in MAIN if name in policies]
    others = [name for name in sorted(policies) if name not in MAIN]
    return [GridLever(name, "intensity", EFFORTS) for name in (first + others)[:COUNT]]


def _read(text: str, policies: Sequence[str], last_year: int) -> GridLever:
    name, equals, numbers = text.partition("=")
    policy, dot, setting = name.strip().partition(".")
    if not (equals and dot and setting):
        raise InputError("is no lever", key="--levers", value=text, allowed=FORM)
    known_policy(policy)
    if policy not in policies:
        raise InputError(
            "is in none of the scenarios",
            key="--levers",
            value=policy,
            allowed=", ".join(sorted(policies)),
            nearest=nearest_name(policy, policies),
        )
    values = tuple(sorted({_number(part, text) for part in numbers.split(",")}))
    if not FEWEST <= len(values) <= MOST:
        raise InputError(
            "needs another number of different values",
            key="--levers",
            value=text,
            allowed=f"{FEWEST} to {MOST}",
        )
    lever = GridLever(policy, setting, values)
    for value in values:
        _checked(lever, value, last_year)
    return lever


def _number(part: str, text: str) -> float:
    try:
        return float(part)
    except ValueError:
        problem = f"holds {part.strip()!r}, which is no number"
        raise InputError(problem, key="--levers", value=text, allowed=FORM) from None


def _checked(lever: GridLever, value: float, last_year: int) -> None:
    """Read the value as the scenario schema does; InputError says what is wrong with it."""
    known = {field.name: field for field in fields(known_policy(lever.policy))}
    field = known.get(lever.setting)
    given: Any = value
    if field is not None:
        if not _moves(field):
            raise InputError(
                "is no number that a slider could move",
                key=f"policies.{lever.name}",
                allowed=", ".join(name for name, one in known.items() if _moves(one)),
            )
        given = {str(last_year): value} if is_path(field) else value
    read_settings(lever.policy, {lever.setting: given}, None, last_year)


def _field(policy: str, setting: str) -> "Field[Any]":
    return {field.name: field for field in fields(known_policy(policy))}[setting]


def _moves(field: "Field[Any]") -> bool:
    return lever_of(field) is not None and not isinstance(field.default, bool)
