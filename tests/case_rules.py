"""The rules of the model under the names that declarative cases use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from model import calendar
from model.agents import village
from model.indicators.year_end import gini_of
from model.quarter import (
    awareness,
    charity,
    houses,
    land,
    learning,
    luck,
    orders,
    outlets_close,
    places,
    register,
    siting,
    transfers,
    wages,
)


@dataclass(frozen=True)
class Rule:
    """A rule of the model under the names that a case uses.

    inputs: name in a case → name in the code. result: what comes out, with its unit.
    """

    function: Callable[..., Any]
    inputs: Mapping[str, str]
    result: str


def _rule(function: Callable[..., Any], result: str, **inputs: str) -> Rule:
    return Rule(function, inputs, result)


RULES: Mapping[str, Rule] = {
    "allowance": _rule(
        transfers.allowance, "yuan", standard_yuan="standard", countable_yuan="countable"
    ),
    "register_exit": _rule(
        register.exit_probability,
        "probability per year",
        income_yuan_per_head="income_per_head",
        near_poor_line_yuan="line",
        yearly_turnover="turnover",
    ),
    "kept_of_new_pay": _rule(
        places.kept_share, "share", on_register="on_register", disregard="disregard"
    ),
    "least_pay": _rule(
        places.reservation_now,
        "yuan per year",
        reservation_yuan="reservation",
        odd_earnings_yuan="odd_earnings",
        farm_income_let_yuan="farm_released",
    ),
    "application": _rule(
        places.application_probability,
        "probability per quarter",
        gain_thousand_yuan="gain",
        share_of_neighbours="peers",
        hassle="hassle",
        slope_per_thousand_yuan="slope",
        imitation="imitation",
    ),
    "hearing": _rule(
        awareness.hearing_probability,
        "probability per quarter",
        adopting_neighbours="adopters",
        knowing_neighbours="aware",
        passed_on_by_adopters="adopter_rate",
        passed_on_by_others="aware_rate",
        outreach="outreach",
    ),
    "output_of_a_learner": _rule(wages.ramp, "share of full output", quarters_in_job="quarters"),
    "outlet_closure": _rule(
        outlets_close.closing_probability,
        "probability per quarter",
        hazard="hazard",
        orders="orders",
        quarter_opened="opened",
    ),
    "outlet_profit": _rule(
        siting.site_profit,
        "yuan per year",
        value_of_day_yuan="margin",
        cost_of_day_yuan="pay_cost",
        jobs="jobs",
        days="days",
        span_jobs="span",
        overhead_yuan="overhead",
        rent_yuan="rent",
        haulage_yuan_per_job="haulage",
        refit_yuan="refit",
    ),
    "outlet_size": _rule(
        siting.best_jobs,
        "jobs",
        value_of_day_yuan="margin",
        cost_of_day_yuan="pay_cost",
        days="days",
        span_jobs="span",
        overhead_yuan="overhead",
        haulage_yuan_per_job="haulage",
        most_jobs="most",
    ),
    "next_orders": _rule(
        orders.next_orders, "log", now="now", persistence="persistence", sd="sd", shock="shock"
    ),
    "persistent_luck": _rule(
        luck.next_persistent, "log", now="now", reversion="reversion", sd="sd", shock="shock"
    ),
    "transitory_luck": _rule(
        luck.next_transitory, "log", now="now", persistence="persistence", sd="sd", shock="shock"
    ),
    "land_bid": _rule(
        land.bid_per_mu,
        "yuan per mu and year",
        rent_yuan_per_mu="rent",
        leased_share="leased_share",
        elasticity="elasticity",
        contiguity_gain="contiguity",
    ),
    "land_ask": _rule(
        land.ask_per_mu,
        "yuan per mu and year",
        own_income_yuan_per_mu="margin",
        transaction_cost_yuan="transaction_cost",
        bundled="bundling",
    ),
    "house_bidders": _rule(houses.bidders, "bidders", expected="expected", luck="u"),
    "house_price": _rule(houses.hammer_price, "yuan per year", rent_yuan="rent", bidders="count"),
    "payout": _rule(village.chosen_payout, "share", future_weight="future_weight"),
    "village_loan": _rule(
        village.largest_loan,
        "yuan",
        own_money_yuan="own",
        net_yield="net_yield",
        loan_rate="rate",
        largest_debt_share="debt_share",
    ),
    "dividend_adoption": _rule(
        village.adoption_probability,
        "probability per year",
        operating_revenue_yuan="operating",
        threshold_yuan="threshold",
        hazard="hazard",
        share_of_neighbours="neighbours",
        pressure="pressure",
    ),
    "price_support": _rule(
        charity.price_support, "yuan", price="price", floor_price="floor", sales_yuan="sales"
    ),
    "next_belief": _rule(
        learning.next_belief, "ratio", belief="belief", realised="realised", rate="rate"
    ),
    "gini": _rule(
        lambda persons, income: gini_of(np.array(persons, float), np.array(income, float)),
        "index",
        persons="persons",
        income_yuan="income",
    ),
    "promised_by": _rule(
        lambda path, quarter, start: calendar.along(
            tuple((int(year), float(value)) for year, value in path.items()), quarter, start
        ),
        "cumulative quantity",
        promises="path",
        quarter="quarter",
        first_quarter="start",
    ),
}
"""Rules that a case can be about."""
