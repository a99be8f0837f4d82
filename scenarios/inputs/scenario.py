"""A scenario, composed from its file and the files it extends, with one canonical form."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from model.errors import InputError, nearest_name
from model.rules import Switches
from model.start import FIRST_YEAR
from scenarios.inputs.overrides import Overrides, Shocks, read_overrides, read_shocks
from scenarios.inputs.schema import ScenarioFile, parse_scenario
from scenarios.inputs.settings import Settings, known_policy, read_settings
from scenarios.inputs.toml_file import parse_toml, read_toml

LIBRARY = Path(__file__).parents[1] / "library"
WORLDS = ("trend", "no_pilot", "pilot")
"""Worlds of a pair in the order they run: the first finds the trend that the others keep."""

_DEEPEST_EXTENSION = 8
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Scenario:
    """What the county does, ready to run.

    policies: settings by policy name, only those that the files give, in plain form.
    counterfactual: name of the scenario that takes the place of this one in world `no_pilot`.
    parameters, shocks: unknowns and trend that this scenario moves, in all worlds alike.
    """

    name: str
    file: str
    county: str | None
    title: dict[str, str]
    question: dict[str, str]
    years: tuple[int, int]
    policies: dict[str, Settings]
    counterfactual: str
    switches: dict[str, bool] = field(default_factory=dict)
    parameters: Overrides = field(default_factory=dict)
    shocks: Shocks = field(default_factory=dict)

    @property
    def quarters(self) -> int:
        """Number of quarters from the first year to the end of the last."""
        return 4 * (self.years[1] - self.years[0] + 1)

    def canonical(self) -> dict[str, Any]:
        """What decides the results, in one form however the files are split; no titles."""
        return {
            "county": self.county,
            "years": list(self.years),
            "policies": {name: self.policies[name] for name in sorted(self.policies)},
            "counterfactual": self.counterfactual,
            "switches": dict(sorted(self.switches.items())),
            **given(parameters=self.parameters, shocks=self.shocks),
        }

    def sha256(self) -> str:
        """The hash of the canonical form."""
        return content_hash(self.canonical())

    def counterfactual_scenario(self) -> "Scenario":
        """The scenario that this one is compared with: beside its file, or in the library."""
        path = _located(
            self.counterfactual, Path(self.file).parent, self.file, "counterfactual.scenario"
        )
        return _composed(path, _layers(path))


def given(**tables: dict[str, Any]) -> dict[str, Any]:
    """Tables that say something, sorted; an empty one counts as left out."""
    return {name: dict(sorted(table.items())) for name, table in tables.items() if table}


def content_hash(value: object) -> str:
    """The sha256 of a plain value in canonical JSON."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def library_names() -> list[str]:
    """Names of the scenarios that come with the program."""
    return sorted(path.stem for path in LIBRARY.glob("*.toml"))


def own_pilot(county: str) -> str:
    """Name of the scenario that is a county's own document: `pilot` unless it has another."""
    own = f"pilot_{county}"
    return own if own in library_names() else "pilot"


def load_scenario(name_or_path: str | Path) -> Scenario:
    """The scenario of a library name or a file, with everything it extends filled in.

    Raises: InputError with file, key, value, what is allowed and the nearest valid name.
    """
    path = _located(str(name_or_path), beside=None)
    layers = _layers(path)
    return _composed(path, layers)


def scenario_of_text(text: bytes, name: str) -> Scenario:
    """The scenario that a file of this name and text would be, before there is such a file.

    What it extends and is compared with comes from the library.
    Raises: InputError, as reading the file would.
    """
    path = LIBRARY / f"{name}.toml"
    top = parse_scenario(parse_toml(text, path.name), path.name)
    below = []
    if top.extends is not None:
        below = _layers(_located(top.extends, LIBRARY, path.name, "extends"))
    return _composed(path, [*below, (Path(path.name), top)])


