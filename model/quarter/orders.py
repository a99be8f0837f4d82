"""Order books: a cycle common to each sector and an enterprise's own fluctuation."""

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from mesa.agent import AgentSet
from numpy.typing import NDArray

from model.compiled import compiled, inlined
from model.quarter.siting import SMALLEST_JOBS
from model.streams import decision_code, normal_quantile, uniform

if TYPE_CHECKING:
    from model.county import CountyModel


@inlined
def next_orders(now, persistence, sd, shock):  # type: ignore[no-untyped-def]
    """Log orders relative to normal next quarter; the variance stays sd squared."""
    return persistence * now + sqrt(1.0 - persistence * persistence) * sd * shock


def renew(county: "CountyModel") -> None:
    """Bring order books to this quarter: `county.market.orders`, orders relative to normal (1)."""
    if not county.switches.orders:
        return
    workshops = county.parameters.workshops
    sd = workshops.orders_sd * sqrt(0.5)
    for state, ids, name in (
        (county.market.sector_cycle, np.arange(county.start.sectors), "sector_orders"),
        (county.market.own_cycle, county.start.enterprises["id"], "enterprise_orders"),
    ):
        _renew(
            county.streams.seed,
            decision_code(name),
            county.quarter,
            ids,
            state,
            workshops.orders_persistence,
            sd,
        )
    sector = county.start.enterprises["sector"]
    county.market.orders[:] = np.exp(county.market.sector_cycle[sector] + county.market.own_cycle)


@compiled
def _renew(seed, code, quarter, ids, state, persistence, sd):  # type: ignore[no-untyped-def]
    for i in range(ids.size):
        shock = normal_quantile(uniform(seed, code, quarter, ids[i]))
        state[i] = next_orders(state[i], persistence, sd, shock)


def unmet_jobs(county: "CountyModel") -> NDArray[np.float64]:
    """Jobs that each enterprise's plant cannot fill from its order book, one enterprise of a row.

    Plant orders beyond normal, as far as the work can be divided, plus the normal volume already
    put out, less what its open outlets offer now and posts it made to help. Not negative.
    """
    plants = county.start.enterprises
    if county.switches.orders:
        wanted = plants["divisible"] * plants["workers"] * (county.market.orders - 1.0)
    else:
        wanted = np.full(len(plants), county.parameters.workshops.median_span_jobs)
    outlets = county.market.outlets
    offered = np.bincount(
        outlets["enterprise"], weights=outlets["jobs"] * outlets["open"], minlength=len(plants)
    )
    return np.maximum(wanted + county.market.normal_jobs - offered - county.pairing.posts, 0.0)


def activity(county: "CountyModel") -> NDArray[np.float64]:
    """Work done at an enterprise's outlets relative to normal, between 0.5 and 1.2."""
    return np.clip(county.market.orders, 0.5, 1.2)


def looking(county: "CountyModel") -> "AgentSet":
    """Enterprises that look for a site this quarter: each once a year, with enough unmet orders.

    They come in the order of their lot, so that places go to the same ones in every world.
    """
    market, plants = county.market, county.start.enterprises
    market.survey_supply()
    market.unmet[:] = unmet_jobs(county)
    year_start = county.quarter - county.quarter % 4
    lot = county.streams.uniforms("siting_round", year_start, plants["id"])
    turn = (lot * 4.0).astype(np.int64) == county.quarter % 4
    rows = np.flatnonzero(turn & (market.unmet >= SMALLEST_JOBS))
    agents = county.enterprise_list
    return AgentSet(
        [agents[row] for row in rows[np.argsort(lot[rows], kind="stable")]], random=county.random
    )
