"""Household incomes of 2021 by source under one draw, so that every margin holds.

Incomes per head are maps of stored scores: transitory luck is part of them, with the share of the
variance that the draw gives it, so that luck drawn anew later leaves the spread as it is.
"""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.start.income_shape import IncomeShape, gini, levelled, spread_to_gini
from calibration.start.raking import rake
from model.compiled import compiled
from model.parameters import Parameters
from model.table import total_by, weighted_sum

RURAL, URBAN, REGISTER = 0, 1, 2
"""Groups in the order of `model.columns.GROUPS`."""

MOST_LUCK = 0.6
"""Luck explains at most this share of the variance of log income."""

REGISTER_LOG_SD = 0.30
"""Spread of incomes per head on the register before its floor. Assumption."""

REGISTER_MARKET = (0.55, 0.33, 0.12)
"""Wages, business, property within a registered household's market income. Assumption."""

ABOVE_POSTED = 1.25
"""A household's income exceeds what is posted to it by name by at least this factor. Assumption."""

LEAST_OF_STANDARD = 0.35
"""Nobody has less than this part of the dibao standard per head. Assumption: kin and gifts."""

MOST_POSTED = 0.85
"""What is posted by name is at most this share of a group's income from a source."""


@dataclass(frozen=True, eq=False)
class Heads:
    """Who is where: all (households,). group: 0 rural off the register, 1 urban, 2 register."""

    members: NDArray[np.float64]
    weight: NDArray[np.float64]
    group: NDArray[np.int64]
    lasting: NDArray[np.float64]
    luck: NDArray[np.float64]
    register_score: NDArray[np.float64]

    @property
    def persons(self) -> NDArray[np.float64]:
        """Persons of the county that a row stands for."""
        return self.members * self.weight


@dataclass(frozen=True)
class Means:
    """Disposable income per head of 2021, yuan: rural with the register, urban."""

    rural: float
    urban: float


