"""The numbers of a pack by quantity, so that a relation can be stated once for every county.

A quantity of `relations.toml` says by which names the parts of a pack mean the same thing: a fact,
an indicator of targets.csv, terms of levers.csv, a column of history.csv. Facts that were filled
by rule, proxies and assumptions are left out: what is audited is what the county wrote.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from calibration.findings import Quoted
from calibration.relations import Quantity, Relations

if TYPE_CHECKING:
    from calibration.packs.pack import Fact, Lever, Pack

Role = Literal["baseline", "history", "target"]
WRITTEN_BY_THE_COUNTY = ("official", "derived", "press")
LEAST_RELATIVE = 1e-9


@dataclass(frozen=True)
class Figure:
    """A quantity's value in a year, as one place of the pack has it.

    half: half a unit of the last digit printed: what rounding may have hidden.
    """

    quantity: str
    year: int
    value: float
    role: Role
    direction: str
    half: float
    where: str
    cumulative: bool
    names: tuple[str, str]
    unit: str

    @property
    def span(self) -> "Span":
        """The value with what rounding leaves open."""
        return Span(self.value, self.value - self.half, self.value + self.half)

    def quoted(self) -> Quoted:
        """The figure as a finding quotes it."""
        return Quoted(*self.names, self.value, self.unit, self.year, self.where)


@dataclass(frozen=True)
class Span:
    """A positive number between bounds; arithmetic keeps the bounds."""

    value: float
    low: float
    high: float

    def __mul__(self, other: "Span") -> "Span":
        return Span(self.value * other.value, self.low * other.low, self.high * other.high)

    def __truediv__(self, other: "Span") -> "Span":
        low = max(other.low, LEAST_RELATIVE * other.value)
        return Span(self.value / other.value, self.low / other.high, self.high / low)

    def __add__(self, other: "Span") -> "Span":
        return Span(self.value + other.value, self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Span") -> "Span":
        return Span(self.value - other.value, self.low - other.high, self.high - other.low)

    def meets(self, other: "Span") -> bool:
        """Whether the two can be the same number before rounding."""
        slack = 1e-9 * max(abs(self.value), abs(other.value))
        return self.low <= other.high + slack and other.low <= self.high + slack


class Figures:
    """Every figure of a pack that a quantity of the relations names."""

    def __init__(self, pack: "Pack", relations: Relations) -> None:
        self.pack = pack
        self.relations = relations.model_copy(
            update={"quantities": {**relations.quantities, **_unnamed(pack, relations)}}
        )
        self._by_quantity = {
            name: _figures_of(pack, name, quantity)
            for name, quantity in self.relations.quantities.items()
        }

    def of(self, quantity: str, *roles: Role) -> list[Figure]:
        """Figures of a quantity in order of year; of these roles, or of all."""
        return [f for f in self._by_quantity[quantity] if not roles or f.role in roles]

    def years(self, quantity: str, *roles: Role) -> list[int]:
        """Years in which a quantity has a figure."""
        return sorted({figure.year for figure in self.of(quantity, *roles)})

    def at(self, quantity: str, year: int, *roles: Role) -> Figure | None:
        """The figure of a year; of a slow quantity the last one up to it, if the year has none."""
        found = [f for f in self.of(quantity, *roles) if f.year == year]
        if not found and self.relations.quantities[quantity].slow:
            found = [f for f in self.of(quantity) if f.year <= year][-1:]
        return found[0] if found else None

    def last(self, quantity: str, *roles: Role) -> Figure | None:
        """The figure of the last year; of several readings the first, which the pack chose."""
        found = self.of(quantity, *roles)
        return next((figure for figure in found if figure.year == found[-1].year), None)

    def name(self, quantity: str) -> tuple[str, str]:
        """The quantity's words in Chinese and English."""
        card = self.relations.quantities[quantity]
        return card.zh, card.en

    def conflict(self, name: str) -> str:
        """The name of a conflict if the pack has it, else an empty text."""
        return name if name in self.pack.conflicts else ""


def _unnamed(pack: "Pack", relations: Relations) -> dict[str, Quantity]:
    """A quantity for every indicator of targets.csv that the relations do not know."""
    known = {name for card in relations.quantities.values() for name in card.target}
    found: dict[str, Quantity] = {}
    for goal in pack.targets:
        if goal.indicator not in known and goal.indicator not in relations.quantities:
            found[goal.indicator] = Quantity(
                zh=goal.zh, en=goal.en, unit=goal.unit, target=(goal.indicator,),
                lower_is_better=goal.direction == "<=",
            )  # fmt: skip
    return found


def half_digit(value: float, printed: str) -> float:
    """Half a unit of the last digit that a document prints of a value.

    printed: as in the document, with its own unit, e.g. 25.93亿元; without it the value's own
    digits count, and the trailing zeros of a whole number are taken as digits.
    """
    found = re.search(r"\d+(?:\.(\d+))?", printed.replace(",", ""))
    if found is None or not float(found[0]) or not value:
        digits = f"{value:.10g}".partition(".")[2]
        return 0.5 * 10.0 ** -len(digits)
    return abs(0.5 * 10.0 ** -len(found[1] or "") * value / float(found[0]))


