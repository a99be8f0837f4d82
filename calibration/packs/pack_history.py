"""Regional income history in a pack: nothing after 2021, so that no fit can see it."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from calibration.packs.pack_fields import (
    Number,
    OptionalAmount,
    OptionalPositive,
    OptionalYear,
    Row,
    Tags,
    Words,
    as_number,
    blank_to_none,
)

LAST_YEAR_OF_HISTORY = 2021
Growth = Annotated[
    Annotated[float, Field(gt=-0.5, lt=0.5)] | None,
    BeforeValidator(as_number),
    BeforeValidator(blank_to_none),
]
Past = Annotated[int, BeforeValidator(as_number), Field(ge=1978, le=LAST_YEAR_OF_HISTORY)]


class HistoryRow(Row):
    """Urban and rural income of a place in a year up to 2021, yuan per head."""

    place: Words
    zh: Words
    level: Literal["nation", "province", "city", "county"]
    year: Past
    urban_income_yuan: OptionalPositive = None
    rural_income_yuan: OptionalPositive = None
    urban_growth: Growth = None
    rural_growth: Growth = None
    ratio_published: OptionalPositive = None
    derived: bool
    """Whether a level was computed from a neighbouring year's level and growth."""
    published: OptionalYear = None
    """Year of the document; later than 2022 means known only in hindsight."""
    source: Tags
    note: str = ""


class SourceHistoryRow(Row):
    """Income by the four sources of a place in a year up to 2021, yuan per head."""

    place: Words
    zh: Words
    level: Literal["nation", "province", "city", "county"]
    year: Past
    population: Literal["all", "rural", "urban"]
    total_yuan: Annotated[Number, Field(gt=0)]
    wages_yuan: OptionalAmount = None
    business_yuan: OptionalAmount = None
    property_yuan: OptionalAmount = None
    transfers_yuan: OptionalAmount = None
    total_growth: Growth = None
    wages_growth: Growth = None
    business_growth: Growth = None
    property_growth: Growth = None
    transfers_growth: Growth = None
    derived: bool
    source: Tags
    note: str = ""

    @model_validator(mode="after")
    def _adds_up(self) -> "SourceHistoryRow":
        parts = (self.wages_yuan, self.business_yuan, self.property_yuan, self.transfers_yuan)
        known = [part for part in parts if part is not None]
        excess, slack = sum(known) - self.total_yuan, max(2.0, 0.001 * self.total_yuan)
        if excess > slack or (len(known) == len(parts) and excess < -slack):
            raise ValueError(f"the sources add up to {sum(known):g}, not to {self.total_yuan:g}")
        return self
