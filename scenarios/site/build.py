"""Builds the site: navigation, pages, an index of headings; every link inside it is checked."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.errors import InputError
from results.files import write_bytes
from scenarios.site.markdown import Page, read_page

HERE = Path(__file__).parent
ROOT = Path(__file__).parents[2]
HOME, INDEX = "index.html", "headings.html"
OVERVIEW = "Overview"
MADE = '<meta name="generator" content="sanjin docs">'
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)


@dataclass(frozen=True)
class Section:
    """A part of the navigation."""

    zh: str
    en: str
    pages: tuple[Page, ...]


def sources(root: Path = ROOT) -> dict[str, Path]:
    """The Markdown files of the site by page name.

    Raises: InputError where the program was installed without its repository.
    """
    docs = root / "docs"
    if not (docs / "concepts.md").is_file():
        raise InputError(
            "holds no documentation; run the command from a copy of the repository",
            value=str(docs),
        )
    return {"readme": root / "README.md", **{one.stem: one for one in sorted(docs.glob("*.md"))}}


def sections(root: Path = ROOT) -> list[Section]:
    """The navigation with its pages, read and rendered; pages that no section names come last."""
    plan = tomllib.loads((HERE / "site.toml").read_text(encoding="utf-8"))
    files = sources(root)
    names = {file.resolve(): name for name, file in files.items()}
    pages = {name: read_page(file, name, names) for name, file in files.items()}
    pages["readme"].title = OVERVIEW
    named = [name for section in plan["section"] for name in section["pages"]]
    parts = [*plan["section"], {**plan["rest"], "pages": [n for n in pages if n not in named]}]
    found = [
        Section(part["zh"], part["en"], tuple(pages[n] for n in part["pages"] if n in pages))
        for part in parts
    ]
    return [section for section in found if section.pages]


def broken_links(parts: list[Section]) -> list[str]:
    """Links inside the site that lead nowhere, as `page: file#anchor`."""
    pages = {page.file: page for section in parts for page in section.pages}
    anchors = {name: {slug for _, _, slug in page.headings} for name, page in pages.items()}
    return [
        f"{page.source.name}: {file}#{anchor}"
        for page in pages.values()
        for file, anchor in page.links
        if file not in pages or (anchor and anchor not in anchors[file])
    ]


def build_site(out: Path, root: Path = ROOT) -> list[Path]:
    """Write the site into a folder that is empty or holds an older one; returns its files.

    Raises: InputError for a link that leads nowhere, or a folder with something else in it.
    """
    parts = sections(root)
    if broken := broken_links(parts):
        raise InputError(f"links that lead nowhere: {'; '.join(broken[:5])}", value=len(broken))
    _check_folder(out)
    template = _template()
    shared = {"sections": parts, "policy": POLICY, "made": MADE, "style": _style()}
    texts = {
        page.file: template.render(**shared, kind="page", page=page, title=page.title)
        for section in parts
        for page in section.pages
    }
    texts[HOME] = template.render(**shared, kind="home", page=None, title="sanjin 三金")
    texts[INDEX] = template.render(
        **shared, kind="index", page=None, title="Index of headings", entries=_entries(parts)
    )
    for name, text in texts.items():
        write_bytes(out / name, text.encode())
    return [out / name for name in texts]


def _entries(parts: list[Section]) -> list[tuple[str, str, str]]:
    """Every heading with its page and address, in alphabetical order."""
    found = [
        (title, page.title, f"{page.file}#{slug}")
        for section in parts
        for page in section.pages
        for level, title, slug in page.headings
        if level > 1
    ]
    return sorted(found, key=lambda entry: (entry[0].lower(), entry[1]))


def _check_folder(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise InputError("is a file, not a folder", key="--out", value=str(out))
    if not out.exists() or not any(out.iterdir()):
        return
    home = out / HOME
    if not home.is_file() or MADE not in home.read_text(encoding="utf-8", errors="replace"):
        raise InputError("holds something else than this site", key="--out", value=str(out))


def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2")


def _style() -> str:
    return (HERE / "site.css").read_text(encoding="utf-8")
