"""What a brief is made of: sections of paragraphs, tables and drawings, and values with places."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from results.figure import Figure


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a run folder a number stands.

    `keys` lead to it in a JSON file, or are the columns of a table; `rows` say which rows of the
    table are taken, `how` what is made of them; a difference is made `of` two other places.
    """

    file: str
    keys: tuple[str, ...] = ()
    rows: tuple[tuple[str, object], ...] = ()
    how: str = ""
    of: tuple["Place", ...] = ()
    run: str = ""

    def __str__(self) -> str:
        if self.of:
            return f"{self.how}: " + " − ".join(map(str, self.of))
        text = f"{self.run}/{self.file}" if self.run else self.file
        if self.keys:
            text += f" › {' › '.join(self.keys)}"
        if self.rows:
            text += f" [{', '.join(f'{name} = {value}' for name, value in self.rows)}]"
        return f"{text} ({self.how})" if self.how else text


@dataclass(frozen=True, slots=True)
class Value:
    """A number as it is shown: `text` is `number / divisor` rounded, `unit` stands beside it."""

    text: str
    number: float | None
    place: Place
    divisor: float = 1.0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """An interval in one cell."""

    low: Value
    high: Value
    word: str

    @property
    def text(self) -> str:
        """Both ends, or a dash where one is not known."""
        unknown = next((end for end in (self.low, self.high) if end.number is None), None)
        return unknown.text if unknown else f"{self.low.text} {self.word} {self.high.text}"


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a row, with the unit of its numbers or the path of a setting."""

    text: str
    unit: str = ""
    path: str = ""


def named(text: str, unit: str = "", path: str = "") -> Named:
    """The name of a row; one in Latin letters begins with a capital, whatever it begins with."""
    return Named(text[:1].upper() + text[1:], unit, path)


Cell = str | Value | Between | Named


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more, the values in it, and how it stands: plain, note, item, warning, code."""

    text: str
    values: tuple[Value, ...] = ()
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Graph:
    """How a workbook draws a table: kind, and the columns with the numbers."""

    kind: str
    columns: tuple[int, ...]
    most_rows: int = 12


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row names it. `folded` ones are shown on demand on a screen."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    folded: bool = False
    strong: int = -1
    graph: Graph | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, or the reason why there is none."""

    name: str
    heading: str
    figure: "Figure | None" = None
    missing: str = ""


Part = Paragraph | Table | Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the brief."""

    name: str
    title: str
    parts: tuple[Part, ...]

    def tables(self) -> Iterator[Table]:
        """The tables of the section."""
        return (part for part in self.parts if isinstance(part, Table))


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief in one language."""

    language: str
    title: str
    lead: Paragraph
    fingerprint: str
    sections: tuple[Section, ...]

    def values(self) -> Iterator[tuple[str, Value]]:
        """Every number of the brief, in reading order, with the section it stands in."""
        yield from (("lead", value) for value in self.lead.values)
        for section in self.sections:
            for part in section.parts:
                yield from ((section.name, value) for value in values_of(part))


def values_of(part: Part) -> Iterator[Value]:
    """The values of a paragraph or a table, in reading order."""
    if isinstance(part, Paragraph):
        yield from part.values
    elif isinstance(part, Table):
        for row in part.rows:
            for cell in row:
                if isinstance(cell, Value):
                    yield cell
                elif isinstance(cell, Between):
                    yield from (cell.low, cell.high)
