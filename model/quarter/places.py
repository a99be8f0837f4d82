"""Who takes an outlet place: applications, reserved places, one matching round per town.

Workers of a village see the same offers (pay net of travel), and all outlets rank applicants alike
(register where it has priority, then lot). With common priorities deferred acceptance is serial
dictatorship: in order of priority each worker takes the best place still open.
Source: D. Gale, L. Shapley, American Mathematical Monthly 69 (1962).
"""

from math import exp
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled, inlined
from model.quarter.job_search import hassle
from model.quarter.transfers import earnings_disregard

if TYPE_CHECKING:
    from model.county import CountyModel

SAME_TOWN_KM = 3.0
"""Way to an outlet in another village of the town, km. Assumption."""

TRAVEL_YUAN_PER_KM_DAY = 1.0
"""Cost of a day's trip per km, there and back. Assumption."""


@inlined
def application_probability(gain, peers, hassle, slope, imitation):  # type: ignore[no-untyped-def]
    """Chance per quarter to apply for an offer worth `gain` thousand yuan a year, net.

    Logit in the gain and in the share of neighbours who have taken up; rises with both.
    """
    return 1.0 / (1.0 + exp(hassle - slope * gain - imitation * peers))


@inlined
def kept_share(on_register, disregard):  # type: ignore[no-untyped-def]
    """Part of new earnings that a household keeps after the means test of the allowance."""
    return disregard if on_register else 1.0


@inlined
def reservation_now(reservation, odd_earnings, farm_released):  # type: ignore[no-untyped-def]
    """Least acceptable yearly pay; farm income already given up with a lease is not asked twice."""
    return reservation - min(odd_earnings, farm_released)


@inlined
def has_room(places, weight):  # type: ignore[no-untyped-def]
    """Whether places are left for a worker's row: for half of the persons it stands for.

    Half a place is common, so that rounding of sums must not decide.
    """
    return places >= (0.5 - 1e-9) * weight


def fill(county: "CountyModel") -> None:
    """End some jobs, take applications, place workers, and move local pay."""
    end_jobs(county)
    value, order = offers(county)
    applicants = introduced(county, apply(county, value), value)
    place(county, applicants, order)


def end_jobs(county: "CountyModel") -> None:
    """Workers leave for reasons of their own, or because their outlet has closed."""
    workers, outlets = county.workers, county.market.outlets
    pool = county.market.pool
    here = workers["status"][pool] == 2
    rows = pool[here]
    left = county.streams.uniforms("workshop_quit", county.quarter, workers["id"][rows])
    closed = ~outlets["open"][workers["outlet"][rows]]
    gone = rows[closed | (left < county.parameters.workshops.quit_hazard)]
    county.market.release(gone)


def offers(county: "CountyModel") -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """What each village's workers can get: best value a year (villages,), and outlets by value.

    The second array lists for each village the outlets of its town with places free, best first,
    older ones first among equals, -1 after the last; (villages, most outlets of a town).
    """
    villages, outlets = county.start.villages, county.market.outlets
    pay_year = outlets["pay"] * county.market.wage_index[outlets["town"]] * county.market.days
    free = has_room(county.market.vacancies(), outlets["weight"])
    open_rows = np.flatnonzero(outlets["open"] & free)
    by_town = [open_rows[outlets["town"][open_rows] == t] for t in range(county.start.towns)]
    width = max(1, max((rows.size for rows in by_town), default=1))
    order = np.full((len(villages), width), -1, np.int32)
    value = np.full(len(villages), -np.inf)
    for town, rows in enumerate(by_town):
        if rows.size:
            here = np.flatnonzero(villages["town"] == town)
            km = np.where(outlets["village"][rows] == here[:, None], 0.0, SAME_TOWN_KM)
            worth = pay_year[rows] - TRAVEL_YUAN_PER_KM_DAY * km * county.market.days
            # To the fen: pay of the same rung differs in the last bit between years of opening.
            ranked = np.argsort(-np.rint(100.0 * worth), axis=1, kind="stable")
            order[here, : rows.size] = rows[ranked]
            value[here] = worth[np.arange(here.size), ranked[:, 0]]
    return value, order


