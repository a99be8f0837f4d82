"""Tables of a run in the two forms that other programs read: long, and experiments × outcomes."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from results.run import Run

COLUMNS = ["draw", "seed", "world", "year", "indicator", "value"]
EXPERIMENT = ["draw", "seed", "world"]
MODEL = "sanjin"
YEARS = "TIME"


def long_table(run: "Run") -> "pd.DataFrame":
    """Indicators in one order whatever ran first."""
    table = run.table("indicators")[COLUMNS]
    return table.sort_values(COLUMNS[:-1], ignore_index=True)


def experiments_and_outcomes(
    run: "Run",
) -> "tuple[pd.DataFrame, dict[str, NDArray[Any]]]":
    """One row an experiment, and by indicator float64 (experiments, years)."""
    table = long_table(run)
    values = table.set_index([*EXPERIMENT, "indicator", "year"])["value"]
    values = values.unstack(["indicator", "year"]).sort_index()
    years = sorted(int(year) for year in table.year.unique())
    outcomes: dict[str, NDArray[Any]] = {
        name: values[name].reindex(columns=years).to_numpy(np.float64)
        for name in sorted(table.indicator.unique())
    }
    outcomes[YEARS] = np.tile(np.array(years, np.float64), (len(values), 1))
    return _experiments(run, values.index), outcomes


def _experiments(run: "Run", index: "pd.MultiIndex") -> "pd.DataFrame":
    import pandas as pd

    keys = index.to_frame(index=False)
    unknowns = run.table("draws").set_index(["draw", "parameter"])["value"].unstack()
    found = unknowns.reindex(keys.draw).reset_index(drop=True)
    found.columns.name = None
    extra = pd.DataFrame(
        {
            "draw": keys.draw,
            "seed": keys.seed,
            "scenario": keys.groupby(["draw", "seed"]).ngroup(),
            "policy": pd.Categorical(keys.world),
            "model": pd.Categorical([MODEL] * len(keys)),
        }
    )
    return pd.concat([found, extra], axis=1)
