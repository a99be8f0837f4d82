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
    chosen: dict[str, Any] = _chosen(tomllib.loads(text), language)
    return chosen


def _chosen(entry: Any, language: str) -> Any:
    if isinstance(entry, dict) and set(entry) & set(LANGUAGES):
        return entry[language]
    return {key: _chosen(part, language) for key, part in entry.items()}
