"""What would have happened anyway: the rest of every household's income.

In the trend world the factors are solved so that each area's mean income by source, and the mean
of the low-income register, equal the drawn path exactly. Every paired world applies the same
factors unchanged, so whatever differs there is policy and its consequences.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.calendar import is_last_of_year
from model.compiled import block, compiled, inlined
from model.quarter.trade import receipts

if TYPE_CHECKING:
    from model.county import CountyModel

RURAL, URBAN, LISTED = 0, 1, 2


class TrendError(RuntimeError):
    """The drawn path cannot be reached: postings of one source exceed its target."""


class Sums(NamedTuple):
    """County sums of one quarter before the rest is paid, weighted.

    posted: already posted by group and source, yuan (3, 4).
    rest: base less what was given up, times luck and pay factor, yuan a year (3, 4).
    business: the business part of `rest` by town and group (towns, 3).
    persons: by group (3,).
    """

    posted: NDArray[np.float64]
    rest: NDArray[np.float64]
    business: NDArray[np.float64]
    persons: NDArray[np.float64]


def pay_the_rest(county: "CountyModel") -> None:
    """Post trend income, the local pay response and local trade; close household books."""
    sums = _sum(county)
    by_town = sums.business.sum(axis=1)
    sales = receipts(county)
    rate = np.divide(sales, by_town, out=np.zeros_like(sales), where=by_town > 0.0)
    factors = county.trend_factors(lambda: solve(county, sums, rate))
    _post(county, factors, rate)


def solve(county: "CountyModel", sums: Sums, rate: NDArray[np.float64]) -> NDArray[np.float64]:
    """Factors by group and source, (3, 4), that put this quarter on the drawn path.

    Raises: TrendError when a source would need a negative factor.
    """
    year = county.quarter // 4
    path = county.trend.income[year] / 4.0
    posted = sums.posted.copy()
    posted[:, 1] += (rate[:, None] * sums.business).sum(axis=0)
    factors = np.zeros((3, 4))
    rural_persons = sums.persons[RURAL] + sums.persons[LISTED]
    target = np.stack((path[0] * rural_persons, path[1] * sums.persons[URBAN]))
    # Dividends come at year end: leave room for as much as last year, and spread the rest evenly.
    season = 0.75 if is_last_of_year(county.quarter) else -0.25
    target[:, 2] += season * county.collectives.expected_dividends
    factors[URBAN] = _share(target[1] - posted[URBAN], sums.rest[URBAN])
    rural = _share(target[0] - posted[RURAL] - posted[LISTED], sums.rest[RURAL] + sums.rest[LISTED])
    factors[RURAL], factors[LISTED] = rural, rural
    if sums.persons[LISTED] > 0.0:
        wanted = county.trend.register_income[year] / 4.0 * sums.persons[LISTED]
        factors[LISTED] = _listed(wanted - posted[LISTED].sum(), factors[LISTED], sums.rest[LISTED])
        left = target[0] - posted[RURAL] - posted[LISTED] - factors[LISTED] * sums.rest[LISTED]
        factors[RURAL] = _share(left, sums.rest[RURAL])
    if np.any(factors < 0.0) or not np.all(np.isfinite(factors)):
        raise TrendError(
            f"quarter {county.quarter}: postings exceed the trend, factors {factors.tolist()}"
        )
    return factors


def _listed(
    missing: float, factors: NDArray[np.float64], rest: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Factors of the register, (4,), so that its rest pays what is missing, yuan.

    Transfers pay what the other sources leave; if these already pay too much, all are cut alike.
    """
    found, other = factors.copy(), float((factors[:3] * rest[:3]).sum())
    if missing < other:
        return np.append(factors[:3] * max(missing, 0.0) / other, 0.0)
    found[3] = float(_share(missing - other, rest[3]))
    return found


def _share(part: Any, whole: Any) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros_like(np.asarray(part)), where=np.asarray(whole) > 0)


class Rest(NamedTuple):
    """Household and village columns from which the rest of income is reckoned.

    path: incomes follow the rural trend; who was moved to town by a programme keeps it.
    """

    offsets: NDArray[np.int64]
    town: NDArray[np.int32]
    weight: NDArray[np.float64]
    pay_factor: NDArray[np.float64]
    members: NDArray[np.float64]
    rural: NDArray[np.bool_]
    path: NDArray[np.bool_]
    listed: NDArray[np.bool_]
    luck: NDArray[np.float64]
    forgone_wages: NDArray[np.float64]
    forgone_business: NDArray[np.float64]
    base: NDArray[np.float64]


def _rest(county: "CountyModel") -> Rest:
    villages, households = county.start.villages, county.households
    return Rest(
        county.books.offsets,
        villages["town"],
        villages["weight"],
        county.market.pay_factor(),
        households["members"],
        households["rural"],
        households["rural"] | county.moves.moved,
        households["on_register"],
        households["luck"],
        households["forgone_wages"],
        households["forgone_business"],
        county.start.base,
    )


@inlined
def effort(rest, i):  # type: ignore[no-untyped-def]
    """A household's wages and business of 2021 less what it gave up, times its luck."""
    wages = max(rest.base[i, 0] - rest.forgone_wages[i], 0.0) * rest.luck[i]
    return wages, max(rest.base[i, 1] - rest.forgone_business[i], 0.0) * rest.luck[i]


