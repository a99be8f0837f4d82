"""Tables of the brief as sheets: cells with numbers, intervals in two columns, a native chart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from results.brief.office_text import printable
from results.brief.parts import Between, Cell, Named, Table, Value
from results.brief.words import brief_words
from results.brief.xlsx_format import cell_number, number_format
from results.figure import BLUE, GREEN, VERMILION
from results.files import FORMULA, NUMBER

FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
LONGEST_NAME, LONGEST_TEXT = 31, 32_000
FONTS = {"zh": "宋体", "en": "Calibri"}
WIDEST, NARROWEST = 60.0, 9.0


@dataclass
class Book:
    """The workbook being written: formats by what they are, names of sheets already taken."""

    workbook: Any
    language: str
    names: dict[str, str] = field(default_factory=dict)
    _formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def look(self, **properties: Any) -> Any:
        """A format, made once."""
        font = {"font_name": FONTS[self.language], "font_size": 10.5, "valign": "top"}
        whole = {**font, **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(whole)
        return self._formats[key]

    def sheet(self, title: str) -> Any:
        """A new sheet with a name that every program takes, told apart where two are alike."""
        plain = FORBIDDEN.sub(" ", printable(title)).strip()[:LONGEST_NAME].strip() or "sheet"
        taken = {name.lower() for name in self.names}
        name, number = plain, 2
        while name.lower() in taken:
            ending = f" {number}"
            name, number = plain[: LONGEST_NAME - len(ending)] + ending, number + 1
        self.names[name] = title
        return self.workbook.add_worksheet(name)

    def text(self, sheet: Any, row: int, column: int, text: str, **look: Any) -> None:
        """Write text as text: nothing in it is a formula, a link or a number."""
        if FORMULA.match(text) and not NUMBER.fullmatch(text.strip()):
            look["quote_prefix"] = True
        sheet.write_string(row, column, printable(text)[:LONGEST_TEXT], self.look(**look))

    def value(self, sheet: Any, row: int, column: int, value: Value, **look: Any) -> None:
        """Write a number so that it reads as in the brief; an unknown one is its dash."""
        if value.number is None:
            self.text(sheet, row, column, value.text, align="right", **look)
            return
        shown = self.look(num_format=number_format(value), align="right", **look)
        sheet.write_number(row, column, cell_number(value), shown)

    def head(self, sheet: Any, row: int, titles: Sequence[str]) -> None:
        """A line of headings."""
        for column, title in enumerate(titles):
            self.text(sheet, row, column, title, **HEAD)


HEAD = {"bold": True, "bg_color": "#EEF2F6", "bottom": 1, "text_wrap": True}
TOP = 2
"""Row of the headings; above it stand title and note."""


def table_sheet(book: Book, table: Table) -> list[tuple[str, str]]:
    """Write a table to a sheet of its own; returns its columns with their sheet."""
    sheet = book.sheet(table.title)
    book.text(sheet, 0, 0, table.title, bold=True, font_size=13)
    book.text(sheet, 1, 0, table.note, font_color="#555555")
    columns = _columns(table, brief_words(book.language))
    titles = [title for title, _, _ in columns]
    book.head(sheet, TOP, titles)
    for line, row in enumerate(table.rows, TOP + 1):
        for place, (_, source, part) in enumerate(columns):
            _cell(book, sheet, (line, place), row[source], part, strong=source == table.strong)
        longest = max(
            (width_of(_shown(row[source], part)) for _, source, part in columns), default=0
        )
        if longest > WIDEST:
            sheet.set_row(line, height(longest, WIDEST))
    for place, (title, source, part) in enumerate(columns):
        texts = [title, *(_shown(row[source], part) for row in table.rows)]
        sheet.set_column(place, place, min(max(max(map(width_of, texts)) + 2, NARROWEST), WIDEST))
    sheet.freeze_panes(TOP + 1, 1)
    if table.graph and table.rows:
        _chart(book, sheet, table, columns)
    return [(sheet.get_name(), title) for title in titles]


def height(letters: int, width: float) -> float:
    """Height of a row for a text that is folded, in points."""
    return min(15.0 * (1 + int(letters / (0.92 * width))), 400.0)


def _columns(table: Table, text: dict[str, Any]) -> list[tuple[str, int, str]]:
    """Columns of the sheet: heading, column of the table, and which part of its cells."""
    found: list[tuple[str, int, str]] = []
    for source, title in enumerate(table.head):
        cells = [row[source] for row in table.rows]
        if any(isinstance(cell, Between) for cell in cells):
            found.append((f"{title} · {text['low_end']}", source, "low"))
            found.append((f"{title} · {text['high_end']}", source, "high"))
            continue
        found.append((title, source, ""))
        named = [cell for cell in cells if isinstance(cell, Named)]
        if any(cell.unit for cell in named):
            found.append((text["heads"]["unit"], source, "unit"))
        if any(cell.path for cell in named):
            found.append((text["office"]["path"], source, "path"))
    return found


def _part(cell: Cell, part: str) -> str | Value:
    if isinstance(cell, Between):
        return cell.low if part == "low" else cell.high
    if isinstance(cell, Named):
        return getattr(cell, part) if part else cell.text
    return cell


def _shown(cell: Cell, part: str) -> str:
    found = _part(cell, part)
    return found if isinstance(found, str) else found.text


def width_of(text: str) -> int:
    """Width of a text in Latin letters; a Chinese one takes two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _cell(
    book: Book, sheet: Any, at: tuple[int, int], cell: Cell, part: str, *, strong: bool
) -> None:
    found = _part(cell, part)
    look: dict[str, Any] = {"bold": True} if strong else {}
    if isinstance(found, Value):
        book.value(sheet, *at, found, **look)
    else:
        book.text(sheet, *at, found, text_wrap=width_of(found) > WIDEST, **look)


