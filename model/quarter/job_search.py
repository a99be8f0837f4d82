"""How people hear of local offers, and how hard it is to apply: employment services, markets."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from model.county import CountyModel


def heard_share(initial: float, outreach: float, quarters: int) -> float:
    """Share of households that have heard of an offer after some quarters.

    1 - (1 - initial) (1 - outreach)^quarters: those who know of programmes anyway, then officials.
    """
    return 1.0 - (1.0 - initial) * (1.0 - outreach) ** quarters


def have_heard(
    county: "CountyModel", homes: NDArray[np.integer], quarters: int
) -> NDArray[np.bool_]:
    """Whether households have heard of an offer that is some quarters old, by a lot of their own.

    homes: rows of households; the result has their shape. Who hears never forgets.
    """
    takeup = county.parameters.takeup
    share = heard_share(takeup.initial_awareness, takeup.outreach_rate, quarters)
    return np.asarray(county.jobs.hearing_lot[homes] < share)


def their_turn(county: "CountyModel", ids: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether households think of a course or a business of their own this quarter: once a year."""
    return np.asarray(ids % 4 == county.quarter % 4)


def served_share(county: "CountyModel") -> NDArray[np.float64]:
    """Share of each town's job seekers that services or a market reach, (towns,).

    Markets stand in the towns with most spare workers at the start; services reach everywhere.
    """
    work = county.rules.work
    towns = county.start.towns
    if work.market_towns <= 0.0 and work.helped_persons <= 0.0:
        return np.zeros(towns)
    seekers = county.jobs.seekers
    order = np.argsort(-seekers, kind="stable")
    market = np.zeros(towns)
    market[order] = np.clip(work.market_towns - np.arange(towns), 0.0, 1.0)
    helped = min(1.0, work.helped_persons / max(float(seekers.sum()), 1.0))
    return np.asarray(1.0 - (1.0 - market) * (1.0 - helped))


def hassle(county: "CountyModel") -> NDArray[np.float64]:
    """Cost of applying for a job in logits by village, less what search help saves (villages,)."""
    saving = county.parameters.jobs.search_saving * served_share(county)
    return np.asarray(county.parameters.takeup.hassle - saving[county.start.villages["town"]])
