"""Pairs of worlds, and what it means that two of them are the same."""

import numpy as np
from real_county import (
    PROGRAMMES,
    County,
    outcome,
    policies,
)

from model.outcome import WorldOutcome
from model.policies.policy import Policy


def every(**settings: object) -> tuple[Policy, ...]:
    return policies(*PROGRAMMES, **settings)


def pair(county: County, programmes: tuple[Policy, ...]) -> tuple[WorldOutcome, WorldOutcome]:
    """The trend world of a county, and a world paired with it."""
    trend = outcome(county)
    return trend, outcome(county, programmes, factors=trend.factors)


def same_numbers(one: WorldOutcome, other: WorldOutcome, rtol: float = 1e-9) -> None:
    for name, values in one.indicators.items():
        np.testing.assert_allclose(
            other.indicators[name], values, rtol=rtol, atol=1e-9, err_msg=name
        )


def same_bits(one: WorldOutcome, other: WorldOutcome) -> None:
    np.testing.assert_array_equal(one.household_income, other.household_income)
    for name, values in one.indicators.items():
        np.testing.assert_array_equal(values, other.indicators[name], err_msg=name)
    assert one.postings == other.postings
