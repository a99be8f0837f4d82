"""The words of the brief, from `results/brief.toml`, and the words for probabilities."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from results.language import chosen


@cache
def brief_words(language: str) -> dict[str, Any]:
    """All words of the brief in one language."""
    found: dict[str, Any] = chosen(_file(), language)
    return found


def chances() -> dict[str, float]:
    """Words for probabilities by key, from low to high, each with the probability it ends at."""
    return {name: float(entry["ends_at"]) for name, entry in _file()["chances"].items()}


def chance_of(probability: float, outcomes: int | None) -> str:
    """The key of the word for a probability.

    A share of few outcomes is drawn in by one success and one failure (Laplace's rule), so that a
    handful of equal outcomes is never called certain.
    """
    if outcomes:
        probability = (probability * outcomes + 1.0) / (outcomes + 2.0)
    return next(name for name, end in chances().items() if probability <= end)


@cache
def _file() -> dict[str, Any]:
    path = Path(__file__).parents[1] / "brief.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
