"""The household survey: what it adds to the true value, and what it therefore prints.

    published_T = latent_T * exp(error_T)

The error sits on the level, never on cumulated growth. That of the ratio has a part that stays
while a sample of households stays, and a yearly part, AR(1) within a sample; a new sample was
drawn for 2023 to 2027. The error of the rural level is AR(1) within a sample as well (with the
central persistence of 0.5 the error of published growth is as large as that of the level), and the
urban level carries both, so that published urban over rural is the published ratio.

The figures of 2021 have errors too, so the base is uncertain: latent = published * exp(-error).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calibration.outlook.shocks import Floats, Index, autoregressive, normals

ROTATION_YEARS, FIRST_ROTATION = 5, 2018
"""Samples are kept for five years: 2018 to 2022, 2023 to 2027, and so on."""

ROTATION_SDS = (0.012, 0.03, 0.06)
"""Error of the log ratio from the choice of a sample: the judgement and two variants towards the
error of independent samples of about 50 rural households."""


@dataclass(frozen=True)
class SurveyErrors:
    """Errors of what is published, in logs.

    ratio, rural: float64 (n, years), the years simulated. ratio_2021, rural_2021: float64 (n,).
    """

    ratio: Floats
    rural: Floats
    ratio_2021: Floats
    rural_2021: Floats


def sample_of(year: int) -> int:
    """First year of the sample of households that answers in a year."""
    return year - (year - FIRST_ROTATION) % ROTATION_YEARS


def survey_errors(
    values: Mapping[str, Floats], index: Index, years: range, rotation_sd: float | None = None
) -> SurveyErrors:
    """Draw the errors of n paths; `rotation_sd` replaces the drawn one in all of them.

    values: the unknowns of `model.parameters.trend.Survey` by path, float64 (n,).
    """
    span = range(years.start - 1, years.stop)
    restarts = tuple(year for year in span if sample_of(year) == year)
    persistence = values["survey.yearly_persistence"]
    rotation = np.stack([normals("survey.rotation", index, sample_of(y)) for y in span], axis=1)
    sd = values["survey.rotation_sd"] if rotation_sd is None else np.full(len(index), rotation_sd)
    yearly = autoregressive("survey.yearly", index, span, persistence, restarts)
    rural = autoregressive("survey.rural", index, span, persistence, restarts)
    ratio = sd[:, None] * rotation + values["survey.yearly_sd"][:, None] * yearly
    rural = values["survey.growth_sd"][:, None] * rural
    return SurveyErrors(ratio[:, 1:], rural[:, 1:], ratio[:, 0], rural[:, 0])


def publish(
    rural: Floats, urban: Floats, errors_rural: Floats, errors_ratio: Floats
) -> tuple[Floats, Floats]:
    """Published rural and urban mean; arrays of one shape."""
    return rural * np.exp(errors_rural), urban * np.exp(errors_rural + errors_ratio)


def survey_urban_weight(weight_2021: float | Floats, urban_share: Floats) -> Floats:
    """Weight of urban residents in the all-resident mean at each year's end; as `urban_share`.

    The survey's weight of 2021 differs from the urban share; the difference is kept.
    weight_2021: one for all paths, or float64 (n,). urban_share: float64 (n, years + 1), beginning
    with 2021.
    """
    start = np.asarray(weight_2021, np.float64).reshape(-1, 1)
    return np.asarray(start + (urban_share - urban_share[:, :1]))


def all_residents(rural: Floats, urban: Floats, weight: Floats) -> Floats:
    """Mean income of all residents from both areas and the weight of the urban one."""
    return weight * urban + (1.0 - weight) * rural
