"""The brief as a workbook: text, a sheet a table, chart data, data dictionary, where from."""

import io
from typing import Any

from results.brief.office_text import timeless
from results.brief.parts import Brief, Drawing, Paragraph, Table
from results.brief.words import brief_words
from results.brief.xlsx_sheets import HEAD, TOP, WIDEST, Book, height, table_sheet, width_of
from results.numbers import unit_name
from results.report_tables import records
from results.run import Run

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


TEXT_WIDTH = 100


def xlsx_file(brief: Brief, run: Run) -> bytes:
    """The bytes of the workbook; `run` gives the definitions of the dictionary."""
    from datetime import UTC, datetime

    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    workbook = Workbook(buffer, OPTIONS)
    about = {"title": brief.title[:250], "author": "sanjin", "comments": brief.fingerprint}
    workbook.set_properties({**about, "created": datetime(1980, 1, 1, tzinfo=UTC)})
    book = Book(workbook, brief.language)
    _text(book, brief)
    columns = []
    for section in brief.sections:
        for table in section.tables():
            columns += table_sheet(book, table)
    for section in brief.sections:
        for part in section.parts:
            if isinstance(part, Drawing) and part.figure:
                columns += _chart_data(book, part)
    _dictionary(book, run, columns)
    _places(book, brief)
    for sheet in workbook.worksheets():
        _page(sheet, brief)
    workbook.close()
    return timeless(buffer.getvalue(), {})


def _text(book: Book, brief: Brief) -> None:
    """Every sentence of the brief, and the names of the sheets with its tables."""
    text = brief_words(book.language)["office"]
    sheet = book.sheet(text["text_of_run"])
    sheet.set_column(0, 0, TEXT_WIDTH)
    sheet.hide_gridlines(2)
    lines: list[tuple[str, dict[str, Any]]] = [
        (brief.title, {"bold": True, "font_size": 16}),
        (brief.lead.text, {"font_size": 12}),
        (f"{text['run']} {brief.fingerprint}", {"font_color": "#555555"}),
    ]
    for section in brief.sections:
        lines.append(("", {}))
        lines.append((section.title, {"bold": True, "font_size": 13}))
        for part in section.parts:
            if isinstance(part, Paragraph):
                quiet = {"font_color": "#555555"} if part.style == "note" else {}
                lines.append((part.text, quiet))
            elif isinstance(part, Table):
                lines.append((f"→ {part.title}", {"font_color": "#0B4F7A"}))
            elif part.missing:
                lines.append((f"{part.heading}: {part.missing}", {"font_color": "#B34700"}))
            else:
                lines.append((part.heading, {"italic": True}))
    for row, (line, look) in enumerate(lines):
        book.text(sheet, row, 0, line, text_wrap=True, **look)
        tall = max(height(width_of(piece), TEXT_WIDTH) for piece in line.split("\n"))
        extra = 15.0 * line.count("\n") + (8.0 if look.get("bold") else 0.0)
        sheet.set_row(row, min(tall + extra, 400.0))


def _chart_data(book: Book, drawing: Drawing) -> list[tuple[str, str]]:
    """The table behind a chart, numbers as they are stored, with their unit."""
    figure = drawing.figure
    if figure is None:
        return []
    text = brief_words(book.language)
    sheet = book.sheet(f"{text['office']['chart_data']} {drawing.name}")
    book.text(sheet, 0, 0, figure.title, bold=True, font_size=13)
    book.text(sheet, 1, 0, figure.caption, font_color="#555555")
    titles = [*map(str, figure.table.columns), text["heads"]["unit"]]
    book.head(sheet, TOP, titles)
    rows = zip(figure.table.itertuples(index=False, name=None), figure.units, strict=True)
    for line, (row, unit) in enumerate(rows, TOP + 1):
        for place, cell in enumerate((*row, unit_name(unit, book.language))):
            if isinstance(cell, str):
                book.text(sheet, line, place, cell)
            elif cell is not None and cell == cell:
                sheet.write_number(line, place, cell, book.look(num_format="General"))
    sheet.set_column(0, len(titles) - 1, 16)
    sheet.set_column(0, 0, 34)
    sheet.freeze_panes(TOP + 1, 1)
    return [(sheet.get_name(), title) for title in titles]


def _dictionary(book: Book, run: Run, columns: list[tuple[str, str]]) -> None:
    """What every column means, then what every quantity is called and counted in."""
    text = brief_words(book.language)
    office, heads = text["office"], text["heads"]
    meanings = {heads[key]: meaning for key, meaning in text["meanings"].items()}
    sheet = book.sheet(office["dictionary"])
    book.text(sheet, 0, 0, office["dictionary"], bold=True, font_size=13)
    book.head(sheet, TOP, [office[key] for key in ("sheet", "column", "meaning")])
    rows = [(name, title, meanings.get(title.split(" · ")[0], "")) for name, title in columns]
    rows.append(("", "", ""))
    rows += [
        (office["quantities"], str(row[book.language]), f"{row['name']} · {_unit(book, row)}")
        for row in records(run, "labels")
        if row["kind"] == "indicator"
    ]
    for line, row in enumerate(rows, TOP + 1):
        for place, cell in enumerate(row):
            book.text(sheet, line, place, cell, text_wrap=place == 2)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 2, WIDEST)
    sheet.freeze_panes(TOP + 1, 0)


def _unit(book: Book, row: dict[str, Any]) -> str:
    return unit_name(str(row["unit"]), book.language)


def _places(book: Book, brief: Brief) -> None:
    """Every number of the brief with the place in the run folder where it can be looked up."""
    text = brief_words(book.language)["office"]
    sheet = book.sheet(text["numbers"])
    book.text(sheet, 0, 0, text["numbers"], bold=True, font_size=13)
    titles = {section.name: section.title for section in brief.sections}
    for column, key in enumerate(("section", "shown", "number", "place")):
        book.text(sheet, TOP, column, text[key], **HEAD)
    for line, (section, value) in enumerate(brief.values(), TOP + 1):
        book.text(sheet, line, 0, titles.get(section, brief.title))
        book.text(sheet, line, 1, value.text, align="right")
        if value.number is not None:
            sheet.write_number(line, 2, value.number, book.look(num_format="General"))
        book.text(sheet, line, 3, str(value.place))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 2, 18)
    sheet.set_column(3, 3, 90)
    sheet.freeze_panes(TOP + 1, 0)
    sheet.autofilter(TOP, 0, TOP + sum(1 for _ in brief.values()), 3)


def _page(sheet: Any, brief: Brief) -> None:
    """Paper: A4 lying, one page wide, headings on every page, the run at the foot."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if sheet.get_name():
        sheet.repeat_rows(TOP)
    sheet.set_footer(f"&Lsanjin {brief.fingerprint}&C&A&R&P / &N")
