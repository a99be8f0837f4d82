"""Shocks to the trend by year: what a boom, a slump or a lockdown does to incomes, beside policy.

A shock of s in year y puts a level at (1 + s) times what it would have been, from y on; a year
that is made good again needs a second shock, 1 / (1 + s) - 1, in the year after. Shocks of
`urbanisation` are added in points of the urban share. They hold in every world alike, so they move
levels, and effects of policy only through what people then choose.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from calibration.outlook.growth import LARGEST_URBAN_SHARE
from calibration.outlook.shocks import Floats
from calibration.outlook.trend import AREAS, Redraws
from model.columns import SOURCES
from model.trend_path import TrendPath

Shocks = Mapping[str, Mapping[str, float]]
"""Size by quantity and year, the year as text."""

INCOMES: dict[str, tuple[int, tuple[int, ...]]] = {
    **{f"{area}_income": (row, tuple(range(len(SOURCES)))) for row, area in enumerate(AREAS)},
    **{
        f"{area}_{source}": (row, (column,))
        for row, area in enumerate(AREAS)
        for column, source in enumerate(SOURCES)
    },
}
"""Quantities that are incomes: area and sources that a shock moves."""

QUANTITIES = (*INCOMES, "register_income", "prices", "urbanisation")

LEAST, MOST = -0.9, 1.0


def shocked(path: TrendPath, shocks: Shocks) -> TrendPath:
    """The trend of one draw with shocks."""
    if not shocks:
        return path
    years = range(path.first_year, path.first_year + path.years)
    income = path.income.copy()
    for name, (area, columns) in INCOMES.items():
        for column in columns:
            income[:, area, column] *= factor(shocks.get(name, {}), years)
    urban = path.urbanisation.copy()
    urban[1:] += points(shocks.get("urbanisation", {}), years)
    return replace(
        path,
        income=income,
        register_income=path.register_income * factor(shocks.get("register_income", {}), years),
        urbanisation=np.clip(urban, 0.0, LARGEST_URBAN_SHARE),
        prices=path.prices * factor(shocks.get("prices", {}), years),
    )


def redraws_shocked(redraws: Redraws, central: TrendPath, shocks: Shocks) -> Redraws:
    """Many futures with the same shocks.

    A source counts with its share on the central path of the county (`central`, without shocks):
    redraws carry no sources of their own.
    """
    if not shocks:
        return redraws
    years = redraws.years
    moved = shocked(central, shocks).income.sum(axis=2) / central.income.sum(axis=2)
    urban = redraws.urban_share.copy()
    urban[:, 1:] += points(shocks.get("urbanisation", {}), years)
    return replace(
        redraws,
        rural=redraws.rural * moved[:, 0],
        urban=redraws.urban * moved[:, 1],
        low_income=redraws.low_income * factor(shocks.get("register_income", {}), years),
        urban_share=np.clip(urban, 0.0, LARGEST_URBAN_SHARE),
        prices=redraws.prices * factor(shocks.get("prices", {}), years),
    )


def factor(sizes: Mapping[str, float], years: range) -> Floats:
    """Product of 1 + size of all shocks so far, by year; (years,)."""
    return np.asarray(np.cumprod([1.0 + sizes.get(str(year), 0.0) for year in years]))


def points(sizes: Mapping[str, float], years: range) -> Floats:
    """Sum of all shocks so far, by year; (years,)."""
    return np.asarray(np.cumsum([sizes.get(str(year), 0.0) for year in years]))
