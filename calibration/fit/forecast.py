"""Fitting the trend up to an origin, and forecasting from it.

    posterior = fit_trend(panel.as_of(2021), 2021)
    posterior.forecast("wenzhou", horizon=3, n=1000).log_ratio

The covid years are read in three ways (`calibration.history.gap_history`), each fitted for itself
and weighted as stated there; before 2021 is known a step of 2020 is taken to stay, save in the
reading that lets part of it come back. The fit raises `InputError` on a row after the origin, on
one that was printed too late for it, and where nothing is known of the gap of any place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from calibration.fit.conditioning import Model, model_of
from calibration.fit.observations import Quantity, observations
from calibration.fit.paths import READINGS, Points, drifts_of, geography, levels_at
from calibration.fit.sampler import STEPS, Chains, sample_scales, standard_normals
from calibration.fit.scales import scales
from calibration.history.gap_history import READINGS as WEIGHTS
from calibration.history.panel_data import Panel, name_of, refuse_unknown
from calibration.outlook.shocks import Floats, Index
from model.errors import InputError

QUANTITIES: tuple[Quantity, Quantity] = ("gap", "rural")
ROWS = 256
"""Vectors of scales kept of a fit, shared out over the readings."""

Parents = Mapping[str, str | None]
NONE: Parents = {}

LONGEST_HORIZON = 10
NAMED = 5
"""Places that a message names."""

FIRST_YEAR = 2000


@dataclass(frozen=True)
class GapForecast:
    """Futures of a place from an origin; row i of all arrays is one future.

    log_ratio: float64 (n, horizon), ln(urban / rural) as printed (or as it is, if so asked).
    log_ratio_origin: float64 (n,), the same at the origin: known where it was published.
    growth_rural, growth_urban: float64 (n, horizon), log growth of each year.
    drift: float64 (n,), mean log change of the gap a year over the horizon, without shocks.
    reading: int64 (n,), which reading of the covid years.
    borrowed_from: the place whose history stands in for one that has no trend of its own.
    """

    place: str
    origin: int
    years: tuple[int, ...]
    log_ratio: Floats
    log_ratio_origin: Floats
    growth_rural: Floats
    growth_urban: Floats
    drift: Floats
    reading: Index
    borrowed_from: str | None


@dataclass(frozen=True)
class TrendPosterior:
    """Posterior of the trend model given a panel up to an origin.

    z: float64 (rows, scales) by quantity, rows of equal weight; reading: int64 (rows,).
    unsettled: how far the sampler's chains still moved when they ended, in sds (`Chains.drift`).
    """

    origin: int
    panel: Panel
    models: Mapping[tuple[Quantity, str], Model]
    z: Mapping[Quantity, Floats]
    reading: Index
    inverses: Mapping[tuple[Quantity, str], Floats]
    unsettled: float
    log_evidence: Mapping[tuple[Quantity, str], float]

    def forecast(
        self, place: str, horizon: int, n: int, seed: int = 0, observed: bool = True
    ) -> GapForecast:
        """N futures of a place over the years after the origin; `observed` adds the survey."""
        years = _checked_years(self.origin, horizon, n)
        name = name_of(place)
        key = f"{seed}: {name}"
        levels = [(name, year) for year in (self.origin, *years)]
        gap, drift = self._drawn("gap", name, levels, n, key, observed)
        rural, _ = self._drawn("rural", name, levels, n, key, observed)
        growth = np.diff(rural, axis=1)
        return GapForecast(
            place=name,
            origin=self.origin,
            years=years,
            log_ratio=gap[:, 1:],
            log_ratio_origin=gap[:, 0],
            growth_rural=growth,
            growth_urban=growth + np.diff(gap, axis=1),
            drift=drift,
            reading=self.reading[np.arange(n) % len(self.reading)],
            borrowed_from=self.borrowed_from(name),
        )

    def drifts(
        self, quantity: Quantity, places: list[str], ahead: range, n: int, parents: Parents = NONE
    ) -> Floats:
        """Joint draws of the mean drift of places over years ahead; float64 (n, places).

        parents: of counties that neither the panel nor the list of places knows.
        """
        model = self._any(quantity)
        where = replace(model.where, parent={**model.where.parent, **parents})
        wanted = drifts_of(places, where, model.years, ahead)
        return self._sampled(quantity, wanted, n, "drifts", even=True)

    def levels(self, quantity: Quantity, places: list[tuple[str, int]], n: int, key: str) -> Floats:
        """Joint draws of printed levels of places in years; float64 (n, places)."""
        model = self._any(quantity)
        wanted = levels_at(places, model.where, model.years, printed=True)
        return self._sampled(quantity, wanted, n, key)

    def scale_draws(self, quantity: Quantity) -> dict[str, Floats]:
        """Posterior draws of the scales by name; each (rows,)."""
        return scales(quantity, self.z[quantity])

    def borrowed_from(self, place: str) -> str | None:
        """The nearest place above that has a trend of its own; None if the place itself has one."""
        line = self._any("gap").where.line(place)
        for above in line:
            if self.has_trend(above):
                return None if above == name_of(place) else above
        return line[-1] if line[-1] != name_of(place) else None

    def has_trend(self, place: str) -> bool:
        """Whether the panel tells of a change of the place's gap."""
        seen = self._any("gap").seen
        own = [number for number, (name, _) in enumerate(seen.points) if name == place]
        return len(own) > 1

    def _drawn(
        self,
        quantity: Quantity,
        place: str,
        levels: list[tuple[str, int]],
        n: int,
        key: str,
        observed: bool,
    ) -> tuple[Floats, Floats]:
        """Levels (n, years) of a place and its mean drift (n,), drawn jointly."""
        model = self._any(quantity)
        wanted = joined(
            levels_at(levels, model.where, model.years, printed=observed),
            drifts_of([place], model.where, model.years, range(levels[1][1], levels[-1][1] + 1)),
        )
        drawn = self._sampled(quantity, wanted, n, key)
        return drawn[:, :-1], drawn[:, -1]

    def _sampled(
        self, quantity: Quantity, wanted: Points, n: int, key: str, *, even: bool = False
    ) -> Floats:
        """N draws of points: row i has the scales of row i of the posterior, again and again."""
        normals = standard_normals(f"{quantity}: {key}", n, len(wanted.year))
        if even and n > 1:  # mean 0 and sd 1 to the digit: few rows then say more of the mean
            normals = (normals - normals.mean(axis=0)) / normals.std(axis=0)
        drawn = np.empty_like(normals)
        rows = np.arange(n) % len(self.reading)
        for number, reading in enumerate(READINGS):
            kept = np.flatnonzero(self.reading == number)
            if not kept.size or not np.isin(rows, kept).any():
                continue
            mean, covariance = self.models[quantity, reading].conditional(
                self.z[quantity][kept], self.inverses[quantity, reading], wanted
            )
            factor = _factor(covariance)
            mine = np.flatnonzero(np.isin(rows, kept))
            of = np.searchsorted(kept, rows[mine])
            drawn[mine] = mean[of] + np.einsum("nij,nj->ni", factor[of], normals[mine])
        return drawn

    def _any(self, quantity: Quantity) -> Model:
        return self.models[quantity, READINGS[0]]


