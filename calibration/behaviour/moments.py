"""What is known of a county's behaviour up to 2021, and how far a model may be from it.

`moments.toml` says what each figure is, how exact it is, whether anything in the model was made
from it, and what looks like evidence and is none. Only figures that a forecaster had in September
2022 are there: the reader refuses any other, so that no fit can use them.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite, log
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol

from pydantic import Field, ValidationError, model_validator

from calibration.packs.pack_fields import Number, Row, Tags, Words
from calibration.packs.pack_schema import Grade, Source
from model.errors import InputError, nearest_name

MOMENTS = Path(__file__).parent / "moments.toml"

Scale = Literal["log", "plain"]
Role = Literal["fitted", "check"]
Spread = Annotated[Number, Field(gt=0)]


class Pack(Protocol):
    """What is used of a county pack."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """Facts by name."""
        ...

    @property
    def filled(self) -> frozenset[str]:
        """Names of the facts that another place's figures fill."""
        ...


class Declared(Row):
    """One row of moments.toml."""

    zh: Words
    en: Words
    role: Role
    scale: Scale
    unit: Words
    value: Number | None = None
    fact: str = ""
    per: str = ""
    needs: tuple[str, ...] = ()
    observation: Spread
    discrepancy: Spread
    source: Tags
    grade: Grade
    independent: bool
    why: Words

    @model_validator(mode="after")
    def _one_value(self) -> "Declared":
        if (self.value is None) == (not self.fact) or (self.per and not self.fact):
            raise ValueError("give either a value, or a fact and perhaps what it is per")
        if self.role == "fitted" and not self.independent:
            raise ValueError("what is not independent cannot be fitted")
        return self


class NotCounted(Row):
    """A figure that looks like a moment and is none."""

    figure: Words
    kind: Literal["construction", "used up", "later", "missing"]
    why: Words


@dataclass(frozen=True)
class Moment:
    """One figure of a county.

    observed, observation_sd, discrepancy_sd: on the moment's scale; `value` in its unit.
    """

    name: str
    zh: str
    en: str
    role: Role
    scale: Scale
    unit: str
    value: float
    observation_sd: float
    discrepancy_sd: float
    source: tuple[str, ...]
    grade: str
    independent: bool
    why: str

    @property
    def observed(self) -> float:
        """The value on the scale of the spreads."""
        return log(self.value) if self.scale == "log" else self.value

    @property
    def variance(self) -> float:
        """Of observation and discrepancy together, on the moment's scale."""
        return self.observation_sd**2 + self.discrepancy_sd**2


@dataclass(frozen=True)
class Evidence:
    """Everything that moments.toml holds."""

    moments: dict[str, Declared]
    not_counted: tuple[NotCounted, ...]
    sources: dict[str, Source]


@lru_cache(maxsize=4)
def read_evidence(path: Path = MOMENTS) -> Evidence:
    """Read the file of moments; InputError where it is wrong or cites what came later."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"is not a file of moments: {error}", file=str(path)) from None
    known = {"moments", "not_counted", "sources"}
    for name in tables.keys() - known:
        raise InputError(
            "no such table", file=path.name, key=name, nearest=nearest_name(name, known)
        )
    rows = {
        kind: {
            name: _row(model, row, path, f"{kind}.{name}")
            for name, row in tables.get(kind, {}).items()
        }
        for kind, model in (("moments", Declared), ("sources", Source))
    }
    left = tuple(
        _row(NotCounted, row, path, f"not_counted {number}")
        for number, row in enumerate(tables.get("not_counted", []), 1)
    )
    evidence = Evidence(rows["moments"], left, rows["sources"])
    _nothing_later(evidence, path)
    return evidence


def moments_of(pack: Pack, role: Role | None = None, path: Path = MOMENTS) -> tuple[Moment, ...]:
    """The moments that a pack has, in the file's order.

    A figure that was filled from another place is none of the county's own.
    """
    own = {name: fact for name, fact in pack.facts.items() if name not in pack.filled}
    return tuple(
        _moment(name, row, own)
        for name, row in read_evidence(path).moments.items()
        if (role is None or row.role == role) and _needed(row) <= own.keys()
    )


def missing_moments(pack: Pack, path: Path = MOMENTS) -> tuple[str, ...]:
    """Names of the fitted moments that a pack has no figures for."""
    present = {moment.name for moment in moments_of(pack, path=path)}
    rows = read_evidence(path).moments.items()
    return tuple(name for name, row in rows if row.role == "fitted" and name not in present)


def _needed(row: Declared) -> set[str]:
    return {name for name in (row.fact, row.per, *row.needs) if name}


def _moment(name: str, row: Declared, facts: Mapping[str, Any]) -> Moment:
    value = row.value
    if value is None:
        value = float(facts[row.fact].value) / (float(facts[row.per].value) if row.per else 1.0)
    if row.scale == "log" and not (value > 0.0 and isfinite(value)):
        raise InputError("a moment on the log scale must be above 0", key=name, value=value)
    return Moment(
        name=name,
        zh=row.zh,
        en=row.en,
        role=row.role,
        scale=row.scale,
        unit=row.unit,
        value=value,
        observation_sd=row.observation,
        discrepancy_sd=row.discrepancy,
        source=tuple(row.source),
        grade=row.grade,
        independent=row.independent,
        why=row.why,
    )


def _row(model: type[Any], row: Any, path: Path, key: str) -> Any:
    try:
        return model.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join([key, *map(str, first["loc"])])
        raise InputError(first["msg"], file=path.name, key=where, value=first["input"]) from None


def _nothing_later(evidence: Evidence, path: Path) -> None:
    from calibration.packs.pack import shared_sources

    documents = shared_sources() | evidence.sources
    for name, row in evidence.moments.items():
        for tag in row.source:
            if tag not in documents:
                raise InputError(
                    "no such source",
                    file=path.name,
                    key=name,
                    value=tag,
                    nearest=nearest_name(tag, documents),
                )
            if documents[tag].vintage == "post-2022":
                raise InputError(
                    "a fit may use nothing from after September 2022",
                    file=path.name,
                    key=name,
                    value=tag,
                )


def titles(tags: Iterable[str]) -> str:
    """Titles of documents by tag, one after the other."""
    from calibration.packs.pack import shared_sources

    documents = shared_sources() | read_evidence().sources
    return "; ".join(documents[tag].title for tag in tags)
