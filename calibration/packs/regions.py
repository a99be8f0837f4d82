"""Figures of the cities and the province that counties lie in, to fill gaps of their packs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from calibration.packs.pack_fields import Measured, Number, Tags, Words, Year
from calibration.packs.pack_read import parse_csv, read_bytes
from model.errors import InputError, nearest_name

FILE = Path(__file__).parent / "regions.csv"

YEAR = 2021
"""What packs start from; `regions.csv` holds no later year."""


class RegionFigure(Measured):
    """One figure of a region in a year; `name` as in a county's facts."""

    unit: Words
    region: Words
    parent: str = ""
    name: Words
    year: Year
    value: Number
    source: Tags
    note: str = ""


@dataclass(frozen=True)
class Region:
    """A city or province: its figures by name and year, and the region it lies in, if any."""

    name: str
    figures: Mapping[str, Mapping[int, RegionFigure]]
    parent: "Region | None" = None

    def line(self) -> "Iterator[Region]":
        """The region itself, then the ones that it lies in."""
        region: Region | None = self
        while region is not None:
            yield region
            region = region.parent

    def nearest(self, name: str, year: int) -> "tuple[Region, RegionFigure] | None":
        """The first region of the line that has a figure of a year, and that figure."""
        return next(
            (
                (region, region.figures[name][year])
                for region in self.line()
                if year in region.figures.get(name, {})
            ),
            None,
        )

    def latest(self, name: str) -> "tuple[Region, RegionFigure] | None":
        """The first region of the line that has the figure of any year, and its latest one."""
        for region in self.line():
            if years := region.figures.get(name):
                return region, years[max(years)]
        return None


def region(name: str) -> Region:
    """A region of `regions.csv`; InputError with the nearest name for an unknown one."""
    rows = _rows()
    known = sorted({row.region for row in rows})
    if name not in known:
        raise InputError(
            "no such region",
            file="county.toml",
            key="county.parent",
            value=name,
            allowed=", ".join(known),
            nearest=nearest_name(name, known),
        )
    own = [row for row in rows if row.region == name]
    figures: dict[str, dict[int, RegionFigure]] = {}
    for row in own:
        figures.setdefault(row.name, {})[row.year] = row
    parent = own[0].parent
    return Region(name, figures, region(parent) if parent else None)


def survey_offset(place: Region) -> tuple[float, tuple[str, ...], str]:
    """Survey's urban weight less urbanisation, in the first region that tells."""
    names = ("rural_income_yuan", "urban_income_yuan", "resident_income_yuan", "urbanisation_share")
    for where in place.line():
        found = [where.figures.get(name, {}).get(YEAR) for name in names]
        known = [figure for figure in found if figure is not None]
        if len(known) == len(names):
            rural, urban, residents, share = (figure.value for figure in known)
            weight = (residents - rural) / (urban - rural)
            return weight - share, tuple(t for f in known for t in f.source), where.name
    raise AssertionError("the province has all four")


def change(place: Region, name: str, since: int) -> tuple[str, float, tuple[str, ...]]:
    """Growth of a figure since a year in the first region that has both years."""
    for where in place.line():
        years = where.figures.get(name, {})
        if since in years and YEAR in years:
            before, now = years[since], years[YEAR]
            return where.name, now.value / before.value, (*before.source, *now.source)
    raise AssertionError(f"the province has {name} of {since}")


def with_both_incomes(place: Region) -> Region:
    """The first region with both mean incomes of 2021."""
    names = ("rural_income_yuan", "urban_income_yuan")
    return next(
        where for where in place.line() if all(YEAR in where.figures.get(n, {}) for n in names)
    )


def income_of(place: Region, area: str) -> tuple[float, tuple[str, ...], str]:
    """Mean income of an area in the region itself, moved to 2021 if need be."""
    name = f"{area}_income_yuan"
    years = place.figures[name]
    if YEAR in years:
        return years[YEAR].value, years[YEAR].source, f"as in {place.name}"
    ratio = place.figures.get("ratio_published", {}).get(YEAR)
    if area == "urban" and ratio is not None:
        rural, tags, _ = income_of(place, "rural")
        note = f"rural income of {place.name} x its published ratio {ratio.value:g}"
        return rural * ratio.value, (*tags, *ratio.source), note
    last = years[max(years)]
    where, rate, tags = change(place, name, last.year)
    note = f"{place.name} {last.value:g} of {last.year} x {rate:.4f}, the growth in {where}"
    return last.value * rate, (*last.source, *tags), note


def nearest_figure(place: Region, name: str) -> tuple[str, RegionFigure]:
    """Name of the first region with a figure of 2021, and the figure."""
    found = place.nearest(name, YEAR)
    assert found is not None, f"the province has {name}"
    return found[0].name, found[1]


@lru_cache(maxsize=1)
def _rows() -> tuple[RegionFigure, ...]:
    return parse_csv(read_bytes(FILE), FILE.name, RegionFigure)
