"""Who uses a document: facts, goals, numbers, history, unknowns and settings by source tag."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from calibration.behaviour.moments import read_evidence
from calibration.history.panel_data import FITTED, FOLDER, LATER
from calibration.packs.coverage import load_coverage
from calibration.packs.pack import Pack, available_packs, load_pack
from model.parameters import Parameters
from scenarios.inputs.settings import lever_of, policy_kinds

Use = tuple[str, str, str]
"""Source tag, what was taken from it, and the county that took it, if one did."""

PANEL_FILES = (FITTED, FOLDER / "sources_to_2021.csv", LATER)
"""Files of the panel whose rows name their document by title and address."""


def used() -> dict[str, str]:
    """By tag, what was taken from it and by which counties, in words."""
    counts: dict[str, Counter[str]] = {}
    places: dict[tuple[str, str], dict[str, None]] = {}
    for tag, what, place in _uses():
        counts.setdefault(tag, Counter())[what] += 1
        places.setdefault((tag, what), {})[place] = None
    return {
        tag: "; ".join(
            f"{number} {what}{_where(list(places[tag, what]))}" for what, number in found.items()
        )
        for tag, found in counts.items()
    }


def _where(places: list[str]) -> str:
    if places == [""]:
        return ""
    return f" of {places[0]}" if len(places) == 1 else f" of {len(places)} counties"


def packs() -> list[Pack]:
    """Every county pack."""
    return [load_pack(name) for name in available_packs()]


def _uses() -> Iterator[Use]:
    for pack in packs():
        yield from _of_pack(pack)
    for card in Parameters.cards().values():
        yield card.source, "priors of unknowns", ""
    for kind in policy_kinds().values():
        for lever in filter(None, map(lever_of, fields(kind))):
            yield lever.source, "settings of policies", ""
    for row in load_coverage():
        yield row.document, "rows of the coverage table", ""
    for moment in read_evidence().moments.values():
        yield from _tagged(moment.source, "moments of behaviour", "")


def _of_pack(pack: Pack) -> Iterator[Use]:
    parts: dict[str, Iterable[Any]] = {
        "facts": pack.facts.values(),
        "own priors": pack.priors.values(),
        "goals": pack.targets,
        "numbers of the plan": pack.levers,
        "years of history": (*pack.history, *pack.income_sources),
        "readings of disputes": [r for c in pack.conflicts.values() for r in c.readings],
    }
    for what, rows in parts.items():
        for row in rows:
            yield from _tagged(row.source, what, pack.name)


def _tagged(tags: str | Iterable[str], what: str, place: str) -> Iterator[Use]:
    for tag in [tags] if isinstance(tags, str) else tags:
        yield tag, what, place


@dataclass(frozen=True)
class PanelDocument:
    """A document of the panel: title and address as the file gives them, and its rows there."""

    title: str
    url: str
    rows: tuple[str, ...]


def panel_documents(file: Path) -> list[PanelDocument]:
    """Documents of one file of the panel, in the order of their first rows."""
    found: dict[tuple[str, str], list[str]] = {}
    with file.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            key = (row["source_title"].strip(), row["source_url"].strip())
            found.setdefault(key, []).append(_named(row))
    return [
        PanelDocument(title, url, tuple(dict.fromkeys(rows)))
        for (title, url), rows in found.items()
    ]


def _named(row: dict[str, str]) -> str:
    return f"{row['place']} {row['year']}"
