"""All that the twin shares with the engine: scalar rules in plain Python, and their constants.

A compiled rule is taken uncompiled, so the compiler is under test too.
"""

from model.agents import village
from model.quarter import (
    awareness,
    charity,
    houses,
    land,
    learning,
    local_pay,
    luck,
    orders,
    outlets_close,
    places,
    register,
    shares,
    siting,
    transfers,
    wages,
)
from model.streams import normal_quantile as compiled_normal_quantile


def plain(rule):
    """A rule as it is written, whether or not it is compiled."""
    return getattr(rule, "py_func", rule)


normal_quantile = plain(compiled_normal_quantile)

adoption_probability = plain(village.adoption_probability)
chosen_payout = plain(village.chosen_payout)
largest_loan = plain(village.largest_loan)
FIXED_PAYOUT, LARGEST_DEBT_SHARE = village.FIXED_PAYOUT, village.LARGEST_DEBT_SHARE
YIELD_LOG_SD = shares.YIELD_LOG_SD

hearing_probability = plain(awareness.hearing_probability)
SHORTCUT = awareness.SHORTCUT
application_probability = plain(places.application_probability)
kept_share = plain(places.kept_share)
has_room, reservation_now = plain(places.has_room), plain(places.reservation_now)
SAME_TOWN_KM, TRAVEL_YUAN_PER_KM_DAY = places.SAME_TOWN_KM, places.TRAVEL_YUAN_PER_KM_DAY
next_belief = plain(learning.next_belief)
ramp, TRAINING_ALLOWANCE = plain(wages.ramp), wages.TRAINING_ALLOWANCE

next_persistent, next_transitory = plain(luck.next_persistent), plain(luck.next_transitory)
exit_probability = plain(register.exit_probability)
NEAR_POOR_MULTIPLE = register.NEAR_POOR_MULTIPLE
allowance, price_support = plain(transfers.allowance), plain(charity.price_support)

next_orders = plain(orders.next_orders)
closing_probability = plain(outlets_close.closing_probability)
best_jobs, site_profit = plain(siting.best_jobs), plain(siting.site_profit)
PAY_GRID, EULER, SPILL = siting.PAY_GRID.tolist(), siting.EULER, siting.SPILL
REFIT_YEARS, SMALLEST_JOBS = siting.REFIT_YEARS, siting.SMALLEST_JOBS
HIGHEST_PAY = local_pay.HIGHEST

ask_per_mu, bid_per_mu = plain(land.ask_per_mu), plain(land.bid_per_mu)
PLANNED_PART, VALUE_RATIO = land.PLANNED_PART, land.VALUE_RATIO
bidders, hammer_price = plain(houses.bidders), plain(houses.hammer_price)
USUAL_BIDS = houses.USUAL_BIDS
