"""Local jobs outside outlets: public and caring posts, farm work, piece work at home, casual work.

Each worker holds one place, in an outlet or here. Of the places promised those that would have
come anyway are in the trend; only what exceeds them is given out.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled, inlined
from model.quarter import minimum_wage
from model.quarter.job_book import LOCAL, SPARE
from model.quarter.job_search import hassle, have_heard
from model.quarter.orders import unmet_jobs
from model.quarter.places import (
    application_probability,
    has_room,
    kept_share,
    reservation_now,
)
from model.quarter.transfers import earnings_disregard
from model.streams import decision_code, uniform
from model.work_rules import JobOffer

if TYPE_CHECKING:
    from model.county import CountyModel

PUBLIC = ("public", "caring", "disabled")
"""Kinds whose pay is set by rule and does not follow local pay."""

DIVERTING = ("farm", "home", "casual")
"""Kinds that take a part of their work from others of the town."""


@inlined
def least_pay(reservation, odd_earnings, work_share, home_saving):  # type: ignore[no-untyped-def]
    """Least acceptable yearly pay of a place with `work_share` of an outlet year's work.

    At home a part of what is asked beyond odd earnings, for care above all, falls away.
    """
    beyond = max(reservation - odd_earnings, 0.0)
    return work_share * (reservation - home_saving * beyond)


@inlined
def given_up(odd_earnings, work_share):  # type: ignore[no-untyped-def]
    """Earlier earnings that go with a place: by its work, at most all of them; yuan of 2021."""
    return min(work_share, 1.0) * odd_earnings


@inlined
def may_apply(status, listed, able, register_only, weak_labour):  # type: ignore[no-untyped-def]
    """Whether a worker can be hired: spare, listed if asked, and fit unless weak labour will do."""
    if status != 1 or (register_only and not listed):
        return False
    return able or not listed or weak_labour


def fill(county: "CountyModel") -> None:
    """End some local jobs, then give out the places that the programmes add."""
    for offer in offers(county):
        county.jobs.since.setdefault((offer.tag, offer.kind), county.quarter)
        _end_jobs(county, offer)
        room = additional_places(county, offer) - county.jobs.weight(county.jobs.rows(offer))
        if room > 0.0:
            _hire(county, offer, room)


def offers(county: "CountyModel") -> list[JobOffer]:
    """All offers of the quarter, of programmes and of supported businesses, in a fixed order."""
    every = (*county.rules.work.offers, *county.ventures.job_offers())
    return sorted(every, key=lambda offer: (offer.tag, offer.kind))


def additional_places(county: "CountyModel", offer: JobOffer) -> float:
    """Places beyond those that come anyway; at home, no more than enterprises have orders for."""
    places = offer.places - places_anyway(county, offer.kind)
    if offer.at_home:
        orders = float((unmet_jobs(county) * county.start.enterprises["weight"]).sum())
        places = min(places, orders)
    return max(places, 0.0)


def places_anyway(county: "CountyModel", kind: str) -> float:
    """Places that have come without a programme since the start; some kinds have no such."""
    if kind in ("venture", "disabled"):
        return 0.0
    jobs = county.parameters.jobs
    rate = {
        "public": jobs.public_per_1000,
        "caring": jobs.caring_per_1000,
        "farm": jobs.farm_per_1000,
        "home": jobs.home_per_1000,
        "casual": jobs.casual_per_1000,
    }[kind]
    return rate * county.start.facts["rural_employment"] / 1000.0 * (county.quarter + 1) / 4.0


def _end_jobs(county: "CountyModel", offer: JobOffer) -> None:
    rows = county.jobs.rows(offer)
    drawn = county.streams.uniforms("local_job_quit", county.quarter, county.workers["id"][rows])
    leaves = drawn < county.parameters.jobs.quit_hazard
    county.jobs.held[offer.tag, offer.kind] = rows[~leaves]
    release(county, rows[leaves])


def release(county: "CountyModel", rows: NDArray[np.int64]) -> None:
    """End local jobs; workers are spare again and earn what they did before."""
    county.jobs.take_back(rows)
    county.workers["status"][rows] = SPARE
    county.workers["hired"][rows] = -1


def _hire(county: "CountyModel", offer: JobOffer, room: float) -> None:
    workers, households = county.workers, county.households
    rows = applicants(county, offer)
    home = workers["household"][rows]
    lot = county.streams.uniforms("local_job_lottery", county.quarter, workers["id"][rows])
    rank = np.where(offer.register_first & households["on_register"][home], 0, 1)
    ranked = np.lexsort((lot, rank))
    weight = households["weight"][home][ranked]
    hired = rows[ranked[fitting(weight, room)]]
    workers["status"][hired] = LOCAL
    workers["hired"][hired] = county.quarter
    share = min(offer.work_share, 1.0)
    county.jobs.give_up(hired, share * workers["odd_earnings"][hired])
    held = np.concatenate((county.jobs.rows(offer), hired))
    county.jobs.held[offer.tag, offer.kind] = np.sort(held)


@compiled
def fitting(weight, room):  # type: ignore[no-untyped-def]
    """Which of ranked rows find room, each for at least half of the persons it stands for."""
    fits = np.zeros(weight.size, np.bool_)
    for k in range(weight.size):
        if has_room(room, weight[k]):
            fits[k] = True
            room -= weight[k]
    return fits


def pay_by_town(county: "CountyModel", offer: JobOffer) -> NDArray[np.float64]:
    """A year's pay of a place by town, yuan: set by rule, or moving with local pay (towns,)."""
    index = np.ones(county.start.towns) if offer.kind in PUBLIC else county.market.wage_index
    return np.asarray(offer.pay_yuan * index)