def fit_trend(
    panel: Panel, origin: int, *, rows: int = ROWS, steps: int = STEPS, seed: int = 0
) -> TrendPosterior:
    """Fit the trend to `panel.as_of(origin)`; InputError for any other row, and for no gap."""
    refuse_unknown(panel, origin)
    models = _models(panel, origin)
    if not len(models["gap", READINGS[0]].seen):
        raise nothing_known(panel, origin)
    counts = _shared_out(rows)
    ends: dict[tuple[Quantity, str], Chains] = {}
    for (quantity, reading), model in models.items():
        key = f"{seed}: {quantity}: {reading}"
        ends[quantity, reading] = sample_scales(
            model.log_likelihood, model.dimensions, key, counts[reading], steps
        )
    order = _order(counts)
    z = {q: np.concatenate([ends[q, r].z for r in READINGS])[order] for q in QUANTITIES}
    reading_of = np.repeat(np.arange(len(READINGS)), list(counts.values()))[order]
    return TrendPosterior(
        origin=origin,
        panel=panel,
        models=models,
        z=z,
        reading=reading_of,
        inverses={
            (quantity, reading): model.inverse(z[quantity][reading_of == READINGS.index(reading)])
            for (quantity, reading), model in models.items()
        },
        unsettled=max(found.drift for found in ends.values()),
        log_evidence={key: found.log_evidence for key, found in ends.items()},
    )