def _figures_of(pack: "Pack", name: str, card: Quantity) -> list[Figure]:
    found = [*_facts(pack, name, card), *_targets(pack, name, card), *_levers(pack, name, card)]
    found += _history(pack, name, card)
    kept: dict[tuple[int, float, Role], Figure] = {}
    for figure in found:
        kept.setdefault((figure.year, figure.value, figure.role), figure)
    return sorted(_as_in_tables(list(kept.values())), key=lambda figure: figure.year)


def _as_in_tables(found: list[Figure]) -> Iterable[Figure]:
    """A row of an annex has one precision: 1.8 beside 2.05 means 1.80."""
    finest: dict[str, float] = {}
    for figure in found:
        table = _table(figure)
        finest[table] = min(figure.half, finest.get(table, figure.half))
    return (replace(figure, half=finest[_table(figure)]) for figure in found)


def _table(figure: Figure) -> str:
    annex = re.match(r"annex \d+", figure.where)
    return annex[0] if annex else f"{figure.where} {figure.year} {figure.value}"


def _facts(pack: "Pack", name: str, card: Quantity) -> Iterable[Figure]:
    for fact_name in card.fact:
        fact = pack.facts.get(fact_name)
        if fact is None or fact_name in pack.filled or fact.grade not in WRITTEN_BY_THE_COUNTY:
            continue
        row = _lever_of(pack, "fact", fact_name, fact.value) or _same_number(pack, fact)
        role: Role = "history" if card.history else "baseline"
        where = row.section if row else "county.toml"
        half = half_digit(fact.value, row.printed if row else "")
        names = (card.zh, card.en)
        yield Figure(name, fact.year, fact.value, role, "=", half, where, False, names, card.unit)


def _targets(pack: "Pack", name: str, card: Quantity) -> Iterable[Figure]:
    for goal in pack.targets:
        if goal.indicator not in card.target or goal.value is None:
            continue
        row = _lever_of(pack, "", goal.indicator, goal.value, goal.year)
        half = half_digit(goal.value, row.printed if row else "")
        role: Role = "baseline" if goal.kind == "baseline" else "target"
        direction = "=" if role == "baseline" else goal.direction
        yield Figure(
            name, goal.year, goal.value, role, direction, half, goal.section,
            _is_cumulative(goal.zh, goal.en), (card.zh, card.en), card.unit,
        )  # fmt: skip


def _levers(pack: "Pack", name: str, card: Quantity) -> Iterable[Figure]:
    for row in pack.levers:
        if row.value is None or not _named(row, card) or row.unit not in (card.unit, *card.units):
            continue
        role: Role = "target" if row.kind in ("target", "standard") else "history"
        half = half_digit(row.value, row.printed)
        yield Figure(
            name, row.last_year, row.value, role, _direction(row), half, row.section,
            _is_cumulative(row.zh, row.en, row.note), (card.zh, card.en), card.unit,
        )  # fmt: skip


def _history(pack: "Pack", name: str, card: Quantity) -> Iterable[Figure]:
    for row in pack.history:
        value = getattr(row, card.history_column) if card.history_column else None
        if value is not None and row.level == card.history_level:
            names = (f"{row.zh}{card.zh}", f"{row.place}: {card.en}")
            half = half_digit(value, "")
            yield Figure(
                name, row.year, value, "baseline", "=", half, "history.csv", False, names, card.unit
            )


def _named(row: "Lever", card: Quantity) -> bool:
    words = f"{row.zh} {row.en}"
    if any(term in words for term in card.not_terms):
        return False
    inside = not card.section or card.section in row.section
    return inside and any(term in words for term in card.terms)


def _direction(row: "Lever") -> str:
    note = row.note.split(";")[0].strip()
    upper = note.startswith(("<", "<=")) or "upper bound" in row.note
    return "<=" if upper else ">=" if note.startswith(">") else "="


def _is_cumulative(zh: str, en: str, note: str = "") -> bool:
    """Whether the document calls a number cumulative; a note does if a part of it begins so."""
    parts = [part.strip().lower() for part in note.split(";")]
    said = any(part.startswith("cumulative") for part in parts)
    return said or "累计" in zh or "cumulative" in en.lower()


def _same_number(pack: "Pack", fact: "Fact") -> "Lever | None":
    """A row of levers.csv that prints the same number for the same year, whoever uses it."""
    for row in pack.levers:
        if (row.value, row.last_year, row.unit) == (fact.value, fact.year, fact.unit):
            return row
    return None


def _lever_of(
    pack: "Pack", policy: str, setting: str, value: float, year: int | None = None
) -> "Lever | None":
    """The row of levers.csv that prints a fact or target."""
    for row in pack.levers:
        same = row.value == value and (year is None or row.last_year == year)
        if same and row.setting == setting and (not policy or row.policy == policy):
            return row
    return None
