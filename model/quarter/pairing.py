"""Those who became well off first help others (先富带后富): wishes, donors, matches, help.

A match joins a wish and a donor if need x resource x proximity exceeds a threshold, and comes to
something with the drawn chance. What follows belongs to the module of its kind: a post or an
introduction to an outlet place, a house lease, sales, a gift. Professional services have no income.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled, inlined
from model.quarter.orders import unmet_jobs
from model.quarter.places import reservation_now
from model.quarter.transfers import earnings_disregard
from model.quarter.wishes import (
    ASSETS,
    CHARITY,
    JOBS,
    KINDS,
    MARKET,
    NEED,
    SKILLS,
    first_spare,
    survey,
)

if TYPE_CHECKING:
    from model.county import CountyModel

POST = 4
"""Status of a worker in a post that a helping enterprise made."""

Rows = NDArray[np.int64]


class PairingBook:
    """Wishes, donors and help of one world.

    asked: households whose wishes are known; tier: 0 to 2, -1 for none; wish: kind, -1 for none or
    done; matched, sells, given: households matched, selling through a donor, receiving gifts.
    post: enterprise of a worker's post, -1 for none (workers,); posts: persons in posts by
    enterprise, one enterprise of a row; used: matches of a donor. introduced: workers whom somebody
    brings to an outlet this quarter. matches: county total by kind since the start.
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        count, plants = len(county.households), len(county.start.enterprises)
        self.asked, self.matched = np.zeros(count, bool), np.zeros(count, bool)
        self.sells, self.given = np.zeros(count, bool), np.zeros(count, bool)
        self.tier, self.wish = np.full(count, -1, np.int8), np.full(count, -1, np.int8)
        self.post = np.full(len(county.workers), -1, np.int32)
        self.posts, self.used = np.zeros(plants), np.zeros(plants)
        self.introduced: Rows = np.zeros(0, np.int64)
        self.surveyed = self.households = 0.0
        self.matches = np.zeros(len(KINDS))

    def open_quarter(self) -> None:
        """Forget last quarter's introductions."""
        self.introduced = np.zeros(0, np.int64)

    def introduce_households(self, rows: Rows) -> None:
        """Bring the first spare worker of each able household to an outlet place next quarter."""
        self.introduced = np.union1d(self.introduced, first_spare(self.county, rows))


@inlined
def match_score(need, resource, km, reach_km):  # type: ignore[no-untyped-def]
    """Fit of a wish and a donor: need x resource x proximity, each between 0 and 1."""
    return need * resource * np.exp(-km / reach_km)


def match(county: "CountyModel") -> None:
    """Ask households, join wishes and donors, and start the help that follows."""
    book, rules = county.pairing, county.rules.pairing
    _end_help(county)
    if rules.surveyed_persons <= 0.0:
        return
    survey(county)
    room = rules.households - book.households
    if room <= 0.0:
        return
    rows, donors = join(county, room)
    lot = county.streams.uniforms("match_success", county.quarter, county.households["id"][rows])
    kind = book.wish[rows].copy()
    book.wish[rows] = -1
    won = lot < county.parameters.pairing.success
    rows, donors, kind = rows[won], donors[won], kind[won]
    weight = county.households["weight"][rows]
    book.matched[rows] = True
    book.households += float(weight.sum())
    book.matches += np.bincount(kind, weight, len(KINDS))
    _start_help(county, rows, donors, kind)


def donor_plants(county: "CountyModel") -> Rows:
    """Enterprises that agree to help: asked from the largest down, willing by lot."""
    plants, rules = county.start.enterprises, county.rules.pairing
    order = np.argsort(-plants["workers"], kind="stable")
    weight = plants["weight"][order]
    asked = order[np.cumsum(weight) - 0.5 * weight <= rules.donors]
    lot = county.streams.uniforms("donor_willing", 0, plants["id"][asked])
    return asked[lot < rules.willing_share]


def join(county: "CountyModel", room: float) -> tuple[Rows, Rows]:
    """Open wishes and their donors, best first: the neediest choose, each the best donor left."""
    book, rules, households = county.pairing, county.rules.pairing, county.households
    plants, donors = county.start.enterprises, donor_plants(county)
    rows = np.flatnonzero(book.wish >= 0)
    if rows.size == 0 or donors.size == 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    lot = county.streams.uniforms("wish_order", 0, households["id"][rows])
    rows = rows[np.lexsort((lot, book.tier[rows]))]
    size = np.log1p(plants["workers"][donors])
    free = rules.matches_per_donor * plants["weight"][donors] - book.used[donors]
    chosen = _join(
        households["village"][rows],
        np.array(NEED)[book.tier[rows]],
        households["weight"][rows],
        size / max(float(size.max()), 1e-12),
        county.market.distance_km[plants["town"][donors]],
        rules.reach_km,
        rules.threshold,
        free,
        room / max(county.parameters.pairing.success, 1e-9),
    )
    found = chosen >= 0
    book.used[donors] = rules.matches_per_donor * plants["weight"][donors] - free
    return rows[found], donors[chosen[found]]


