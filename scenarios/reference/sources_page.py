"""docs/data_sources.md: every document that a number comes from, its terms, and what was taken.

`sanjin list sources --markdown` prints it; `make docs` writes it.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from calibration.packs.pack import Pack, shared_sources
from calibration.packs.pack_schema import Source
from scenarios.reference.page_template import filled, table
from scenarios.reference.source_uses import PANEL_FILES, packs, panel_documents, used

PAGE = "docs/data_sources.md"
TERMS = Path(__file__).parents[2] / "calibration" / "terms.toml"
NOT_STATED, NOTHING = "not stated", "no number by itself"
SPLIT = re.compile(r"\s+;\s+")


def sources_page() -> str:
    """The whole page."""
    shared, uses, counties = shared_sources(), used(), packs()
    own = {pack.name: _own(pack, shared) for pack in counties}
    documents = shared | {tag: one for found in own.values() for tag, one in found.items()}
    panels = {path.stem: panel_documents(path) for path in PANEL_FILES}
    return filled(
        "data_sources.md",
        {
            "shared": _documents(shared, uses),
            "of_packs": _packs(own, uses),
            **{f"panel_{name}": _panel(name) for name in panels},
            "count_documents": str(len(documents)),
            "count_without_address": str(sum(not one.url for one in documents.values())),
            "count_copies": str(sum("copy" in one.note for one in documents.values())),
            "count_not_stated": str(sum(terms_of(tag) == NOT_STATED for tag in documents)),
            "count_panel": str(len({one.title for rows in panels.values() for one in rows})),
        },
    )


def entries() -> list[dict[str, Any]]:
    """One record a document."""
    uses, shared = used(), shared_sources()
    own = {tag: one for pack in packs() for tag, one in _own(pack, shared).items()}
    return [
        {"tag": tag, "title": one.title, "date": one.date, "url": one.url}
        | {"used": uses.get(tag, NOTHING), "terms": terms_of(tag)}
        for tag, one in (shared | own).items()
    ]


def terms_of(tag: str, title: str = "") -> str:
    """Terms of a document by its tag or title; `not stated` where none are known."""
    known = terms()
    kind = known["tags"].get(tag) or known["titles"].get(title)
    return known["terms"][kind] if kind else NOT_STATED


@cache
def terms() -> dict[str, dict[str, str]]:
    """The file of terms: texts, and which documents they hold for."""
    return tomllib.loads(TERMS.read_text(encoding="utf-8"))


def _own(pack: Pack, shared: dict[str, Source]) -> dict[str, Source]:
    return {tag: one for tag, one in pack.sources.items() if tag not in shared}


def _packs(own: dict[str, dict[str, Source]], uses: dict[str, str]) -> str:
    parts = [f"### {name}\n\n{_documents(found, uses)}" for name, found in own.items() if found]
    return "\n\n".join(parts)


def _documents(found: dict[str, Source], uses: dict[str, str]) -> str:
    rows = [
        (f"`{tag}`", one.title, one.date, _address(one.url), uses.get(tag, NOTHING))
        + (terms_of(tag), one.note)
        for tag, one in found.items()
    ]
    return table(("tag", "title", "date", "address", "used for", "terms", "note"), rows)


def _panel(name: str) -> str:
    (path,) = (path for path in PANEL_FILES if path.stem == name)
    rows = [
        (one.title, _addresses(one.url), ", ".join(one.rows), terms_of("", one.title))
        for one in panel_documents(path)
    ]
    return table(("document", "address", "rows", "terms"), rows)


def _addresses(text: str) -> str:
    return "<br>".join(map(_address, SPLIT.split(text)))


def _address(url: str) -> str:
    """The address itself; text that is none stands as it is."""
    return f"<{url}>" if re.fullmatch(r"https?://\S+", url) else url or "none recorded"
