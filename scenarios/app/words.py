"""What the desk says, in both languages at once: the page shows one and hides the other."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from scenarios.words import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(key: str, lang: str, **values: object) -> str:
    """The words of a key in one language."""
    return _words()[key][lang].format(**values)


def both(key: str, **values: object) -> Any:
    """The words of a key in both languages, as one piece of a page."""
    return pair(*(say(key, lang, **values) for lang in LANGUAGES))


def has_words(key: str) -> bool:
    """Whether there are words under a key."""
    return set(LANGUAGES) <= set(_words().get(key, ()))


def pair(zh: Any, en: Any) -> Any:
    """Chinese and English words that are no entry of words.toml, as one piece of a page."""
    from dash import html

    return html.Span(
        [html.Span(zh, className="zh", lang="zh"), html.Span(en, className="en", lang="en")]
    )


def capital(text: str) -> str:
    """The same words with a capital at the beginning, as labels have it."""
    return text[:1].upper() + text[1:]


def unit_zh(name: str) -> str:
    """A unit in Chinese, those that only the settings of policies have included."""
    from results.numbers import unit_name

    return _words()["units"].get(name) or unit_name(name, "zh")


def problem_zh(problem: str) -> str | None:
    """The Chinese words for what an input error says, where there are any."""
    return _words()["problems"].get(problem)


def families() -> list[str]:
    """Families of policies in the order of the form."""
    return list(_words()["families"])


def family(name: str) -> Any:
    """A family of policies in both languages."""
    words: Any = _words()["families"][name]
    return pair(words["zh"], words["en"])


def unit(name: str) -> Any:
    """A unit in both languages, those that only the settings of policies have included."""
    return pair(unit_zh(name), name)