def source_shares(parameters: Parameters) -> NDArray[np.float64]:
    """Shares of the four sources by area (2, 4), each row renormalised to 1."""
    start = parameters.start
    shares = np.array(
        [
            [
                start.rural_wage_share,
                start.rural_business_share,
                start.rural_property_share,
                start.rural_transfer_share,
            ],
            [
                start.urban_wage_share,
                start.urban_business_share,
                start.urban_property_share,
                start.urban_transfer_share,
            ],
        ]
    )
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def incomes_per_head(
    heads: Heads,
    posted: NDArray[np.float64],
    shape: IncomeShape,
    means: Means,
    parameters: Parameters,
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Income per head of every household, luck included, and what could not be met.

    posted: (households, 4) yuan a year posted by name, transfers without the dibao top-up. Means
    and Gini indices of both areas and the mean of the register are met.
    """
    line = 12.0 * parameters.register.dibao_yuan_per_month
    floor = ABOVE_POSTED * posted.sum(axis=1) / heads.members + 100.0
    floor = np.maximum(floor, LEAST_OF_STANDARD * line)
    income, notes = np.empty(len(heads.members)), []
    listed = heads.group == REGISTER
    if listed.any():
        entitled = line + posted[:, 3] / heads.members
        income[listed], level = levelled(
            _register_shape(heads, parameters)[listed],
            np.maximum(floor, entitled)[listed],
            heads.persons[listed],
            parameters.start.register_income_yuan,
        )
        if level == 0.0:
            notes.append("the dibao standard exceeds the register's mean income")
    for area, mean, target in (
        (RURAL, means.rural, parameters.start.rural_gini),
        (URBAN, means.urban, parameters.start.urban_gini),
    ):
        others = listed if area == RURAL else np.zeros_like(listed)
        given = (floor, shape, mean, target)
        reached = _spread_area(heads, income, area, others, given, parameters)
        if abs(reached - target) > 1e-4:
            notes.append(f"Gini index of area {area}: {reached:.4f} instead of {target:.4f}")
    return income, tuple(notes)


def _register_shape(heads: Heads, parameters: Parameters) -> NDArray[np.float64]:
    market = 1.0 - parameters.start.register_transfer_share
    luck = _luck_share(parameters, market, REGISTER_LOG_SD)
    score = np.sqrt(1.0 - luck) * heads.register_score + np.sqrt(luck) * heads.luck
    return np.exp(REGISTER_LOG_SD * score)


def _luck_share(parameters: Parameters, market: float, log_sd: float) -> float:
    """Part of the variance of log income that transitory luck of market income explains."""
    return min(MOST_LUCK, parameters.income.transitory_variance * market**2 / log_sd**2)


def _spread_area(
    heads: Heads,
    income: NDArray[np.float64],
    area: int,
    others: NDArray[np.bool_],
    given: tuple[NDArray[np.float64], IncomeShape, float, float],
    parameters: Parameters,
) -> float:
    """Fill the incomes of one area off the register; returns the Gini index reached."""
    floor, shape, mean, target = given
    rows = np.flatnonzero(heads.group == area)
    persons = heads.persons
    mine, theirs = persons[rows], persons[others]
    market = 1.0 - source_shares(parameters)[area, 3]
    log_sd = 2.0**0.5 * NormalDist().inv_cdf(0.5 * (1.0 + target))
    luck = _luck_share(parameters, market, log_sd)
    score = np.sqrt(1.0 - luck) * heads.lasting[rows] + np.sqrt(luck) * heads.luck[rows]
    whole = mean * (mine.sum() + theirs.sum())
    rest = (whole - weighted_sum(income[others], theirs)) / mine.sum()
    income[rows], reached = spread_to_gini(
        shape.log_income(score),
        floor[rows],
        mine,
        rest,
        target,
        (income[others], theirs),
        target / shape.gini,
    )
    return reached


def incomes_by_source(
    heads: Heads,
    income: NDArray[np.float64],
    posted: NDArray[np.float64],
    leaning: NDArray[Any],
    means: Means,
    parameters: Parameters,
) -> NDArray[np.float64]:
    """What is not posted by name, by household and source (households, 4), luck included, yuan.

    With `posted` added, rows sum to the household's income and columns to each group's totals.
    """
    totals = _totals(heads, income, means, parameters)
    given = np.stack(
        [total_by(heads.group, posted[:, k] * heads.weight, 3) for k in range(4)],
        axis=1,
    )
    totals = _with_room(totals, given)
    rows = income * heads.members
    scaled = leaning * (totals / totals.sum(axis=1, keepdims=True))[heads.group]
    usual = _beyond_posted(rows, scaled, posted)
    return rake(rows - posted.sum(axis=1), usual, heads.weight, heads.group, totals - given)


def _totals(
    heads: Heads, income: NDArray[np.float64], means: Means, parameters: Parameters
) -> NDArray[np.float64]:
    """Totals by group and source (3, 4), yuan a year: the register by its own split."""
    persons = np.bincount(heads.group, weights=heads.persons, minlength=3)
    shares = source_shares(parameters)
    listed = heads.group == REGISTER
    register = weighted_sum(income[listed], heads.persons[listed])
    transfers = parameters.start.register_transfer_share
    split = np.array([(1.0 - transfers) * part for part in REGISTER_MARKET] + [transfers])
    rural = means.rural * (persons[RURAL] + persons[REGISTER]) * shares[0] - register * split
    return np.stack((rural, means.urban * persons[URBAN] * shares[1], register * split))


def _with_room(totals: NDArray[np.float64], given: NDArray[np.float64]) -> NDArray[np.float64]:
    """Let a registered household's market sources exchange room where postings leave none.

    What the register's sources gain or lose, rural ones lose or gain, so that the area's hold.
    """
    least = given[REGISTER, :3] / MOST_POSTED
    lifted = np.maximum(totals[REGISTER, :3], least)
    spare = lifted - least
    excess = lifted.sum() - totals[REGISTER, :3].sum()
    if excess > 0.0 and spare.sum() > excess:
        lifted -= excess * spare / spare.sum()
        totals = totals.copy()
        totals[RURAL, :3] += totals[REGISTER, :3] - lifted
        totals[REGISTER, :3] = lifted
    return totals


@compiled
def _beyond_posted(rows, leaning, posted):  # type: ignore[no-untyped-def]
    """Usual income by source less what is posted, at least 2 % of the usual, (households, 4)."""
    out = np.empty((rows.size, 4))
    for i in range(rows.size):
        whole = 0.0
        for k in range(4):
            whole += leaning[i, k]
        for k in range(4):
            usual = rows[i] * leaning[i, k] / whole
            out[i, k] = max(usual - posted[i, k], 0.02 * usual) + 1e-9
    return out


def area_gini(
    income: NDArray[np.float64], persons: NDArray[np.float64], area: NDArray[np.bool_]
) -> float:
    """Person-weighted Gini index of income per head inside an area."""
    return float(gini(income[area], persons[area]))
