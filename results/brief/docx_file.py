"""The brief as a Word file: headings, sentences, real tables, charts as pictures, an appendix."""

import io
from collections.abc import Iterator
from typing import Any

from results.brief.docx_style import (
    BODY,
    CODE,
    HEADING,
    QUIET,
    font_table,
    fonts_of,
    styled,
)
from results.brief.docx_table import table_xml
from results.brief.office_text import printable, timeless
from results.brief.parts import Brief, Drawing, Paragraph, Part, Table
from results.brief.pictures import Pictures
from results.brief.words import brief_words

STYLES = {"item": "List Bullet", "note": "Normal", "warning": "List Bullet"}
PICTURE_CM = 16.2
HIGHEST_CM = 21.0


def docx_file(brief: Brief, pictures: Pictures) -> bytes:
    """The bytes of the file. `pictures` has every chart, or the sentence in its place."""
    from docx import Document

    document = Document()
    styled(document, brief.language)
    writer = _Writer(document, brief, pictures)
    writer.write()
    buffer = io.BytesIO()
    document.save(buffer)
    return timeless(buffer.getvalue(), {"word/fontTable.xml": font_table()})


class _Writer:
    """Puts one part after the other; long tables and the scenario go into the appendix."""

    def __init__(self, document: Any, brief: Brief, pictures: Pictures) -> None:
        self.document, self.brief, self.pictures = document, brief, pictures
        self.text = brief_words(brief.language)["office"]

    def write(self) -> None:
        """Write title, lead, sections, appendix and foot."""
        brief = self.brief
        self._properties()
        self._say(brief.title, "Title", HEADING, keeps=True)
        self._say(brief.lead.text, "Normal", HEADING, size=12.0)
        mark = f"sanjin · {self.text['run']} {brief.fingerprint}"
        self._say(mark, "Normal", BODY, size=9.0, colour=QUIET)
        for section in brief.sections:
            if all(map(_is_long, section.parts)):
                continue
            self._say(section.title, "Heading 1", HEADING, keeps=True)
            for part in section.parts:
                if not _is_long(part):
                    self._part(part)
        self._appendix()
        self._foot(mark)

    def _appendix(self) -> None:
        long = list(self._long_parts())
        if long:
            self._say(self.text["appendix"], "Heading 1", HEADING, keeps=True)
            self.document.paragraphs[-1].paragraph_format.page_break_before = True
        for part in long:
            self._part(part)

    def _long_parts(self) -> Iterator[Part]:
        for section in self.brief.sections:
            yield from (part for part in section.parts if _is_long(part))

    def _part(self, part: Part) -> None:
        if isinstance(part, Table):
            self._table(part)
        elif isinstance(part, Drawing):
            self._drawing(part)
        else:
            self._paragraph(part)

    def _paragraph(self, part: Paragraph) -> None:
        if part.style == "fold":
            self._say(part.text, "Heading 2", HEADING, keeps=True)
        elif part.style.endswith("code"):
            small = 7.5 if part.style == "long code" else 9.5
            self._say(part.text, "Normal", CODE, size=small, tight=True)
        elif part.style == "note":
            self._say(part.text, "Normal", BODY, size=9.0, colour=QUIET)
        else:
            self._say(part.text, STYLES.get(part.style, "Normal"), BODY)

    def _table(self, table: Table) -> None:
        self._say(table.title, "Heading 2", HEADING, keeps=True)
        if table.note:
            self._say(table.note, "Normal", BODY, size=9.0, colour=QUIET, keeps=True)
        body = self.document.element.body
        body.insert(len(body) - 1, table_xml(table, self.brief.language))
        self._say("", "Normal", BODY, size=5.0, tight=True)

    def _drawing(self, drawing: Drawing) -> None:
        from docx.shared import Cm

        picture = self.pictures[drawing.name]
        if isinstance(picture, str):
            self._say(drawing.heading, "Heading 2", HEADING, keeps=True)
            self._say(picture, "Normal", BODY, size=9.0, colour="B34700")
            if drawing.figure:
                self._say(drawing.figure.caption, "Normal", BODY, size=8.5, colour=QUIET)
        else:
            place = self.document.add_paragraph().add_run()
            fonts_of(place._r.get_or_add_rPr(), BODY, self.brief.language)
            shape = place.add_picture(io.BytesIO(picture))
            shrink = min(Cm(PICTURE_CM) / shape.width, Cm(HIGHEST_CM) / shape.height)
            shape.width, shape.height = int(shape.width * shrink), int(shape.height * shrink)
            shape._inline.docPr.set("descr", printable(drawing.heading))

    def _say(
        self,
        text: str,
        style: str,
        fonts: tuple[str, str],
        *,
        size: float = 0.0,
        colour: str = "",
        keeps: bool = False,
        tight: bool = False,
    ) -> None:
        from docx.shared import Pt

        paragraph = self.document.add_paragraph(style=style)
        paragraph.paragraph_format.keep_with_next = keeps
        if tight:
            paragraph.paragraph_format.line_spacing = 1.0
        self._run(paragraph, text, fonts, Pt(size) if size else None, colour)

    def _run(
        self, paragraph: Any, text: str, fonts: tuple[str, str], size: Any, colour: str
    ) -> Any:
        from docx.shared import RGBColor

        run = paragraph.add_run(printable(text))
        run.font.size = size
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        fonts_of(run._r.get_or_add_rPr(), fonts, self.brief.language)
        return run

    def _foot(self, mark: str) -> None:
        """The run and the number of the page on every page."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt

        foot = self.document.sections[0].footer.paragraphs[0]
        before, after = self.text["page"].split("{page}")
        self._run(foot, f"{mark} · {before}", BODY, Pt(8.5), QUIET)
        number = self._run(foot, "", BODY, Pt(8.5), QUIET)
        for kind in ("begin", "instruction", "end"):
            name = "w:instrText" if kind == "instruction" else "w:fldChar"
            piece = OxmlElement(name)
            if kind == "instruction":
                piece.text = "PAGE"
            else:
                piece.set(qn("w:fldCharType"), kind)
            number._r.append(piece)
        self._run(foot, after, BODY, Pt(8.5), QUIET)

    def _properties(self) -> None:
        about = self.document.core_properties
        about.title, about.author = printable(self.brief.title)[:250], "sanjin"
        about.comments = f"{self.text['run']} {self.brief.fingerprint}"
        about.language = self.brief.language


def _is_long(part: Part) -> bool:
    if isinstance(part, Table):
        return part.folded
    return isinstance(part, Paragraph) and part.style in {"fold", "long code"}
