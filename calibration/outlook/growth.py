"""The equations of the trend, for many paths at once.

A path is one row. Area means of stayers grow by

    ln rural_t = ln rural_t-1 + ln(1 + growth) + common_t + covid_growth [2022]
    ln gap_t   = ln gap_t-1 + drift + noise_t + covid_gap [2022]             gap = urban / rural

and villages counted as urban faster than in the past move both means (m the excess share of the
population a year, u the urban share, k the income of those who move relative to the rural mean):

    d ln rural = -m / (1 - u) * (k - 1)          d ln urban = m / u * (k * rural / urban - 1)

Moves at the past pace are part of the drift and are not counted again.
"""

from dataclasses import dataclass

import numpy as np

from calibration.outlook.shocks import Floats

PAST_URBANISATION_GAIN = 0.0053
"""Share of the population a year that became urban before the pilot (plan: 65.9 to 67.5 % in three
years); its effect on the gap is inside the drift."""

COVID_YEAR = 2022
"""Lockdowns of 2022, mostly before the pilot, are no policy of the county."""

LARGEST_URBAN_SHARE = 0.99


@dataclass(frozen=True)
class Growth:
    """What drives the area means of n paths over some years.

    rural_growth: float64 (n,), per year; drift: float64 (n,), log per year.
    common, gap_noise: float64 (n, years), log. covid_growth, covid_gap: float64 (n,), log.
    urbanisation_gain: float64 (n,), share per year. relative_income: float64 (n,), of movers.
    """

    years: range
    rural_growth: Floats
    drift: Floats
    common: Floats
    gap_noise: Floats
    covid_growth: Floats
    covid_gap: Floats
    urbanisation_gain: Floats
    relative_income: Floats


def urbanisation(start: float, growth: Growth) -> Floats:
    """Urban share of residents at each year's end, beginning with the start; (n, years + 1)."""
    elapsed = np.arange(len(growth.years) + 1)
    path = start + growth.urbanisation_gain[:, None] * elapsed
    return np.minimum(path, LARGEST_URBAN_SHARE)


def area_means(rural: Floats, urban: Floats, urban_share: Floats, growth: Growth) -> Floats:
    """Mean income of both areas, yuan per head and year; (n, years, 2), rural first.

    rural, urban: float64 (n,), the year before the first. urban_share: as of `urbanisation`.
    """
    means = np.empty((len(rural), len(growth.years), 2))
    excess = np.diff(urban_share, axis=1) - PAST_URBANISATION_GAIN
    for t, year in enumerate(growth.years):
        covid = float(year == COVID_YEAR)
        stayers = np.log1p(growth.rural_growth) + growth.common[:, t] + covid * growth.covid_growth
        gap = growth.drift + growth.gap_noise[:, t] + covid * growth.covid_gap
        out_of_rural, into_urban = reclassified(
            excess[:, t], urban_share[:, t], growth.relative_income, rural / urban
        )
        rural = rural * np.exp(stayers + out_of_rural)
        urban = urban * np.exp(stayers + gap + into_urban)
        means[:, t, 0], means[:, t, 1] = rural, urban
    return means


def reclassified(
    moved: Floats, urban_share: Floats, relative_income: Floats, rural_to_urban: Floats
) -> tuple[Floats, Floats]:
    """Change of ln rural and ln urban mean when a share of the population is counted as urban."""
    rural = -moved / (1.0 - urban_share) * (relative_income - 1.0)
    urban = moved / urban_share * (relative_income * rural_to_urban - 1.0)
    return rural, urban


def by_source(means: Floats, shares: Floats, deviation: Floats) -> Floats:
    """Split area means into sources whose growth deviates, then benchmark to the means.

    means: float64 (n, years, 2). shares: float64 (n, 2, 4) at the start. deviation: float64
    (n, 2, 4), log per year, constant over the years. Returns float64 (n, years, 2, 4).
    """
    elapsed = np.arange(1, means.shape[1] + 1)[:, None, None]
    weight = shares[:, None] * np.exp(deviation[:, None] * elapsed)
    return np.asarray(means[..., None] * weight / weight.sum(axis=-1, keepdims=True))
