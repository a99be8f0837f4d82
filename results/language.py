"""The words of reports and charts, in Chinese and English, from one file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")


@cache
def words(language: str) -> dict[str, Any]:
    """All words of a language by section, from `language.toml`.

    There, every entry is a pair `{ zh = "...", en = "..." }`, so no word can lack a translation
    without a test seeing it.
    """
    text = (Path(__file__).parent / "language.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = chosen(tomllib.loads(text), language)
    return found


def chosen(entry: Any, language: str) -> Any:
    """One language of a tree of pairs; entries in a single language stay as they are."""
    if not isinstance(entry, dict):
        return entry
    if set(entry) & set(LANGUAGES):
        return entry[language]
    return {key: chosen(part, language) for key, part in entry.items()}
