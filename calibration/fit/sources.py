"""How income sources grow relative to their area's mean, fitted to published sources.

For source s of area a in a place and year,

    growth of source - growth of mean = relative_as + noise,    relative_as ~ N(0, size^2)

both logs a year. `relative_as` is common to the province and lasts; the noise is of the place and
year, N(0, noise^2 * QUARTER / share), as small sources vary more. Differences over n years count as
n times the growth with noise of n years. The two scales have half-normal priors and are summed over
a grid; given them everything is exact.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from math import log, log1p
from pathlib import Path

import numpy as np

from calibration.fit.sampler import standard_normals
from calibration.fit.scales import HALF_NORMAL_95
from calibration.history.panel_data import FOLDER, name_of
from calibration.named_numbers import uniforms
from calibration.outlook.shocks import Floats
from calibration.prior_draws import prior_of
from model.columns import SOURCES
from model.errors import InputError
from model.parameters import Parameters

FILE = FOLDER / "sources_to_2021.csv"
AREAS = ("rural", "urban")
CELLS = tuple((area, source) for area in AREAS for source in SOURCES)
NOISE_HIGH = 0.05
"""95 % point of the noise's prior, log a year."""

POINTS = 80

QUARTER = 0.25
"""Share of a source in its area's income at which the noise is as stated."""


@dataclass(frozen=True)
class SourceRow:
    """Income of an area of a place by source, yuan per head; growth in per cent, by source."""

    place: str
    year: int
    area: str
    total: float
    levels: Mapping[str, float]
    growth: Mapping[str, float]


@dataclass(frozen=True)
class RelativeGrowth:
    """Growth of a source less that of the mean, log, over some years to one."""

    place: str
    area: str
    source: str
    last: int
    years: int
    value: float
    share: float

    @property
    def cell(self) -> int:
        """Number of the area and source."""
        return CELLS.index((self.area, self.source))

    @property
    def variance(self) -> float:
        """Variance of the noise in it, for a noise of 1."""
        return self.years * QUARTER / self.share


@dataclass(frozen=True)
class SourcePosterior:
    """Draws of equal weight: size, noise float64 (n,); relative float64 (n, 2, 4), log a year."""

    size: Floats
    noise: Floats
    relative: Floats
    seen: tuple[RelativeGrowth, ...]


def read_sources(path: Path = FILE) -> tuple[SourceRow, ...]:
    """Rows of urban or rural residents of the province and its places."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    return tuple(
        SourceRow(
            place=name_of(line["place"]),
            year=int(line["year"]),
            area=line["population"],
            total=float(line["total"]),
            levels={s: float(line[s]) for s in SOURCES if line[s]},
            growth={
                s: float(line[f"{s}_growth_pct"])
                for s in ("total", *SOURCES)
                if line[f"{s}_growth_pct"]
            },
        )
        for line in lines
        if line["population"] in AREAS and line["level"] != "nation"
    )


def relative_growths(rows: tuple[SourceRow, ...]) -> tuple[RelativeGrowth, ...]:
    """Relative growth from levels of two years, else as printed for one."""
    found = []
    for area, source in CELLS:
        typical = _typical_share(rows, area, source)
        for place in dict.fromkeys(row.place for row in rows):
            mine = {r.year: r for r in rows if (r.place, r.area) == (place, area)}
            known = sorted(year for year, row in mine.items() if source in row.levels)
            told = dict(zip(known[1:], known, strict=False))
            for year, row in mine.items():
                before = mine.get(told.get(year, 0))
                value = _printed(row, source) if before is None else _between(before, row, source)
                if value is not None:
                    years = 1 if before is None else year - before.year
                    item = RelativeGrowth(place, area, source, year, years, value, typical)
                    found.append(item)
    return tuple(found)


def _typical_share(rows: tuple[SourceRow, ...], area: str, source: str) -> float:
    """Mean share of a source over the rows that have it; a quarter where none has."""
    shares = [r.levels[source] / r.total for r in rows if r.area == area and source in r.levels]
    return sum(shares) / len(shares) if shares else QUARTER


def _between(before: SourceRow, row: SourceRow, source: str) -> float:
    return log(row.levels[source] / row.total * before.total / before.levels[source])


def fit_sources(
    rows: tuple[SourceRow, ...], origin: int, n: int, key: str = "sources"
) -> SourcePosterior:
    """Posterior of relative growth given rows to the origin; InputError if one is later."""
    for row in rows:
        if row.year > origin:
            raise InputError(
                "a row after the origin may not be fitted",
                key="year",
                value=f"{row.place} {row.year}",
                allowed=f"{origin} or earlier",
            )
    seen = relative_growths(rows)
    size, noise, weight = _grid(seen)
    u = uniforms(f"fit: {key}: scales", np.arange(n))
    steps = np.cumsum(weight)
    chosen = np.minimum(np.searchsorted(steps / steps[-1], u), len(weight) - 1)
    return SourcePosterior(
        size[chosen], noise[chosen], _relative(seen, size[chosen], noise[chosen], key), seen
    )


def sums(seen: tuple[RelativeGrowth, ...]) -> tuple[Floats, Floats]:
    """Information of each cell, years^2 / variance, and years * change / variance; each (8,)."""
    information, told = np.zeros(len(CELLS)), np.zeros(len(CELLS))
    for item in seen:
        information[item.cell] += item.years**2 / item.variance
        told[item.cell] += item.years * item.value / item.variance
    return information, told


def _grid(seen: tuple[RelativeGrowth, ...]) -> tuple[Floats, Floats, Floats]:
    """Points of (size, noise) and their posterior weights; each (POINTS^2,)."""
    card = prior_of(Parameters.cards()["trend.source_growth_sd"], "ex_ante")
    u = (np.arange(POINTS) + 0.5) / POINTS
    from scipy.special import ndtri

    half = ndtri((1.0 + u) / 2.0) / HALF_NORMAL_95
    size, noise = (grid.ravel() for grid in np.meshgrid(card.high * half, NOISE_HIGH * half))
    return size, noise, _likelihood(seen, size, noise)


def _likelihood(seen: tuple[RelativeGrowth, ...], size: Floats, noise: Floats) -> Floats:
    """Likelihood of the scales relative to the best, every relative growth integrated out."""
    log_likelihood = np.zeros(len(size))
    for item in seen:
        spread = noise**2 * item.variance
        log_likelihood += -0.5 * np.log(spread) - 0.5 * item.value**2 / spread
    for information, told in zip(*sums(seen), strict=True):
        precision = 1.0 / size**2 + information / noise**2
        log_likelihood += -0.5 * np.log(size**2 * precision)
        log_likelihood += 0.5 * (told / noise**2) ** 2 / precision
    return np.asarray(np.exp(log_likelihood - log_likelihood.max()))


def _relative(seen: tuple[RelativeGrowth, ...], size: Floats, noise: Floats, key: str) -> Floats:
    """A draw of every cell's relative growth for each draw of the scales; (n, 2, 4)."""
    information, told = sums(seen)
    precision = 1.0 / size[:, None] ** 2 + information / noise[:, None] ** 2
    mean = told / noise[:, None] ** 2 / precision
    drawn = mean + standard_normals(f"{key}: relative", len(size), len(CELLS)) / np.sqrt(precision)
    return np.asarray(drawn.reshape(-1, len(AREAS), len(SOURCES)))


def _printed(row: SourceRow, source: str) -> float | None:
    if source not in row.growth or "total" not in row.growth:
        return None
    return log1p(row.growth[source] / 100) - log1p(row.growth["total"] / 100)
