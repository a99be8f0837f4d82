"""Effects on ratio and incomes in two parts: at the residence of 2021, and by composition.

A programme that moves people changes an area's mean with nobody's income changed. In every pair the
two parts add up to the effect; targets and rankings look at the first.
"""

from typing import TYPE_CHECKING

import numpy as np

from scenarios.forecasting.levels import CONTRASTS
from scenarios.forecasting.summarise import Row, summarise

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.forecasting.levels import Pairs

STEMS = {
    "ratio": ("ratio", "ratio"),
    "rural": ("rural_income", "yuan per head and year"),
    "urban": ("urban_income", "yuan per head and year"),
}
"""Beginning of an effect's name, the indicator it is about, and its unit."""

PARTS = ("fixed_residence", "composition")


def part_names(effect: str) -> tuple[str, str]:
    """Names of the two parts of an effect: `rural_effect_pilot` has `..._composition`."""
    return f"{effect}_{PARTS[0]}", f"{effect}_{PARTS[1]}"


def part_rows(pairs: "Pairs", indicators: "pd.DataFrame", years: range) -> list[Row]:
    """Both parts of every effect over pairs: year, quantity, world, quantiles."""
    from scenarios.forecasting.simulated import wide

    tables = wide(indicators, years)
    rows: list[Row] = []
    for ending, (with_policy, without) in CONTRASTS.items():
        for stem, (name, unit) in STEMS.items():
            for part in PARTS:
                indicator = f"{name}_{part}"
                if (with_policy, indicator) not in tables:
                    continue
                values = np.asarray(tables[with_policy, indicator])
                values = values - np.asarray(tables[without, indicator])
                rows += [
                    {
                        "year": year,
                        "quantity": f"{stem}_effect_{ending}_{part}",
                        "world": f"{with_policy}_vs_{without}",
                        **summarise(pairs.by_draw_and_seed(values[:, place]), unit).row(),
                    }
                    for place, year in enumerate(years)
                ]
    return rows
