"""The scenario of one point as a file that every other command takes."""

import json
from pathlib import Path
from typing import Any

from scenarios.explorer.grid import ExplorerStudy, Point
from scenarios.inputs.scenario import LIBRARY


def file_name(point: Point) -> str:
    """A name that a scenario may have, however the base is called."""
    return f"{point.base[:26].lower().replace('-', '_')}_{point.name}.toml"


def scenario_text(study: ExplorerStudy, point: Point) -> str:
    """The file: it extends the scenario it comes from and sets what differs.

    Loaded, it gives the worlds of the point: the same policies, settings and disputed volumes.
    """
    base = next(one for one in study.bases if one.name == point.base)
    stem = Path(base.file).stem
    own = Path(base.file).parent != LIBRARY
    titles = {
        language: f"{base.title[language][:150]} · {point.name.replace('_', ' ')}"
        for language in ("zh", "en")
    }
    lines = [
        f"# Point of the explorer {study.fingerprint}.",
        *([f"# Save it beside {stem}.toml."] if own else []),
        f"extends = {_text(stem)}",
        "",
        "[title]",
        *(f"{language} = {_text(title)}" for language, title in titles.items()),
    ]
    for lever, place in zip(study.levers, point.places, strict=True):
        given = point.scenario.policies.get(lever.policy, {})
        if place is None or given.get(lever.setting) == base.policies[lever.policy].get(
            lever.setting
        ):
            continue
        lines += ["", f"[policies.{lever.policy}]"] if _new(lines, lever.policy) else []
        lines.append(f"{lever.setting} = {_value(given[lever.setting])}")
    return "\n".join(lines) + "\n"


def _new(lines: list[str], policy: str) -> bool:
    return f"[policies.{policy}]" not in lines


def _value(value: Any) -> str:
    if isinstance(value, dict):
        parts = ", ".join(f"{year} = {float(amount)!r}" for year, amount in value.items())
        return f"{{ {parts} }}"
    return repr(float(value))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
