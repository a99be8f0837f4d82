"""Small household businesses: homestays, shops, new farmers, start-ups (民宿、网店、新农人、创业).

A worker of the household gives up other work to run it, and a homestay takes the vacant house off
the lease market. Businesses that would have opened anyway are in the trend.
"""

from math import exp
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import inlined
from model.quarter import startup_loans
from model.quarter.earnings import QUARTER
from model.quarter.job_book import FULL_TIME, LOCAL, SPARE
from model.quarter.job_search import hassle, have_heard, their_turn
from model.quarter.local_jobs import fitting
from model.quarter.venture_book import Open
from model.streams import normal_quantile
from model.work_rules import VentureOffer

if TYPE_CHECKING:
    from model.county import CountyModel

SUPPORT_QUARTERS = 8
"""Quarters in which a business is supported. Assumption: two years."""

PATIENCE_QUARTERS = 4
"""Quarters after which a business that earns less than was given up may be closed for it."""

DISAPPOINTED_EXIT = 0.25
"""Chance a quarter to close then. Assumption."""

RAMP = (0.3, 0.5, 0.7, 0.85)
"""Net income of a business in its first quarters over that of a full one. Assumption."""


@inlined
def quality(u, log_sd):  # type: ignore[no-untyped-def]
    """How well a household runs its business: log-normal with mean 1, from one uniform number."""
    return exp(log_sd * normal_quantile(u) - 0.5 * log_sd * log_sd)


def ramp(quarters: NDArray[np.int64]) -> NDArray[np.float64]:
    """Share of full net income by quarters since the opening."""
    steps = np.array((*RAMP, 1.0))
    return np.asarray(steps[np.clip(quarters, 0, len(RAMP))])


def yearly_gain(
    net: float, support: float, forgone: NDArray[np.float64], capital: float, life_years: float
) -> NDArray[np.float64]:
    """Expected gain from opening, thousand yuan a year: net income and two supported years.

    Support counts by its part of the life of what was invested; own capital is spread over it.
    """
    helped = support * min(1.0, SUPPORT_QUARTERS / 4.0 / life_years)
    return (net + helped - forgone - capital / life_years) / 1000.0


def open_and_close(county: "CountyModel") -> None:
    """Close some businesses, then open new ones while the programmes have room."""
    for offer in sorted(county.rules.work.ventures, key=lambda offer: (offer.tag, offer.kind)):
        county.ventures.since.setdefault((offer.tag, offer.kind), county.quarter)
        _close(county, offer)
        homes = county.ventures.homes(county.ventures.of(offer))
        room = offer.places - opened_anyway(county, offer.kind, offer.counted_from)
        room -= float(county.households["weight"][homes].sum())
        if room > 0.0:
            _open(county, offer, room)


def opened_anyway(county: "CountyModel", kind: str, counted_from: int = 0) -> float:
    """Businesses of a kind that have opened without a programme since a quarter."""
    rate = getattr(county.parameters.ventures, f"{kind}_per_1000")
    workers = county.start.facts["rural_employment"] / 1000.0
    return float(rate * workers * (county.quarter - counted_from + 1) / 4.0)


def net_yuan(county: "CountyModel", kind: str) -> float:
    """Net income of a typical business of a kind in a full year, yuan."""
    return float(getattr(county.parameters.ventures, f"{kind}_yuan"))


def _close(county: "CountyModel", offer: VentureOffer) -> None:
    running = county.ventures.of(offer)
    ids = county.workers["id"][running.worker]
    lot = county.streams.uniforms("venture_exit", county.quarter, ids)
    poor = running.quality * net_yuan(county, offer.kind) < running.forgone
    tried = county.quarter - running.opened >= PATIENCE_QUARTERS
    hazard = county.parameters.ventures.exit_hazard + DISAPPOINTED_EXIT * (poor & tried)
    ends = lot < hazard
    _give_back(county, running.kept(ends))
    startup_loans.call_guarantee(county, offer, running.kept(ends))
    county.ventures.open[offer.tag, offer.kind] = running.kept(~ends)


def _give_back(county: "CountyModel", ended: Open) -> None:
    """Owners return to what they did; the house stands vacant again."""
    workers, households = county.workers, county.households
    home, employed = workers["household"][ended.worker], ended.from_wages
    np.subtract.at(households["forgone_wages"], home[employed], ended.forgone[employed])
    county.jobs.take_back(ended.worker[~employed])
    county.ventures.owner[home] = False
    workers["status"][ended.worker] = np.where(ended.from_wages, FULL_TIME, SPARE)
    households["house_state"][home[ended.house]] = 1


