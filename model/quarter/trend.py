"""What would have happened anyway: the rest of every household's income.

In the trend world the factors are solved so that each area's mean income by source, and the mean
of the low-income register, equal the drawn path exactly. Every paired world applies the same
factors unchanged, so whatever differs there is policy and its consequences.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled
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
    sales = receipts(county, by_town)
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
    posted[:, 1] += rate @ sums.business
    factors = np.zeros((3, 4))
    rural_persons = sums.persons[RURAL] + sums.persons[LISTED]
    target = np.stack((path[0] * rural_persons, path[1] * sums.persons[URBAN]))
    factors[URBAN] = _share(target[1] - posted[URBAN], sums.rest[URBAN])
    rural = _share(target[0] - posted[RURAL] - posted[LISTED], sums.rest[RURAL] + sums.rest[LISTED])
    factors[RURAL], factors[LISTED] = rural, rural
    if sums.persons[LISTED] > 0.0:
        wanted = county.trend.register_income[year] / 4.0 * sums.persons[LISTED]
        other = posted[LISTED].sum() + (factors[LISTED, :3] * sums.rest[LISTED, :3]).sum()
        factors[LISTED, 3] = max(0.0, float(_share(wanted - other, sums.rest[LISTED, 3])))
        left = target[0, 3] - posted[RURAL, 3] - posted[LISTED, 3]
        left -= factors[LISTED, 3] * sums.rest[LISTED, 3]
        factors[RURAL, 3] = _share(left, sums.rest[RURAL, 3])
    if np.any(factors < 0.0) or not np.all(np.isfinite(factors)):
        raise TrendError(
            f"quarter {county.quarter}: postings exceed the trend, factors {factors.tolist()}"
        )
    return factors


def _share(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros_like(np.asarray(part)), where=np.asarray(whole) > 0)


def _sum(county: "CountyModel") -> Sums:
    households, towns = county.households, county.start.towns
    sums = Sums(np.zeros((3, 4)), np.zeros((3, 4)), np.zeros((towns, 3)), np.zeros(3))
    _sum_up(
        county.books.offsets,
        county.start.villages["town"],
        county.start.villages["weight"],
        county.market.pay_factor(),
        households["members"],
        households["rural"],
        households["on_register"],
        households["luck"],
        households["forgone_wages"],
        households["forgone_business"],
        county.start.base,
        county.books.quarter_income,
        *sums,
    )
    return sums


@compiled
def _sum_up(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    offsets,
    town,
    village_weight,
    pay_factor,
    members,
    rural,
    listed,
    luck,
    forgone_wages,
    forgone_business,
    base,
    posted_income,
    posted,
    rest,
    business,
    persons,
):
    part = np.zeros((3, 9))
    for v in range(town.size):
        part[:] = 0.0
        for i in range(offsets[v], offsets[v + 1]):
            g = 1 if not rural[i] else (2 if listed[i] else 0)
            factor = 1.0 if g == 1 else pay_factor[town[v]]
            for s in range(4):
                part[g, s] += posted_income[i, s]
            part[g, 4] += max(base[i, 0] - forgone_wages[i], 0.0) * luck[i] * factor
            part[g, 5] += max(base[i, 1] - forgone_business[i], 0.0) * luck[i]
            part[g, 6] += base[i, 2] * luck[i]
            part[g, 7] += base[i, 3]
            part[g, 8] += members[i]
        weight = village_weight[v]
        for g in range(3):
            for s in range(4):
                posted[g, s] += weight * part[g, s]
                rest[g, s] += weight * part[g, 4 + s]
            business[town[v], g] += weight * part[g, 5]
            persons[g] += weight * part[g, 8]


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
    households = county.households
    villages = len(county.start.villages)
    paid = np.zeros((villages, len(FLOWS)))
    _post_rest(
        county.books.offsets,
        county.start.villages["town"],
        county.start.villages["weight"],
        county.market.pay_factor(),
        households["members"],
        households["rural"],
        households["on_register"],
        households["luck"],
        households["forgone_wages"],
        households["forgone_business"],
        county.start.base,
        factors,
        rate,
        county.books.quarter_income,
        county.books.year_income,
        county.books.countable,
        county.books.area_income,
        county.books.area_persons,
        county.books.village_income,
        paid,
    )
    for column, (kind, tag, payer) in enumerate(FLOWS):
        county.pay_households(kind, tag, payer, paid[:, column])


@compiled
def _post_rest(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    offsets,
    town,
    village_weight,
    pay_factor,
    members,
    rural,
    listed,
    luck,
    forgone_wages,
    forgone_business,
    base,
    factors,
    rate,
    posted_income,
    year_income,
    countable,
    area_income,
    area_persons,
    village_income,
    paid,
):
    """Pay the rest and add up: income by group, source and village, persons by group.

    `area_income` (3, 4) and `area_persons` (3,) are increased by this quarter; `village_income`
    (villages, 2, 2) by rural and urban income and persons.
    """
    part = np.zeros((3, 5))
    for v in range(town.size):
        part[:] = 0.0
        weight = village_weight[v]
        for i in range(offsets[v], offsets[v + 1]):
            g = 1 if not rural[i] else (2 if listed[i] else 0)
            factor = 1.0 if g == 1 else pay_factor[town[v]]
            wages = max(base[i, 0] - forgone_wages[i], 0.0) * luck[i] * factors[g, 0]
            pressed = wages * max(factor - 1.0, 0.0)
            wages *= min(factor, 1.0)
            effort = max(base[i, 1] - forgone_business[i], 0.0) * luck[i]
            business = effort * factors[g, 1]
            trade = effort * rate[town[v]]
            rents = base[i, 2] * luck[i] * factors[g, 2]
            transfers = base[i, 3] * factors[g, 3]
            posted_income[i, 0] += wages + pressed
            posted_income[i, 1] += business + trade
            posted_income[i, 2] += rents
            posted_income[i, 3] += transfers
            paid[v, 0] += wages * weight
            paid[v, 1] += pressed * weight
            paid[v, 2] += business * weight
            paid[v, 3] += trade * weight
            paid[v, 4] += rents * weight
            paid[v, 5] += transfers * weight
            total = 0.0
            for s in range(4):
                part[g, s] += posted_income[i, s]
                total += posted_income[i, s]
            part[g, 4] += members[i]
            year_income[i] += total
            countable[i] = total - posted_income[i, 3] + 0.5 * transfers
        for g in range(3):
            a = 1 if g == 1 else 0
            for s in range(4):
                area_income[g, s] += weight * part[g, s]
                village_income[v, a, 0] += part[g, s]
            area_persons[g] += weight * part[g, 4]
            village_income[v, a, 1] += part[g, 4]