def nothing_known(panel: Panel, origin: int) -> InputError:
    """The error of a panel that says nothing of any place's gap."""
    places = ", ".join(panel.places()[:NAMED]) + (" …" if len(panel.places()) > NAMED else "")
    return InputError(
        "nothing is known by the origin of the gap between urban and rural incomes",
        file=panel.file,
        key="rows",
        value=f"origin {origin}, {len(panel.rows)} rows{places and ' of '}{places}",
        allowed="a place, no nation, with both incomes, growth of both, or their ratio in a year "
        f"up to {origin}, in a document of {origin + 1} or earlier",
    )


def _models(panel: Panel, origin: int) -> dict[tuple[Quantity, str], Model]:
    """The model of each quantity in each reading."""
    where = geography(
        {row.place: row.level for row in panel.rows}, {row.place: row.parent for row in panel.rows}
    )
    first = min((row.year for row in panel.rows), default=origin) - 1
    years = range(max(first, FIRST_YEAR), origin + LONGEST_HORIZON + 1)
    return {
        (quantity, reading): model_of(
            quantity, observations(panel, quantity), where, years, _known(reading, origin), origin
        )
        for quantity in QUANTITIES
        for reading in READINGS
    }


def _known(reading: str, origin: int) -> str:
    """The reading as far as the years to the origin allow: with 2020 alone, a step that stays."""
    return "stays" if origin < 2021 and reading != "pulse" else reading


def _shared_out(rows: int) -> dict[str, int]:
    counts = {reading: round(rows * WEIGHTS[reading]) for reading in READINGS}
    counts[READINGS[0]] += rows - sum(counts.values())
    return counts


def _order(counts: Mapping[str, int]) -> Index:
    """An order in which the first rows hold every reading by its weight."""
    place = np.concatenate([(np.arange(n) + 0.5) / n for n in counts.values()])
    return np.asarray(np.argsort(place, kind="stable"))


def _factor(covariance: Floats) -> Floats:
    """Square roots of covariances that may be singular, as what was published is known."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :])


def joined(a: Points, b: Points) -> Points:
    """Two sets of points, one after the other."""

    def both(name: str) -> Floats:
        return np.concatenate([getattr(a, name), getattr(b, name)])

    return Points(
        start=both("start"),
        slope=both("slope"),
        walk=both("walk"),
        shocks=both("shocks"),
        pulses=both("pulses"),
        survey=both("survey"),
        year=both("year").astype(np.int64),
        sample=both("sample").astype(np.int64),
        city=a.city + b.city,
        county=a.county + b.county,
    )


def _checked_years(origin: int, horizon: int, n: int) -> tuple[int, ...]:
    if not 1 <= horizon <= LONGEST_HORIZON:
        raise InputError("not a horizon", value=horizon, allowed=f"1 to {LONGEST_HORIZON} years")
    if n < 1:
        raise InputError("not a number of futures", value=n, allowed="1 or more")
    return tuple(range(origin + 1, origin + 1 + horizon))
