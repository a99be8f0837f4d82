"""Real parts of a county that may stand in a pack in place of synthetic ones."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from calibration.packs.pack_fields import (
    Number,
    OptionalAmount,
    Row,
    Tags,
    as_number,
    blank_to_none,
)


class Town(Row):
    """A township unit. Only a town that a source names carries a name."""

    id: Annotated[int, BeforeValidator(as_number), Field(ge=0)]
    name: str = ""
    kind: Literal["town", "township", "subdistrict", "unknown"]
    population: OptionalAmount = None
    source: Tags
    note: str = ""


class Village(Row):
    """A real village or community (村社)."""

    id: Annotated[int, BeforeValidator(as_number), Field(ge=0)]
    name: str = ""
    town: Annotated[int, BeforeValidator(as_number), Field(ge=0)]
    population: OptionalAmount = None
    total_revenue_yuan: OptionalAmount = None
    operating_revenue_yuan: OptionalAmount = None
    pays_dividends: Annotated[bool | None, BeforeValidator(blank_to_none)] = None
    source: Tags
    note: str = ""


class Enterprise(Row):
    """A real enterprise."""

    id: Annotated[int, BeforeValidator(as_number), Field(ge=0)]
    town: Annotated[int, BeforeValidator(as_number), Field(ge=0)]
    sector: Annotated[int, BeforeValidator(as_number), Field(ge=0)]
    workers: Annotated[Number, Field(gt=0)]
    source: Tags
    note: str = ""
