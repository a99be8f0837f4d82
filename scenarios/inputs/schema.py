"""What a scenario file may say. Strict: a key or a type that is not expected is an error."""

import unicodedata
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from model.errors import InputError, nearest_name
from model.start import FIRST_YEAR

LAST_YEAR = 2030
"""No county pack looks further; a pack may stop earlier."""

_NAME = r"^[a-z][a-z0-9_]{0,39}$"


def _printable(text: str) -> str:
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co") for letter in text):
        raise ValueError("must not hold control or direction marks")
    return text


Name = Annotated[str, Field(pattern=_NAME)]
Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


class Strict(BaseModel):
    """Refuses unknown keys and silent conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Words(Strict):
    """The same words in Chinese and English."""

    zh: Text
    en: Text


class Counterfactual(Strict):
    """What the scenario is compared with, beside the world without any programme."""

    scenario: Name = "no_pilot"


class Override(Strict):
    """What a scenario does to an unknown of the model: exactly one of three changes."""

    value: float | None = None
    times: Annotated[float, Field(ge=0.0, le=100.0)] | None = None
    plus: float | None = None
    unit: Text | None = None

    @model_validator(mode="after")
    def _one_change(self) -> "Override":
        given = [how for how in ("value", "times", "plus") if getattr(self, how) is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of value, times, plus")
        return self

    def change(self) -> tuple[str, float]:
        """The change and its number."""
        how = next(how for how in ("value", "times", "plus") if getattr(self, how) is not None)
        return how, float(getattr(self, how))


class ScenarioFile(Strict):
    """One file, before the scenario that it extends is filled in."""

    county: Text | None = None
    title: Words | None = None
    question: Words | None = None
    years: Annotated[list[Year], Field(min_length=2, max_length=2)] | None = None
    extends: Name | None = None
    without: list[Name] = []
    policies: dict[str, dict[str, Any]] = {}
    counterfactual: Counterfactual | None = None
    switches: dict[str, bool] = {}
    parameters: dict[str, Override] = {}
    shocks: dict[str, dict[str, float]] = {}


def parse_scenario(tables: dict[str, Any], file: str) -> ScenarioFile:
    """Check the tables of a scenario file; InputError names the first thing that is wrong."""
    try:
        return ScenarioFile.model_validate(tables)
    except ValidationError as error:
        raise _explained(error.errors(include_url=False)[0], file) from None
    except (RecursionError, OverflowError):
        raise InputError("tables are nested too deeply", file=file) from None


def _explained(detail: ErrorDetails, file: str) -> InputError:
    path = [str(part) for part in detail["loc"]]
    key = ".".join(path)
    value = detail["input"]
    if detail["type"] == "extra_forbidden":
        known = _keys_beside(path)
        return InputError(
            "is not a key of a scenario",
            file=file,
            key=key,
            allowed=", ".join(known),
            nearest=nearest_name(path[-1], known),
        )
    if detail["type"] == "missing":
        return InputError("is missing", file=file, key=key)
    problem, allowed = _wording(detail)
    return InputError(problem, file=file, key=key, value=value, allowed=allowed)


def _wording(detail: ErrorDetails) -> tuple[str, str | None]:
    limits = detail.get("ctx", {})
    match detail["type"]:
        case "string_pattern_mismatch":
            return "is not a name", "small letters, digits and _, beginning with a letter"
        case "string_type":
            return "must be text", None
        case "bool_type":
            return "must be true or false", "true, false"
        case "int_type" | "int_from_float":
            return "must be a whole number", None
        case "list_type" | "too_short" | "too_long" if "years" in detail["loc"]:
            return "must be two years", "[first, last]"
        case "greater_than_equal":
            return "is too early or too small", f"from {limits['ge']}"
        case "less_than_equal":
            return "is too late or too large", f"to {limits['le']}"
        case "float_type":
            return "must be a number", None
        case "dict_type" | "model_type":
            return "must be a table", None
        case _:
            message = detail["msg"].removeprefix("Value error, ")
            return message[:1].lower() + message[1:], None


def _keys_beside(path: list[str]) -> list[str]:
    tables: dict[str, type[Strict]] = {
        "title": Words,
        "question": Words,
        "counterfactual": Counterfactual,
        "parameters": Override,
    }
    owner = tables.get(path[0], ScenarioFile) if len(path) > 1 else ScenarioFile
    return list(owner.model_fields)
