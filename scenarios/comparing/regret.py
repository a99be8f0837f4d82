"""Regret: how far an option is from what would have been best, had the draw been known.

Seeds are averaged first, because luck is not a reason to have chosen otherwise. Options within
rounding of the best are best too.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.comparing.directions import direction, tied

if TYPE_CHECKING:
    import pandas as pd


def regret_table(
    tables: "Mapping[tuple[str, str], pd.DataFrame]",
    options: Sequence[str],
    indicators: Sequence[str],
    year: int,
) -> "pd.DataFrame":
    """A row a draw, indicator with a direction, and option: value, regret, whether it is best."""
    import pandas as pd

    frames = [
        _of_indicator({option: tables[option, name][year] for option in options}, name)
        for name in indicators
        if direction(name) and all((option, name) in tables for option in options)
    ]
    return pd.concat(frames, ignore_index=True).assign(year=year)


def _of_indicator(values: "Mapping[str, pd.Series[float]]", name: str) -> "pd.DataFrame":
    import pandas as pd

    means = pd.DataFrame({option: value.groupby("draw").mean() for option, value in values.items()})
    good = direction(name) * means
    best = good.max(axis=1)
    regret = -good.sub(best, axis=0)
    long = means.reset_index().melt("draw", var_name="option", value_name="value")
    long["regret"] = regret.to_numpy().T.ravel()
    long["best"] = tied(good.to_numpy().T, best.to_numpy()[None, :]).ravel()
    return long.assign(indicator=name)


def regret_summary(regret: "pd.DataFrame") -> list[dict[str, Any]]:
    """By indicator and option: mean, 95 % and largest regret, share of draws in which it is best.

    `alone` is the share in which no other option is as good.
    """
    alone = regret.groupby(["indicator", "draw"])["best"].transform("sum") == 1
    marked = regret.assign(alone=regret.best & alone)
    return [
        {
            "indicator": name,
            "option": option,
            "mean": float(part.regret.mean()),
            "p95": float(np.quantile(part.regret, 0.95)),
            "largest": float(part.regret.max()),
            "best_share": float(part.best.mean()),
            "alone_share": float(part.alone.mean()),
            "draws": len(part),
        }
        for (name, option), part in marked.groupby(["indicator", "option"], sort=False)
    ]
