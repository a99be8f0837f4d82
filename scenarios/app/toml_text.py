"""Writes the tables of a scenario as TOML text that people can read and every parser takes."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TABLES = ("title", "question", "counterfactual", "policies", "switches", "parameters", "shocks")
"""Keys of a scenario that are written as tables of their own; `policies` has one for each."""


def toml_text(tables: Mapping[str, Any], heading: str = "") -> str:
    """The text of a scenario file; `heading` becomes comments at its top."""
    lines = [f"# {line}".rstrip() for line in heading.splitlines()]
    lines += [f"{_key(name)} = {_value(value)}" for name, value in _plain(tables)]
    for name in _TABLES:
        if name not in tables:
            continue
        if name == "policies":
            for policy, settings in tables[name].items():
                lines += _table(f"policies.{_key(policy)}", settings)
        else:
            lines += _table(name, tables[name])
    return "\n".join(lines) + "\n"


def _plain(tables: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in tables.items() if name not in _TABLES]


def _table(name: str, content: Mapping[str, Any]) -> list[str]:
    entries = [f"{_key(key)} = {_value(value)}" for key, value in content.items()]
    return ["", f"[{name}]", *entries]


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return value.isoformat() if isinstance(value, date) else repr(value)


def _text(text: str) -> str:
    """A basic string; JSON escapes the same things but the delete mark."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
