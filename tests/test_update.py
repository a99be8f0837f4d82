"""Updating with published figures is Bayes: against the normal closed form, and refused in time."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.linalg import block_diag

from calibration.behaviour.abc_fit import effective_size
from calibration.outlook.above import Above
from calibration.outlook.survey import survey_errors
from calibration.outlook.survey_update import (
    RATIO,
    RURAL,
    Figure,
    Futures,
    _states,
    covariance,
    update,
    with_above,
)
from calibration.outlook.trend import YEARS
from model.errors import InputError

N = 40_000
SPREADS = {
    "survey.rotation_sd": 0.010,
    "survey.yearly_sd": 0.004,
    "survey.yearly_persistence": 0.5,
    "survey.growth_sd": 0.012,
    "trend.common_noise_sd": 0.009,
    "trend.gap_noise_sd": 0.006,
}
MEAN, SPREAD = np.array([10.65, 0.55]), np.array([0.02, 0.012])
"""Of the slow part of log rural income and log ratio of 2022: drawn anew in each future."""


def futures(count=N, seed=1):
    luck = np.random.Generator(np.random.Philox(seed))
    slow = MEAN + SPREAD * luck.standard_normal((count, 2))
    middle = np.stack([slow, slow + [0.07, -0.012], slow + [0.14, -0.024]], axis=1)
    spreads = {path: np.full(count, value) for path, value in SPREADS.items()}
    states = luck.multivariate_normal(
        np.zeros(14), covariance(YEARS, {p: v[:1] for p, v in spreads.items()})[0], size=count
    ).reshape(count, 7, 2)
    return Futures(YEARS, middle, states[:, :4], states[:, 4:], spreads)


def closed_form(reading, observed):
    """Mean and covariance of the published path given readings of it: everything is normal."""
    spread = covariance(YEARS, {p: np.array([v]) for p, v in SPREADS.items()})[0]
    step = np.kron(np.column_stack([-np.ones(3), np.eye(3), np.tri(3)]), np.eye(2))
    prior = np.kron(np.ones((3, 3)), np.diag(SPREAD**2)) + step @ spread @ step.T
    mean = np.concatenate([MEAN, MEAN + [0.07, -0.012], MEAN + [0.14, -0.024]])
    gain = prior @ reading.T @ np.linalg.inv(reading @ prior @ reading.T)
    return mean + gain @ (observed - reading @ mean), prior - gain @ reading @ prior


def moments(found):
    published = found.futures.published.reshape(N, 6)
    mean = found.weight @ published
    return mean, (found.weight[:, None] * (published - mean)).T @ (published - mean)


@pytest.mark.parametrize(
    ("figures", "reading"),
    [
        ([((2022, RURAL, 1.0),)], [[1, 0, 0, 0, 0, 0]]),
        ([((2022, RURAL, 1.0), (2022, RATIO, 1.0))], [[1, 1, 0, 0, 0, 0]]),
        (
            [((2022, RURAL, 1.0),), ((2023, RURAL, 1.0), (2022, RURAL, -1.0))],
            [[1, 0, 0, 0, 0, 0], [-1, 0, 1, 0, 0, 0]],
        ),
        (
            [((2022, RATIO, 1.0),), ((2023, RATIO, 1.0),)],
            [[0, 1, 0, 0, 0, 0], [0, 0, 0, 1, 0, 0]],
        ),
    ],
    ids=["rural level", "urban level", "level, then growth", "ratio before and after rotation"],
)
def test_reweighting_is_the_conjugate_posterior(figures, reading):
    reading = np.array(reading, float)
    usual = np.tile(MEAN, 3) + [0, 0, 0.07, -0.012, 0.14, -0.024]
    observed = reading @ usual + 0.012
    given = [
        Figure(str(k), weights, float(value), 1e-6)
        for k, (weights, value) in enumerate(zip(figures, observed, strict=True))
    ]
    found = update(futures(), given)
    mean, spread = moments(found)
    exact_mean, exact = closed_form(reading, observed)
    error = np.sqrt(np.abs(np.diag(exact)) / found.effective)
    assert np.all(np.abs(mean - exact_mean) < 5.0 * error + 1e-6)
    assert spread == pytest.approx(exact, abs=0.04 * np.diag(exact).max() + 1e-9)


def test_absorbed_figures_are_met_by_every_future():
    found = update(futures(), [Figure("rural", ((2022, RURAL, 1.0),), 10.66, 1e-7)])
    assert found.futures.published[:, 0, RURAL] == pytest.approx(np.full(N, 10.66), abs=1e-6)
    assert found.futures.latent[:, 0, RURAL].std() > 0.005  # the survey may have erred


def test_weights_do_not_depend_on_the_errors_that_were_drawn():
    given = [Figure("ratio", ((2022, RATIO, 1.0),), 0.56, 1e-6)]
    plain, other = futures(), futures()
    silent = replace(other, errors=0.0 * other.errors, shocks=0.0 * other.shocks)
    assert update(plain, given).weight == pytest.approx(update(silent, given).weight)


def test_a_new_sample_of_households_forgets_the_old_samples_error():
    spread = covariance(YEARS, {p: np.array([v]) for p, v in SPREADS.items()})[0]
    errors = spread[:8, :8].reshape(4, 2, 4, 2)
    assert errors[0, RATIO, 1, RATIO] > 0.0
    assert errors[1, RATIO, 2, RATIO] == errors[1, RURAL, 2, RURAL] == 0.0  # 2022 and 2023
    assert errors[2, RATIO, 3, RATIO] == pytest.approx(0.010**2 + 0.5 * 0.004**2)


def test_the_covariance_is_that_of_the_survey_as_it_is_drawn():
    index = np.arange(200_000)
    values = {path: np.full(len(index), value) for path, value in SPREADS.items()}
    drawn = survey_errors(values, index, YEARS)
    ratio = np.column_stack([drawn.ratio_2021, drawn.ratio])
    rural = np.column_stack([drawn.rural_2021, drawn.rural])
    spread = covariance(YEARS, {p: np.array([v]) for p, v in SPREADS.items()})[0][:8, :8]
    scale = np.sqrt(np.diag(spread))
    seen = np.cov(np.stack([rural, ratio], axis=2).reshape(len(index), 8).T)
    assert seen / np.outer(scale, scale) == pytest.approx(
        spread / np.outer(scale, scale), abs=0.015
    )


def test_figures_that_contradict_every_future_are_refused():
    with pytest.raises(InputError, match="too few futures agree") as refused:
        update(futures(), [Figure("rural", ((2022, RURAL, 1.0),), 12.0, 1e-6)])
    assert float(refused.value.value) < 100.0


def test_nothing_to_absorb_is_refused():
    with pytest.raises(InputError, match="no figure"):
        update(futures(100), [])


def test_effective_size_counts_equal_weights_in_full():
    assert effective_size(np.full(250, 1 / 250)) == pytest.approx(250.0)
    assert effective_size(np.array([1.0, 0.0, 0.0])) == pytest.approx(1.0)


# Places above the county --------------------------------------------------------------------------

CITY, PROVINCE = 0.6, 0.25
"""Parts of the variance of the county's shocks that city and province share."""