def _chart(book: Book, sheet: Any, table: Table, columns: list[tuple[str, int, str]]) -> None:
    """A chart of the program's own beside the table; it reads the cells."""
    graph, name = table.graph, sheet.get_name()
    if graph is None:
        return
    chart = book.workbook.add_chart({"type": graph.kind})
    last = TOP + min(len(table.rows), graph.most_rows)
    places = {
        source: place for place, (_, source, part) in enumerate(columns) if part in {"", "low"}
    }
    if graph.columns:
        for number, source in enumerate(graph.columns):
            place = places[source]
            chart.add_series(
                {
                    "name": [name, TOP, place],
                    "categories": [name, TOP + 1, 0, last, 0],
                    "values": [name, TOP + 1, place, last, place],
                    "fill": {"color": COLOURS[number]},
                    "gap": 60,
                }
            )
    else:
        ends = [place for place, (_, source, _) in enumerate(columns) if source > 0]
        first, end = ends[0], ends[-1]
        chart.add_series(
            {
                "name": [name, TOP + 1, 0],
                "categories": [name, TOP, first, TOP, end],
                "values": [name, TOP + 1, first, TOP + 1, end],
                "line": {"color": BLUE, "width": 2.25},
                "marker": {"type": "circle", "fill": {"color": BLUE}},
            }
        )
    _dress(book, chart, table)
    height = 90 + (26 if graph.kind == "bar" else 0) * (last - TOP)
    chart.set_size({"width": 640, "height": max(height, 320)})
    below = TOP + len(table.rows) + 2
    sheet.insert_chart(below, 0, chart)
    if len(table.rows) > graph.most_rows // 2:
        sheet.set_h_pagebreaks([below])


COLOURS = (BLUE, VERMILION, GREEN)


def _dress(book: Book, chart: Any, table: Table) -> None:
    font = {"name": FONTS[book.language], "size": 10}
    lines = table.graph is not None and not table.graph.columns
    title = _shown(table.rows[0][0], "") if lines else table.title
    chart.set_title({"name": printable(title), "name_font": {**font, "size": 12}})
    single = table.graph is None or len(table.graph.columns) < 2
    chart.set_legend({"none": True} if single else {"position": "top", "font": font})
    bars = table.graph is not None and table.graph.kind == "bar"
    names: dict[str, Any] = {"num_font": font, "label_position": "low", "interval_unit": 1}
    names["major_gridlines"] = {"visible": False}
    axis: dict[str, Any] = {"num_font": font, "name_font": {**font, "bold": False}}
    axis["major_gridlines"] = {"visible": True, "line": {"color": "#E3E3E3"}}
    if single and table.graph and table.graph.columns:
        axis["name"] = printable(table.head[table.graph.columns[0]])
        if _shown(table.rows[0][table.graph.columns[0]], "").endswith("%"):
            axis["num_format"] = "0%"
    if bars:  # the first row stands on top, the scale below the bars
        chart.set_y_axis({**names, "reverse": True})
        chart.set_x_axis({**axis, "label_position": "high"})
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(axis)
