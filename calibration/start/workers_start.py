"""Workers at the start of a draw: who is spare, who is placed, what they ask and earn."""

import numpy as np
from numpy.typing import NDArray

from calibration.start.ranks import Columns
from model.parameters import Parameters

FULL_TIME, SPARE, PLACED = 0, 1, 2

HIRED_BEFORE = -8
"""Quarter in which those placed in 2021 were hired: long ago enough to be fully trained."""

ODD_LOG_SD = 0.35
CARE_LOG_SD = 0.5
OTHER_REASONS = 0.12
"""Spreads of odd earnings, of care, and of other reasons (share of the offer). Assumptions."""

MOST_OF_BASE = 0.8
"""Odd earnings of a household's workers are at most this share of what it earns otherwise."""


def statuses(
    workers: Columns,
    weight: NDArray[np.float64],
    barred: NDArray[np.bool_],
    parameters: Parameters,
) -> NDArray[np.int8]:
    """Status of each worker; the spare are the drawn shares of women of 40-65 and persons of 60-72.

    weight, barred: (workers,) weight of the household, and whether no member is able to work.
    """
    labour, pool = parameters.labour, workers["pool"]
    placed = workers["outlet"] >= 0
    status = np.where(placed, PLACED, FULL_TIME).astype(np.int8)
    elderly, woman = pool == 2, workers["sex"] == 0
    women_60_65 = weight[elderly & woman & (workers["age_band"] == 2)].sum()
    women_40_59 = weight[pool == 1].sum()
    # women of 60 to 65 follow the share of the elderly; those of 40 to 59 make up the women's
    younger = (
        labour.spare_women_share * (women_40_59 + women_60_65)
        - labour.spare_elderly_share * women_60_65
    )
    for rows, wanted in (
        (pool == 1, younger),
        (elderly, labour.spare_elderly_share * weight[elderly].sum()),
    ):
        free = np.flatnonzero(rows & ~placed & ~barred)
        free = free[np.argsort(workers["spare"][free], kind="stable")]
        taken = np.cumsum(weight[free]) - 0.5 * weight[free] <= wanted
        status[free[taken]] = SPARE
    return status


def typical_offer(parameters: Parameters) -> float:
    """A year's pay in an outlet, yuan."""
    return parameters.workshops.pay_yuan_per_day * parameters.workshops.days_per_year


def odd_earnings(
    workers: Columns, status: NDArray[np.int8], base: NDArray[np.float64], parameters: Parameters
) -> NDArray[np.float64]:
    """What each worker earns a year when spare, within what the household earns at all."""
    mean = parameters.labour.forgone_share * typical_offer(parameters)
    odd = mean * np.exp(ODD_LOG_SD * workers["odd"].astype(float) - 0.5 * ODD_LOG_SD**2)
    home = workers["household"]
    flexible = odd * (status != FULL_TIME)
    together = np.bincount(home, weights=flexible, minlength=len(base))
    earned = MOST_OF_BASE * (base[:, 0] + base[:, 1])
    part = np.minimum(1.0, earned / np.maximum(together, 1e-9))
    return np.where(status != FULL_TIME, odd * part[home], odd)


def reservation_pay(
    workers: Columns, status: NDArray[np.int8], odd: NDArray[np.float64], parameters: Parameters
) -> NDArray[np.float64]:
    """Least pay for a year's outlet work: odd earnings, care, other reasons; full-time pay if any.

    Care falls on women in full and on men by half (assumption).
    """
    labour = parameters.labour
    care = labour.care_yuan * np.exp(CARE_LOG_SD * workers["care"].astype(float))
    care *= np.where(workers["sex"] == 0, 1.0, 0.5)
    other = OTHER_REASONS * typical_offer(parameters) * workers["reservation"].astype(float)
    asked = np.maximum(odd + care + other, 0.25 * odd)
    full_time = 12.0 * labour.minimum_wage_yuan_per_month * (1.1 + 1.6 * workers["skill"])
    return np.where(status == FULL_TIME, np.maximum(asked, full_time), asked)
