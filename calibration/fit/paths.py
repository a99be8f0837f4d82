"""The trend model: how the path of a quantity is built from independent normal parts.

For a county k of a city c, in logs, T a year and T0 the first year of the panel:

    path_T  = start + sum over t <= T of (drift_t + shock_t) + pulses_T
    drift_t = d + walk_t + dev_c + dev_k            walk: random walk of the province's drift
    shock_t = f_t + e_ct + e_kt                     province, city, county; all stay
    printed = path + survey error: of the sample (kept five years) and of the year, AR(1) in it

A city has no county part; the province has neither. Pulses are those of 2020 and 2021 in one of
three readings, with a part of the place's own, and the lockdowns of 2022, of which only the prior
is known. Given the scales of the parts everything is normal, so the covariance of any two figures
is a sum of fixed matrices, one a part, times a squared scale; this file makes these matrices.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from calibration.history.panel_data import name_of
from calibration.history.places import known_place, line_of
from calibration.outlook.shocks import Floats, Index
from calibration.outlook.survey import sample_of

READINGS = ("two_years", "pulse", "before_covid")

SURVEY_ERROR = {"nation": 0.03, "province": 0.1, "city": 0.32, "county": 1.0}
"""Survey error relative to a county's: a city has about ten, the province a hundred times the
households of a county, and errors fall with the root of them."""

PERSISTENCES = np.linspace(0.0, 0.9, 10)
"""Persistence of the yearly survey error is rounded to these."""


@dataclass(frozen=True)
class Points:
    """Linear functions of the paths: levels of places in years, or drifts.

    start, slope, survey: float64 (n,). walk, shocks: float64 (n, years). pulses: float64 (n, 3),
    2020, 2021, 2022. year, sample: int64 (n,). city, county: names, "" where there is none.
    """

    start: Floats
    slope: Floats
    walk: Floats
    shocks: Floats
    pulses: Floats
    survey: Floats
    year: Index
    sample: Index
    city: tuple[str, ...]
    county: tuple[str, ...]


@dataclass(frozen=True)
class Geography:
    """Levels and parents of the places of a panel; `root` is the province that all share."""

    level: dict[str, str]
    parent: dict[str, str | None]
    root: str

    def belongs(self, place: str) -> tuple[str, str, str]:
        """City and county of a place ("" for none) and its level."""
        place = name_of(place)
        known = known_place(place)
        level = self.level.get(place, known.level if known else "county")
        if place == self.root:
            return "", "", "province"
        if level != "county":
            return place, "", level
        parent = self.parent.get(place) or (known.parent if known else None)
        return ("" if parent in (None, self.root) else str(parent)), place, level

    def line(self, place: str) -> tuple[str, ...]:
        """The place, its city if any, and the province."""
        city, county, _ = self.belongs(place)
        return (*dict.fromkeys(name for name in (county, city, self.root) if name),)


def geography(levels: dict[str, str], parents: dict[str, str | None]) -> Geography:
    """Places with the province that most of them lie in as root."""
    provinces = [name for name, level in levels.items() if level == "province"]
    for name in levels:
        provinces += [above for above in line_of(name)[1:] if _is_province(above)]
    root = max(provinces, key=provinces.count) if provinces else ""
    return Geography(levels, parents, root)


def levels_at(
    places: Sequence[tuple[str, int]], where: Geography, years: range, *, printed: bool
) -> Points:
    """Levels of places in years, as printed or as they are."""
    year = np.array([year for _, year in places], dtype=np.int64)
    belongs = [where.belongs(place) for place, _ in places]
    after = year[:, None] - np.array(years)[None, 1:]
    survey = np.array([SURVEY_ERROR[level] for *_, level in belongs]) * float(printed)
    return Points(
        start=np.ones(len(year)),
        slope=(year - years.start).astype(np.float64),
        walk=np.maximum(after + 1.0, 0.0),
        shocks=(after >= 0).astype(np.float64),
        pulses=(year[:, None] >= np.array([2020, 2021, 2022])).astype(np.float64),
        survey=survey,
        year=year,
        sample=np.array([sample_of(int(y)) for y in year], dtype=np.int64),
        city=tuple(city for city, _, _ in belongs),
        county=tuple(county for _, county, _ in belongs),
    )


def drifts_of(places: Sequence[str], where: Geography, years: range, ahead: range) -> Points:
    """Mean drift of places over the years ahead."""
    n = len(places)
    belongs = [where.belongs(place) for place in places]
    reached = np.array(ahead)[:, None] >= np.array(years)[None, 1:]
    zero = np.zeros(n)
    return Points(
        start=zero,
        slope=np.ones(n),
        walk=np.tile(reached.mean(axis=0), (n, 1)),
        shocks=np.zeros((n, len(years) - 1)),
        pulses=np.zeros((n, 3)),
        survey=zero,
        year=np.full(n, years.start, dtype=np.int64),
        sample=np.zeros(n, dtype=np.int64),
        city=tuple(city for city, _, _ in belongs),
        county=tuple(county for _, county, _ in belongs),
    )


def same(a: tuple[str, ...], b: tuple[str, ...]) -> Floats:
    """1 where two names are the same and there is one; (len(a), len(b))."""
    left, right = np.array(a, dtype=object), np.array(b, dtype=object)
    return ((left[:, None] == right[None, :]) & (left[:, None] != "")).astype(np.float64)


def parts(a: Points, b: Points) -> dict[str, Floats]:
    """Covariance of two sets of points by part, for a scale of 1; each (len(a), len(b))."""
    city, county = same(a.city, b.city), same(a.county, b.county)
    own = _own(a, b)
    start, slope = np.outer(a.start, b.start), np.outer(a.slope, b.slope)
    shocks = a.shocks @ b.shocks.T
    found = {
        "start": start,
        "start.city": start * city,
        "start.county": start * county,
        "drift": slope,
        "drift.city": slope * city,
        "drift.county": slope * county,
        "walk": a.walk @ b.walk.T,
        "shock": shocks,
        "shock.city": shocks * city,
        "shock.county": shocks * county,
        "lockdowns": np.outer(a.pulses[:, 2], b.pulses[:, 2]),
    }
    for one, x in (("2020", 0), ("2021", 1)):
        for other, y in (("2020", 0), ("2021", 1)):
            pulse = np.outer(a.pulses[:, x], b.pulses[:, y])
            found[f"pulse.{one}.{other}"] = pulse
            found[f"own pulse.{one}.{other}"] = pulse * own
    survey = np.outer(a.survey, b.survey) * own * (a.sample[:, None] == b.sample[None, :])
    distance = np.abs(a.year[:, None] - b.year[None, :])
    found["sample"] = survey
    for number, persistence in enumerate(PERSISTENCES):
        found[f"yearly.{number}"] = survey * persistence**distance
    return found


def _own(a: Points, b: Points) -> Floats:
    """1 where two points are of the same place."""
    left, right = zip(a.city, a.county, strict=True), zip(b.city, b.county, strict=True)
    names_a, names_b = tuple(map("/".join, left)), tuple(map("/".join, right))
    return same(names_a, names_b)


def _is_province(name: str) -> bool:
    known = known_place(name)
    return known is not None and known.level == "province"
