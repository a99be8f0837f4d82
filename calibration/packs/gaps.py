"""A county pack with gaps: its own facts, what has been filled so far, where help comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from calibration.packs.pack import Pack
from calibration.packs.pack_schema import Fact, Grade
from calibration.packs.regions import YEAR, Region

REFERENCE = "yueqing"
"""The county whose pack is the best documented and for which the shared priors were written."""

SOURCES = ("wage", "business", "property", "transfer")

PROPERTY_INCOME = "rural property income"
"""Base of what houses earn: where it is small, the rents of many houses would exceed it."""

HOUSES_PART = 0.5
"""Leased houses elsewhere relative to the reference county, which had 23,001 when the whole city of
Shaoxing had 6,615. A judgement."""


@dataclass
class Gaps:
    """The own facts of a place, what has been filled so far, and where help comes from."""

    own: Mapping[str, Fact]
    region: Region
    reference: Pack
    filled: dict[str, Fact] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.own or name in self.filled

    def fact(self, name: str) -> Fact:
        """An own or a filled fact."""
        return self.own[name] if name in self.own else self.filled[name]

    def value(self, name: str) -> float:
        """Value of an own or a filled fact."""
        return self.fact(name).value

    def add(self, name: str, value: float, grade: Grade, source: Iterable[str], note: str) -> None:
        """Fill a fact, unless it is known; words and unit are the reference county's."""
        if name in self:
            return
        known = self.reference.fact(name)
        self.filled[name] = Fact(
            value=value,
            unit=known.unit,
            year=YEAR,
            source=tuple(dict.fromkeys(source)),
            grade=grade,
            zh=known.zh,
            en=known.en,
            note=note,
        )

    def derive(self, name: str, value: float, parts: Iterable[str], note: str) -> None:
        """Fill a fact by arithmetic; as good as the worst of its parts, at best `derived`."""
        facts = [self.fact(part) for part in parts]
        order: tuple[Grade, ...] = ("derived", "proxy", "assumption")
        worst = max((order.index(f.grade) if f.grade in order else 0) for f in facts)
        self.add(name, value, order[worst], (tag for f in facts for tag in f.source), note)


def relative_size(gaps: Gaps, base: str) -> float:
    """A base quantity of the place over that of the reference county; of houses, half of it."""
    size = HOUSES_PART if base == PROPERTY_INCOME else 1.0
    for name in bases(base):
        size *= gaps.value(name) / gaps.reference.value(name)
    return size


def bases(base: str) -> tuple[str, ...]:
    """Facts whose product is the base."""
    if base == PROPERTY_INCOME:
        return ("rural_population", "rural_income_yuan", "rural_property_share")
    return (base,)
