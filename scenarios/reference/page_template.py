"""Pages of docs/ made of prose and generated tables: prose stands in a template, tables in code.

A template of `scenarios/pages/` names each table where it belongs. A name that nothing fills and a
table that no template shows are both errors, so that prose and tables cannot drift apart.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

TEMPLATES = Path(__file__).parent / "pages"
PLACE = re.compile(r"{{ ([a-z_0-9]+) }}")


def filled(name: str, parts: Mapping[str, str]) -> str:
    """The page of a template, every `{{ name }}` replaced by the part of that name."""
    return put_into((TEMPLATES / name).read_text(encoding="utf-8"), parts)


def put_into(text: str, parts: Mapping[str, str]) -> str:
    """The text with its places filled; ValueError if places and parts are not the same."""
    differ = set(PLACE.findall(text)) ^ set(parts)
    if differ:
        raise ValueError(f"in the template or among the parts, but not in both: {sorted(differ)}")
    return PLACE.sub(lambda place: parts[place[1]], text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; cells are one line each and cannot end a column."""
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return "\n".join(lines + [f"| {' | '.join(map(cell, row))} |" for row in rows])


def cell(text: str) -> str:
    """Text as it may stand in a cell."""
    return " ".join(text.split()).replace("|", "\\|")


def first_line(thing: object) -> str:
    """The summary line of what a function or class says of itself."""
    text = (thing.__doc__ or "").strip()
    if not text:
        raise ValueError(f"{thing!r} does not say what it is")
    return text.splitlines()[0]
