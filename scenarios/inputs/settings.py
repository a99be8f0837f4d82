"""Settings of policies: what a scenario file gives becomes the fields of a policy.

The fields, their units and ranges are declared by the policies themselves; nothing is listed here.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from typing import Any

from model.errors import InputError, nearest_name
from model.policies.policy import Lever, Policy
from model.start import FIRST_YEAR
from scenarios.inputs.schema import LAST_YEAR

Settings = dict[str, Any]
"""Plain values by setting: number, truth value, ISO date or {year: number}; JSON writes them."""


def policy_kinds() -> dict[str, type[Policy]]:
    """Every policy by name: one file each in `model/policies/`."""
    from model.policies import available

    return available()


def known_policy(name: str, file: str | None = None) -> type[Policy]:
    """The policy of that name; InputError with the nearest name otherwise."""
    kinds = policy_kinds()
    if name not in kinds:
        raise InputError(
            "there is no such policy",
            file=file,
            key=f"policies.{name}",
            allowed=", ".join(sorted(kinds)),
            nearest=nearest_name(name, kinds),
        )
    return kinds[name]


def read_settings(
    name: str, given: Mapping[str, Any], file: str | None, last_year: int
) -> Settings:
    """Check what a file gives for one policy and return it in plain form."""
    kind = known_policy(name, file)
    known = {field.name: field for field in fields(kind)}
    plain: Settings = {}
    for setting, value in given.items():
        key = f"policies.{name}.{setting}"
        if setting not in known:
            raise InputError(
                "is not a setting of this policy",
                file=file,
                key=key,
                allowed=", ".join(known),
                nearest=nearest_name(setting, known),
            )
        try:
            plain[setting] = _plain(kind, known[setting], value, last_year)
        except InputError as error:
            raise _placed(error, key, file) from None
    return dict(sorted(plain.items()))


def build_policy(name: str, settings: Settings) -> Policy:
    """The policy with checked plain settings."""
    kind = known_policy(name)
    known = {field.name: field for field in fields(kind)}
    return kind(**{name: _field_value(known[name], value) for name, value in settings.items()})


def plain_settings(policy: Policy) -> Settings:
    """Every setting of a policy, defaults included, in plain form."""
    return {field.name: _plain_value(getattr(policy, field.name)) for field in fields(policy)}


def lever_of(field: "Field[Any]") -> Lever | None:
    """The card of a setting, or None for a field that is no lever."""
    return field.metadata.get("lever")


def is_path(field: "Field[Any]") -> bool:
    """Whether a setting is a quantity by year."""
    return isinstance(_default(field), tuple)


def _default(field: "Field[Any]") -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else None


def _plain(kind: type[Policy], field: "Field[Any]", value: Any, last_year: int) -> Any:
    default, card = _default(field), lever_of(field)
    if isinstance(default, date):
        return _day(kind, value, last_year)
    value = _without_unit(value, card)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise InputError("must be true or false", value=value, allowed="true, false")
        return value
    if isinstance(default, tuple):
        return _path(value, card)
    number = _number(value, card)
    if isinstance(default, int) and number != int(number):
        raise InputError("must be a whole number", value=value, allowed=_range(card))
    return number


def _day(kind: type[Policy], value: Any, last_year: int) -> str:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise InputError("must be a date", value=value, allowed="for example 2022-10-01")
    if value < kind.issued:
        raise InputError(
            "begins before the document that orders it",
            value=value.isoformat(),
            allowed=f"from {kind.issued.isoformat()}",
        )
    if value.year > last_year:
        raise InputError(
            "begins after the scenario ends", value=value.isoformat(), allowed=f"to {last_year}"
        )
    return value.isoformat()


def _without_unit(value: Any, card: Lever | None) -> Any:
    """Take off a unit written beside the value, after checking that it is the right one."""
    if not isinstance(value, dict) or "unit" not in value:
        return value
    unit = value["unit"]
    if card is not None and unit != card.unit:
        raise InputError("has another unit", key="unit", value=unit, allowed=card.unit)
    rest = {name: inner for name, inner in value.items() if name != "unit"}
    return rest["value"] if set(rest) == {"value"} else rest


def _path(value: Any, card: Lever | None) -> dict[str, float]:
    if not isinstance(value, dict) or not value:
        raise InputError(
            "must be a table of values by year", value=value, allowed="{ 2022 = 10, 2024 = 100 }"
        )
    path = {}
    for year, amount in value.items():
        if not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year[:5]) <= LAST_YEAR):
            raise InputError("is not a year", key=year, allowed=f"{FIRST_YEAR} to {LAST_YEAR}")
        try:
            path[year] = _number(amount, card)
        except InputError as error:
            raise _placed(error, year) from None
    return dict(sorted(path.items()))


def _number(value: Any, card: Lever | None) -> float:
    unit = f" {card.unit}" if card else ""
    if isinstance(value, str):
        problem = "is a percentage written as text" if "%" in value else "is text, not a number"
        raise InputError(f"{problem}; give a plain number", value=value, allowed=_range(card))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"must be a number{unit}", value=value, allowed=_range(card))
    number = float(value)
    if card is None:
        return number
    if number < 0.0 <= card.low:
        raise InputError("must not be negative", value=value, allowed=_range(card))
    if not card.low <= number <= card.high:
        raise InputError("is out of range", value=value, allowed=_range(card))
    return number


def _placed(error: InputError, key: str, file: str | None = None) -> InputError:
    """The same error, found under a longer key."""
    return InputError(
        error.problem,
        file=file,
        key=".".join(part for part in (key, error.key) if part),
        value=error.value,
        allowed=error.allowed,
        nearest=error.nearest,
    )


def _range(card: Lever | None) -> str | None:
    return f"{card.low:g} to {card.high:g} {card.unit}" if card else None


def _field_value(field: "Field[Any]", plain: Any) -> Any:
    if isinstance(plain, dict):
        return tuple((int(year), float(amount)) for year, amount in sorted(plain.items()))
    if type(_default(field)) is int:
        return int(plain)
    return date.fromisoformat(plain) if isinstance(plain, str) else plain


def _plain_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return {str(year): float(amount) for year, amount in value}
    return value if isinstance(value, bool) else float(value)
