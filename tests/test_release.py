"""What goes with a release: how to cite it, what it is, the terms of it and of its parts."""

import json
import re
import tomllib
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from page_code import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
KEYS = {
    *("abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi"),
    *("identifiers", "keywords", "license", "license-url", "message", "preferred-citation"),
    *("references", "repository", "repository-artifact", "repository-code", "title", "type"),
    *("url", "version"),
}
"""Every key of the schema of the Citation File Format 1.2.0."""
NEEDED = {"authors", "cff-version", "message", "title"}
OF_AN_ENTITY = {
    *("address", "alias", "city", "country", "date-end", "date-start", "email", "fax"),
    *("location", "name", "orcid", "post-code", "region", "tel", "website"),
}
FREE = re.compile(
    r"MIT|BSD|Apache|Python Software Foundation|PSF|MPL|Mozilla|ISC|Zlib|HPND|Unlicense|CC0|0BSD"
)
"""Terms that let the program be given away with its parts; of copyleft only by file (MPL)."""


def citation() -> dict[str, object]:
    """Top-level keys of the file: text, or the lines of a list; the file is plain YAML."""
    found: dict[str, object] = {}
    key = ""
    for line in CITATION.splitlines():
        if line and not line[0].isspace():
            key, _, value = line.partition(":")
            found[key] = value.strip().strip('"')
        elif line.lstrip().startswith("- "):
            known = found[key]
            found[key] = [*(known if isinstance(known, list) else []), line.lstrip()[2:]]
    return found


def test_the_citation_keeps_to_the_schema() -> None:
    found = citation()
    assert set(found) >= NEEDED
    assert set(found) <= KEYS
    assert found["cff-version"] == "1.2.0"
    assert found["type"] in ("software", "dataset")
    assert re.fullmatch(r"\d+\.\d+\.\d+", str(found["version"]))
    assert isinstance(found["authors"], list)
    assert {entry.partition(":")[0] for entry in found["authors"]} <= OF_AN_ENTITY
    assert isinstance(found["keywords"], list)
    assert len(set(found["keywords"])) == len(found["keywords"])
    if "date-released" in found:
        date.fromisoformat(str(found["date-released"]))


@pytest.mark.parametrize("key", sorted(NEEDED))
def test_a_citation_without_what_it_needs_is_noticed(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "CITATION", CITATION.replace(f"{key}:", f"{key}s:"))
    assert not (set(citation()) >= NEEDED and set(citation()) <= KEYS)


def test_every_file_says_the_same_of_the_project() -> None:
    found, meta = citation(), json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    assert found["version"] == meta["version"] == PROJECT["version"]
    assert found["license"] == PROJECT["license"] == meta["license"].rpartition("/")[2]
    assert found["keywords"] == meta["keywords"] == PROJECT["keywords"]
    assert meta["name"] == PROJECT["name"]
    assert meta["description"] == PROJECT["description"]
    assert meta["programmingLanguage"]["version"] == PROJECT["requires-python"]
    assert (ROOT / meta["readme"]).is_file()
    assert (ROOT / meta["softwareHelp"]).is_file()
    assert meta["@context"] == "https://w3id.org/codemeta/3.0"


def test_the_licence_is_the_one_that_is_named() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("MIT License\n")
    author = next(line for line in text.splitlines() if line.startswith("Copyright"))
    assert str(citation()["authors"]).rpartition(": ")[2].strip("[]'") in author


def terms(name: str) -> str:
    """What an installed package says of its licence."""
    data = distribution(name).metadata
    stated = [data.get("License-Expression") or "", (data.get("License") or "")[:400]]
    marks = [mark for mark in data.get_all("Classifier") or [] if mark.startswith("License")]
    return " ".join([*stated, *marks])


def test_every_package_of_the_lock_may_be_used_with_it() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    named = re.findall(r"^([A-Za-z0-9_.-]+)==", lock, re.MULTILINE)
    found = {}
    for name in named:
        try:
            found[name] = terms(name)
        except PackageNotFoundError:
            continue  # for another system or another Python
    assert len(found) > 0.7 * len(named)
    assert {name: text for name, text in found.items() if not FREE.search(text)} == {}
