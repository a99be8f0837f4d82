"""Households that move to town: out of the mountains (大搬快聚), or into rented flats (市民化).

A move turns a household's statistical residence urban. That alone changes the urban-rural ratio;
what the household's income gains or loses is posted, and both parts are shown apart.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled
from model.quarter.places import application_probability
from model.table import total_by

if TYPE_CHECKING:
    from model.county import CountyModel

JOB_LAG = 2
"""Quarters in town before a better wage is found. Assumption."""

HOUSE_YEARS = 20.0
"""Years over which a household reckons the cost of its new home. Assumption."""

RELOCATED, SETTLED = 1, 2


class MovingBook:
    """Who has moved in one world.

    how: int8 (households,), 0 not, 1 relocated, 2 settled in a rented flat; since: quarter of the
    move; moved: how > 0; away: moved, from a block that would still count as rural.
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        self.how = np.zeros(len(county.households), np.int8)
        self.since = np.zeros(len(county.households), np.int16)
        self.moved = np.zeros(len(county.households), bool)
        self.away = np.zeros(len(county.households), bool)
        self.persons = {RELOCATED: 0.0, SETTLED: 0.0}
        self.flats = 0.0

    def settle(self, rows: NDArray[np.int64], how: int) -> None:
        """Move households: residence, jobs in outlets, own farming."""
        county = self.county
        if rows.size == 0:
            return
        households, workers = county.households, county.workers
        households["rural"][rows] = False
        self.how[rows], self.since[rows], self.moved[rows] = how, county.quarter, True
        self.away[rows] = True
        self.persons[how] += float(county.books.weighted_persons[rows].sum())
        if how == SETTLED:
            self.flats += float(households["weight"][rows].sum())
            return
        here = np.zeros(len(households), bool)
        here[rows] = True
        pool = county.market.pool[here[workers["household"][county.market.pool]]]
        county.market.release(pool[workers["status"][pool] == 2])
        workers["status"][pool[workers["status"][pool] == 1]] = 0
        lost = county.parameters.moving.farm_lost_share * county.start.base[rows, 1]
        households["forgone_business"][rows] += lost


def relocation_gain(
    wage: NDArray[np.float64],
    farm_lost: NDArray[np.float64],
    members: NDArray[np.float64],
    grant: float,
    housing_cost: float,
    living_cost: float,
) -> NDArray[np.float64]:
    """What a household expects to gain a year by moving, yuan.

    A better wage, less own farming given up, dearer living, and its part of the new home spread
    over HOUSE_YEARS.
    """
    own_part = max(housing_cost - grant, 0.0) / HOUSE_YEARS
    return wage - farm_lost - members * (living_cost + own_part)


def ratio_after_moves(
    ratio: float, urban_share: float, moved_share: float, relative_income: float
) -> float:
    """Urban-rural ratio after a part of all residents has moved with unchanged incomes.

    relative_income: movers' income per head over the rural mean. With u urban, m moved, k relative:
    y_U' = (u R + m k) / (u + m), y_R' = ((1 - u) - m k) / ((1 - u) - m), both over the rural mean.
    """
    urban = (urban_share * ratio + moved_share * relative_income) / (urban_share + moved_share)
    rural_share = 1.0 - urban_share
    rural = (rural_share - moved_share * relative_income) / (rural_share - moved_share)
    return urban / rural


def move(county: "CountyModel") -> None:
    """Take this quarter's applications up to what is due, book what moving costs, and pay."""
    rules = county.rules.moving
    if rules.relocated_persons > 0.0:
        _relocate(county)
    if rules.flats > 0.0:
        _rent_flats(county)
    pay(county)


def _relocate(county: "CountyModel") -> None:
    """Move households of the farthest villages first, whole villages in the order of distance."""
    rules, unknowns, book = county.rules.moving, county.parameters.moving, county.moves
    room = rules.relocated_persons - book.persons[RELOCATED]
    if room <= 0.0:
        return
    households, members = county.households, county.households["members"]
    rows = np.flatnonzero(_remote(county) & households["rural"] & ~book.moved)
    gain = relocation_gain(
        expected_wage(county, rows),
        unknowns.farm_lost_share * county.start.base[rows, 1],
        members[rows],
        rules.relocation_grant_yuan,
        unknowns.housing_cost_yuan,
        unknowns.living_cost_yuan,
    )
    rows = rows[_applied(county, rows, gain)]
    far = county.start.villages["distance_km"][households["village"][rows]]
    lot = county.streams.uniforms("move_order", 0, households["id"][rows])
    rows = _first(rows[np.lexsort((lot, -far))], county.books.weighted_persons, room)
    book.settle(rows, RELOCATED)
    persons = county.books.weighted_persons[rows]
    grant = rules.relocation_grant_yuan * persons
    cost = unknowns.housing_cost_yuan * persons
    county.ledger.pay("capital", "relocation", "treasury", "households", grant, grant)
    county.ledger.pay("capital", "relocation", "households", "world", cost, cost)


