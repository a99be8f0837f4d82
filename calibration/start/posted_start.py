"""What the engine posts by name in 2021: pay, dividends, welfare, rents, local trade, allowances.

It is taken out of `base`, so that postings and base times luck reproduce the published margins.
"""

import numpy as np
from numpy.typing import NDArray

from calibration.start.assets_start import Houses
from calibration.start.collectives import Collectives
from calibration.start.incomes_start import REGISTER, Heads
from calibration.start.population import Population
from calibration.start.workers_start import PLACED
from model.parameters import Parameters
from model.table import total_by

WAGES, BUSINESS, PROPERTY, TRANSFERS = range(4)

Floats = NDArray[np.float64]

MOST_TRADE = 0.8
"""Trade with households of the town is at most this share of their business income."""

PENSION_PART = 0.5
"""Part of base transfers that counts as income in the means test: pensions. Assumption."""


def outlet_pay(population: Population, parameters: Parameters) -> Floats:
    """Pay of every outlet, yuan a day (outlets,); its mean over jobs is the drawn one."""
    pay: Floats = parameters.workshops.pay_yuan_per_day * population.outlets["pay_ratio"]
    return pay


def posted_by_name(
    population: Population,
    status: NDArray[np.int8],
    shares: Floats,
    houses: Houses,
    collectives: Collectives,
    parameters: Parameters,
) -> Floats:
    """Outlet pay, dividends and house rents, collective welfare (households, 4), yuan a year.

    status: (workers,); shares: (households,).
    """
    village, workers = population.households["village"], population.workers
    shares_total = total_by(village, shares, len(population.villages["id"]))
    posted = np.zeros((len(shares), 4))
    placed = np.flatnonzero(status == PLACED)
    yearly = outlet_pay(population, parameters) * parameters.workshops.days_per_year
    posted[:, WAGES] = total_by(
        workers["household"][placed], yearly[workers["outlet"][placed]], len(shares)
    )
    welfare = parameters.collective.welfare_share * collectives.total
    posted[:, PROPERTY] = (collectives.payout / shares_total)[village] * shares + houses.rent
    posted[:, TRANSFERS] = (welfare / shares_total)[village] * shares
    return posted


def local_trade(
    population: Population, heads: Heads, income: Floats, rest: Floats, parameters: Parameters
) -> tuple[Floats, Floats]:
    """Spending share by town, and the part of the town's business income that is local trade.

    income: (households,) yuan per head; rest: (households, 4) yuan not posted by name. Households
    of a town spend 1 - 1/multiplier of their income with its households, who receive it in
    proportion to their business income; at most MOST_TRADE of it.
    """
    town = population.villages["town"][population.households["village"]]
    spent = total_by(town, income * heads.persons, population.towns)
    business = total_by(town, rest[:, BUSINESS] * heads.weight, population.towns)
    share = 1.0 - 1.0 / parameters.labour.local_multiplier
    trade = np.minimum(share * spent, MOST_TRADE * business)
    return trade / np.maximum(spent, 1e-9), trade / np.maximum(business, 1e-9)


def dibao_top_up(heads: Heads, posted: Floats, rest: Floats, parameters: Parameters) -> Floats:
    """Top-up of registered households to the standard, yuan a year, taken out of transfers.

    top_up = max(0, standard - market - PENSION_PART x base transfers), where base transfers are
    what the top-up leaves of all transfers: solved for the top-up.
    """
    standard = 12.0 * parameters.register.dibao_yuan_per_month * heads.members
    market = posted[:, :TRANSFERS].sum(axis=1) + rest[:, :TRANSFERS].sum(axis=1)
    transfers = rest[:, TRANSFERS]
    short = standard - market - PENSION_PART * transfers
    top_up = np.clip(short / (1.0 - PENSION_PART), 0.0, transfers)
    return np.where(heads.group == REGISTER, top_up, 0.0)


def base_of(
    population: Population, rest: Floats, traded: Floats, top_up: Floats, luck: Floats
) -> Floats:
    """Base income (households, 4): what is left of `rest`, before luck; transfers know no luck."""
    base = rest.copy()
    town = population.villages["town"][population.households["village"]]
    base[:, BUSINESS] *= (1.0 - traded)[town]
    base[:, :TRANSFERS] /= luck[:, None]
    base[:, TRANSFERS] -= top_up
    return base
