"""How incomes are spread: Gini, quintiles, the middle-income group, towns."""

from typing import TYPE_CHECKING

import numpy as np

from model.indicators.indicator import indicator
from model.table import sum_where

if TYPE_CHECKING:
    from model.indicators.year_end import YearEnd


@indicator("index", zh="农村基尼系数", en="Rural Gini")
def gini_rural(end: "YearEnd") -> float:
    """Gini of income per head among rural residents."""
    return end.gini(0)


@indicator("index", zh="城镇基尼系数", en="Urban Gini")
def gini_urban(end: "YearEnd") -> float:
    """Gini of income per head among urban residents."""
    return end.gini(1)


@indicator("index", zh="全体居民基尼系数", en="Gini of all residents")
def gini_all(end: "YearEnd") -> float:
    """Gini of income per head among all residents."""
    return end.gini(0, 1)


@indicator("ratio", zh="农村高低收入组倍差", en="Top to bottom fifth, rural")
def quintile_ratio_rural(end: "YearEnd") -> float:
    """Mean income per head of the richest fifth of rural residents over the poorest fifth's."""
    persons, income = end.bins[0].T
    below = np.cumsum(persons) / persons.sum()
    poorest = _mean_between(persons, income, below, 0.0, 0.2)
    return _mean_between(persons, income, below, 0.8, 1.0) / poorest


def _mean_between(
    persons: np.ndarray, income: np.ndarray, below: np.ndarray, low: float, high: float
) -> float:
    """Mean income per head between two person shares; bins that straddle a bound count in part."""
    before = np.concatenate(([0.0], below[:-1]))
    width = np.maximum(below - before, 1e-300)
    part = np.clip((np.minimum(below, high) - np.maximum(before, low)) / width, 0.0, 1.0)
    return float((income * part).sum() / (persons * part).sum())


@indicator("share of households", zh="中等收入家庭占比(10万-50万元)", en="Middle-income households")
def middle_income_share(end: "YearEnd") -> float:
    """Share of households with disposable income of 100,000 to 500,000 yuan a year."""
    return _between(end, 100_000.0, 500_000.0)


@indicator(
    "share of households",
    zh="中等收入家庭占比(20万-60万元)",
    en="Middle-income households, higher bounds",
)
def middle_income_share_high(end: "YearEnd") -> float:
    """Share of households with disposable income of 200,000 to 600,000 yuan a year."""
    return _between(end, 200_000.0, 600_000.0)


def _between(end: "YearEnd", low: float, high: float) -> float:
    inside = (end.income >= low) & (end.income <= high)
    return sum_where(end.weight, inside) / float(end.weight.sum())


@indicator("index", zh="乡镇间泰尔指数", en="Theil index between towns")
def town_theil(end: "YearEnd") -> float:
    """Theil index of income per head between towns, person-weighted: the regional gap."""
    towns = end.county.start.villages["town"]
    weight = end.county.start.villages["weight"]
    by_village = end.county.books.village_income.sum(axis=1)
    count = end.county.start.towns
    income = np.bincount(towns, by_village[:, 0] * weight, count)
    persons = np.bincount(towns, by_village[:, 1] * weight, count)
    there = persons > 0.0
    relative = (income[there] / persons[there]) / (income.sum() / persons.sum())
    return float((income[there] / income.sum() * np.log(relative)).sum())
