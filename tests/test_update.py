"""Updating with published figures is Bayes: against the normal closed form, and refused in time."""

from dataclasses import replace

import numpy as np
import pytest

from calibration.behaviour.abc_fit import effective_size
from calibration.outlook.survey import survey_errors
from calibration.outlook.survey_update import (
    RATIO,
    RURAL,
    Figure,
    Futures,
    covariance,
    update,
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
