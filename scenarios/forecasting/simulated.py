"""The long table of indicators as arrays: one row a pair, one column a year."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from scenarios.forecasting.levels import Pairs


def simulated_pairs(indicators: "pd.DataFrame", years: range) -> "Pairs":
    """Yearly means of every pair by world, rows in order of draw and seed."""
    from scenarios.forecasting.levels import SIMULATED, WORLDS, Pairs

    tables = wide(indicators, years)
    index = next(iter(tables.values())).index
    return Pairs(
        draw=index.get_level_values("draw").to_numpy(np.int64),
        seed=index.get_level_values("seed").to_numpy(np.int64),
        means={
            world: {name: tables[world, name].to_numpy() for name in SIMULATED} for world in WORLDS
        },
    )


def wide(indicators: "pd.DataFrame", years: range) -> "dict[tuple[str, str], pd.DataFrame]":
    """One table (pairs, years) by world and indicator."""
    keys = ["draw", "seed", "world", "indicator", "year"]
    table = indicators.set_index(keys)["value"].unstack(keys[2:]).sort_index()
    names = table.columns.droplevel("year").unique()
    return {(world, name): table[world][name][list(years)] for world, name in names}


def simulated_indicators(
    indicators: "pd.DataFrame", years: range
) -> "dict[str, NDArray[np.float64]]":
    """Indicators of world `pilot` by name, float64 (pairs, years)."""
    rows = indicators[indicators.world == "pilot"]
    return {name: table.to_numpy() for (_, name), table in wide(rows, years).items()}