def _rent_flats(county: "CountyModel") -> None:
    """Let flats in town to rural households whose earners all work full time, by lot."""
    rules, book, households = county.rules.moving, county.moves, county.households
    room = rules.flats - book.flats
    if room <= 0.0:
        return
    workers = county.workers
    earns = np.zeros(len(households), bool)
    earns[workers["household"][workers["status"] == 0]] = True
    earns[workers["household"][workers["status"] > 0]] = False
    rows = np.flatnonzero(earns & households["rural"] & ~book.moved)
    subsidy = np.full(rows.size, 12.0 * rules.rent_subsidy_yuan_per_month)
    cost = county.parameters.moving.living_cost_yuan * households["members"][rows]
    rows = rows[_applied(county, rows, subsidy - cost)]
    lot = county.streams.uniforms("move_order", 0, households["id"][rows])
    rows = _first(rows[np.argsort(lot, kind="stable")], households["weight"], room)
    book.settle(rows, SETTLED)


def pay(county: "CountyModel") -> None:
    """Pay better wages in town to those who moved, and rent subsidies to those in flats."""
    book, households = county.moves, county.households
    if not book.moved.any():
        return
    weight = households["weight"]
    there = (book.how == RELOCATED) & (county.quarter - book.since >= JOB_LAG)
    rows = np.flatnonzero(there)
    if rows.size:
        wage = expected_wage(county, rows) / 4.0
        county.books.quarter_income[rows, 0] += wage
        paid = wage * weight[rows]
        county.ledger.pay("wages", "relocation", "enterprises", "households", paid, paid)
    rent = 3.0 * county.rules.moving.rent_subsidy_yuan_per_month
    rows = np.flatnonzero(book.how == SETTLED)
    if rent > 0.0 and rows.size:
        county.books.quarter_income[rows, 3] += rent
        paid = rent * weight[rows]
        county.ledger.pay("transfers", "settlement", "treasury", "households", paid, paid)


def expected_wage(county: "CountyModel", rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """What households able to work earn more in town, yuan a year."""
    able = county.households["able"][rows]
    return np.where(able, county.parameters.moving.town_wage_yuan, 0.0)


def movers_relative_income(county: "CountyModel") -> float:
    """Income of 2021 per head of those who moved over the rural mean of 2021; nan for nobody."""
    moved, households = county.moves.moved, county.households
    if not moved.any():
        return float("nan")
    persons, income = county.books.weighted_persons, county.start.income_2021.sum(axis=1)
    income = income * households["weight"]
    rural = households["rural_2021"]
    mean = float(income[rural].sum() / persons[rural].sum())
    return float(income[moved].sum() / persons[moved].sum()) / mean


def _remote(county: "CountyModel") -> NDArray[np.bool_]:
    """Households of rural villages in the farther half of the county."""
    villages = county.start.villages
    far = villages["distance_km"] >= np.median(villages["distance_km"])
    return np.asarray((far & ~villages["urban"])[county.households["village"]])


def _applied(
    county: "CountyModel", rows: NDArray[np.int64], gain: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Who applies: logit in the gain and in the share of the village that has moved."""
    households, takeup = county.households, county.parameters.takeup
    count = len(county.start.villages)
    gone = total_by(households["village"], county.moves.moved.astype(float), count)
    whole = np.maximum(np.diff(county.books.offsets), 1)
    peers = (gone / whole)[households["village"][rows]]
    chance = _chances(gain / 1000.0, peers, takeup.hassle, takeup.gain_slope, takeup.imitation)
    lot = county.streams.uniforms("move_application", county.quarter, households["id"][rows])
    return np.asarray(lot < chance)


@compiled
def _chances(gain, peers, hassle, slope, imitation):  # type: ignore[no-untyped-def]
    out = np.empty(gain.size)
    for i in range(gain.size):
        out[i] = application_probability(gain[i], peers[i], hassle, slope, imitation)
    return out


def _first(rows: NDArray[np.int64], size: NDArray[np.float64], room: float) -> NDArray[np.int64]:
    """The first rows that fit: a row is taken if half of what it stands for does."""
    taken = np.cumsum(size[rows]) - 0.5 * size[rows] <= room
    return rows[taken]
