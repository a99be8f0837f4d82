"""What one scenario changes against another: differences of paired worlds by indicator."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

MAIN = (
    "ratio",
    "ratio_fixed_residence",
    "ratio_composition",
    "rural_income",
    "rural_income_fixed_residence",
    "rural_income_composition",
    "urban_income",
    "urban_income_fixed_residence",
    "urban_income_composition",
    "resident_income",
    "low_income",
    "gini_all",
    "gini_rural",
    "middle_income_share",
    "rural_property_share",
    "collective_income",
    "dividends_paid",
    "workshops",
    "workshop_jobs",
    "low_skill_wage_index",
    "public_cost",
)
"""Indicators that a comparison prints, in this order. Where people are moved, incomes and ratio
change with nobody's income changed: parts at the residence of 2021 and by composition add up."""


def differences(indicators: "pd.DataFrame", years: range) -> dict[str, dict[str, Any]]:
    """Quantiles over pairs of pilot minus no_pilot, by year and indicator."""
    from model.indicators import FOUND
    from scenarios.forecast import simulated_pairs, wide
    from scenarios.summarise import summarise

    tables = wide(indicators, years)
    pairs = simulated_pairs(indicators, years)
    found: dict[str, dict[str, Any]] = {str(year): {} for year in years}
    for name in MAIN:
        if ("pilot", name) not in tables:
            continue
        change = np.asarray(tables["pilot", name]) - np.asarray(tables["no_pilot", name])
        unit = FOUND[name].unit if name in FOUND else ""
        for place, year in enumerate(years):
            summary = summarise(pairs.by_draw_and_seed(change[:, place]), unit)
            found[str(year)][name] = summary.json()
    return found
