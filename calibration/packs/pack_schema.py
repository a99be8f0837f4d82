"""Facts, sources, targets, levers and conflicts: what a county pack says and on whose word."""

from dataclasses import replace
from math import isclose
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from calibration.packs.pack_fields import (
    Measured,
    Number,
    OptionalNumber,
    Row,
    Tags,
    Words,
    Year,
    blank_to_none,
    shown,
)
from model.parameters import Prior, Unknown

Grade = Literal["official", "derived", "press", "proxy", "assumption"]


class Fact(Measured):
    """One number about the county at the start, with where it comes from."""

    value: Number
    year: Year
    source: Tags
    grade: Grade
    zh: Words
    en: Words
    note: str = ""


class CountyPrior(Row):
    """What is known of one of the model's unknowns in this county, in place of the shared prior.

    Bounds as in `model.parameters.prior.Prior`. It holds for both sets of evidence.
    """

    unit: Words
    """As on the unknown's card."""
    shape: Literal["normal", "lognormal", "triangular", "uniform"]
    central: Number
    low: Number
    high: Number
    source: Tags
    grade: Grade
    note: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> "CountyPrior":
        if not self.low <= self.central <= self.high or self.low == self.high:
            raise ValueError("low, central and high must ascend")
        if self.shape == "lognormal" and self.low <= 0:
            raise ValueError("a lognormal prior lies above 0")
        return self

    def card(self, shared: Unknown) -> Unknown:
        """The unknown's card with this prior."""
        prior = Prior(self.shape, self.central, self.low, self.high)
        return replace(
            shared,
            ex_ante=prior,
            evaluation=prior,
            source=self.source[0],
            grade=self.grade,
            note=self.note,
        )


class Source(Row):
    """A document that numbers come from.

    `vintage` says whether a forecast made in September 2022 could have used it.
    """

    title: Words
    vintage: Literal["to 2022", "post-2022", "none"]
    url: str = ""
    date: str = ""
    note: str = ""


class Target(Measured):
    """An official goal, or the level from which it starts (`kind` baseline)."""

    number: Annotated[int | None, BeforeValidator(blank_to_none)] = None
    indicator: Words
    year: Year
    kind: Literal["baseline", "target"]
    value: OptionalNumber = None
    direction: Literal[">=", "<=", "="]
    modelled: Literal["modelled", "delivered", "carried", "ratio of modelled to carried"]
    section: Words
    zh: Words
    en: Words
    source: Tags
    note: str = ""

    @model_validator(mode="after")
    def _complete(self) -> "Target":
        if self.kind == "target" and self.value is None:
            raise ValueError("a target needs a value")
        return self


class Lever(Measured):
    """One number or named lever of the plan: who uses it here, or why nobody does."""

    policy: str = ""
    """A policy's name, `fact`, `target` or `conflict`; empty if not modelled."""
    setting: str = ""
    first_year: Year
    last_year: Year
    kind: Literal["baseline", "effect", "target", "standard"]
    value: OptionalNumber = None
    value_high: OptionalNumber = None
    printed: str = ""
    """The number as the document prints it."""
    en: Words
    zh: Words
    section: Words
    source: Tags
    not_modelled: str = ""
    note: str = ""

    @property
    def used_by(self) -> str:
        """`policy.setting`, or an empty text."""
        return f"{self.policy}.{self.setting}" if self.policy else ""

    @model_validator(mode="after")
    def _used_or_explained(self) -> "Lever":
        if bool(self.policy) != bool(self.setting):
            raise ValueError("policy and setting stand together")
        if bool(self.policy) == bool(self.not_modelled):
            raise ValueError("say either which policy.setting uses it or why it is not modelled")
        if self.last_year < self.first_year:
            raise ValueError("last_year lies before first_year")
        return self


class Reading(Measured):
    """One way to read a disputed number."""

    name: Words
    value: Number
    weight: Annotated[Number, Field(ge=0, le=1)]
    source: Tags
    zh: Words
    en: Words
    volumes: Annotated[dict[Words, dict[str, Number]], Field(default_factory=dict)]
    """Planned volumes by year that this reading gives policies, by `policy.setting`."""


class Conflict(Row):
    """A disagreement between sources, or inside one: all readings, the choice and its reason."""

    zh: Words
    en: Words
    chosen: Words
    reason: Words
    weights: Literal["assumption", "inference", "certain"]
    """Where the weights come from; `certain`: one reading has all the weight."""
    parameter: str = ""
    """Path of the unknown whose own prior draws between the readings, if one does."""
    fact: Literal["", "survey_urban_weight"] = ""
    """The baseline fact that the readings dispute, if levels take it by draw."""
    readings: Annotated[tuple[Reading, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _consistent(self) -> "Conflict":
        names = [reading.name for reading in self.readings]
        if len(set(names)) < len(names):
            raise ValueError("two readings have the same name")
        if self.chosen not in names:
            given = ", ".join(map(shown, names))
            raise ValueError(f"chosen '{shown(self.chosen)}' is none of the readings {given}")
        total = sum(reading.weight for reading in self.readings)
        if not isclose(total, 1.0, abs_tol=1e-6):
            raise ValueError(f"the weights of the readings add up to {total:g}, not to 1")
        return self

    def reading(self, name: str) -> Reading:
        """The reading of a name; KeyError for none."""
        return {reading.name: reading for reading in self.readings}[name]
