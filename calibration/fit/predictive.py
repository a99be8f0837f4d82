"""Posterior predictive checks: what the fitted trend says of figures that it does not see.

- places left out: the change of each place's gap, foretold from all other places alone;
- shares of sources in Wenzhou in 2021, foretold from its shares of 2019 and relative growth;
- two patterns that the model does not fit, as it takes gap and rural growth for unrelated and
  noise for normal: their correlation in the province, and the largest yearly change of the gap.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from calibration.fit.forecast import TrendPosterior
from calibration.fit.observations import EXACT, Quantity, gap_of, observations, rural_of
from calibration.fit.paths import READINGS, levels_at
from calibration.fit.sampler import standard_normals
from calibration.fit.sources import CELLS, QUARTER, SourcePosterior, SourceRow
from calibration.history.panel_data import Panel, PanelRow
from calibration.outlook.shocks import Floats

Reader = Callable[[PanelRow], tuple[float, float] | None]

INTERVAL = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Foretold:
    """An observed figure, what was foretold (5, 50, 95 %) and the share of draws below it."""

    name: str
    observed: float
    low: float
    middle: float
    high: float
    below: float


def places_left_out(trend: TrendPosterior, draws: int = 512) -> list[Foretold]:
    """Change of the gap from a place's first to its last figure, from all others, log a year."""
    found = []
    for place in trend.panel.places():
        gaps = {year: told for year, row in trend.panel.of(place).items() if (told := gap_of(row))}
        if len(gaps) < 2 or trend.panel.of(place)[max(gaps)].level == "nation":
            continue
        first, last = min(gaps), max(gaps)
        drawn = _change_without(trend, place, first, last, draws) / (last - first)
        observed = (gaps[last][0] - gaps[first][0]) / (last - first)
        found.append(foretold(f"{place} {first} to {last}", observed, drawn))
    return found


def _change_without(trend: TrendPosterior, place: str, first: int, last: int, draws: int) -> Floats:
    """Draws of the printed change, the scales as fitted and the place's figures taken away."""
    seen = observations(trend.panel.without(place), "gap")
    models, inverses = {}, {}
    for key, model in trend.models.items():
        if key[0] == "gap":
            models[key] = model.of(seen)
            kept = trend.z["gap"][trend.reading == READINGS.index(key[1])]
            inverses[key] = models[key].inverse(kept)
    blind = replace(
        trend, models={**trend.models, **models}, inverses={**trend.inverses, **inverses}
    )
    levels = blind.levels("gap", [(place, first), (place, last)], draws, f"left out: {place}")
    return np.asarray(levels[:, 1] - levels[:, 0])


def shares_foretold(
    sources: SourcePosterior, rows: tuple[SourceRow, ...], place: str, first: int, last: int
) -> list[Foretold]:
    """Share of each source in a place's last year from its first one, where both are known.

    The fit saw these rows, among others: this checks what was fitted.
    """
    mine = {(row.area, row.year): row for row in rows if row.place == place}
    found = []
    for number, (area, source) in enumerate(CELLS):
        before, after = mine.get((area, first)), mine.get((area, last))
        if not (before and after and source in before.levels and source in after.levels):
            continue
        years, share = last - first, before.levels[source] / before.total
        n = len(sources.size)
        luck = standard_normals(f"shares: {area} {source}", n, 1)[:, 0]
        noise = sources.noise * np.sqrt(years * QUARTER / share) * luck
        drawn = share * np.exp(years * sources.relative.reshape(n, -1)[:, number] + noise)
        observed = after.levels[source] / after.total
        found.append(foretold(f"{place} {last} {area} {source}", observed, drawn))
    return found


def unfitted_patterns(trend: TrendPosterior, place: str, draws: int = 512) -> list[Foretold]:
    """Patterns of one place that no part of the model describes, in data and in new paths."""
    panel = trend.panel
    years = [y for y, row in sorted(panel.of(place).items()) if gap_of(row) and rural_of(row)]
    gap = _column(panel, place, years, gap_of)
    rural = _column(panel, place, years, rural_of)
    span = np.diff(years)
    new_gap = _fresh(trend, "gap", place, years, draws)
    new_rural = _fresh(trend, "rural", place, years, draws)
    alike = [
        np.corrcoef(np.diff(a) / span, np.diff(b) / span)[0, 1]
        for a, b in zip(new_gap, new_rural, strict=True)
    ]
    observed = float(np.corrcoef(np.diff(gap) / span, np.diff(rural) / span)[0, 1])
    largest = np.abs(np.diff(new_gap, axis=1) / span).max(axis=1)
    return [
        foretold(
            f"{place}: correlation of rural growth and change of the gap", observed, np.array(alike)
        ),
        foretold(
            f"{place}: largest yearly change of the gap",
            float(np.abs(np.diff(gap) / span).max()),
            largest,
        ),
    ]


def foretold(name: str, observed: float, drawn: Floats) -> Foretold:
    """Interval of draws beside what was observed."""
    low, middle, high = np.quantile(drawn, INTERVAL).tolist()
    return Foretold(name, observed, low, middle, high, float(np.mean(drawn < observed)))


def _fresh(
    trend: TrendPosterior, quantity: Quantity, place: str, years: list[int], draws: int
) -> Floats:
    """New paths with the fitted scales and drifts but shocks and pulses of their own."""
    z = trend.z[quantity]
    rows = np.arange(draws) % len(z)
    luck = standard_normals(f"fresh: {quantity}: {place}", draws, len(years))
    model = trend.models[quantity, "two_years"]
    points = levels_at([(place, year) for year in years], model.where, model.years, printed=True)
    still = replace(points, start=0.0 * points.start, slope=0.0 * points.slope)
    drift = trend.drifts(quantity, [place], range(trend.origin + 1, trend.origin + 4), draws)
    covariance = model.covariance(z[rows], still, still) + EXACT**2 * np.eye(len(years))
    factor = np.linalg.cholesky(covariance)
    return np.einsum("nij,nj->ni", factor, luck) + drift * (np.array(years) - years[0])


def _column(panel: Panel, place: str, years: list[int], read: Reader) -> Floats:
    rows = panel.of(place)
    found = [read(rows[year]) for year in years]
    return np.array([told[0] for told in found if told is not None])