def with_places(count=N, seed=3):
    """Futures whose city and province drift with the county, each with a part of its own."""
    luck = np.random.Generator(np.random.Philox(1000 + seed))
    county, own = futures(count, seed), luck.standard_normal((count, 2))
    slow = (county.middle[:, :1, RATIO] - MEAN[RATIO]) * np.arange(1, 4)
    places = []
    for k, (name, share, survey) in enumerate((("city", CITY, 0.32), ("province", PROVINCE, 0.1))):
        middle = 0.6 + slow + 0.01 * own[:, k, None] * np.arange(1, 4)
        normals = luck.standard_normal((count, 7))
        share = np.full(count, share)
        places.append(Above(name, middle, share, survey, normals[:, :3], normals[:, 3:]))
    return replace(county, above=tuple(places))


def joint(found):
    """Mean and covariance of what is printed of county, city and province, from the equations."""
    spread = with_above(
        replace(
            found,
            middle=found.middle[:1],
            spreads={path: values[:1] for path, values in found.spreads.items()},
            above=tuple(
                replace(place, share=place.share[:1], middle=place.middle[:1])
                for place in found.above
            ),
        ),
        covariance(YEARS, {path: values[:1] for path, values in found.spreads.items()}),
    )[0]
    once = np.column_stack([-np.ones(3), np.eye(3), np.tri(3)])
    step = block_diag(np.kron(once, np.eye(2)), once, once)
    ahead = np.arange(1, 4)
    slow = np.zeros((12, 4))  # by: county rural, county ratio, city's own, province's own
    slow[0:6:2, 0], slow[1:6:2, 1] = SPREAD[RURAL], SPREAD[RATIO]
    slow[6:9, 1] = slow[9:12, 1] = SPREAD[RATIO] * ahead
    slow[6:9, 2] = slow[9:12, 3] = 0.01 * ahead
    mean = np.concatenate([MEAN, MEAN + [0.07, -0.012], MEAN + [0.14, -0.024], np.full(6, 0.6)])
    return mean, slow @ slow.T + step @ spread @ step.T


def test_what_is_drawn_of_places_above_has_the_covariance_of_the_equations():
    found = with_places()
    spread = with_above(found, covariance(YEARS, found.spreads))
    states = _states(found, spread)
    assert np.cov(states.T) == pytest.approx(spread[0], abs=3e-6)


@pytest.mark.parametrize(
    "seen",
    [[("city", 2022)], [("province", 2022)], [("city", 2022), ("province", 2022)],
     [("", 2022), ("city", 2022), ("city", 2023)]],
    ids=["city", "province", "both", "county and city"],
)  # fmt: skip
def test_reweighting_by_places_above_is_the_conjugate_posterior(seen):
    prior = with_places()
    mean, spread = joint(prior)
    columns = [
        2 * (year - 2022) + RATIO if not place else {"city": 6, "province": 9}[place] + year - 2022
        for place, year in seen
    ]
    values = mean[columns] - 0.008
    figures = [
        Figure(place, ((year, RATIO, 1.0),), value, 1e-6, place)
        for (place, year), value in zip(seen, values, strict=True)
    ]
    gain = spread[:, columns] @ np.linalg.inv(spread[np.ix_(columns, columns)])
    told = (mean + gain @ (values - mean[columns]))[:6]
    left = (spread - gain @ spread[columns])[:6, :6]
    after, around = moments(update(prior, figures))
    assert after == pytest.approx(told, abs=6e-4)
    assert np.sqrt(np.diag(around)) == pytest.approx(
        np.sqrt(np.maximum(np.diag(left), 0.0)), abs=6e-4
    )
    assert left[5, 5] < 0.97 * spread[5, 5]
