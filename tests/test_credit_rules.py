"""Rules of lending as plain numbers: worked by hand, and the sign of every argument."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.agents.bank import approves, largest_risk, with_guarantee
from model.quarter.credit import loan_income, value_split
from model.quarter.household_loans import expected_gain
from model.quarter.loan_rules import (
    application_chance,
    approval_chance,
    holding_share,
    maturity_quarters,
    outstanding_term,
    quarterly_hazard,
    seen_risk,
    settled_intercept,
    shares_held,
    working_share,
)

shares = st.floats(0.0, 1.0)
rates = st.floats(0.0, 0.2)


@pytest.mark.parametrize(
    ("risk", "rate", "recovery", "required", "lent"),
    [
        # 0.95 x 1.055 + 0.05 x 0.7 = 1.03725
        (0.05, 0.055, 0.7, 0.03725 - 1e-9, True),
        (0.05, 0.055, 0.7, 0.03725 + 1e-9, False),
        (0.05, 0.055, 0.0, 0.03, False),
        (0.0, 0.055, 0.0, 0.055, True),
        (1.0, 0.055, 1.03, 0.03, True),
        (1.0, 0.055, 1.0, 0.03, False),
    ],
)
def test_a_loan_is_made_where_it_is_expected_to_pay(risk, rate, recovery, required, lent):
    assert approves(risk, rate, recovery, required) == lent


@given(shares, rates, shares, rates)
def test_the_largest_risk_is_where_approval_ends(risk, rate, recovery, required):
    limit = largest_risk(rate, recovery, required)
    if risk < limit - 1e-9:
        assert approves(risk, rate, recovery, required)
    if risk > limit + 1e-9:
        assert not approves(risk, rate, recovery, required)


@given(shares, rates, shares, rates, st.floats(0.001, 0.1))
def test_approval_answers_to_every_argument_with_its_sign(risk, rate, recovery, required, more):
    if approves(risk, rate, recovery, required):
        assert approves(max(risk - more, 0.0), rate, min(recovery, 1.0), required)
        assert approves(risk, rate + more, recovery, required)
        assert approves(risk, rate, recovery + more, required)
        assert approves(risk, rate, recovery, required - more)


def test_a_guarantee_of_four_fifths_leaves_a_fifth_to_the_house():
    assert with_guarantee(0.2, 0.8) == pytest.approx(0.84)
    assert with_guarantee(0.2, 0.0) == 0.2


@pytest.mark.parametrize(
    ("quarters", "working"), [(0, 0.0), (1, 0.0), (2, 0.2), (4, 0.6), (6, 1.0), (11, 1.0)]
)
def test_a_loan_begins_to_earn_after_two_quarters_and_earns_in_full_after_six(quarters, working):
    assert working_share(quarters) == pytest.approx(working)


def test_what_a_hundred_thousand_yuan_earn_and_cost_in_a_quarter():
    # Half of it works at 10.5 %, and costs 5.5 %; a quarter of the other half is new consumption.
    receipts, interest, consumer = loan_income(100_000.0, 1.0, (0.105, 0.055), (0.5, 0.25))
    assert receipts == pytest.approx(1_312.50)
    assert interest == pytest.approx(687.50)
    assert consumer == pytest.approx(171.875)


def test_a_loan_that_does_not_work_yet_costs_interest_all_the_same():
    receipts, interest, _ = loan_income(100_000.0, 0.0, (0.105, 0.055), (0.5, 0.25))
    assert receipts == 0.0
    assert interest > 0.0


def test_a_failed_venture_loses_money():
    assert loan_income(100_000.0, 1.0, (-0.2, 0.055), (1.0, 0.0))[0] == pytest.approx(-5_000.0)


@given(st.floats(-1e9, 1e9), st.floats(-1e8, 1e8), shares, shares)
def test_value_added_goes_to_workers_owners_and_the_bank(added, interest, wages, rural):
    parts = value_split(added, interest, wages, rural)
    assert sum(parts) + interest == pytest.approx(added, abs=1e-3)


def test_a_hundred_of_value_added():
    # Half is wages, of which 35 % are those of rural residents; 12 of interest come off profit.
    assert value_split(100.0, 12.0, 0.5, 0.35) == pytest.approx((17.5, 32.5, 38.0))


def test_what_a_borrower_expects():
    # 115,300 yuan, half of it productive, at 5 % beyond interest, and 2 % more than others.
    assert expected_gain(115_300.0, 0.5, 0.05, 0.02) == pytest.approx(4.0355)


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-2, 2), st.floats(0.01, 2))
def test_a_better_or_easier_loan_is_applied_for_more_often(intercept, pull, nudge, more):
    usual = application_chance(intercept, pull, nudge)
    assert application_chance(intercept, pull + more, nudge) > usual
    assert application_chance(intercept, pull, nudge + more) > usual


def test_a_score_without_noise_sees_the_true_risk():
    assert seen_risk(0.02, 0.0, 1.7) == 0.02
    assert seen_risk(0.02, 1.0, 0.0) == 0.02
    assert seen_risk(0.5, 2.0, 3.0) == 1.0


@pytest.mark.parametrize("risk", [0.005, 0.02, 0.08])
def test_the_chance_of_approval_is_that_of_the_noisy_rule(risk):
    from model.streams import normal_quantile

    even = (np.arange(4000) + 0.5) / 4000
    passed = [approves(seen_risk(risk, 0.9, normal_quantile(u)), 0.055, 0.3, 0.034) for u in even]
    chance = approval_chance(risk, 0.9, 0.055, 0.3, 0.034)
    assert chance == pytest.approx(np.mean(passed), abs=5e-4)


def test_less_noise_helps_the_sound_and_stops_the_unsound():
    limit = largest_risk(0.055, 0.3, 0.034)
    for cut in (0.2, 0.6):
        noise = 1.0 - cut
        assert approval_chance(0.5 * limit, noise, 0.055, 0.3, 0.034) > approval_chance(
            0.5 * limit, 1.0, 0.055, 0.3, 0.034
        )
        assert approval_chance(2.0 * limit, noise, 0.055, 0.3, 0.034) < approval_chance(
            2.0 * limit, 1.0, 0.055, 0.3, 0.034
        )


@pytest.mark.parametrize("years", [1.0, 1.6, 2.2, 3.0])
def test_maturities_have_the_drawn_mean_and_long_ones_are_met_more_often(years):
    even = (np.arange(20_000) + 0.5) / 20_000
    issued = np.array([maturity_quarters(years, u) for u in even])
    assert set(issued) <= {4, 8, 12}
    assert issued.mean() == pytest.approx(4 * years, abs=0.01)
    met = np.array([outstanding_term(years, u) for u in even])
    for term in (4, 8, 12):
        share = (issued == term).mean() * term / issued.mean()
        assert (met == term).mean() == pytest.approx(share, abs=1e-3)


@pytest.mark.parametrize(
    ("yearly", "years", "share"),
    [(1.0, 2.0, 1.0), (0.5, 1.0, 0.5), (0.25, 2.0, 0.4), (0.0, 2.0, 0.0)],
)
def test_a_loan_of_two_years_taken_every_fourth_free_year_is_held_two_years_in_five(
    yearly, years, share
):
    assert holding_share(yearly, years) == pytest.approx(share)


def test_four_quarters_of_hazard_make_a_year():
    assert 1.0 - (1.0 - quarterly_hazard(0.03)) ** 4 == pytest.approx(0.03)


@pytest.mark.parametrize("target", [0.05, 0.2, 0.45])
def test_the_intercept_settles_the_county_at_the_drawn_stock(target):
    rng = np.random.default_rng(5)
    pull, passing = rng.normal(0.0, 1.0, 20_000), rng.uniform(0.0, 1.0, 20_000)
    amount = rng.lognormal(11.0, 0.6, 20_000)
    wanted = target * amount.sum()
    intercept = settled_intercept(pull, passing, amount, wanted, 1.6)
    held = float(amount @ shares_held(pull, passing, intercept, 1.6))
    assert held == pytest.approx(wanted, rel=0.01)
