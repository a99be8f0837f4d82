"""Enterprises that share profits with their workers (创富体): score, stars, bonus, owners' loss.

A bonus is paid once a year from profit above normal. Part of it replaces base pay, and owners of
the county receive that much less; what better work produces is theirs.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from model.calendar import is_last_of_year
from model.compiled import inlined

if TYPE_CHECKING:
    from model.county import CountyModel

EXIT_HAZARD = 0.05
"""Chance a year that an enterprise stops sharing. Assumption."""

SEEN_SHARE = 0.5
"""Weight of what the model knows of an enterprise (pay level, size, work given to villages) in its
score; the rest of the 25 criteria, whose weights are not published, is luck. Assumption."""

VETO_SHARE = 0.06
"""Enterprises that one of the four negative criteria rules out. Assumption."""

STAR_BONUS = {3: 0.75, 4: 1.0, 5: 1.5}
"""Bonus share by stars over the drawn one: a higher star shares more. Assumption."""

WORK_DAYS = 300.0
"""Days a year that a plant works. Assumption."""

Numbers = NDArray[Any]


class ProfitBook:
    """Enterprises that share profits in one world.

    score: 0 to 1, -1 if ruled out; shares: takes part (enterprises,); stars: 0 or 3 to 5;
    year_orders: sum of orders of the year's quarters; bonus: net bonus of the year, yuan.
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        count = len(county.start.enterprises)
        self.score: Numbers = np.zeros(0)
        self.shares = np.zeros(count, bool)
        self.stars = np.zeros(count, np.int8)
        self.year_orders = np.zeros(count)
        self.quarters = 0
        self.bonus = 0.0

    def count(self) -> float:
        """Enterprises of the county that share profits."""
        return float(self.county.start.enterprises["weight"][self.shares].sum())


@inlined
def bonus_pool(profit, normal_profit, share):  # type: ignore[no-untyped-def]
    """Bonus: a share of profit above normal, nothing below it; yuan. s·max(0, Π − Π̄)."""
    return share * max(0.0, profit - normal_profit)


@inlined
def profit_of(value_added, orders, lift, normal_share):  # type: ignore[no-untyped-def]
    """Profit when value added follows orders and better work, and other costs stay; yuan."""
    return value_added * (orders * (1.0 + lift) - (1.0 - normal_share))


@inlined
def owners_change(lift_yuan, net_bonus, paid_out):  # type: ignore[no-untyped-def]
    """Change of owners' property income: what better work adds less the bonus, as far as paid."""
    return paid_out * (lift_yuan - net_bonus)


def share(county: "CountyModel") -> None:
    """Let enterprises adopt or stop, follow their orders, and pay the bonus at year end."""
    book = county.profits
    if county.rules.profit.firms <= 0.0 and not book.shares.any():
        return
    if book.score.size == 0:
        book.score = scores(county)
    _adopt(county)
    book.year_orders += county.market.orders
    book.quarters += 1
    if is_last_of_year(county.quarter):
        _pay_bonus(county)
        book.year_orders[:] = 0.0
        book.quarters = 0


def scores(county: "CountyModel") -> Numbers:
    """Score of every enterprise, 0 to 1 by rank, -1 where a negative criterion rules it out.

    Better paid work, size and work given to villages count; the rest is luck.
    """
    plants, market = county.start.enterprises, county.market
    ids = plants["id"]
    given_out = np.bincount(market.outlets["enterprise"], market.outlets["jobs"], len(plants))
    seen = (_rank(plants["value_added"]) + _rank(plants["workers"]) + _rank(given_out)) / 3.0
    luck = county.streams.uniforms("profit_score", 0, ids)
    total = _rank(SEEN_SHARE * seen + (1.0 - SEEN_SHARE) * luck)
    vetoed = county.streams.uniforms("profit_veto", 0, ids) < VETO_SHARE
    return np.where(vetoed, -1.0, total)


def _rank(values: Numbers) -> Numbers:
    """Ranks between 0 and 1; equal values share the rank of the first."""
    order = np.sort(values)
    return np.searchsorted(order, values).astype(np.float64) / max(values.size, 1)


def _adopt(county: "CountyModel") -> None:
    """Some stop; others begin, likelier with a higher score, up to the number of stars given."""
    book, plants, rules = county.profits, county.start.enterprises, county.rules.profit
    ids, weight = plants["id"], plants["weight"]
    stay = (1.0 - EXIT_HAZARD) ** 0.25
    leaves = county.streams.uniforms("profit_exit", county.quarter, ids) > stay
    book.shares &= ~leaves
    yearly = np.clip(2.0 * book.score * county.parameters.profit.adoption_hazard * rules.push, 0, 1)
    chance = 1.0 - (1.0 - yearly) ** 0.25
    lot = county.streams.uniforms("profit_adoption", county.quarter, ids)
    wish = np.flatnonzero(~book.shares & (lot < chance))
    wish = wish[np.argsort(-book.score[wish], kind="stable")]
    room = rules.firms - book.count()
    book.shares[wish[np.cumsum(weight[wish]) - 0.5 * weight[wish] <= room]] = True
    book.stars[:] = stars(book.score, book.shares, rules.five_star_share, rules.four_star_share)


