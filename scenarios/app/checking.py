"""Checks a draft as the command line would check its file, and says which field is wrong."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from model.errors import InputError
from scenarios.app.draft import Draft, Key, number
from scenarios.inputs.plan import Plan, Size
from scenarios.inputs.scenario import scenario_of_text
from scenarios.inputs.schema import parse_scenario
from scenarios.inputs.settings import read_settings
from scenarios.inputs.toml_file import parse_toml

if TYPE_CHECKING:
    from scenarios.inputs.scenario import Scenario

LONGEST_TEXT = 20_000
"""Characters of the field of further tables; every other field is far shorter."""

SIZES = ("draws", "seeds", "scale")


@dataclass(frozen=True)
class Checked:
    """A draft that was looked at: ready to run, or what is wrong with it."""

    plan: Plan | None
    text: bytes
    """The scenario file; empty where it could not be written."""
    errors: list[InputError] = field(default_factory=list)


def check(draft: Draft, heading: str = "") -> Checked:
    """Check every field for itself, then the whole as a file."""
    errors: list[InputError] = []
    if any(len(str(text)) > LONGEST_TEXT for text in draft.texts.values()):
        return Checked(None, b"", [InputError("is too long", allowed=f"{LONGEST_TEXT} characters")])
    size = _collected(errors, lambda: size_of(draft))
    _check_settings(draft, errors)
    _collected(errors, lambda: draft.name)
    text = _collected(errors, lambda: draft.file_text(heading)) or b""
    plan = None
    if errors and text:
        _collected(errors, lambda: parse_scenario(parse_toml(text, ""), ""))
    elif text:
        plan = _collected(errors, lambda: _plan(draft, text, size))
    return Checked(plan, text, [_without_file(error) for error in errors])


def size_of(draft: Draft) -> Size:
    """Draws, seeds, scale and evidence of a draft; InputError where they are no numbers."""
    numbers = {name: number(draft.text(name)) for name in SIZES}
    for name, value in numbers.items():
        whole = isinstance(value, int) or name == "scale"
        if isinstance(value, str) or not whole:
            problem = "must be a number" if name == "scale" else "must be a whole number"
            raise InputError(problem, key=f"--{name}", value=value)
    return Size(
        draws=int(numbers["draws"]),
        seeds=int(numbers["seeds"]),
        scale=float(numbers["scale"]),
        evidence=draft.text("evidence") or "ex-ante",  # type: ignore[arg-type]
    ).checked()


def field_of(error: InputError) -> Key:
    """The field of the form that an error is about; empty where it is about the whole."""
    key = (error.key or "").removeprefix("--")
    parts = key.split(".")
    if parts[0] == "policies" and len(parts) >= 3:
        return parts[1], parts[2], parts[3] if len(parts) > 3 else ""
    if parts[0] == "title":
        return "", f"title_{parts[1]}" if len(parts) > 1 else "title_zh", ""
    if parts[0] in ("parameters", "shocks", "switches", "further") or error.file == "further":
        return "", "further", ""
    named = {"years": "last_year", "counterfactual": "counterfactual", "extends": "base"}
    return "", named.get(parts[0], parts[0]), ""


def _check_settings(draft: Draft, errors: list[InputError]) -> None:
    last_year = draft.choice.pack.horizon
    for policy, settings in draft.changed().items():
        for name, value in settings.items():
            for part in _parts(value):
                _collected(
                    errors,
                    lambda policy=policy, name=name, part=part: read_settings(
                        policy, {name: part}, None, last_year
                    ),
                )


def _parts(value: object) -> list[object]:
    """A path year by year, so that every wrong year is found; anything else as it is."""
    if isinstance(value, dict) and value:
        return [{year: amount} for year, amount in value.items()]
    return [value]


def _plan(draft: Draft, text: bytes, size: Size | None) -> Plan:
    from scenarios.running.worlds import worlds_of

    scenario: Scenario = scenario_of_text(text, draft.name)
    other = scenario.counterfactual_scenario()
    pack = draft.choice.pack
    assert size is not None
    return Plan(scenario, other.name, pack, pack.name, worlds_of(scenario, other, pack), size)


def _collected(errors: list[InputError], make):  # type: ignore[no-untyped-def]
    try:
        return make()
    except InputError as error:
        if str(error) not in map(str, errors):
            errors.append(error)
        return None


def _without_file(error: InputError) -> InputError:
    """The same error without the name of a file that is not there yet."""
    if error.file == "further":
        return InputError(error.problem, key=error.key or "further", value=error.value,
                          allowed=error.allowed, nearest=error.nearest)  # fmt: skip
    return InputError(
        error.problem,
        key=error.key,
        value=error.value,
        allowed=error.allowed,
        nearest=error.nearest,
    )