def _open(county: "CountyModel", offer: VentureOffer, room: float) -> None:
    workers, households = county.workers, county.households
    rows = candidates(county, offer)
    capital = getattr(county.parameters.ventures, f"{offer.kind}_capital_yuan")
    own = capital * (1.0 - offer.capital_paid_share)
    gain = yearly_gain(
        net_yuan(county, offer.kind),
        offer.support_yuan - startup_loans.interest_yuan(county, offer),
        forgone(county, rows),
        own,
        county.parameters.ventures.capital_life_years,
    )
    home = workers["household"][rows]
    slope = county.parameters.takeup.gain_slope
    lot = county.streams.uniforms("venture_application", county.quarter, workers["id"][rows])
    chance = 1.0 / (1.0 + np.exp(hassle(county)[households["village"][home]] - slope * gain))
    applied = np.flatnonzero(lot < chance)
    order = applied[np.argsort((lot / chance)[applied], kind="stable")]
    _, first = np.unique(home[order], return_index=True)
    order = order[np.sort(first)]
    chosen = rows[order[fitting(households["weight"][home[order]], room)]]
    _start(county, offer, chosen)
    weight = households["weight"][workers["household"][chosen]]
    for payer, each in (("households", own), ("treasury", capital - own)):
        county.ledger.pay("capital", offer.tag, payer, "world", each * weight, each * weight)
    startup_loans.lend(county, offer, weight)


def candidates(county: "CountyModel", offer: VentureOffer) -> NDArray[np.int64]:
    """Workers of rural households who could run a business, heard of it and think of it now.

    Homestays need a vacant house of one's own; new farmers are under 60 and come from other work.
    """
    workers, households, status = county.workers, county.households, county.workers["status"]
    rows = county.ventures.may_open[offer.kind]
    rows = rows[their_turn(county, households["id"][workers["household"][rows]])]
    home = workers["household"][rows]
    fits = households["rural"][home] & ~county.ventures.owner[home]
    fits &= (status[rows] == FULL_TIME) | (status[rows] == SPARE)
    fits &= ~households["on_register"][home] | households["able"][home]
    if offer.kind == "homestay":
        fits &= households["house_state"][home] == 1
    elif offer.kind == "farm":
        fits &= status[rows] == FULL_TIME
    elif offer.kind == "shop":
        fits &= (status[rows] == SPARE) | (workers["age_band"][rows] == 0)
    quarters = county.quarter - county.ventures.since[offer.tag, offer.kind] + 1
    return np.asarray(rows[fits & have_heard(county, home, quarters)])


def forgone(county: "CountyModel", rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """What owners would give up, yuan of 2021 a year: odd earnings, or a full-timer's wages."""
    workers, start = county.workers, county.start
    home = workers["household"][rows]
    wages = start.base[home, 0] / county.jobs.earners[home]
    spare = workers["status"][rows] == SPARE
    odd = workers["odd_earnings"][rows]
    odd = odd - np.minimum(odd, county.market.spare_land_income(home))
    return np.asarray(np.where(spare, odd, wages))


def _start(county: "CountyModel", offer: VentureOffer, rows: NDArray[np.int64]) -> None:
    workers, households = county.workers, county.households
    home = workers["household"][rows]
    u = county.streams.uniforms("venture_quality", 0, workers["id"][rows])
    log_sd = county.parameters.ventures.quality_log_sd
    new = Open(
        rows,
        np.full(rows.size, county.quarter),
        np.array([quality(one, log_sd) for one in u]),
        forgone(county, rows),
        workers["status"][rows] == FULL_TIME,
        np.full(rows.size, offer.kind == "homestay"),
    )
    employed = new.from_wages
    np.add.at(households["forgone_wages"], home[employed], new.forgone[employed])
    county.jobs.give_up(rows[~employed], workers["odd_earnings"][rows[~employed]])
    workers["status"][rows] = LOCAL
    county.ventures.owner[home] = True
    households["house_state"][home[new.house]] = 0
    running = county.ventures.of(offer)
    county.ventures.open[offer.tag, offer.kind] = running.joined(new)


def pay(county: "CountyModel") -> None:
    """Post the quarter's net income of supported businesses, and their support."""
    for offer in sorted(county.rules.work.ventures, key=lambda offer: (offer.tag, offer.kind)):
        running = county.ventures.of(offer)
        if running.worker.size:
            _pay_owners(county, offer, running)


def _pay_owners(county: "CountyModel", offer: VentureOffer, running: Open) -> None:
    households, books = county.households, county.books
    home = county.ventures.homes(running)
    age = county.quarter - running.opened
    net = QUARTER * net_yuan(county, offer.kind) * running.quality * ramp(age)
    helped = QUARTER * offer.support_yuan * (age < SUPPORT_QUARTERS)
    books.quarter_income[home, 1] += net
    books.quarter_income[home, 3] += helped
    weight = households["weight"][home]
    county.pay_households("business", offer.tag, "world", net * weight)
    county.pay_households("transfers", offer.tag, "treasury", helped * weight)
    town = county.start.villages["town"][households["village"][home]]
    taken = county.parameters.ventures.diverted_share * net * weight
    books.diverted += np.bincount(town, taken, county.start.towns)
    startup_loans.collect(county, offer, running)
