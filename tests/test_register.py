"""The low-income register: who enters, who leaves, and what screening by records finds."""

import numpy as np
import pytest
from effects import effect, run
from real_county import outcome, policies, real_county, trend_world, with_unknowns, world

from model.quarter.register import belongs
from model.rules import Switches


@pytest.mark.parametrize(
    ("estimate", "listed", "admitted", "result"),
    [
        (9_000, False, True, True),  # poor, applies and passes the check
        (9_000, False, False, False),  # poor, does not apply
        (15_000, False, True, False),  # above the entry line
        (15_000, True, False, True),  # listed, between the lines: stays
        (25_000, True, True, False),  # listed, above the exit line: leaves
    ],
)
def test_who_belongs_on_the_list(
    estimate: float, listed: bool, admitted: bool, result: bool
) -> None:
    assert bool(belongs(estimate, 10_000.0, 20_000.0, listed, admitted)) is result


def test_entries_and_exits_add_up_to_the_change_of_the_list() -> None:
    """Persons also leave when their block turns urban; the review notes them a year later."""
    for result in (trend_world(), run("income_screening")):
        change = np.diff(result.indicators["register_persons"])
        moved = result.indicators["register_entries"] - result.indicators["register_exits"]
        np.testing.assert_allclose(change, moved[1:], atol=1e-6)


def test_without_churn_the_list_of_2021_stays() -> None:
    switches = Switches(register_churn=False)
    result = outcome(real_county(), switches=switches)
    assert not result.indicators["register_entries"].any()
    listed = real_county().start.households["on_register"]
    for year in result.household_listed:
        np.testing.assert_array_equal(year, listed)


def test_leavers_are_the_successes() -> None:
    """Who leaves at a review had more income than who stays: the list looks poorer than it is."""
    left, stayed = [], []
    with world(real_county(), factors=trend_world().factors) as model:
        while model.quarter < model.quarters:
            before = model.households["on_register"] & model.households["rural"]
            income = model.books.last_year_income / model.households["members"]
            model.step()
            after = model.households["on_register"]
            left += income[before & ~after].tolist()
            stayed += income[before & after].tolist()
    assert np.mean(left) > np.mean(stayed)


def test_perfect_screening_leaves_nobody_far_above_the_line() -> None:
    county = with_unknowns(real_county(), support__screening_log_sd=0.0)
    trend = outcome(county)
    screened = outcome(
        county,
        policies("income_screening", screened_share=1.0, exit_multiple=1.0, admitted_share=1.0),
        factors=trend.factors,
    )
    for name in ("register_false_exclusion", "register_false_inclusion"):
        assert screened.indicators[name][-1] < trend.indicators[name][-1], name


def test_better_estimates_find_the_poor_better() -> None:
    """At the first review. Later a list swollen by error also holds some who only then are poor."""
    found = []
    for sd in (0.1, 0.6):
        county = with_unknowns(real_county(), support__screening_log_sd=sd)
        screened = outcome(
            county,
            policies("income_screening", screened_share=1.0, admitted_share=1.0),
            factors=outcome(county).factors,
        )
        found.append(screened.indicators)
    missed = [float(one["register_false_exclusion"][1]) for one in found]
    listed = [float(one["register_persons"][1]) for one in found]
    assert 0.0 < missed[0] < missed[1]
    assert listed[0] < listed[1], "error also puts those on the list who are not poor"


def test_screening_admits_more_when_more_pass_the_check() -> None:
    listed = [
        effect(policies("income_screening", admitted_share=share), "register_persons")
        for share in (0.0, 0.2, 0.6)
    ]
    assert listed[0] < listed[1] < listed[2]
