"""What would happen anyway: income paths of a county without programmes, from data to 2021.

`trend_path` gives one path to a simulated county; `redraw` gives many, with the survey, in closed
form. Both use the equations of `calibration.outlook.growth` and the same named shocks, so a row of
the second is the first.

For a pack, drift, noise, survey errors and the relative growth of sources come from the posterior
of the fit to 2021 (`calibration.fit`, stored in `fitted/`), by draw index; the level of growth and
the shock of 2022 keep their priors. A county without cards of its own is drawn from priors alone.

They differ in the base only. A simulated county starts from the published figures of 2021, which
it reproduces. The survey that printed them erred, so a redraw starts from
published * exp(-error of 2021); effects of policies, which are ratios of worlds, apply to it
unchanged. Published figures follow by `calibration.outlook.survey`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from calibration.history.gap_history import (
    READINGS,
    REVERSAL,
    Incomes,
    drift_before_covid,
    drift_with_pulse,
    gap_changes,
)
from calibration.outlook.growth import Growth, area_means, by_source, urbanisation
from calibration.outlook.shocks import Floats, Index, normals, uniforms, yearly_normals
from calibration.outlook.stored_trend import readings, relative_growth
from calibration.outlook.survey import SurveyErrors, survey_errors
from calibration.prior_draws import Evidence, cards_of, sample
from model.columns import SOURCES
from model.parameters import Parameters
from model.trend_path import TrendPath

Values = Mapping[str, Floats]
"""Unknowns by path; one entry a path (row)."""

YEARS = range(2022, 2025)
AREAS = ("rural", "urban")

FIRST_REDRAW = 1_000_000
"""Redraws use indices from here on, so that none is a draw of the simulated ensemble."""

PATHS = (
    *(path for path in Parameters.cards() if path.startswith(("trend.", "survey."))),
    "start.register_income_yuan",
)
"""The unknowns that a redraw needs."""


class County(Protocol):
    """What is used of a county pack."""

    @property
    def history(self) -> Sequence[Incomes]:
        """Incomes of places in earlier years."""
        ...

    def value(self, name: str) -> float:
        """The value of a fact."""
        ...


@dataclass(frozen=True)
class Redraws:
    """Trend and survey of n equally likely futures.

    rural, urban, low_income, prices: float64 (n, years), latent yuan per head and year; price
    index, 2021 = 1. urban_share: float64 (n, years + 1), beginning with 2021.
    errors: of what is published. reading: int64 (n,), which reading of the covid years.
    baseline: float64 (n,), which figure of the low-income households of 2021.
    """

    years: range
    index: Index
    rural: Floats
    urban: Floats
    low_income: Floats
    urban_share: Floats
    prices: Floats
    errors: SurveyErrors
    reading: Index
    baseline: Floats

    def __len__(self) -> int:
        return len(self.index)

    @property
    def ratio(self) -> Floats:
        """Latent urban over rural mean; (n, years)."""
        return self.urban / self.rural


def trend_path(
    pack: County, parameters: Parameters, index: int | None, years: range = YEARS
) -> TrendPath:
    """The trend of one draw; `index` None is the central path, without any shock."""
    values = {path: np.array([parameters.value(path)]) for path in (*PATHS, *_share_paths())}
    keys = None if index is None else np.array([index])
    growth, _ = _growth(pack, values, keys, years)
    share = urbanisation(pack.value("urbanisation_share"), growth)
    means = area_means(*_published(pack, 1), share, growth)
    return TrendPath(
        first_year=years.start,
        income=by_source(means, _shares(values), _source_deviation(pack, values, keys))[0],
        register_income=_compound(values["trend.register_growth"], years)[0]
        * parameters.start.register_income_yuan,
        urbanisation=share[0],
        prices=_compound(values["trend.consumer_price_growth"], years)[0],
    )


def redraw(
    pack: County,
    evidence: Evidence,
    n: int,
    key: int = 0,
    years: range = YEARS,
    *,
    rotation_sd: float | None = None,
) -> Redraws:
    """Draw n futures from posterior and priors; another key gives others, more keep the first."""
    index = FIRST_REDRAW * (1 + key) + np.arange(n)
    values = sample(PATHS, index, evidence, cards_of(pack))
    return redraw_from(pack, values, index, years, rotation_sd)


def redraw_from(
    pack: County,
    values: Values,
    index: Index,
    years: range = YEARS,
    rotation_sd: float | None = None,
) -> Redraws:
    """Trend and survey of the given unknowns in closed form, one row per index.

    `rotation_sd` replaces the drawn error of a new sample, for the variants of the survey.
    """
    growth, reading = _growth(pack, values, index, years)
    errors = survey_errors(values, index, years, rotation_sd)
    share = urbanisation(pack.value("urbanisation_share"), growth)
    rural, urban = _published(pack, len(index))
    base = rural * np.exp(-errors.rural_2021)
    means = area_means(base, urban / rural * base * np.exp(-errors.ratio_2021), share, growth)
    register = values["start.register_income_yuan"]
    return Redraws(
        years=years,
        index=index,
        rural=means[:, :, 0],
        urban=means[:, :, 1],
        low_income=register[:, None] * _compound(values["trend.register_growth"], years),
        urban_share=share,
        prices=_compound(values["trend.consumer_price_growth"], years),
        errors=errors,
        reading=reading,
        baseline=register,
    )


def _growth(
    pack: County, values: Values, index: Index | None, years: range
) -> tuple[Growth, Index]:
    """Everything that drives the paths, and the reading of the covid years in each."""
    trend = {path.removeprefix("trend."): value for path, value in values.items()}
    n = len(trend["gap_drift"])
    common = gap_noise = np.zeros((n, len(years)))
    deviation, reading, drift = np.zeros(n), np.zeros(n, np.int64), trend["gap_drift"]
    if index is not None:
        common = trend["common_noise_sd"][:, None] * yearly_normals("trend.common", index, years)
        gap_noise = trend["gap_noise_sd"][:, None] * yearly_normals("trend.gap", index, years)
        if _fitted(pack):
            reading = readings(index)
        else:
            deviation = trend["county_gap_deviation_sd"] * normals("trend.county_gap", index)
            drift, reading = _read_covid_years(pack, drift, index)
    growth = Growth(
        years=years,
        rural_growth=trend["rural_growth"],
        drift=drift + deviation,
        common=common,
        gap_noise=gap_noise,
        covid_growth=trend["covid_2022_growth"],
        covid_gap=trend["covid_2022_gap"],
        urbanisation_gain=trend["urbanisation_gain"],
        relative_income=trend["reclassified_relative_income"],
    )
    return growth, reading


def _fitted(pack: County) -> bool:
    """Whether drifts come from the stored posterior.

    They are then the county's own, its distance from the city and the reading of the covid years
    included.
    """
    return bool(cards_of(pack)["trend.gap_drift"].posterior)


def _read_covid_years(pack: County, drift: Floats, index: Index) -> tuple[Floats, Index]:
    """Move the drift to the centre that a drawn reading of 2020 and 2021 gives.

    The distance of a draw from the prior's centre is kept. A reading that the county's history
    does not allow leaves the default.
    """
    bounds = np.cumsum(list(READINGS.values()))
    reading = np.searchsorted(bounds, uniforms("trend.covid_reading", index)).astype(np.int64)
    low, high = REVERSAL
    reversal = low + (high - low) * uniforms("trend.covid_reversal", index)
    changes = gap_changes(pack.history)
    distance = drift - cards_of(pack)["trend.gap_drift"].evaluation.central
    for number, centre in enumerate(
        (None, drift_with_pulse(changes, reversal), drift_before_covid(changes))
    ):
        if centre is None:
            reading = np.where(reading == number, 0, reading)
        else:
            drift = np.where(reading == number, centre + distance, drift)
    return drift, reading


def _published(pack: County, n: int) -> tuple[Floats, Floats]:
    """Published rural and urban mean of 2021, n times."""
    return (
        np.full(n, pack.value("rural_income_yuan")),
        np.full(n, pack.value("urban_income_yuan")),
    )


def _compound(rate: Floats, years: range) -> Floats:
    """Growth since 2021 by year's end; (n, years)."""
    return np.asarray((1.0 + rate[:, None]) ** np.arange(1, len(years) + 1))


def _share_paths() -> list[str]:
    names = ("wage", "business", "property", "transfer")  # in the order of SOURCES
    return [f"start.{area}_{name}_share" for area in AREAS for name in names]


def _shares(values: Values) -> Floats:
    """Shares of the four sources in each area, made to add up to 1; (n, 2, 4)."""
    given = np.stack([values[path] for path in _share_paths()], axis=-1)
    shares = given.reshape(-1, len(AREAS), len(SOURCES))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def _source_deviation(pack: County, values: Values, index: Index | None) -> Floats:
    """How much faster or slower each source grows, log per year; (n, 2, 4)."""
    sd = values["trend.source_growth_sd"][:, None, None]
    if _fitted(pack):
        return np.asarray(sd * relative_growth(index))
    if index is None:
        return np.zeros((1, len(AREAS), len(SOURCES)))
    drawn = [[normals(f"trend.source.{a}.{s}", index) for s in SOURCES] for a in AREAS]
    return np.asarray(sd * np.moveaxis(np.array(drawn), -1, 0))
