"""What each ablation switch takes away, and that it takes nothing else (Q41)."""

from dataclasses import replace

import numpy as np
import pytest
from lockstep import differing, side_by_side
from real_county import (
    PILOT,
    County,
    outcome,
    pilot_world,
    policies,
    real_county,
    trend_world,
    with_unknowns,
    world,
)
from reshaped import with_columns

from model.agents.village import (
    FIXED_PAYOUT,
)
from model.county import CountyModel
from model.quarter import orders
from model.rules import Switches
from scenarios.forecasting.checks import changes


def pair(county: County, switches: Switches) -> tuple[object, object]:
    trend = outcome(county, switches=switches)
    return trend, outcome(county, policies(*PILOT), factors=trend.factors, switches=switches)


def without(name: str) -> Switches:
    return replace(Switches(), **{name: False})


IRRELEVANT: dict[str, dict[str, float]] = {
    "wage_response": {"labour__wage_response": 0.0},
    "learning": {"takeup__learning_rate": 0.0},
    "payout_choice": {"collective__future_weight": 1.0 / FIXED_PAYOUT - 1.0},
    "household_shocks": {
        "income__persistent_variance": 0.0,
        "income__transitory_variance": 0.0,
        "income__transitory_persistence": 1.0,
        "income__poor_persistence_premium": 0.0,
    },
}


@pytest.mark.parametrize("name", IRRELEVANT)
def test_a_switch_changes_nothing_where_it_decides_nothing(name: str) -> None:
    county = with_unknowns(real_county(), **IRRELEVANT[name])
    factors = outcome(county).factors
    with (
        world(county, policies(*PILOT), factors=factors) as on,
        world(county, policies(*PILOT), factors=factors, switches=without(name)) as off,
    ):
        for quarter, one, other in side_by_side(on, off):
            # 1 / (1 + weight) is 0.35, and two libraries' exponentials agree, to the last digits.
            if name in ("payout_choice", "household_shocks"):
                np.testing.assert_allclose(one["income"], other["income"], rtol=1e-9, atol=1e-6)
            else:
                assert differing(one, other) == [], quarter


def test_no_trade_means_no_difference_without_spending() -> None:
    start = replace(real_county().start, trade_share=np.zeros(real_county().start.towns))
    county = County(start, real_county().parameters, real_county().trend)
    factors = outcome(county).factors
    on = outcome(county, policies(*PILOT), factors=factors)
    off = outcome(county, policies(*PILOT), factors=factors, switches=without("local_trade"))
    np.testing.assert_array_equal(on.household_income, off.household_income)


def test_no_auctions_means_no_difference_without_land_and_houses() -> None:
    start = with_columns(
        real_county().start,
        "households",
        arable_mu=0.0,
        forest_mu=0.0,
        house_state=0,
        house_ask=np.inf,
        house_rent=0.0,
    )
    county = County(start, real_county().parameters, real_county().trend)
    factors = outcome(county).factors
    on = outcome(county, policies(*PILOT), factors=factors)
    off = outcome(county, policies(*PILOT), factors=factors, switches=without("auctions"))
    np.testing.assert_array_equal(on.household_income, off.household_income)


def final_state(name: str) -> CountyModel:
    switches = without(name)
    county = real_county()
    factors = outcome(county, switches=switches).factors
    model = CountyModel(
        county.start,
        county.parameters,
        county.trend,
        policies(*PILOT),
        seed=1,
        factors=factors,
        switches=switches,
    )
    model.run()
    return model


def test_without_orders_every_book_stays_normal() -> None:
    model = final_state("orders")
    assert (model.market.orders == 1.0).all()
    unmet = model.parameters.workshops.median_span_jobs + model.market.normal_jobs
    assert (orders.unmet_jobs(model) <= unmet).all()


def test_without_a_wage_response_local_pay_stays_normal() -> None:
    model = final_state("wage_response")
    assert (model.market.wage_index == 1.0).all()
    assert all(p.amount == 0.0 for p in model.ledger.postings if p.tag == "local_wages")


def test_without_learning_every_offer_is_believed() -> None:
    assert (final_state("learning").books.belief == 1.0).all()


def test_without_shocks_luck_stays_what_it_was() -> None:
    model = final_state("household_shocks")
    start = np.exp(real_county().start.households["transitory"])
    np.testing.assert_array_equal(model.households["luck"], start)


def test_without_a_choice_every_village_pays_the_same_share() -> None:
    model = final_state("payout_choice")
    paying = [v for v in model.villages if v.regime]
    assert paying
    assert {round(v.payout(), 12) for v in paying} == {FIXED_PAYOUT}


def test_without_auctions_everybody_gets_the_drawn_rent() -> None:
    model = final_state("auctions")
    households = model.households
    rent = model.parameters.land.rent_yuan_per_mu
    leased = households["arable_state"] > 0
    price = households["arable_rent"][leased] / households["arable_mu"][leased]
    assert leased.any()
    np.testing.assert_allclose(price, rent, rtol=1e-12)
    new = (households["house_state"] >= 2) & ~model.houses.leased_before
    assert new.any()
    assert (households["house_rent"][new] <= model.parameters.houses.rent_yuan).all()


def test_without_trade_nobody_feels_what_a_town_earns() -> None:
    switches = without("local_trade")
    trend, pilot = pair(real_county(), switches)
    change = changes(pilot, trend, 2024)  # type: ignore[arg-type]
    # What is left is trade that guest houses take away, and its redistribution.
    assert change["local_trade"] <= 1e-3
    assert changes(pilot_world(), trend_world(), 2024)["local_trade"] > change["local_trade"]


def test_without_feedback_only_programmes_and_their_offsets_are_left() -> None:
    trend, pilot = pair(real_county(), Switches.no_feedback())
    change = changes(pilot, trend, 2024)  # type: ignore[arg-type]
    assert change.get("local_wages", 0.0) == 0.0
    assert change["local_trade"] <= 1e-3
    assert abs(change["workshops"]) > 0.0


@pytest.mark.parametrize(
    "name", ["orders", "wage_response", "local_trade", "auctions", "payout_choice", "learning"]
)
def test_an_ablation_leaves_luck_and_the_trend_alone(name: str) -> None:
    """Switching an interaction off moves nobody's luck, and E0 stays the trend."""
    switches = without(name)
    trend = outcome(real_county(), switches=switches)
    np.testing.assert_allclose(
        trend.indicators["ratio"], trend_world().indicators["ratio"], rtol=1e-12
    )
    with world(real_county(), factors=trend.factors, switches=switches) as less:
        less.run()
    with world(real_county(), factors=trend_world().factors) as whole:
        whole.run()
    np.testing.assert_array_equal(less.households["luck"], whole.households["luck"])