def stars(score: Numbers, holds: NDArray[np.bool_], five: float, four: float) -> NDArray[np.int8]:
    """Stars of enterprises: the best share has five, the next four, the others three, else 0."""
    rows = np.flatnonzero(holds)
    out = np.zeros(score.size, np.int8)
    out[rows] = 3
    ranked = rows[np.argsort(-score[rows], kind="stable")]
    top = round(five * rows.size)
    out[ranked[: top + round(four * rows.size)]] = 4
    out[ranked[:top]] = 5
    return out


def _pay_bonus(county: "CountyModel") -> None:
    """Pay workers their part of excess profit, take it from owners, leave them what is new."""
    book, plants, unknowns = county.profits, county.start.enterprises, county.parameters.profit
    book.bonus = 0.0
    rows = np.flatnonzero(book.shares)
    if rows.size == 0:
        return
    value = plants["value_added"][rows] * plants["workers"][rows] * WORK_DAYS
    value = value * county.trend.prices[county.quarter // 4] * book.quarters / 4.0
    orders = book.year_orders[rows] / book.quarters
    part = np.array([STAR_BONUS[int(star)] for star in book.stars[rows]]) * unknowns.bonus_share
    lift, normal = unknowns.productivity_gain, unknowns.profit_share
    pool = np.array(
        [
            bonus_pool(profit_of(v, o, lift, normal), normal * v, s)
            for v, o, s in zip(value, orders, part, strict=True)
        ]
    )
    net = (1.0 - unknowns.base_pay_offset) * pool * plants["weight"][rows]
    town = plants["town"][rows]
    _pay_workers(county, np.bincount(town, net, county.start.towns))
    added = float((lift * value * orders * plants["weight"][rows]).sum())
    _change_owners(county, owners_change(added, float(net.sum()), unknowns.paid_out_share))
    book.bonus = float(net.sum())


def _pay_workers(county: "CountyModel", by_town: Numbers) -> None:
    """Pay bonuses of each town's enterprises: to rural earners of the town, urban of the county.

    `by_town` weighted yuan (towns,). Where no rural earners are, the urban ones receive all.
    """
    rows = earners(county)
    households = county.households
    rural = households["rural"][rows]
    town = county.start.villages["town"][households["village"][rows]]
    rural_share = county.parameters.profit.rural_workforce_share
    to_urban = 0.0
    for place in np.flatnonzero(by_town > 0.0):
        here = rows[rural & (town == place)]
        part = rural_share if here.size or rural.all() else 0.0
        _pay_by_wages(county, here if here.size else rows[rural], part * by_town[place])
        to_urban += (1.0 - part) * by_town[place]
    _pay_by_wages(county, rows[~rural], to_urban)


def earners(county: "CountyModel") -> NDArray[np.int64]:
    """Households whose earners work for enterprises that share profits; at least one of each area.

    The same from year to year: those with the lowest lots, in the share that workers of such
    enterprises have among all plant workers.
    """
    plants, book = county.start.enterprises, county.profits
    workers = plants["workers"] * plants["weight"]
    share = float(workers[book.shares].sum() / workers.sum())
    rural = county.households["rural"]
    lot = county.streams.uniforms("profit_worker", 0, county.households["id"])
    lot[county.start.base[:, 0] <= 0.0] = 1.0
    chosen = lot < share
    for area in (rural, ~rural):
        chosen[np.argmin(np.where(area, lot, 2.0))] = True
    return np.flatnonzero(chosen)


def _pay_by_wages(county: "CountyModel", rows: NDArray[np.int64], yuan: float) -> None:
    weight = county.households["weight"][rows]
    wages = county.start.base[rows, 0]
    whole = float((wages * weight).sum())
    if whole <= 0.0:
        return
    amount = yuan * wages / whole
    county.books.quarter_income[rows, 0] += amount
    paid = amount * weight
    county.ledger.pay("wages", "profit_sharing", "enterprises", "households", paid, paid)


def _change_owners(county: "CountyModel", yuan: float) -> None:
    """Change property income of owners: the fiftieth of households with most of it, by its size."""
    base, weight = county.start.base[:, 2], county.households["weight"]
    rows = np.flatnonzero(base >= np.quantile(base, 0.98))
    whole = float((base[rows] * weight[rows]).sum())
    if whole <= 0.0 or yuan == 0.0:
        return
    amount = abs(yuan) * base[rows] / whole
    sides = ("enterprises", "households") if yuan > 0.0 else ("households", "enterprises")
    county.books.quarter_income[rows, 2] += np.sign(yuan) * amount
    paid = amount * weight[rows]
    county.ledger.pay("property", "profit_sharing", *sides, paid, paid)
