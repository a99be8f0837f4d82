"""The office files of a brief: the same numbers as the brief, real tables, nothing live."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from brief_numbers import cells_of, texts_of, tokens
from docx import Document
from fake_run import fake_run
from openpyxl import load_workbook
from test_report_browser import PAYLOADS
from test_spreadsheet_cells import FORMULAS

from results.brief import pictures
from results.brief.build import build
from results.brief.docx_file import docx_file
from results.brief.files import write_brief
from results.brief.parts import Brief, Place, Table, Value
from results.brief.pdf_file import pdf_file
from results.brief.xlsx_file import xlsx_file
from results.brief.xlsx_format import cell_number, number_format
from results.charts import charts_of
from results.errors import RunFolderError
from results.language import LANGUAGES
from results.run import Run

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ff"
    "ff3f0005fe02fea7352d540000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run.open(fake_run(tmp_path_factory.mktemp("files") / "run"))


@pytest.fixture(scope="module")
def briefs(run: Run) -> dict[str, Brief]:
    return {language: build(run, language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def words(briefs: dict[str, Brief]) -> dict[str, bytes]:
    return {language: docx_file(brief, Drawn()) for language, brief in briefs.items()}


@pytest.fixture(scope="module")
def books(briefs: dict[str, Brief], run: Run) -> dict[str, bytes]:
    return {language: xlsx_file(brief, run) for language, brief in briefs.items()}


class Drawn(dict[str, bytes | str]):
    """A picture for every chart, without a browser."""

    def __missing__(self, name: str) -> bytes:
        return PIXEL


def parts(archive: bytes, ending: str = ".xml") -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        names = [name for name in opened.namelist() if name.endswith(ending)]
        return {name: opened.read(name).decode("utf-8") for name in names}


def told(archive: bytes) -> list[str]:
    """Paragraphs of a Word file with those in its tables."""
    body = ElementTree.fromstring(parts(archive)["word/document.xml"])
    return [
        "".join(text.text or "" for text in paragraph.iter(f"{WORD}t"))
        for paragraph in body.iter(f"{WORD}p")
    ]


def tables_of(brief: Brief) -> list[Table]:
    return [table for section in brief.sections for table in section.tables()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_file_has_every_number_of_the_brief_and_no_other(
    briefs: dict[str, Brief], words: dict[str, bytes], language: str
) -> None:
    values, stored = texts_of(briefs[language])
    found = {token for text in told(words[language]) for token in tokens(text)}
    assert values - found == set()
    assert found - values - stored - {"95", "50", "90"} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_run_of_the_word_file_names_its_east_asian_font(
    words: dict[str, bytes], language: str
) -> None:
    looked = 0
    for name, text in parts(words[language]).items():
        if name.startswith("word/") and name.split("/")[-1].startswith(("document", "foot")):
            for run in ElementTree.fromstring(text).iter(f"{WORD}r"):
                fonts = run.find(f"{WORD}rPr/{WORD}rFonts")
                assert fonts is not None
                assert fonts.get(f"{WORD}eastAsia") in {"宋体", "黑体"}
                looked += 1
    assert looked > 500
    assert "SimSun;Noto Serif CJK SC" in parts(words[language])["word/fontTable.xml"]


def test_the_word_file_has_headings_real_tables_and_pictures(
    briefs: dict[str, Brief], words: dict[str, bytes]
) -> None:
    document = Document(io.BytesIO(words["zh"]))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings[:2] == ["主要结果", "能否达到官方目标"]
    assert headings[-1] == "附录"
    assert len(document.tables) == len(tables_of(briefs["zh"]))
    assert len(document.inline_shapes) == len(charts_of())
    for table in document.tables:
        assert table._tbl.tr_lst[0].find(f"{WORD}trPr/{WORD}tblHeader") is not None


def test_without_a_browser_the_word_file_says_why_it_has_no_picture(
    briefs: dict[str, Brief], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bytes:
        raise RunFolderError("no browser", remedy="install Chromium")

    monkeypatch.setattr(pictures, "render", refuse)
    found = told(docx_file(briefs["zh"], pictures.pictures(briefs["zh"])))
    assert found.count("此处没有图：no browser; install Chromium") == len(charts_of())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_has_a_sheet_a_table_with_its_numbers(
    briefs: dict[str, Brief], books: dict[str, bytes], language: str
) -> None:
    book = load_workbook(io.BytesIO(books[language]))
    for table in tables_of(briefs[language]):
        sheet = next(one for one in book.worksheets if one["A1"].value == table.title)
        numbers = [
            cell.value
            for row in sheet.iter_rows(min_row=4)
            for cell in row
            if isinstance(cell.value, int | float)
        ]
        expected = [cell_number(value) for value in cells_of(table) if value.number is not None]
        assert numbers == pytest.approx(expected, rel=1e-14), table.name
        assert sheet.freeze_panes == "B4"


def test_the_workbook_has_charts_a_dictionary_and_the_place_of_every_number(
    briefs: dict[str, Brief], books: dict[str, bytes]
) -> None:
    book = load_workbook(io.BytesIO(books["zh"]))
    assert len(parts(books["zh"])) > 30
    charts = [name for name in parts(books["zh"]) if name.startswith("xl/charts/chart")]
    assert len(charts) == 5
    assert {"数据字典", "数字出处"} <= set(book.sheetnames)
    places = book["数字出处"]
    rows = list(places.iter_rows(min_row=4, values_only=True))
    assert len(rows) == len(list(briefs["zh"].values()))
    assert "summary.json › years › 2024 › ratio_published › median" in {row[3] for row in rows}


def test_nothing_in_the_workbook_is_live(books: dict[str, bytes]) -> None:
    for name, text in parts(books["zh"]).items():
        if name.startswith("xl/worksheets/"):
            assert not re.search(r"<f[ >]|<hyperlink", text), name
    assert not [name for name in parts(books["zh"], "") if "external" in name.lower()]


@pytest.mark.parametrize(
    ("text", "number", "divisor", "expected"),
    [
        ("+99.7", 99.7234, 1.0, "+#,##0.0;−#,##0.0;#,##0.0"),
        ("−0.0030", -0.003, 1.0, "#,##0.0000;−#,##0.0000;#,##0.0000"),
        ("38.29", 3.829e9, 1e8, "#,##0.00;−#,##0.00;#,##0.00"),
        ("1,200 万元", 1.2e7, 1e4, '#,##0" 万元";−#,##0" 万元";#,##0" 万元"'),
        ("46.0%", 0.46, 1.0, "#,##0.0%;−#,##0.0%;#,##0.0%"),
        ("≤ 1.750", 1.75, 1.0, '"≤ "#,##0.000;"≤ "−#,##0.000;"≤ "#,##0.000'),
        ("<0.1%", 0.0001, 1.0, '[<0]"−<0.1%";[<0.0005]"<0.1%";#,##0.0%'),
        ("0.0000", 3e-5, 1.0, "#,##0.0000;#,##0.0000;#,##0.0000"),
    ],
)
def test_a_cell_reads_as_the_brief_does(
    text: str, number: float, divisor: float, expected: str
) -> None:
    value = Value(text, number, Place("summary.json"), divisor)
    assert number_format(value) == expected
    assert cell_number(value) == number / divisor


@pytest.mark.parametrize("start", [0, 21])
def test_hostile_text_stays_text_in_office_files(tmp_path: Path, start: int) -> None:
    text = " ".join(PAYLOADS[start : start + 21]) + "\x00\x1b\x0b\ufffe"
    formula = FORMULAS[start % len(FORMULAS)]
    folder = fake_run(tmp_path / "run", scenario=text, label=formula, warning=text, url=formula)
    run = Run.open(folder)
    brief = build(run, "en")
    file = docx_file(brief, Drawn())
    assert any(PAYLOADS[start] in paragraph for paragraph in told(file))
    book = xlsx_file(brief, run)
    sheets = [text for name, text in parts(book).items() if name.startswith("xl/worksheets/")]
    assert sheets
    assert not any(re.search(r"<f[ >]|<hyperlink", text) for text in sheets)
    load_workbook(io.BytesIO(book))


@pytest.mark.parametrize("formula", FORMULAS, ids=range(len(FORMULAS)))
def test_no_text_of_a_cell_is_a_formula(formula: str) -> None:
    from xlsxwriter import Workbook

    from results.brief.xlsx_file import OPTIONS
    from results.brief.xlsx_sheets import Book

    buffer = io.BytesIO()
    book = Book(Workbook(buffer, OPTIONS), "zh")
    sheet = book.sheet(formula)
    book.text(sheet, 0, 0, formula)
    book.value(sheet, 1, 0, Value("−2.50", -2.5, Place("summary.json")))
    book.workbook.close()
    cells = load_workbook(io.BytesIO(buffer.getvalue())).worksheets[0]
    assert cells["A1"].data_type == "s"
    assert cells["A1"].quotePrefix
    assert (cells["A2"].value, cells["A2"].quotePrefix) == (-2.5, False)


def test_the_same_run_gives_the_same_files(
    run: Run, briefs: dict[str, Brief], words: dict[str, bytes], books: dict[str, bytes]
) -> None:
    assert docx_file(briefs["en"], Drawn()) == words["en"]
    assert xlsx_file(briefs["en"], run) == books["en"]


def test_without_a_browser_a_pdf_is_refused_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    with pytest.raises(RunFolderError, match="install Chromium"):
        pdf_file("<p>text</p>", "zh")


def test_files_land_in_the_run_folder_or_outside_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("results.brief.files.pictures", lambda _: Drawn())
    inside = write_brief(run, ("docx",), ("zh",))
    assert inside == [run.folder.path / "report.zh.docx"]
    assert "report.zh.docx" in run.folder.hashes()
    outside = write_brief(run, ("xlsx",), ("en",), out=tmp_path / "given")
    assert outside == [tmp_path / "given/report.en.xlsx"]
    assert outside[0].is_file()