@compiled
def _join(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    village, need, weight, resource, km, reach, threshold, free, room
):
    """Row of the donor that each wish is matched with, -1 for none; lowers `free`."""
    chosen = np.full(village.size, -1)
    for k in range(village.size):
        if 0.5 * weight[k] > room:
            break
        best = threshold
        for d in range(resource.size):
            if free[d] < 0.5 * weight[k]:
                continue
            score = match_score(need[k], resource[d], km[d, village[k]], reach)
            if score > best:
                best = score
                chosen[k] = d
        if chosen[k] >= 0:
            free[chosen[k]] -= weight[k]
            room -= weight[k]
    return chosen


def _start_help(county: "CountyModel", rows: Rows, donors: Rows, kind: NDArray[np.int8]) -> None:
    book, households = county.pairing, county.households
    wants_work = (kind == JOBS) | (kind == SKILLS)
    households["aware"][rows[wants_work]] |= np.uint8(1)
    left = give_posts(county, rows[kind == JOBS], donors[kind == JOBS])
    book.introduce_households(np.concatenate((rows[kind == SKILLS], left)))
    assets = rows[kind == ASSETS]
    households["aware"][assets] |= np.uint8(6)
    _lease_house(county, assets)
    book.sells[rows[kind == MARKET]] = True
    book.given[rows[kind == CHARITY]] = True


def give_posts(county: "CountyModel", rows: Rows, donors: Rows) -> Rows:
    """Give the first spare worker of a household a post where the donor is short of workers.

    The worker takes it if pay, after the means test, covers the reservation. Returns households
    whose donor has no work to give: they are brought to an outlet.
    """
    book, workers, plants = county.pairing, county.workers, county.start.enterprises
    short = unmet_jobs(county)
    left = []
    for home, donor in zip(rows, donors, strict=True):
        spare = first_spare_of(county, int(home))
        weight = county.households["weight"][home] / plants["weight"][donor]
        if spare < 0 or short[donor] < 0.5 * weight or not accepts(county, spare):
            left.append(home)
            continue
        short[donor] -= weight
        book.post[spare] = donor
        book.posts[donor] += weight
        workers["status"][spare] = POST
        county.jobs.give_up(np.array([spare]), workers["odd_earnings"][[spare]])
    return np.array(left, np.int64)


def first_spare_of(county: "CountyModel", home: int) -> int:
    """Row of the first spare worker of one household, -1 for none; workers lie by household."""
    workers = county.workers
    if not county.households["able"][home]:
        return -1
    first, after = np.searchsorted(workers["household"], (home, home + 1))
    spare = np.flatnonzero(workers["status"][first:after] == 1)
    return int(first + spare[0]) if spare.size else -1


def accepts(county: "CountyModel", worker: int) -> bool:
    """Whether a year's pay in a post, after the means test, covers a worker's reservation."""
    workers, home = county.workers, county.workers["household"][worker]
    kept = earnings_disregard(county) if county.households["on_register"][home] else 1.0
    asked = reservation_now(
        workers["reservation"][worker],
        workers["odd_earnings"][worker],
        county.market.spare_land_income(home),
    )
    return bool(post_pay(county) * kept >= asked)


def post_pay(county: "CountyModel") -> float:
    """Normal pay of a year in a post, yuan."""
    return county.parameters.pairing.post_pay_ratio * county.market.typical_pay_year


def _lease_house(county: "CountyModel", rows: Rows) -> None:
    """Let the donor rent the vacant house at the going rent if that covers the owner's ask."""
    households, rent = county.households, county.houses.typical_rent
    rows = rows[(households["house_state"][rows] == 1) & (households["house_ask"][rows] <= rent)]
    households["house_state"][rows] = 2
    households["house_rent"][rows] = rent
    households["adopted"][rows] |= np.uint8(4)


def _end_help(county: "CountyModel") -> None:
    """End posts, sales and gifts by lot; a worker whose post ends is spare again."""
    book = county.pairing
    if not book.matched.any():
        return
    workers, households = county.workers, county.households
    hazard = county.parameters.pairing.end_hazard
    holders = np.flatnonzero(book.post >= 0)
    lot = county.streams.uniforms("help_end", county.quarter, workers["id"][holders])
    gone = holders[lot < hazard]
    home, plant = workers["household"][gone], book.post[gone]
    weight = households["weight"][home] / county.start.enterprises["weight"][plant]
    np.subtract.at(book.posts, plant, weight)
    county.jobs.take_back(gone)
    workers["status"][gone], book.post[gone] = 1, -1
    rows = np.flatnonzero(book.sells | book.given)
    lot = county.streams.uniforms("help_end", county.quarter, households["id"][rows])
    ended = rows[lot < hazard]
    book.sells[ended] = book.given[ended] = False
