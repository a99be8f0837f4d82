"""Real Word tables: a head that repeats on every page, rows that do not break, numbers right."""

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from results.brief.docx_style import BODY, HEADING, QUIET
from results.brief.office_text import printable
from results.brief.parts import Between, Cell, Named, Table, Value

WIDTH = 9180
"""Width of the text in twentieths of a point."""


def table_xml(table: Table, language: str) -> Any:
    """A table as Word's own element, ready to be put into the text."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    widths = _widths(table)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(table.head, widths, table, language, head=True)
    rows = "".join(_row(row, widths, table, language) for row in table.rows)
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{BORDERS}<w:tblLayout w:type="fixed"/>'
        f"{MARGINS}<w:tblCaption w:val={quoteattr(printable(table.title))}/>"
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>"
    )


BORDERS = (
    '<w:tblBorders><w:top w:val="single" w:sz="10" w:color="1A1A1A"/>'
    '<w:bottom w:val="single" w:sz="10" w:color="1A1A1A"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="D9D9D9"/></w:tblBorders>'
)
MARGINS = (
    '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
)


def cell_text(cell: Cell) -> str:
    """What a cell says; the unit stands behind the name of its row."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Named):
        return f"{cell.text} ({cell.unit})" if cell.unit else cell.text
    return cell.text


def _row(cells: Any, widths: list[int], table: Table, language: str, *, head: bool = False) -> str:
    marks = "<w:cantSplit/><w:tblHeader/>" if head else "<w:cantSplit/>"
    filled = "".join(
        _cell(cell, width, language, head=head, right=right, bold=head or place == table.strong)
        for place, (cell, width, right) in enumerate(zip(cells, widths, _right(table), strict=True))
    )
    return f"<w:tr><w:trPr>{marks}</w:trPr>{filled}</w:tr>"


def _cell(cell: Cell, width: int, language: str, *, head: bool, right: bool, bold: bool) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEF2F6"/>' if head else ""
    side = "right" if right else "left"
    path = isinstance(cell, Named) and cell.path
    runs = run_xml(cell_text(cell), language, HEADING if head else BODY, bold=bold)
    if path:
        runs += run_xml(f" {cell.path}", language, BODY, colour=QUIET)  # type: ignore[union-attr]
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{runs}</w:p></w:tc>'
    )


def run_xml(
    text: str, language: str, fonts: tuple[str, str], *, bold: bool = False, colour: str = ""
) -> str:
    """A run of small text with both its fonts."""
    latin, eastern = fonts
    hint = "eastAsia" if language == "zh" else "default"
    strong = "<w:b/>" if bold else ""
    shade = f'<w:color w:val="{colour}"/>' if colour else ""
    names = " ".join(f'w:{kind}="{latin}"' for kind in ("ascii", "hAnsi", "cs"))
    return (
        f'<w:r><w:rPr><w:rFonts {names} w:eastAsia="{eastern}" w:hint="{hint}"/>{strong}{shade}'
        f'<w:sz w:val="17"/><w:lang w:val="en-GB" w:eastAsia="zh-CN"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(printable(text))}</w:t></w:r>'
    )


def _right(table: Table) -> list[bool]:
    """Columns with numbers stand at the right."""
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.head)
    return [
        place > 0 and any(isinstance(cell, Value | Between) for cell in cells)
        for place, cells in enumerate(columns)
    ]


def _widths(table: Table) -> list[int]:
    """Widths by what a column wants on one line, and at least what cannot be broken."""
    columns = [
        [table.head[place], *(cell_text(row[place]) for row in table.rows)]
        for place in range(len(table.head))
    ]
    wants = [min(max(map(_letters, texts)), LONGEST) + PADDING for texts in columns]
    least = [max(map(_unbroken, texts)) + PADDING for texts in columns]
    least = [min(*both) for both in zip(least, wants, strict=True)]
    free, spare = WIDTH / LETTER - sum(least), sum(wants) - sum(least)
    part = max(free, 0.0) / spare if spare else 0.0
    found = [low + (want - low) * part for low, want in zip(least, wants, strict=True)]
    return [int(WIDTH * width / sum(found)) for width in found]


LETTER, PADDING, LONGEST = 88.0, 1.8, 60.0
"""Twentieths of a point a Latin letter; letters around a cell, and the most a text asks for."""


def _letters(text: str) -> float:
    """Width of a text in Latin letters; a Chinese one takes two."""
    return sum(2.0 if ord(letter) > 0x2E7F else 1.0 for letter in text)


def _unbroken(text: str) -> float:
    """Width of the longest piece that stays on one line, within reason."""
    pieces = re.split(r"[\s\u2e80-\uffff_/]+", text)
    return min(max(max(map(_letters, pieces)), 6.0), 22.0)
