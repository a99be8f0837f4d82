"""Shares of variance add up, and each part lands where it was planted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from calibration.outlook.survey import SurveyErrors
from calibration.outlook.trend import Redraws
from scenarios.forecasting.levels import Pairs
from scenarios.forecasting.variance import (
    COMPONENTS,
    between_and_within,
    shares,
    split_effect,
    variance_shares,
)


def redraws_of(log_ratio, error, error_2021, baseline):
    n = len(log_ratio)
    return Redraws(
        years=range(2024, 2025),
        index=np.arange(n),
        rural=np.ones((n, 1)),
        urban=np.exp(log_ratio - error_2021)[:, None],
        low_income=np.ones((n, 1)),
        urban_share=np.full((n, 2), 0.66),
        prices=np.ones((n, 1)),
        errors=SurveyErrors(error[:, None], np.zeros((n, 1)), error_2021, np.zeros(n)),
        reading=np.zeros(n, np.int64),
        baseline=baseline,
    )


def pairs_of(effect):
    """effect: (draws, seeds) on the log ratio."""
    draw, seed = (part.ravel() for part in np.mgrid[0 : effect.shape[0], 0 : effect.shape[1]])
    urban = np.exp(effect.ravel())[:, None]
    one = np.ones_like(urban)
    plain = {"rural_income": one, "urban_income": one, "low_income": one}
    return Pairs(
        draw,
        seed,
        {
            "trend": plain,
            "no_pilot": plain,
            "pilot": plain | {"urban_income": urban},
        },
    )


def test_planted_variances_are_found():
    """Two-point variables: sample variances are known exactly."""
    sign = np.tile([-1.0, 1.0], 200)
    slow = np.repeat([-1.0, 1.0], 200)  # uncorrelated with sign
    redraws = redraws_of(0.03 * sign, 0.01 * slow, np.zeros(400), np.zeros(400))
    effect = np.array([[0.004, 0.006], [-0.006, -0.004]])  # draws +-0.005, seeds +-0.001
    found = variance_shares(redraws, pairs_of(effect))
    correction = 400 / 399
    parts = {
        "trend": 9e-4 * correction,
        "survey": 1e-4 * correction,
        "chance": 2e-6,
        "policy": 5e-5 - 2e-6 / 2,
        "conflicting_baselines": 0.0,
    }
    total = sum(parts.values())
    assert found == pytest.approx({name: part / total for name, part in parts.items()}, rel=1e-9)
    assert list(found) == list(COMPONENTS)


def test_the_error_of_2021_belongs_to_the_survey_not_to_the_trend():
    rng = np.random.default_rng(1)
    error_2021 = rng.normal(0, 0.012, 500)
    found = variance_shares(
        redraws_of(np.zeros(500), error_2021.copy(), error_2021, np.zeros(500)),
        pairs_of(np.array([[0.001, 0.002], [0.003, 0.001]])),
    )
    assert found["trend"] == pytest.approx(0.0, abs=1e-12)
    assert found["survey"] == pytest.approx(0.0, abs=1e-12)  # the same error cancels
    lasting = variance_shares(
        redraws_of(np.zeros(500), np.zeros(500), error_2021, np.zeros(500)),
        pairs_of(np.zeros((2, 2))),
    )
    assert lasting["survey"] == pytest.approx(1.0)


def test_a_disputed_figure_gets_what_lies_between_its_readings():
    rng = np.random.default_rng(2)
    figure = np.where(np.arange(1000) % 2 == 0, 14645.0, 16376.5)
    trend = np.where(figure > 15000, 0.05, -0.05) + rng.normal(0, 0.05, 1000)
    found = variance_shares(
        redraws_of(trend, np.zeros(1000), np.zeros(1000), figure), pairs_of(np.zeros((2, 2)))
    )
    assert found["conflicting_baselines"] == pytest.approx(0.5, abs=0.05)
    assert found["trend"] == pytest.approx(0.5, abs=0.05)


def test_what_one_seed_or_one_draw_cannot_tell_is_none():
    redraws = redraws_of(np.array([-1.0, 1.0] * 9), np.zeros(18), np.zeros(18), np.zeros(18))
    one_seed = variance_shares(redraws, pairs_of(np.array([[0.1], [0.2]])))
    assert one_seed["chance"] is None
    assert one_seed["policy"] is not None
    one_draw = variance_shares(redraws, pairs_of(np.array([[0.1, 0.2]])))
    assert one_draw["policy"] is None
    assert one_draw["chance"] is not None
    for found in (one_seed, one_draw):
        assert sum(part for part in found.values() if part is not None) == pytest.approx(1.0)


@given(
    arrays(np.float64, (5, 3), elements=st.floats(-0.1, 0.1)),
    arrays(np.float64, 60, elements=st.floats(-0.1, 0.1)),
)
def test_shares_are_never_negative_and_add_up_to_one(effect, trend):
    trend[0] += 0.5
    redraws = redraws_of(trend, np.roll(trend, 7) / 3, np.zeros(60), np.arange(60) % 2.0)
    found = variance_shares(redraws, pairs_of(effect), baselines=np.arange(15) // 3 % 2)
    assert all(part >= -1e-12 for part in found.values())
    assert sum(found.values()) == pytest.approx(1.0, abs=1e-12)


@given(arrays(np.float64, 40, elements=st.floats(-10, 10)), st.integers(1, 6))
def test_between_and_within_add_up_to_the_variance(values, groups):
    between, within = between_and_within(values, np.arange(40) % groups)
    assert between >= 0
    assert between + within == pytest.approx(np.var(values, ddof=1), rel=1e-12, abs=1e-12)


def test_groups_that_say_nothing_get_nothing_on_average():
    rng = np.random.default_rng(3)
    found = [between_and_within(rng.normal(size=100), np.arange(100) % 5)[0] for _ in range(300)]
    assert np.mean(found) < 0.03


def test_chance_in_the_means_of_draws_is_not_called_policy():
    rng = np.random.default_rng(4)
    noise = rng.normal(0, 1.0, (4000, 2))
    split = split_effect(noise.ravel(), np.repeat(np.arange(4000), 2))
    assert split["chance"] == pytest.approx(1.0, rel=0.06)
    assert split["policy"] < 0.06


def test_readings_of_draws_split_the_policy_part():
    effect = np.array([1.0, 1.0, 3.0, 3.0] * 10)
    readings = np.array(["a", "a", "b", "b"] * 10)
    split = split_effect(effect, np.arange(40), readings)
    assert split["policy"] == pytest.approx(0.0, abs=1e-12)
    assert split["conflicting_baselines"] == pytest.approx(np.var(effect, ddof=1))


def test_nothing_varying_gives_zero_shares():
    assert shares({"trend": 0.0, "policy": None}) == {"trend": 0.0, "policy": None}
