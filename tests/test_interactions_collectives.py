"""Payout, projects, loans and dividends of villages answer with the right sign (Q41)."""

from math import log

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pilot_quarter import SCALE
from real_county import (
    PILOT,
    outcome,
    pilot_world,
    policies,
    real_county,
    trend_world,
    with_unknowns,
)

from model.agents.village import (
    DEBT_COVER,
    adoption_probability,
    chosen_payout,
    largest_loan,
)


@given(weight=st.floats(0.2, 10), more=st.floats(0, 5))
def test_who_weighs_the_future_pays_out_less(weight: float, more: float) -> None:
    assert chosen_payout(weight + more) <= chosen_payout(weight)


@given(weight=st.floats(0.5, 5))
def test_the_payout_is_what_the_median_member_wants(weight: float) -> None:
    def liked(share: float) -> float:
        return log(share) + weight * log(1.0 - share)

    chosen = chosen_payout(weight)
    assert all(liked(chosen) >= liked(other) for other in np.linspace(0.01, 0.99, 99))


def invested(**unknowns: float) -> tuple[float, float]:
    """Dividends and project investment of three years in a pilot world."""
    county = with_unknowns(real_county(scale=SCALE), **unknowns)
    made = outcome(county, policies(*PILOT), factors=trend_world(scale=SCALE).factors)
    paid = sum(p.amount for p in made.postings if p.tag == "dividends")
    built = sum(
        p.amount
        for p in made.postings
        if p.payer == "collectives" and p.payee == "world" and p.kind == "capital"
    )
    return paid, built


def test_dividends_cost_investment() -> None:
    generous = invested(collective__future_weight=1.0)
    thrifty = invested(collective__future_weight=3.0)
    assert generous[0] > thrifty[0]
    assert generous[1] < thrifty[1]


def test_dear_loans_cost_investment() -> None:
    cheap, dear = invested(collective__loan_rate=0.04), invested(collective__loan_rate=0.075)
    assert dear[1] < cheap[1]


def test_nothing_is_built_that_does_not_earn_its_loan() -> None:
    assert invested(collective__project_yield=0.005)[1] == 0.0


@given(
    own=st.floats(1, 1e7),
    net=st.floats(0.01, 0.3),
    rate=st.floats(0.02, 0.1),
    share=st.sampled_from([0.5, 0.75]),
)
def test_a_loan_is_covered_and_grows_with_what_the_village_has(
    own: float, net: float, rate: float, share: float
) -> None:
    loan = largest_loan(own, net, rate, share)
    assert 0.0 <= loan <= own * share / (1.0 - share) * (1 + 1e-12)
    assert (own + loan) * net >= DEBT_COVER * rate * loan * (1 - 1e-9)
    assert largest_loan(2.0 * own, net, rate, share) >= loan
    assert largest_loan(own, net + 0.01, rate, share) >= loan * (1 - 1e-12)
    assert largest_loan(own, net, rate + 0.01, share) <= loan * (1 + 1e-12)


@given(
    revenue=st.floats(1e6, 1e8),
    hazard=st.floats(0.005, 0.05),
    around=st.floats(0, 1),
    pressure=st.floats(0, 3),
    more=st.floats(0, 2),
)
def test_villages_adopt_dividends_with_revenue_neighbours_and_pressure(
    revenue: float, hazard: float, around: float, pressure: float, more: float
) -> None:
    chance = adoption_probability(revenue, 1e6, hazard, around, pressure)
    assert 0.0 < chance < 1.0
    assert adoption_probability(revenue * (1 + more), 1e6, hazard, around, pressure) >= chance
    assert adoption_probability(revenue, 1e6, hazard, around + more, pressure) >= chance
    assert adoption_probability(revenue, 1e6, hazard, around, pressure + more) >= chance
    assert adoption_probability(0.99e6, 1e6, hazard, around, pressure) == 0.0


def test_pressure_ends_when_the_promise_is_met() -> None:
    """Beyond the promise only villages adopt that would have adopted anyway."""
    trend, pilot = trend_world(scale=SCALE), pilot_world(scale=SCALE)
    county = real_county(scale=SCALE)
    for year, promised in enumerate((80.0, 80.0, 100.0)):
        paying = pilot.indicators["dividend_villages"][year]
        anyway = trend.indicators["dividend_villages"][year]
        largest = county.start.villages["weight"].max()
        assert paying <= max(promised, anyway) + 2.0 * largest
        assert paying >= anyway
