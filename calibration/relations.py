"""Relations that must hold between the numbers of any plan, read from `relations.toml`."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from calibration.findings import Severity
from calibration.packs.pack_fields import Number, Row, Words
from calibration.packs.pack_read import build, parse_toml, read_bytes
from model.errors import InputError, nearest_name

FILE = Path(__file__).with_name("relations.toml")
COMPLEMENT = "1-"
"""Before the name of a share: what is left of 1."""

Names = tuple[str, ...]


class Quantity(Row):
    """By which names the parts of a pack mean this quantity."""

    zh: Words
    en: Words
    unit: Words
    units: Names = ()
    """Other units in which levers.csv may give it."""
    fact: Names = ()
    target: Names = ()
    terms: Names = ()
    """Chinese or English words, one of which a row of levers.csv holds."""
    not_terms: Names = ()
    section: str = ""
    """Part of the section that such a row stands in, if only there."""
    history_column: Literal["", "rural_income_yuan", "urban_income_yuan"] = ""
    history_level: Literal["nation", "province", "city", "county"] = "province"
    history: bool = False
    """Whether its facts tell of the years before the plan instead of the level at the start."""
    many: bool = False
    """Whether several lines of a plan are of this kind, so that values may differ."""
    slow: bool = False
    """Whether the last known figure stands in for a year without one."""
    lower_is_better: bool = False
    conflict: str = ""
    """Entry of conflicts.toml, where a pack has one, that treats a disagreement about it."""


class Relation(Row):
    """What every relation has: words, and the entry of conflicts.toml that treats a breach."""

    name: Words
    zh: Words
    en: Words
    conflict: str = ""
    follows_zh: str = ""
    follows_en: str = ""


class Band(Row):
    """What is known of a per-unit value from elsewhere."""

    low: Number
    high: Number
    zh: Words
    en: Words
    source: Words
    """A tag of sources.toml."""


class Quotient(Relation):
    """whole = product of `over` / product of `under`; `whole` may be printed or implied."""

    unit: Words
    over: Annotated[Names, Field(min_length=1)]
    under: Names = ()
    whole: str = ""
    observed: Band | None = None
    steady: bool = False
    """Whether the value should change little from year to year."""
    against_history: bool = False
    """Whether the plan's value should be like that of the years before."""
    implied: bool = False
    """Whether it is worth saying although nothing contradicts it."""
    last_year_only: bool = False
    severity: Severity = "contradiction"


class WeightedMean(Relation):
    """whole = weight * first + (1 - weight) * second."""

    whole: Words
    first: Words
    second: Words
    weight: Words
    ratio: str = ""
    """The quantity that is first over second, if there is a goal for it."""


class Sum(Relation):
    """whole = sum of parts; with `over_years` the sum of one yearly part over the plan."""

    whole: Words
    parts: Annotated[Names, Field(min_length=1)]
    over_years: bool = False
    inferred: bool = False
    """Whether nobody says that it is a sum: then it is reported where it fits, as an inference."""


class Part(Relation):
    """part <= sum of whole, in the same year or as of the start."""

    part: Words
    whole: Annotated[Names, Field(min_length=1)]
    """One quantity, or several that are added up."""


class Overlap(Relation):
    """Lines that together claim more than the rise of one total."""

    total: Words
    lines: Annotated[Names, Field(min_length=1)]


class Growth(Relation):
    """level(last) >= level(base) * (1 + growth) ** years, or what base the goal implies."""

    level: Words
    growth: Words


class Rise(Relation):
    """level(before) = level - rise: growth of the last year before the plan."""

    level: Words
    rise: str = ""
    growth: str = ""
    region: Literal["", "rural", "urban"] = ""


class Threshold(Relation):
    """count of `units` above `threshold`, beside the mean total / units and a floor."""

    count: Words
    units: Words
    total: Words
    threshold: Words
    floor: Words


class Needs(Relation):
    """`what` cannot come before the first year of `needs`."""

    what: Words
    needs: Words


class Relations(Row):
    """Everything in `relations.toml`."""

    quantities: dict[str, Quantity]
    quotient: tuple[Quotient, ...] = ()
    weighted_mean: tuple[WeightedMean, ...] = ()
    sum: tuple[Sum, ...] = ()
    part: tuple[Part, ...] = ()
    overlap: tuple[Overlap, ...] = ()
    growth: tuple[Growth, ...] = ()
    rise: tuple[Rise, ...] = ()
    threshold: tuple[Threshold, ...] = ()
    needs: tuple[Needs, ...] = ()


def load_relations(path: Path = FILE) -> Relations:
    """Read the relations; InputError names the first that uses an unknown quantity."""
    relations = build(Relations, parse_toml(read_bytes(path), path.name), path.name, "")
    for kind, rows in relations:
        if kind == "quantities":
            continue
        for row in rows:
            for field, value in row:
                _check_names(relations, f"{kind}.{row.name}.{field}", field, value, path.name)
    return relations


_QUANTITY_FIELDS = frozenset(
    ("over", "under", "whole", "first", "second", "weight", "ratio", "parts", "part", "total")
    + ("lines", "level", "growth", "rise", "count", "units", "threshold", "floor", "what", "needs")
)


def _check_names(relations: Relations, key: str, field: str, value: object, file: str) -> None:
    if field not in _QUANTITY_FIELDS:
        return
    for name in (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ():
        plain = str(name).removeprefix(COMPLEMENT)
        if plain and plain not in relations.quantities:
            raise InputError(
                "no such quantity",
                file=file,
                key=key,
                value=plain,
                nearest=nearest_name(plain, relations.quantities),
            )
