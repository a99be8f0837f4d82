"""Reads the declarative cases in `tests/cases/*.toml`: given, when, then, with margins.

A case is about one rule, or about a small world. `tests/cases/README.md` explains the format to
whoever knows the subject and not the code. Every mistake in a file is an `InputError` that names
the file, the case, the key, and the nearest valid one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from case_rules import RULES
from cases import SMALL, Bound, Case, Expectation
from reshaped import DECLARED

from model.errors import InputError, nearest_name
from model.indicators import FOUND
from model.parameters import Parameters
from model.rules import Switches
from scenarios.inputs.settings import read_settings
from scenarios.inputs.toml_file import read_toml

FOLDER = Path(__file__).parent / "cases"


WHERE = ("pilot", "trend", "difference")


CASE_KEYS = ("name", "title", "source", "rule", "given", "when", "then")


GIVEN_KEYS = ("county", "growth", "unknowns", "switches", *DECLARED)


THEN_KEYS = (
    "indicator",
    "year",
    "world",
    "equals",
    "within",
    "within_percent",
    "at_least",
    "at_most",
)


def load_cases(folder: Path = FOLDER) -> list[Case]:
    """Every case of a folder, in order of file and place.

    Raises: InputError for a file that cannot be read or a name that is used twice.
    """
    cases = [case for path in sorted(folder.glob("*.toml")) for case in read_cases(path)]
    seen: dict[str, str] = {}
    for case in cases:
        if case.name in seen:
            raise InputError(
                f"is also the name of a case in {seen[case.name]}", file=case.file, key=case.name
            )
        seen[case.name] = case.file
    return cases


def read_cases(path: Path) -> list[Case]:
    """The cases of one file."""
    tables = read_toml(path)
    _only(tables, ("case",), path.name, "")
    cases = tables.get("case")
    if not isinstance(cases, list) or not cases:
        raise InputError("holds no case", file=path.name, allowed="[[case]] tables")
    return [_case(table, path.name, place) for place, table in enumerate(cases, 1)]


def _case(table: Mapping[str, Any], file: str, place: int) -> Case:
    where = f"case {table.get('name', place)}"
    _only(table, CASE_KEYS, file, where)
    for key in ("name", "title", "source", "then"):
        if key not in table:
            raise InputError("is missing", file=file, key=f"{where}: {key}")
    title = table["title"]
    if not isinstance(title, dict) or set(title) != {"zh", "en"}:
        raise InputError(
            "must be given in both languages",
            file=file,
            key=f"{where}: title",
            value=title,
            allowed='{ zh = "...", en = "..." }',
        )
    if not str(table["source"]).strip():
        raise InputError("is empty", file=file, key=f"{where}: source")
    rule = table.get("rule")
    if rule is None:
        given, policies = _world(table, file, where)
    else:
        given, policies = _inputs(rule, table, file, where), {}
    raw = table["then"] if isinstance(table["then"], list) else [table["then"]]
    then = tuple(_expectation(entry, file, where, of_rule=rule is not None) for entry in raw)
    return Case(file, table["name"], title, rule, given, policies, then)


def _inputs(rule: object, table: Mapping[str, Any], file: str, where: str) -> Mapping[str, Any]:
    if rule not in RULES:
        raise InputError(
            "there is no such rule",
            file=file,
            key=f"{where}: rule",
            value=rule,
            allowed=", ".join(RULES),
            nearest=nearest_name(str(rule), RULES),
        )
    if "when" in table:
        raise InputError("belongs to worlds, not to rules", file=file, key=f"{where}: when")
    inputs = RULES[str(rule)].inputs
    given = table.get("given", {})
    _only(given, inputs, file, f"{where}: given")
    missing = [name for name in inputs if name not in given]
    if missing:
        raise InputError(
            "is missing", file=file, key=f"{where}: given.{missing[0]}", allowed=", ".join(inputs)
        )
    for name, value in given.items():
        if isinstance(value, str):
            raise InputError(
                "is text, not a number", file=file, key=f"{where}: given.{name}", value=value
            )
    return dict(given)


def _world(
    table: Mapping[str, Any], file: str, where: str
) -> tuple[Mapping[str, Any], Mapping[str, Mapping[str, Any]]]:
    given = table.get("given", {})
    _only(given, GIVEN_KEYS, file, f"{where}: given")
    _only(given.get("county", {}), SMALL, file, f"{where}: given.county")
    known = {field.name for field in fields(Switches)}
    _only(given.get("switches", {}), known, file, f"{where}: given.switches")
    for name, declared in DECLARED.items():
        _only(given.get(name, {}), declared, file, f"{where}: given.{name}")
    try:
        Parameters().changed(given.get("unknowns", {}))
    except InputError as error:
        raise InputError(
            error.problem,
            file=file,
            key=f"{where}: given.unknowns.{error.key}",
            nearest=error.nearest,
        ) from None
    when = table.get("when", {})
    _only(when, ("policies",), file, f"{where}: when")
    policies = {
        name: read_settings(name, settings, f"{file}: {where}: when", 2024)
        for name, settings in when.get("policies", {}).items()
    }
    return dict(given), policies


def _expectation(entry: object, file: str, where: str, *, of_rule: bool) -> Expectation:
    key = f"{where}: then"
    if not isinstance(entry, dict):
        raise InputError(
            "must be a table",
            file=file,
            key=key,
            value=entry,
            allowed="{ equals = 5, within = 0.1 }",
        )
    keys = [k for k in THEN_KEYS if not (of_rule and k in ("indicator", "year", "world"))]
    _only(entry, keys, file, key)
    bound = _bound(entry, file, key)
    if of_rule:
        return Expectation(bound)
    for needed in ("indicator", "year"):
        if needed not in entry:
            raise InputError("is missing", file=file, key=f"{key}.{needed}")
    if entry["indicator"] not in FOUND:
        raise InputError(
            "there is no such indicator",
            file=file,
            key=f"{key}.indicator",
            value=entry["indicator"],
            nearest=nearest_name(str(entry["indicator"]), FOUND),
        )
    if entry["year"] not in (2022, 2023, 2024):
        raise InputError(
            "is out of range",
            file=file,
            key=f"{key}.year",
            value=entry["year"],
            allowed="2022 to 2024",
        )
    world = entry.get("world", "pilot")
    if world not in WHERE:
        raise InputError(
            "there is no such world",
            file=file,
            key=f"{key}.world",
            value=world,
            allowed=", ".join(WHERE),
            nearest=nearest_name(str(world), WHERE),
        )
    return Expectation(bound, entry["indicator"], entry["year"], world)


def _bound(entry: Mapping[str, Any], file: str, key: str) -> Bound:
    for name in set(entry) - {"indicator", "year", "world"}:
        if isinstance(entry[name], bool) or not isinstance(entry[name], int | float):
            raise InputError("must be a number", file=file, key=f"{key}.{name}", value=entry[name])
    if "equals" in entry:
        if "at_least" in entry or "at_most" in entry:
            raise InputError("give either equals or at_least and at_most", file=file, key=key)
        centre = float(entry["equals"])
        margin = entry.get("within", abs(centre) * entry.get("within_percent", 0.0) / 100.0)
        margin = max(float(margin), 1e-9 * max(1.0, abs(centre)))
        return Bound(centre - margin, centre + margin)
    if "within" in entry or "within_percent" in entry:
        raise InputError("is a margin of equals, which is missing", file=file, key=f"{key}.within")
    if "at_least" not in entry and "at_most" not in entry:
        raise InputError(
            "says nothing about a number", file=file, key=key, allowed="equals, at_least, at_most"
        )
    low, high = entry.get("at_least", -np.inf), entry.get("at_most", np.inf)
    if low > high:
        raise InputError("at_least is above at_most", file=file, key=key, value=[low, high])
    return Bound(float(low), float(high))


def _only(table: object, known: Iterable[str], file: str, key: str) -> None:
    if not isinstance(table, dict):
        raise InputError("must be a table", file=file, key=key, value=table)
    names = list(known)
    for name in table:
        if name not in names:
            raise InputError(
                "is not known here",
                file=file,
                key=f"{key}: {name}".lstrip(": "),
                allowed=", ".join(names),
                nearest=nearest_name(str(name), names),
            )
