"""How the Word file looks: page, fonts in both scripts, headings, the line at the foot."""

from typing import Any

BODY = ("Times New Roman", "宋体")
HEADING = ("Arial", "黑体")
CODE = ("Consolas", "宋体")
"""Latin and East-Asian font; every run names both."""

FALLBACKS = {
    "宋体": "SimSun;Noto Serif CJK SC;Source Han Serif SC;Songti SC;Noto Sans CJK SC",
    "黑体": "SimHei;Noto Sans CJK SC;Source Han Sans SC;Heiti SC;Microsoft YaHei",
    "Times New Roman": "Liberation Serif;Noto Serif",
    "Arial": "Liberation Sans;Noto Sans",
    "Consolas": "Liberation Mono;Noto Sans Mono",
}
INK, QUIET, MARK = "1A1A1A", "555555", "0B4F7A"
SIZES = {"Title": 20.0, "Heading 1": 15.0, "Heading 2": 11.5, "Normal": 10.5}


def font_table() -> bytes:
    """The fonts of the file with those that may stand in for them."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{space}">{fonts}</w:fonts>'.encode()


def styled(document: Any, language: str) -> None:
    """Give a fresh document its page, styles and language."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Cm, Pt, RGBColor

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2.0)
    for name, size in SIZES.items():
        style = document.styles[name]
        heading = name != "Normal"
        style.font.size, style.font.bold = Pt(size), heading
        style.font.color.rgb = RGBColor.from_string(MARK if name == "Heading 1" else INK)
        fonts_of(style.element.get_or_add_rPr(), HEADING if heading else BODY, language)
        style.paragraph_format.space_before = Pt(14.0 if name == "Heading 1" else 6.0)
        style.paragraph_format.space_after = Pt(6.0 if heading else 4.0)
    normal = document.styles["Normal"].paragraph_format
    normal.line_spacing_rule, normal.line_spacing = WD_LINE_SPACING.MULTIPLE, 1.25
    _plain_title(document.styles["Title"].element)


def fonts_of(properties: Any, fonts: tuple[str, str], language: str) -> None:
    """Name Latin and East-Asian font and the language in the properties of a run or style."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    latin, eastern = fonts
    found = properties.get_or_add_rFonts()
    for attribute in list(found.attrib):
        del found.attrib[attribute]
    for kind, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", eastern)):
        found.set(qn(f"w:{kind}"), font)
    # Quotation marks and dashes have the width of the script they stand in.
    found.set(qn("w:hint"), "eastAsia" if language == "zh" else "default")
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "en-GB")
    spoken.set(qn("w:eastAsia"), "zh-CN")
    properties.append(spoken)


def _plain_title(element: Any) -> None:
    """Take the coloured rule of the ready-made template away from the title."""
    from docx.oxml.ns import qn

    for border in list(element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
