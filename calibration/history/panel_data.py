"""Incomes of many places over the years: reading a panel file, and cutting it at an origin.

A panel is a CSV file with `place,level,year,urban_income,rural_income` (yuan per head and year,
blank where unknown) and, if wanted, `urban_growth_pct,rural_growth_pct` (per cent), `derived`
(whether a level was computed from a neighbouring year), `ratio_published`, `published` (year of
the document), `parent` and `source_title`. A row may hold growth only. Other columns are ignored.

What is fitted sees `Panel.as_of(origin)` alone: rows of years up to the origin whose document is
of the year after it at the latest, as a year's figures are printed in the next. A fit refuses any
other row. The rows after 2021 that come with the project are kept in a file of their own, for
scoring.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from calibration.history.panel_cells import LEVELS, Cells
from calibration.history.places import known_place, line_of
from calibration.packs.pack_read import decode, read_bytes
from model.errors import InputError, nearest_name

FOLDER = Path(__file__).parents[1] / "panel"
FITTED, LATER = FOLDER / "to_2021.csv", FOLDER / "later.csv"
LAST_YEAR_OF_FIT = 2021

REQUIRED = ("place", "level", "year", "urban_income", "rural_income")
OPTIONAL = (
    "urban_growth_pct",
    "rural_growth_pct",
    "ratio_published",
    "derived",
    "published",
    "parent",
    "source_title",
)


@dataclass(frozen=True)
class PanelRow:
    """Published figures of one place and year; None where blank.

    urban, rural: yuan per head and year. growth: per cent. line: in the file, the header is 1.
    """

    place: str
    level: str
    year: int
    urban: float | None
    rural: float | None
    urban_growth_pct: float | None
    rural_growth_pct: float | None
    derived: bool
    line: int
    parent: str | None
    source: str
    ratio: float | None = None
    ratio_decimals: int = 2
    published: int | None = None

    @property
    def known_from(self) -> int:
        """The first origin at which the row was known: printed by the year after it.

        Without the year of its document a figure was printed the year after its own, and one that
        was computed from the next year's, a year later still.
        """
        late = 1 if self.derived else 0
        return self.year + late if self.published is None else max(self.year, self.published - 1)


@dataclass(frozen=True)
class Panel:
    """Rows of a panel in the order of the file, one per place and year at most."""

    rows: tuple[PanelRow, ...]
    file: str = "panel"

    def until(self, year: int) -> "Panel":
        """The rows of years up to one."""
        return replace(self, rows=tuple(row for row in self.rows if row.year <= year))

    def as_of(self, origin: int) -> "Panel":
        """What was known of the years up to an origin when its own figures had been printed."""
        return replace(self, rows=tuple(row for row in self.rows if row.known_from <= origin))

    def without(self, place: str) -> "Panel":
        """Without the rows of one place."""
        name = name_of(place)
        return replace(self, rows=tuple(row for row in self.rows if row.place != name))

    def places(self) -> tuple[str, ...]:
        """Names of the places, in the order of their first rows."""
        return tuple(dict.fromkeys(row.place for row in self.rows))

    def of(self, place: str) -> dict[int, PanelRow]:
        """Rows of a place by year."""
        name = name_of(place)
        return {row.year: row for row in self.rows if row.place == name}

    def last_year(self) -> int:
        """Year of the latest row."""
        return max(row.year for row in self.rows)

    @staticmethod
    def bundled() -> "Panel":
        """The rows to 2021 that come with the project: all that a fit may use."""
        return _bundled()

    @staticmethod
    def for_scoring() -> "Panel":
        """The rows to 2021 and the later ones that come with the project; never to be fitted."""
        later = read_panel(LATER).rows
        return Panel((*_bundled().rows, *later), "panel/to_2021.csv and later.csv")


@lru_cache(maxsize=1)
def _bundled() -> Panel:
    panel = read_panel(FITTED)
    refuse_later(panel, LAST_YEAR_OF_FIT)
    return panel


def refuse_later(panel: Panel, origin: int) -> None:
    """InputError if a panel holds a row of a year after the origin."""
    for row in panel.rows:
        if row.year > origin:
            raise InputError(
                "a row after the origin may not be fitted",
                file=panel.file,
                key=f"line {row.line}.year",
                value=f"{row.place} {row.year}",
                allowed=f"{origin} or earlier",
            )


def refuse_unknown(panel: Panel, origin: int) -> None:
    """InputError if a panel holds a row that was not known at the origin."""
    refuse_later(panel, origin)
    for row in panel.rows:
        if row.known_from > origin:
            raise InputError(
                "a row that was printed too late for the origin may not be fitted",
                file=panel.file,
                key=f"line {row.line}.published",
                value=f"{row.place} {row.year}, known at origin {row.known_from}",
                allowed=f"documents of {origin + 1} or earlier",
            )


def name_of(place: str) -> str:
    """What the project calls a place: the listed name, else the name as it stands."""
    known = known_place(place)
    return place.strip() if known is None else known.name


def read_panel(path: str | Path) -> Panel:
    """Read and check a panel file; InputError with file, line, key and what would do."""
    path = Path(path)
    return parse_panel(read_bytes(path), path.name)


def parse_panel(data: bytes, file: str) -> Panel:
    """The panel in the bytes of a CSV file."""
    reader = csv.reader(io.StringIO(decode(data, file), newline=""), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        key = f"line {reader.line_num}"
        raise InputError(f"not valid CSV: {error}", file=file, key=key) from None
    if len(lines) < 2:
        raise InputError("holds no rows", file=file, allowed="a header and at least one row")
    header = _header(lines[0][1], file)
    rows = tuple(_row(header, cells, line, file) for line, cells in lines[1:])
    _refuse_duplicates(rows, file)
    return Panel(rows, file)


def _header(cells: list[str], file: str) -> list[str]:
    names = [cell.strip() for cell in cells]
    for name in REQUIRED:
        if name not in names:
            near = nearest_name(name, [n for n in names if n and n not in REQUIRED])
            raise InputError(
                f"column '{name}' is missing",
                file=file,
                key="header",
                allowed=", ".join(REQUIRED),
                nearest=near,
            )
    for name in names:
        if name and names.count(name) > 1 and name in (*REQUIRED, *OPTIONAL):
            raise InputError("column appears twice", file=file, key="header", value=name)
    return names


def _row(header: list[str], cells: list[str], line: int, file: str) -> PanelRow:
    if len(cells) != len(header):
        raise InputError(
            f"has {len(cells)} cells",
            file=file,
            key=f"line {line}",
            allowed=f"{len(header)}, as in the header",
        )
    read = Cells(dict(zip(header, (cell.strip() for cell in cells), strict=True)), line, file)
    place = read.text("place")
    known = known_place(place)
    listed = None if known is None else known.parent
    ratio = read.number("ratio_published")
    return PanelRow(
        place=place if known is None else known.name,
        level=read.word("level", LEVELS),
        year=read.year("year"),
        urban=read.number("urban_income"),
        rural=read.number("rural_income"),
        urban_growth_pct=read.number("urban_growth_pct"),
        rural_growth_pct=read.number("rural_growth_pct"),
        derived=read.yes("derived"),
        line=line,
        parent=name_of(read.cells["parent"]) if read.cells.get("parent") else listed,
        source=read.cells.get("source_title", ""),
        ratio=ratio,
        ratio_decimals=_decimals(read.cells.get("ratio_published", "")),
        published=read.year("published") if read.cells.get("published") else None,
    )


def _decimals(text: str) -> int:
    """Digits after the point; ratios are printed with two at least, whatever a file drops."""
    return max(2, len(text.partition(".")[2]))


def _refuse_duplicates(rows: tuple[PanelRow, ...], file: str) -> None:
    seen: dict[tuple[str, int], int] = {}
    for row in rows:
        key = row.place, row.year
        if key in seen:
            raise InputError(
                "place and year appear twice",
                file=file,
                key=f"line {row.line}",
                value=f"{row.place} {row.year}, also on line {seen[key]}",
                allowed="one row per place and year",
            )
        seen[key] = row.line


def ancestors(row_or_place: PanelRow | str) -> Iterator[str]:
    """What a place lies in, smallest first."""
    if isinstance(row_or_place, PanelRow):
        parent = row_or_place.parent
        yield from line_of(parent) if parent else ()
    else:
        yield from line_of(row_or_place)[1:]