def _located(name: str, beside: Path | None, file: str | None = None, key: str = "") -> Path:
    """The file of a scenario's name; `file` and `key` say where the name was written."""
    if _PLAIN_NAME.fullmatch(name):
        folders = ([beside] if beside else []) + [LIBRARY]
        for folder in folders:
            if (folder / f"{name}.toml").is_file():
                return folder / f"{name}.toml"
    if beside is None and name.endswith(".toml"):
        return Path(name)
    known = library_names()
    raise InputError(
        "there is no such scenario",
        file=file,
        key=key,
        value=name,
        nearest=nearest_name(name, known),
        allowed=", ".join(known) + ("" if beside else ", or the path of a .toml file"),
    )


def _layers(path: Path) -> list[tuple[Path, ScenarioFile]]:
    """The file and those that it extends, the farthest first."""
    layers: list[tuple[Path, ScenarioFile]] = []
    while True:
        if any(path == known for known, _ in layers):
            raise InputError("extends itself", file=str(path), key="extends")
        if len(layers) == _DEEPEST_EXTENSION:
            raise InputError(
                "extends too many files",
                file=str(path),
                key="extends",
                allowed=f"{_DEEPEST_EXTENSION} files",
            )
        layer = parse_scenario(read_toml(path), str(path))
        layers.append((path, layer))
        if layer.extends is None:
            return layers[::-1]
        path = _located(layer.extends, path.parent, str(path), "extends")


def _composed(path: Path, layers: list[tuple[Path, ScenarioFile]]) -> Scenario:
    years = _years(path, layers)
    title, question = _last(layers, "title"), _last(layers, "question")
    counterfactual = _last(layers, "counterfactual")
    return Scenario(
        name=_safe_stem(path),
        file=str(path),
        county=_last(layers, "county"),
        title=title.model_dump() if title else {"zh": path.stem, "en": path.stem},
        question=question.model_dump() if question else {},
        years=years,
        policies=_policies(layers, years[1]),
        counterfactual=counterfactual.scenario if counterfactual else "no_pilot",
        switches=_switches(layers),
        parameters={
            name: change
            for path, layer in layers
            for name, change in read_overrides(layer.parameters, str(path)).items()
        },
        shocks={
            name: sizes
            for path, layer in layers
            for name, sizes in read_shocks(
                layer.shocks, str(path), range(years[0], years[1] + 1)
            ).items()
        },
    )


def _last(layers: Iterable[tuple[Path, ScenarioFile]], key: str) -> Any:
    found = [getattr(layer, key) for _, layer in layers if getattr(layer, key) is not None]
    return found[-1] if found else None


def _years(path: Path, layers: list[tuple[Path, ScenarioFile]]) -> tuple[int, int]:
    given = _last(layers, "years") or [FIRST_YEAR, FIRST_YEAR + 2]
    if given[0] != FIRST_YEAR:
        raise InputError(
            "must begin in the year after the baseline",
            file=str(path),
            key="years",
            value=given,
            allowed=f"[{FIRST_YEAR}, last]",
        )
    return given[0], given[1]


def _policies(layers: list[tuple[Path, ScenarioFile]], last_year: int) -> dict[str, Settings]:
    policies: dict[str, Settings] = {}
    for path, layer in layers:
        for name in layer.without:
            if name not in policies:
                raise InputError(
                    "takes away a policy that is not there",
                    file=str(path),
                    key="without",
                    value=name,
                    nearest=nearest_name(name, policies),
                )
            del policies[name]
        for name, given in layer.policies.items():
            known_policy(name, str(path))
            read = read_settings(name, given, str(path), last_year)
            policies[name] = dict(sorted({**policies.get(name, {}), **read}.items()))
    return policies


def _switches(layers: list[tuple[Path, ScenarioFile]]) -> dict[str, bool]:
    known = [field.name for field in fields(Switches)]
    switches: dict[str, bool] = {}
    for path, layer in layers:
        for name, value in layer.switches.items():
            if name not in known:
                raise InputError(
                    "is not a switch of the model",
                    file=str(path),
                    key=f"switches.{name}",
                    allowed=", ".join(known),
                    nearest=nearest_name(name, known),
                )
            switches[name] = value
    return switches


def _safe_stem(path: Path) -> str:
    """A name for records and folders that no file name can turn into a path."""
    return re.sub(r"[^A-Za-z0-9_\-]+", "_", path.stem)[:60].strip("_") or "scenario"