def applicants(county: "CountyModel", offer: JobOffer) -> NDArray[np.int64]:
    """Rows of spare workers who have heard of an offer and apply for it this quarter."""
    workers, households, pool = county.workers, county.households, county.market.pool
    takeup = county.parameters.takeup
    village = households["village"]
    quarters = county.quarter - county.jobs.since[offer.tag, offer.kind] + 1
    rows = pool[workers["status"][pool] == SPARE]
    rows = rows[have_heard(county, workers["household"][rows], quarters)]
    applied = _apply(
        county.streams.seed,
        decision_code("local_job_application"),
        county.quarter,
        rows,
        workers["id"],
        workers["status"],
        workers["household"],
        workers["reservation"],
        workers["odd_earnings"],
        village,
        households["on_register"],
        households["able"],
        county.market.spare_land_income(slice(None)),
        pay_by_town(county, offer)[county.start.villages["town"]],
        hassle(county),
        offer.work_share,
        county.parameters.jobs.home_saving if offer.at_home else 0.0,
        offer.register_only,
        offer.weak_labour,
        earnings_disregard(county),
        takeup.gain_slope,
    )
    return rows[applied]


@compiled
def _apply(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    seed,
    code,
    quarter,
    rows,
    ids,
    status,
    household,
    reservation,
    odd,
    village,
    on_register,
    able,
    released,
    pay,
    hassle,
    work_share,
    home_saving,
    register_only,
    weak_labour,
    disregard,
    slope,
):
    applied = np.zeros(rows.size, np.bool_)
    for k in range(rows.size):
        worker = rows[k]
        home = household[worker]
        listed = on_register[home]
        if not may_apply(status[worker], listed, able[home], register_only, weak_labour):
            continue
        asked = reservation_now(reservation[worker], odd[worker], released[home])
        kept = odd[worker] - min(odd[worker], released[home])
        least = least_pay(asked, kept, work_share, home_saving)
        gain = (pay[village[home]] * kept_share(listed, disregard) - least) / 1000.0
        chance = application_probability(gain, 0.0, hassle[village[home]], slope, 0.0)
        applied[k] = uniform(seed, code, quarter, ids[worker]) < chance
    return applied


def pay(county: "CountyModel") -> None:
    """Pay local jobs for the quarter, and the lift of the minimum wage."""
    for offer in offers(county):
        _pay_places(county, offer, county.jobs.rows(offer))
    minimum_wage.pay(county)


def _pay_places(county: "CountyModel", offer: JobOffer, rows: NDArray[np.int64]) -> None:
    if not rows.size:
        return
    households, books = county.households, county.books
    home = county.workers["household"][rows]
    town = county.start.villages["town"][households["village"][home]]
    amount = pay_by_town(county, offer)[town] / 4.0
    np.add.at(books.quarter_income[:, 0], home, amount)
    np.add.at(books.outlet_earnings, home, amount)
    households["streams"][home] |= np.uint8(4)
    paid = amount * households["weight"][home]
    payer = "treasury" if offer.kind == "public" else "enterprises"
    county.pay_households("wages", offer.tag, payer, paid)
    if payer == "enterprises" and offer.public_share > 0.0:
        refund = offer.public_share * paid
        county.ledger.pay("spending", offer.tag, "treasury", payer, refund, refund)
    if offer.kind in DIVERTING:
        taken = county.parameters.jobs.diverted_share * paid
        books.diverted += np.bincount(town, taken, county.start.towns)
