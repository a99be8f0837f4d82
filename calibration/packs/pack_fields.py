"""Building blocks of pack rows: strict numbers, years, words, source tags, values in a unit."""

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from calibration.packs.pack_units import UNITS, range_text
from model.errors import nearest_name


class Row(BaseModel):
    """What all parts of a pack share: no unknown keys, no NaN, nothing changes after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, str_strip_whitespace=True
    )


TEXT = {"text": True}
"""Validation context of CSV cells, which are all text; elsewhere a number may not be text."""

LONGEST_NAME = 60


def shown(name: str) -> str:
    """A name from a file, fit for a message: no control marks, not too long."""
    text = name if name.isprintable() else ascii(name)[1:-1]
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 3] + "..."


_GROUPED = re.compile(r"[-+]?\d{1,3}([,，]\d{3})+(\.\d+)?")


def complaint(problem: str, allowed: str = "", nearest: str | None = None) -> PydanticCustomError:
    """What is wrong with a value, with what would do and the nearest valid name."""
    parts = {"problem": problem, "allowed": allowed, "nearest": nearest}
    return PydanticCustomError("pack", "{problem}", parts)


def as_number(value: Any, info: ValidationInfo) -> Any:
    """Refuse what is not plainly a number; say how a percentage is to be written."""
    if isinstance(value, str):
        text = value.strip()
        if text.endswith(("%", "％")):
            raise _percent(text)
        if _GROUPED.fullmatch(text):
            plain = text.replace(",", "").replace("，", "")
            raise complaint("number with separators", f"{plain}, digits only")
        if not info.context or "_" in text:
            raise complaint("text where a number is due", "a number without quotation marks")
    elif isinstance(value, bool):
        raise complaint("true or false where a number is due", "a number")
    return value


def _percent(text: str) -> PydanticCustomError:
    try:
        share = f"{float(text.rstrip('%％ ')) / 100:g}"
    except ValueError:
        share = "a number"
    return complaint("percent written as text", f"{share}, as a share of 1 without a sign")


def blank_to_none(value: Any) -> Any:
    """An empty cell is a missing value."""
    return None if isinstance(value, str) and not value.strip() else value


def _tags(value: Any) -> Any:
    """Source tags parted by semicolons."""
    if isinstance(value, str):
        return tuple(tag.strip() for tag in value.split(";") if tag.strip())
    return value


Number = Annotated[float, BeforeValidator(as_number)]
OptionalNumber = Annotated[float | None, BeforeValidator(as_number), BeforeValidator(blank_to_none)]
OptionalPositive = Annotated[
    Annotated[float, Field(gt=0)] | None,
    BeforeValidator(as_number),
    BeforeValidator(blank_to_none),
]
OptionalAmount = Annotated[
    Annotated[float, Field(ge=0)] | None,
    BeforeValidator(as_number),
    BeforeValidator(blank_to_none),
]
Year = Annotated[int, BeforeValidator(as_number), Field(ge=1949, le=2060)]
OptionalYear = Annotated[
    Annotated[int, Field(ge=1949, le=2060)] | None,
    BeforeValidator(as_number),
    BeforeValidator(blank_to_none),
]
Words = Annotated[str, Field(min_length=1)]
Tags = Annotated[tuple[str, ...], BeforeValidator(_tags), Field(min_length=1)]


def _known_unit(unit: str) -> str:
    if unit not in UNITS:
        raise complaint("unknown unit", ", ".join(UNITS), nearest_name(unit, UNITS))
    return unit


class Measured(Row):
    """A row with a value in a unit. `unit` stands before the values, so it is checked first."""

    unit: Words

    _unit = field_validator("unit")(_known_unit)

    @field_validator("value", "value_high", check_fields=False)
    @classmethod
    def _range(cls, value: float | None, info: ValidationInfo) -> float | None:
        unit = info.data.get("unit")
        if unit is None or value is None:
            return value
        low, high = UNITS[unit]
        if not low <= value <= high:
            raise complaint("outside its range", range_text(unit))
        return value
