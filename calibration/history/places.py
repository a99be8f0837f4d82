"""Places of the income panel: names in Chinese and English, and what each lies in.

`panel/places.csv` lists the province, its cities and counties (divisions of 2021). A panel may call
a place by any of its names; a name that is not listed is taken as it stands, without a parent.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "panel" / "places.csv"

ENDINGS = ("市", "县", "区", "省")


@dataclass(frozen=True)
class Place:
    """One place; `name` is what the project calls it, `parent` the name of what it lies in."""

    name: str
    zh: str
    en: str
    level: str
    parent: str | None


def known_place(name: str) -> Place | None:
    """The listed place that has this name in Chinese or English; None for an unlisted one."""
    return _by_name().get(_key(name))


def line_of(name: str) -> tuple[str, ...]:
    """The place, then everything listed that it lies in, smallest first."""
    place = known_place(name)
    if place is None:
        return (name,)
    return (place.name, *(line_of(place.parent) if place.parent else ()))


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """All listed places, in the order of the list."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Place(row["place"], row["zh"], row["en"], row["level"], row["parent"] or None)
            for row in csv.DictReader(file)
        )


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Place]:
    names: dict[str, Place] = {}
    for place in places():
        for name in (place.name, place.en, place.zh):
            names[_key(name)] = place
    for place in places():  # a name without its ending, where that leaves no doubt
        if len(place.zh) > 2 and place.zh.endswith(ENDINGS):
            names.setdefault(place.zh[:-1], place)
    return names


def _key(name: str) -> str:
    return name.strip().casefold().replace("'", "").replace("\u2019", "")
