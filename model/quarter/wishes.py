"""Who is asked for needs, in which order, and what they wish for (摸排后富群体)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.quarter.register import near_poor_line

if TYPE_CHECKING:
    from model.county import CountyModel

JOBS, SKILLS, ASSETS, MARKET, SERVICES, CHARITY = range(6)
KINDS = ("jobs", "skills", "assets", "market", "services", "charity")
"""Six kinds of help (六大类帮扶路径): 就业, 技能, 资产, 市场, 服务, 慈善."""

EXPAND_BELOW_YUAN = 100_000.0
"""Third tier: households with less income a year (重点扩中). Source: Fuyang's report of 2023."""

NEED = (1.0, 2.0 / 3.0, 1.0 / 3.0)
"""Need of a household on the register, near it, and below the third tier's line. Assumption."""

Rows = NDArray[np.int64]


def survey(county: "CountyModel") -> None:
    """Ask the neediest households not yet asked, up to the number due, and note one wish each."""
    book, rules = county.pairing, county.rules.pairing
    persons = county.books.weighted_persons
    tier = tiers(county)
    for level in range(len(NEED)):
        room = rules.surveyed_persons - book.surveyed
        rows = np.flatnonzero((tier == level) & ~book.asked)
        if room <= 0.0 or rows.size == 0:
            continue
        lot = county.streams.uniforms("wish_order", 0, county.households["id"][rows])
        rows = rows[np.argsort(lot, kind="stable")]
        rows = rows[np.cumsum(persons[rows]) - 0.5 * persons[rows] <= room]
        book.asked[rows], book.tier[rows] = True, level
        book.surveyed += float(persons[rows].sum())
        book.wish[rows] = wishes(county, rows)


def tiers(county: "CountyModel") -> NDArray[np.int8]:
    """Tier of every household: 0 on the register, 1 near it, 2 below the third line, else -1."""
    households, income = county.households, county.books.last_year_income
    rural = households["rural"]
    tier = np.where(rural & (income < EXPAND_BELOW_YUAN), 2, -1)
    near = income < near_poor_line(county) * households["members"]
    tier[rural & near] = 1
    tier[households["on_register"]] = 0
    return tier.astype(np.int8)


def wishes(county: "CountyModel", rows: Rows) -> NDArray[np.int8]:
    """What surveyed households wish for, at most one thing each; -1 for nothing.

    Wishes of a kind are shared out among those who can use it (a spare worker, a vacant house,
    land, a place on the register), up to its share of all wishes; the rest wish for services.
    """
    households = county.households
    each = county.parameters.pairing.wishes_per_person * households["members"][rows]
    ids, weight = households["id"][rows], households["weight"][rows]
    lot = county.streams.uniforms("wish_kind", 0, ids)
    wishing = lot < each
    kind = np.where(wishing, SERVICES, -1)
    count = float(weight[wishing].sum())
    for wished, usable in _usable(county, rows).items():
        free = usable & (kind == SERVICES)
        there = float(weight[free].sum())
        chance = county.rules.pairing.wish_mix[wished] * count / there if there > 0.0 else 0.0
        drawn = county.streams.uniforms("wish_kind", 1 + wished, ids)
        kind[free & (drawn < chance)] = wished
    return kind.astype(np.int8)


def _usable(county: "CountyModel", rows: Rows) -> dict[int, NDArray[np.bool_]]:
    """Which households can use help of a kind, in the order in which wishes are shared out."""
    households = county.households
    works = np.zeros(len(households), bool)
    works[county.workers["household"][first_spare(county, rows)]] = True
    return {
        JOBS: works[rows],
        ASSETS: households["house_state"][rows] == 1,
        MARKET: households["arable_mu"][rows] > 0.0,
        SKILLS: works[rows],
        CHARITY: households["on_register"][rows],
    }


def first_spare(county: "CountyModel", rows: Rows) -> Rows:
    """The first spare worker of each household able to work, rows of workers."""
    households, workers = county.households, county.workers
    wanted = np.zeros(len(households), bool)
    wanted[rows] = households["able"][rows]
    pool = county.market.pool
    spare = pool[(workers["status"][pool] == 1) & wanted[workers["household"][pool]]]
    _, first = np.unique(workers["household"][spare], return_index=True)
    return spare[first]
