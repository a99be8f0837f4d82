"""Where an enterprise would put an outlet: profit over villages, pay and jobs (工坊选址).

For every village and pay on a grid the enterprise expects
    (margin of a day's work - (1 + employer contribution) x pay) x days x jobs
    - management x (1 + (jobs / span)^2) / 2 - rent - haulage x distance x jobs - refit / 5 years
with as many jobs as its unmet orders and the local supply at that pay allow, plus a Gumbel-noised
view of the site. It opens where that is greatest, or nowhere if nothing is above zero.
"""

from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled, inlined
from model.streams import uniform

if TYPE_CHECKING:
    from model.county import CountyModel

PAY_GRID = np.array([0.70, 0.85, 1.0, 1.15, 1.35, 1.60])
"""Pay that an enterprise considers, relative to the drawn typical pay."""

SPILL = 0.25
"""Part of the other villages' supply in the town that an outlet can count on. Assumption."""

REFIT_YEARS = 5.0
EULER = 0.5772156649015329
"""Mean of a standard Gumbel draw: the noise has mean zero."""

SMALLEST_JOBS = 8.0


class Site(NamedTuple):
    """The best site found: village row, pay in yuan a day, jobs, expected profit a year."""

    village: int
    pay: float
    jobs: float
    profit: float


@inlined
def site_profit(margin, pay_cost, jobs, days, span, overhead, rent, haulage, refit):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Expected profit of an outlet, yuan a year, before the noise of judgement."""
    ratio = jobs / span
    management = 0.5 * overhead * (1.0 + ratio * ratio)
    return (margin - pay_cost) * days * jobs - management - rent - haulage * jobs - refit


@inlined
def best_jobs(margin, pay_cost, days, span, overhead, haulage, most):  # type: ignore[no-untyped-def]
    """Profit-maximising number of jobs, at most `most`: marginal return equals management."""
    gain = (margin - pay_cost) * days - haulage
    if gain <= 0.0:
        return 0.0
    return min(most, gain * span * span / overhead)


def supply(county: "CountyModel") -> NDArray[np.float64]:
    """Workers who would come at each pay, persons (villages, pay grid), weighted to one village.

    Those aware and spare whose reservation pay is covered; own village and a part of the town.
    """
    workers, households = county.workers, county.households
    days = county.parameters.workshops.days_per_year
    pay = PAY_GRID * county.parameters.workshops.pay_yuan_per_day
    own = np.zeros((len(county.start.villages), len(PAY_GRID)))
    _supply(
        county.market.pool,
        workers["status"],
        workers["household"],
        workers["reservation"],
        households["village"],
        households["aware"],
        pay * days,
        own,
    )
    town = county.start.villages["town"]
    by_town = np.zeros((county.start.towns, len(PAY_GRID)))
    np.add.at(by_town, town, own)
    return own + SPILL * (by_town[town] - own)


@compiled
def _supply(pool, status, household, reservation, village, aware, yearly, own):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    for k in range(pool.size):
        worker = pool[k]
        home = household[worker]
        if status[worker] != 1 or aware[home] & 1 == 0:
            continue
        for g in range(yearly.size):
            if yearly[g] >= reservation[worker]:
                own[village[home], g] += 1.0


class Sites(NamedTuple):
    """What an enterprise knows of every village, arrays of length villages.

    ids, weight: of the village; free: can be considered; offered: supply by pay grid, persons;
    taken: places already offered there; distance: km; wage_index: local
    pay relative to normal; saving: yuan a year that an alliance saves there.
    """

    ids: NDArray[np.int64]
    weight: NDArray[np.float64]
    free: NDArray[np.bool_]
    offered: NDArray[np.float64]
    taken: NDArray[np.float64]
    distance: NDArray[np.float64]
    wage_index: NDArray[np.float64]
    saving: NDArray[np.float64]


class Terms(NamedTuple):
    """An enterprise's terms: pay grid and values in yuan a day, costs in yuan a year.

    refit is a yearly part; noise the scale of its Gumbel view of a site.
    """

    enterprise_id: int
    pay_grid: NDArray[np.float64]
    lowest_pay: float
    value: float
    unmet: float
    contribution: float
    days: float
    span: float
    overhead: float
    rent: float
    haulage: float
    refit: float
    noise: float


@compiled
def find_site(seed, code, quarter, sites, terms):  # type: ignore[no-untyped-def]
    """Best (village, pay, jobs, profit) over free villages; village -1 where none pays."""
    best, where, best_pay, jobs_there = 0.0, -1, 0.0, 0.0
    for v in range(sites.free.size):
        if not sites.free[v]:
            continue
        unit = np.int64(terms.enterprise_id) * 65536 + sites.ids[v]
        gumbel = -log(-log(uniform(seed, code, quarter, unit)))
        # A sampled village stands for several: the best of w Gumbel views is ln w higher.
        view = terms.noise * (gumbel - EULER + log(sites.weight[v])) + sites.saving[v]
        haulage = terms.haulage * sites.distance[v]
        for g in range(terms.pay_grid.size):
            pay = max(terms.pay_grid[g] * sites.wage_index[v], terms.lowest_pay)
            cost = (1.0 + terms.contribution) * pay
            most = min(terms.unmet, max(sites.offered[v, g] - sites.taken[v], 0.0))
            jobs = best_jobs(
                terms.value, cost, terms.days, terms.span, terms.overhead, haulage, most
            )
            if jobs < SMALLEST_JOBS:
                continue
            profit = view + site_profit(
                terms.value,
                cost,
                jobs,
                terms.days,
                terms.span,
                terms.overhead,
                terms.rent,
                haulage,
                terms.refit,
            )
            if profit > best:
                best, where, best_pay, jobs_there = profit, v, pay, jobs
    return where, best_pay, jobs_there, best