def _sum(county: "CountyModel") -> Sums:
    towns = county.start.towns
    sums = Sums(np.zeros((3, 4)), np.zeros((3, 4)), np.zeros((towns, 3)), np.zeros(3))
    _sum_up(_rest(county), county.books.quarter_income, *sums)
    return sums


@compiled
def _sum_up(rest, income, posted, sums, business, persons):  # type: ignore[no-untyped-def]
    part = np.zeros((3, 9))
    for v in range(rest.town.size):
        part[:] = 0.0
        pressed = rest.pay_factor[rest.town[v]]
        for i in block(rest.offsets, v):
            g = 1 if not rest.rural[i] else (2 if rest.listed[i] else 0)
            for s in range(4):
                part[g, s] += income[i, s]
            wages, sales = effort(rest, i)
            part[g, 4] += wages * (1.0 if g == 1 else pressed)
            part[g, 5] += sales
            part[g, 6] += rest.base[i, 2] * rest.luck[i]
            part[g, 7] += rest.base[i, 3]
            part[g, 8] += rest.members[i]
        for g in range(3):
            for s in range(4):
                posted[g, s] += rest.weight[v] * part[g, s]
                sums[g, s] += rest.weight[v] * part[g, 4 + s]
            business[rest.town[v], g] += rest.weight[v] * part[g, 5]
            persons[g] += rest.weight[v] * part[g, 8]


FLOWS = (
    ("wages", "trend", "enterprises"),
    ("wages", "local_wages", "enterprises"),
    ("business", "trend", "world"),
    ("business", "local_trade", "households"),
    ("property", "trend", "world"),
    ("transfers", "trend", "insurers"),
)
"""Kind, tag and payer of what `_post_rest` pays to households, in its order."""


def _post(county: "CountyModel", factors: NDArray[np.float64], rate: NDArray[np.float64]) -> None:
    books, rest = county.books, _rest(county)
    paid = np.zeros((len(county.start.villages), len(FLOWS)))
    year = Year(
        books.year_income,
        books.countable,
        books.area_income,
        books.area_persons,
        books.village_income,
    )
    _post_and_add_up(rest, factors, rate, books.quarter_income, paid, year)
    for column, (kind, tag, payer) in enumerate(FLOWS):
        county.pay_households(kind, tag, payer, paid[:, column])


class Year(NamedTuple):
    """Sums of the year, increased each quarter, but for what the allowance counts, set anew.

    income and countable: by household, yuan; area_income (3, 4) and area_persons (3,): by group;
    village_income: (villages, 2, 2).
    """

    income: NDArray[np.float64]
    countable: NDArray[np.float64]
    area_income: NDArray[np.float64]
    area_persons: NDArray[np.float64]
    village_income: NDArray[np.float64]


@compiled
def _post_and_add_up(rest, factors, rate, income, paid, year):  # type: ignore[no-untyped-def]
    """Pay and add up village by village, while its households are at hand in the cache."""
    for v in range(rest.town.size):
        _post_rest(rest, v, factors, rate, income, paid)
        _add_up(rest, v, factors, income, year)


@compiled
def _post_rest(rest, v, factors, rate, income, paid):  # type: ignore[no-untyped-def]
    """Pay the rest of every household's income in village v; `paid` (villages, FLOWS) weighted."""
    pressed, trade = rest.pay_factor[rest.town[v]], rate[rest.town[v]]
    for i in block(rest.offsets, v):
        g = 1 if not rest.path[i] else (2 if rest.listed[i] else 0)
        factor = 1.0 if g == 1 else pressed
        wages, sales = effort(rest, i)
        wages *= factors[g, 0]
        extra = wages * max(factor - 1.0, 0.0)
        wages *= min(factor, 1.0)
        rents = rest.base[i, 2] * rest.luck[i] * factors[g, 2]
        transfers = rest.base[i, 3] * factors[g, 3]
        income[i, 0] += wages + extra
        income[i, 1] += sales * factors[g, 1] + sales * trade
        income[i, 2] += rents
        income[i, 3] += transfers
        paid[v, 0] += wages
        paid[v, 1] += extra
        paid[v, 2] += sales * factors[g, 1]
        paid[v, 3] += sales * trade
        paid[v, 4] += rents
        paid[v, 5] += transfers
    for flow in range(paid.shape[1]):
        paid[v, flow] *= rest.weight[v]


@compiled
def _add_up(rest, v, factors, income, year):  # type: ignore[no-untyped-def]
    """Add the quarter of village v to the year by household, group and village."""
    part = np.zeros((3, 5))
    for i in block(rest.offsets, v):
        g = 1 if not rest.rural[i] else (2 if rest.listed[i] else 0)
        total = 0.0
        for s in range(4):
            part[g, s] += income[i, s]
            total += income[i, s]
        part[g, 4] += rest.members[i]
        year.income[i] += total
        k = 1 if not rest.path[i] else (2 if rest.listed[i] else 0)
        year.countable[i] = total - income[i, 3] + 0.5 * rest.base[i, 3] * factors[k, 3]
    for g in range(3):
        a = 1 if g == 1 else 0
        for s in range(4):
            year.area_income[g, s] += rest.weight[v] * part[g, s]
            year.village_income[v, a, 0] += part[g, s]
        year.area_persons[g] += rest.weight[v] * part[g, 4]
        year.village_income[v, a, 1] += part[g, 4]
