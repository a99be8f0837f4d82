"""The user's own menu: a TOML file, read strictly.

An option names policies of the scenario and takes them at multiples of the plan (`steps`), or with
settings of its own (`settings`, by step and policy). `capacities` say what volumes may ask for
together, `limits` which indicators may not pass a number. docs/allocation.md shows a whole file.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from model.errors import InputError, nearest_name
from scenarios.allocation.capacities import Capacity
from scenarios.allocation.menu import STEPS, Limit, Menu, Option, Step, scaled
from scenarios.inputs.schema import Name, Strict, Text
from scenarios.inputs.settings import known_policy, read_settings
from scenarios.inputs.toml_file import read_toml
from scenarios.running.worlds import World

MOST_OPTIONS = 40
Multiple = Annotated[float, Field(gt=0.0, le=5.0)]
Amount = Annotated[float, Field(ge=0.0)]


class OptionTable(Strict):
    """One option: policies of the scenario at multiples, or with settings of their own."""

    zh: Text | None = None
    en: Text | None = None
    policies: Annotated[list[Name], Field(min_length=1, max_length=40)]
    steps: Annotated[list[Multiple], Field(max_length=9)] | None = None
    settings: Annotated[dict[Name, dict[Name, dict[str, Any]]], Field(max_length=9)] = {}


class CapacityTable(Strict):
    """One capacity."""

    zh: Text | None = None
    en: Text | None = None
    levers: Annotated[list[Text], Field(min_length=1)]
    most: Amount
    unit: Text
    source: Text


class LimitTable(Strict):
    """One limit."""

    most: float
    over: Literal["last", "sum", "largest"] = "last"
    source: Text


class MenuFile(Strict):
    """The whole file."""

    scenario: Text | None = None
    against: Text | None = None
    options: Annotated[dict[Name, OptionTable], Field(min_length=1, max_length=MOST_OPTIONS)]
    capacities: dict[Name, CapacityTable] = {}
    limits: dict[Name, LimitTable] = {}


TABLES: dict[str, type[Strict]] = {
    "options": OptionTable,
    "capacities": CapacityTable,
    "limits": LimitTable,
}


def read_menu_file(path: Path) -> MenuFile:
    """Check the file; InputError names the first thing that is wrong."""
    tables = read_toml(path)
    try:
        return MenuFile.model_validate(tables)
    except ValidationError as error:
        raise _explained(error.errors(include_url=False)[0], str(path)) from None


def menu_of(
    file: MenuFile,
    path: Path,
    full: World,
    none: World,
    capacities: tuple[Capacity, ...],
    last_year: int,
) -> Menu:
    """The menu that a file describes; capacities of the pack hold beside its own."""
    own = tuple(_capacity(name, table, str(path)) for name, table in file.capacities.items())
    replaced = {one.name for one in own}
    every = (*own, *(one for one in capacities if one.name not in replaced))
    places: dict[str, str] = {}
    options = []
    for name, table in file.options.items():
        for policy in table.policies:
            _check_policy(policy, full, f"options.{name}.policies", str(path))
            if policy in places:
                raise InputError(
                    f"stands in two options, {places[policy]} and {name}",
                    file=str(path),
                    key=f"options.{name}.policies",
                    value=policy,
                )
            places[policy] = name
        steps = _steps(name, table, full, every, str(path), last_year)
        zh, en = table.zh or table.en or name, table.en or name.replace("_", " ")
        options.append(Option(name, zh, en, steps))
    limits = tuple(_limit(name, table, str(path)) for name, table in file.limits.items())
    return Menu(tuple(options), none, full, every, limits)


def _steps(
    name: str,
    table: OptionTable,
    full: World,
    capacities: tuple[Capacity, ...],
    file: str,
    last_year: int,
) -> tuple[Step, ...]:
    planned = {policy: full[policy] for policy in table.policies}
    sizes = table.steps if table.steps is not None else ([] if table.settings else list(STEPS))
    if sorted(set(sizes)) != sizes:
        raise InputError(
            "must rise from step to step",
            file=file,
            key=f"options.{name}.steps",
            value=sizes,
            allowed=f"for example {list(STEPS)}",
        )
    steps = []
    for size in sizes:
        try:
            steps.append(scaled(f"{size:g}", planned, size, capacities))
        except InputError as error:
            raise InputError(
                error.problem,
                file=file,
                key=f"options.{name}.steps",
                value=size,
                allowed=error.allowed,
            ) from None
    for step, given in table.settings.items():
        steps.append(_own_step(name, step, given, planned, capacities, file, last_year))
    if not steps:
        raise InputError("has no step", file=file, key=f"options.{name}.steps")
    return tuple(steps)


def _own_step(
    option: str,
    name: str,
    given: dict[str, dict[str, Any]],
    planned: World,
    capacities: tuple[Capacity, ...],
    file: str,
    last_year: int,
) -> Step:
    policies, own = dict(planned), {}
    for policy, settings in given.items():
        key = f"options.{option}.settings.{name}.{policy}"
        if policy not in planned:
            raise InputError(
                "is not a policy of this option",
                file=file,
                key=key,
                allowed=", ".join(planned),
                nearest=nearest_name(policy, planned),
            )
        read = read_settings(policy, settings, file, last_year)
        policies[policy] = {**planned[policy], **read}
        own[policy] = tuple(sorted(read))
    from scenarios.allocation.capacities import cut_down

    within, met = cut_down(policies, capacities)
    return Step(name, 1.0, within, met, own)


def _check_policy(policy: str, full: World, key: str, file: str) -> None:
    known_policy(policy, file)
    if policy not in full:
        raise InputError(
            "is not a policy of the scenario, so the plan has no volumes for it",
            file=file,
            key=key,
            value=policy,
            allowed=", ".join(full),
            nearest=nearest_name(policy, full),
        )


def _capacity(name: str, table: CapacityTable, file: str) -> Capacity:
    for lever in table.levers:
        policy, _, setting = lever.partition(".")
        names = [f"{policy}.{field}" for field in known_policy(policy, file).__dataclass_fields__]
        if lever not in names:
            raise InputError(
                "is not a setting of a policy",
                file=file,
                key=f"capacities.{name}.levers",
                value=lever,
                allowed="policy.setting",
                nearest=nearest_name(lever, names),
            )
    zh, en = table.zh or table.en or name, table.en or name.replace("_", " ")
    source = table.source
    return Capacity(name, zh, en, tuple(table.levers), table.most, table.unit, source, source)


def _limit(name: str, table: LimitTable, file: str) -> Limit:
    from model.indicators import FOUND

    if name not in FOUND:
        raise InputError(
            "is not an indicator",
            file=file,
            key=f"limits.{name}",
            allowed="a name of `sanjin list indicators`",
            nearest=nearest_name(name, FOUND),
        )
    return Limit(name, table.most, table.over, table.source)


def _explained(detail: ErrorDetails, file: str) -> InputError:
    path = [str(part) for part in detail["loc"]]
    key = ".".join(path)
    if detail["type"] == "extra_forbidden":
        owner = TABLES[path[0]] if len(path) > 2 and path[0] in TABLES else MenuFile
        known = list(owner.model_fields)
        return InputError(
            "is not a key of a menu",
            file=file,
            key=key,
            allowed=", ".join(known),
            nearest=nearest_name(path[-1], known),
        )
    if detail["type"] == "missing":
        return InputError("is missing", file=file, key=key)
    message = detail["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return InputError(message[:1].lower() + message[1:], file=file, key=key, value=detail["input"])
