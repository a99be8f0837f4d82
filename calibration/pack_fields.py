"""Building blocks of pack rows: strict numbers, years, words, source tags, values in a unit."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from calibration.pack_units import UNITS, range_text
from model.errors import nearest_name


class Row(BaseModel):
    """What all parts of a pack share: no unknown keys, no NaN, nothing changes after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, str_strip_whitespace=True
    )


def as_number(value: Any) -> Any:
    """Refuse what is not plainly a number; say how a percentage is to be written."""
    if isinstance(value, bool) or (isinstance(value, str) and "_" in value):
        raise ValueError("must be a number")
    if isinstance(value, str):
        _refuse_percent(value.strip())
    return value


def _refuse_percent(text: str) -> None:
    if not text.endswith(("%", "％")):
        return
    try:
        share = float(text.rstrip("%％ ")) / 100
    except ValueError:
        raise ValueError("must be a number") from None
    raise ValueError(f"percent written as text; write the share {share:g} without a sign")


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


def in_unit(value: float | None, unit: str) -> float | None:
    """The value if it makes sense in its unit; ValueError otherwise."""
    low, high = UNITS[unit]
    if value is not None and not low <= value <= high:
        raise ValueError(f"outside its range; allowed: {range_text(unit)}")
    return value


def _known_unit(unit: str) -> str:
    if unit not in UNITS:
        near = nearest_name(unit, UNITS)
        hint = f"; did you mean '{near}'?" if near else ""
        raise ValueError(f"unknown unit; allowed: {', '.join(UNITS)}{hint}")
    return unit


class Measured(Row):
    """A row with a value in a unit. `unit` stands before the values, so it is checked first."""

    unit: Words

    _unit = field_validator("unit")(_known_unit)

    @field_validator("value", "value_high", check_fields=False)
    @classmethod
    def _range(cls, value: float | None, info: ValidationInfo) -> float | None:
        unit = info.data.get("unit")
        return in_unit(value, unit) if unit in UNITS else value