def apply(county: "CountyModel", value: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rows of the workers who apply this quarter."""
    workers, households, takeup = county.workers, county.households, county.parameters.takeup
    ids = workers["id"][county.market.pool]
    applied = _apply(
        county.streams.uniforms("workshop_application", county.quarter, ids),
        county.market.pool,
        workers["status"],
        workers["household"],
        workers["reservation"],
        workers["odd_earnings"],
        households["village"],
        households["aware"],
        households["on_register"],
        households["able"],
        county.land.released,
        county.market.spared,
        value * county.books.belief[:, 0],
        county.books.peers[:, 0],
        earnings_disregard(county),
        hassle(county),
        takeup.gain_slope,
        takeup.imitation,
    )
    return county.market.pool[np.flatnonzero(applied)]


def introduced(
    county: "CountyModel", applicants: NDArray[np.int64], value: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Add workers whom somebody brings to an outlet of their town that has a place."""
    workers, households = county.workers, county.households
    rows = county.pairing.introduced
    if rows.size == 0:
        return applicants
    worth = value[households["village"][workers["household"][rows]]]
    willing = (workers["status"][rows] == 1) & (worth > 0.0)
    return np.union1d(applicants, rows[willing])


@compiled
def _apply(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    lot,
    pool,
    status,
    household,
    reservation,
    odd,
    village,
    aware,
    on_register,
    able,
    released,
    spared,
    value,
    peers,
    disregard,
    hassle,
    slope,
    imitation,
):
    applied = np.zeros(pool.size, np.bool_)
    for k in range(pool.size):
        worker = pool[k]
        home = household[worker]
        listed = on_register[home]
        if status[worker] != 1 or aware[home] & 1 == 0 or (listed and not able[home]):
            continue
        worth = value[village[home]]
        if worth <= 0.0:
            continue
        free = max(released[home] - spared[home], 0.0)
        least = reservation_now(reservation[worker], odd[worker], free)
        gain = (worth * kept_share(listed, disregard) - least) / 1000.0
        cost = hassle[village[home]]
        chance = application_probability(gain, peers[village[home]], cost, slope, imitation)
        applied[k] = lot[k] < chance
    return applied


def place(county: "CountyModel", applicants: NDArray[np.int64], order: NDArray[np.int32]) -> None:
    """Give out places: first those reserved for the register, then all that are left."""
    workers, households, rules = county.workers, county.households, county.rules.workshops
    home = workers["household"][applicants]
    listed = households["on_register"][home]
    lot = county.streams.uniforms("workshop_lottery", county.quarter, workers["id"][applicants])
    rank = np.full(len(applicants), 2, np.int8)
    if county.rules.land.priority_hiring:
        rank[county.land.released[home] > 0.0] = 1
    if rules.register_priority:
        rank[listed] = 0
    ranked = np.lexsort((lot, rank))
    vacancies = county.market.vacancies()
    reserved = np.where(county.market.outlets["slot"], vacancies * rules.reserved_share, 0.0)
    village, weight = households["village"][home], households["weight"][home]
    placed = np.full(len(applicants), -1, np.int32)
    _place(ranked[listed[ranked]], village, weight, order, reserved.copy(), placed)
    taken = np.bincount(placed[placed >= 0], weights=weight[placed >= 0], minlength=len(vacancies))
    _place(ranked, village, weight, order, vacancies - taken, placed)
    hired = placed >= 0
    county.market.hire(applicants[hired], placed[hired])


@compiled
def _place(ranked, village, weight, order, places, placed):  # type: ignore[no-untyped-def]
    for a in ranked:
        if placed[a] >= 0:
            continue
        for choice in order[village[a]]:
            if choice < 0:
                break
            if has_room(places[choice], weight[a]):
                placed[a] = choice
                places[choice] -= weight[a]
                break
