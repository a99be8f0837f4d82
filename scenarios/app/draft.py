"""What somebody has typed into the form, as the scenario file that it stands for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any

from model.errors import InputError
from results.names import safe_name
from scenarios.app.choices import Choice, Setting
from scenarios.app.folders import NAME
from scenarios.app.toml_text import toml_text
from scenarios.inputs.scenario import library_names
from scenarios.inputs.toml_file import parse_toml

Key = tuple[str, str, str]
"""Policy, setting, year; the policy is empty for what belongs to no policy, the year mostly."""

EXTRA = ("parameters", "shocks", "switches")
"""Tables that are typed as they stand in a file."""

_WHOLE = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Draft:
    """The whole form: texts by key, and which policies are on."""

    choice: Choice
    texts: Mapping[Key, str] = field(default_factory=dict)
    on: Mapping[str, bool] = field(default_factory=dict)
    """Only policies whose box is on the page; the others are as the scenario has them."""

    def text(self, name: str) -> str:
        """What stands in a field that belongs to no policy."""
        return str(self.texts.get(("", name, "")) or "").strip()

    def changed(self) -> dict[str, dict[str, Any]]:
        """Settings that differ from what the form showed, by policy."""
        found: dict[str, dict[str, Any]] = {}
        for policy, settings in self.choice.settings.items():
            for name, setting in settings.items():
                typed = self._typed_for(policy, name)
                if typed and self._is_on(policy) and typed != shown(setting, self.choice):
                    found.setdefault(policy, {})[name] = _typed(setting, typed)
        return found

    def tables(self) -> dict[str, Any]:
        """The scenario file as tables; what is as in the library scenario is left out.

        Raises: InputError for the field of further tables.
        """
        choice, changed = self.choice, self.changed()
        off = [policy for policy in choice.on if not self._is_on(policy)]
        added = [policy for policy in self.on if self._is_on(policy) and policy not in choice.on]
        tables: dict[str, Any] = {"county": choice.pack.name, "extends": choice.scenario.name}
        if self.text("last_year") not in ("", str(choice.scenario.years[1])):
            tables["years"] = [choice.scenario.years[0], number(self.text("last_year"))]
        if off:
            tables["without"] = off
        title = {lang: self.text(f"title_{lang}") for lang in ("zh", "en")}
        if title != choice.scenario.title:
            tables["title"] = title
        against = self.text("counterfactual")
        if against and against != choice.scenario.counterfactual:
            tables["counterfactual"] = {"scenario": against}
        policies = {policy: changed.get(policy, {}) for policy in sorted({*added, *changed})}
        return {**tables, **({"policies": policies} if policies else {}), **self._further()}

    @property
    def is_own(self) -> bool:
        """Whether anything but the size differs from the library scenario."""
        return bool(self.text("further")) or set(self.tables()) > {"county", "extends"}

    @property
    def name(self) -> str:
        """The name of the scenario: typed, or made from the library's."""
        typed = self.text("name")
        if not self.is_own and typed in ("", self.choice.scenario.name):
            return self.choice.scenario.name
        if typed and (not NAME.fullmatch(typed) or safe_name(typed) != typed):
            raise InputError(
                "is not a name",
                key="name",
                value=typed,
                allowed="small letters, digits and _, beginning with a letter",
            )
        if typed in library_names():
            raise InputError(
                "is the name of a scenario of the library; choose another one",
                key="name",
                value=typed,
            )
        return typed or f"{self.choice.scenario.name[:35]}_own"

    def file_text(self, heading: str = "") -> bytes:
        """The scenario file. Nothing changed means the library's own file, to the letter."""
        if not self.is_own and self.name == self.choice.scenario.name:
            from scenarios.inputs.scenario import LIBRARY

            return (LIBRARY / f"{self.name}.toml").read_bytes()
        return toml_text(self.tables(), heading).encode("utf-8", "backslashreplace")

    def _typed_for(self, policy: str, name: str) -> dict[str, str]:
        """The texts of one setting by year."""
        return {key[2]: text for key, text in self.texts.items() if key[:2] == (policy, name)}

    def _is_on(self, policy: str) -> bool:
        return self.on.get(policy, policy in self.choice.scenario.policies)

    def _further(self) -> dict[str, Any]:
        typed = self.text("further")
        if not typed:
            return {}
        tables = parse_toml(typed.encode("utf-8", "backslashreplace"), "further")
        for name in tables:
            if name not in EXTRA:
                raise InputError(
                    "does not belong here", key=f"further.{name}", allowed=", ".join(EXTRA)
                )
        return tables


def shown(setting: Setting, choice: Choice) -> dict[str, str]:
    """What the form shows for a setting, by year; the year is empty where there is none."""
    if setting.kind != "path":
        return {"": "" if setting.value is None else plain_text(setting.value)}
    path = setting.value or {}
    years = sorted({*map(str, choice.years), *path})
    return {year: plain_text(path[year]) if year in path else "" for year in years}


def plain_text(value: Any) -> str:
    """A value as it stands in a field: no thousands marks, no exponent where none is needed."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def number(text: str) -> int | float | str:
    """The number that a text is, or the text itself, which the schema then refuses."""
    if _WHOLE.fullmatch(text):
        return int(text)
    if not _NUMBER.fullmatch(text) or not isfinite(float(text)):
        return text
    return float(text)


def _typed(setting: Setting, texts: Mapping[str, str]) -> Any:
    if setting.kind == "path":
        return {year: number(text.strip()) for year, text in texts.items() if text.strip()}
    text = texts[""].strip()
    if setting.kind == "yes_no":
        return {"true": True, "false": False}.get(text, text)
    return _day(text) if setting.kind == "date" else number(text)


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else text
    except ValueError:
        return text
