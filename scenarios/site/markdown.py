"""Markdown to HTML: headings get anchors, links lead to pages of the site, images travel inside."""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
SHORTEST = 30
"""Bytes below which a sentence says too little to stand in a list of pages."""
PICTURES = {".png": "image/png", ".svg": "image/svg+xml"}


@dataclass
class Page:
    """One page. links: (file or "", anchor) of every link inside the site."""

    name: str
    source: Path
    title: str = ""
    lead: str = ""
    html: str = ""
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def file(self) -> str:
        """Its name in the site."""
        return f"{self.name}.html"


def slug(title: str) -> str:
    """The anchor of a heading, as code hosts make it."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def read_page(source: Path, name: str, pages: dict[Path, str]) -> Page:
    """Read and render one file. pages: name in the site by resolved source."""
    page = Page(name, source)
    parser = _parser()
    tokens = parser.parse(COMMENT.sub("", source.read_text(encoding="utf-8")))
    _headings(tokens, page)
    for token in tokens:
        for part in token.children or []:
            if part.type == "link_open":
                _link(part, page, pages)
            elif part.type == "image":
                part.attrs["src"] = _picture(source.parent / str(part.attrs["src"]))
    page.html = parser.renderer.render(tokens, parser.options, {})
    page.lead = _lead(tokens)
    return page


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    opening = '<div class="scroll" role="region" tabindex="0"><table>\n'
    parser.add_render_rule("table_open", lambda *_: opening)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _headings(tokens: "list[Token]", page: Page) -> None:
    for token, inside in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open":
            title = _text(inside)
            token.attrs["id"] = slug(title)
            page.headings.append((int(token.tag[1]), title, slug(title)))
    page.title = page.headings[0][1] if page.headings else page.name


def _text(token: "Token") -> str:
    kinds = ("text", "code_inline")
    return "".join(part.content for part in token.children or [] if part.type in kinds)


def _lead(tokens: "list[Token]") -> str:
    """The first sentence that says something."""
    for token, inside in zip(tokens, tokens[1:], strict=False):
        if token.type != "paragraph_open":
            continue
        parts = (" " if one.type == "softbreak" else one.content for one in inside.children or [])
        for sentence in re.split(r"(?<=[.:])\s|(?<=。)", "".join(parts)):
            if len(sentence.encode()) >= SHORTEST:
                return f"{sentence[:1].upper()}{sentence[1:].rstrip(':.')}" + (
                    "" if sentence.endswith("。") else "."
                )
    return ""


def _link(token: "Token", page: Page, pages: dict[Path, str]) -> None:
    """Turn a link to a file of the repository into one of the site, or into none."""
    address = str(token.attrs["href"])
    if address.startswith(("https://", "http://")):
        token.attrs["rel"] = "noreferrer"
        return
    file, _, anchor = address.partition("#")
    target = (page.source.parent / file).resolve() if file else page.source.resolve()
    name = pages.get(target)
    if name is None:
        del token.attrs["href"]
        token.attrs["class"] = "file"
        token.attrs["title"] = f"in the repository: {Path(file).as_posix().lstrip('./')}"
        return
    page.links.append((f"{name}.html", anchor))
    token.attrs["href"] = f"{name}.html" + (f"#{anchor}" if anchor else "")


def _picture(file: Path) -> str:
    data = b64encode(file.read_bytes()).decode()
    return f"data:{PICTURES[file.suffix]};base64,{data}"
