"""What is published is the true level times an error that never accumulates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.outlook.survey import (
    ROTATION_SDS,
    all_residents,
    publish,
    sample_of,
    survey_errors,
    survey_urban_weight,
)

YEARS = range(2022, 2025)
WEIGHT = (62942 - 41991) / (73287 - 41991)


def values(n, rotation=0.012, yearly=0.004, rural=0.012, persistence=0.5):
    given_values = {
        "survey.rotation_sd": rotation,
        "survey.yearly_sd": yearly,
        "survey.growth_sd": rural,
        "survey.yearly_persistence": persistence,
    }
    return {path: np.full(n, value) for path, value in given_values.items()}


@pytest.mark.parametrize(
    ("year", "first"),
    [
        (2018, 2018),
        (2021, 2018),
        (2022, 2018),
        (2023, 2023),
        (2024, 2023),
        (2027, 2023),
        (2028, 2028),
        (2017, 2013),
    ],
)
def test_a_sample_answers_for_five_years(year, first):
    assert sample_of(year) == first


def test_the_error_of_a_sample_stays_until_the_next_sample():
    errors = survey_errors(values(500, yearly=0.0), np.arange(500), YEARS)
    assert np.array_equal(errors.ratio[:, 0], errors.ratio_2021)
    assert np.array_equal(errors.ratio[:, 1], errors.ratio[:, 2])
    assert not np.any(errors.ratio[:, 1] == errors.ratio[:, 0])


def test_within_a_sample_published_growth_of_the_ratio_is_true_growth():
    """Latent 2021 is published * exp(-error), so a lasting error cancels in 2022."""
    errors = survey_errors(values(200, yearly=0.0), np.arange(200), YEARS)
    latent_2021 = 1.745 * np.exp(-errors.ratio_2021)
    published_2022 = latent_2021 * np.exp(-0.018) * np.exp(errors.ratio[:, 0])
    assert np.allclose(published_2022, 1.745 * np.exp(-0.018), rtol=1e-12)


def test_errors_sit_on_the_level_and_do_not_accumulate():
    errors = survey_errors(values(20_000), np.arange(20_000), range(2022, 2033))
    expected = np.hypot(0.012, 0.004)
    assert np.abs(errors.ratio.std(axis=0) / expected - 1).max() < 0.03
    assert np.abs(errors.rural.std(axis=0) / 0.012 - 1).max() < 0.03


@pytest.mark.parametrize("sd", ROTATION_SDS)
def test_a_variant_replaces_the_drawn_rotation_error(sd):
    errors = survey_errors(values(20_000, yearly=0.0), np.arange(20_000), YEARS, rotation_sd=sd)
    assert errors.ratio[:, 1].std() == pytest.approx(sd, rel=0.03)


def test_no_error_prints_the_truth():
    errors = survey_errors(values(9, 0.0, 0.0, 0.0), np.arange(9), YEARS)
    rural, urban = publish(
        np.full((9, 3), 50000.0), np.full((9, 3), 85000.0), errors.rural, errors.ratio
    )
    assert np.all(rural == 50000.0)
    assert np.all(urban == 85000.0)


@given(st.integers(0, 10**6))
def test_published_urban_over_rural_is_the_published_ratio(index):
    errors = survey_errors(values(1), np.array([index]), YEARS)
    rural, urban = publish(
        np.full((1, 3), 50000.0), np.full((1, 3), 85000.0), errors.rural, errors.ratio
    )
    assert np.allclose(urban / rural, 1.7 * np.exp(errors.ratio), rtol=1e-12)


def test_the_survey_weight_reproduces_all_residents_of_2021_and_moves_with_the_urban_share():
    share = 0.659 + 0.0053 * np.arange(4)[None]
    weight = survey_urban_weight(WEIGHT, share)
    assert all_residents(41991.0, 73287.0, weight[0, 0]) == pytest.approx(62942.0, rel=1e-12)
    assert np.allclose(weight - weight[:, :1], share - share[:, :1], atol=1e-15)
