"""What was simulated of every mix, by draw: outcomes of the last year, money of all years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.errors import InputError
from scenarios.allocation.menu import Limit, Menu, Mix, mix_name
from scenarios.comparing.directions import direction

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

OUTCOMES = ("ratio", "low_income", "rural_income")
"""Indicators that every allocation measures, beside its objective."""

COST, PRIVATE, PROGRAMMES = "cost", "private_cost", "public_cost"
"""Yuan of all years beyond nothing chosen: treasury, enterprises and donors, and the part of the
treasury's that the indicator `public_cost` holds."""


def limit_name(limit: Limit) -> str:
    """How a limited quantity is called."""
    return f"limit:{limit.indicator}:{limit.over}"


@dataclass(frozen=True)
class Measured:
    """Mixes and their quantities. values: float64 (draws, mixes) by quantity, seeds averaged."""

    mixes: tuple[Mix, ...]
    draws: tuple[int, ...]
    values: Mapping[str, Floats]
    objective: str
    pairs: int = 0
    """Draws and seeds in which every mix was run."""

    def place(self, mix: Mix) -> int:
        """The column of a mix."""
        return self.mixes.index(mix)

    def gains(self, outcome: str | None = None) -> Floats:
        """How much better each mix is than nothing chosen, by draw; float64 (draws, mixes)."""
        name = outcome or self.objective
        values = self.values[name]
        nothing = values[:, [self.place((0,) * len(self.mixes[0]))]]
        return np.asarray(direction(name) * (values - nothing))

    def mean_cost(self) -> Floats:
        """Mean public cost by mix, yuan."""
        return np.asarray(self.values[COST].mean(axis=0))

    def by_mix(self, quantity: str) -> dict[Mix, Floats]:
        """One quantity by mix, float64 (draws,)."""
        values = self.gains() if quantity == "gain" else self.values[quantity]
        return {mix: values[:, place] for place, mix in enumerate(self.mixes)}


def measured(
    tables: "Mapping[str, pd.DataFrame]",
    menu: Menu,
    mixes: Sequence[Mix],
    objective: str,
    years: range,
) -> Measured:
    """Quantities of the mixes in the draws and seeds in which all of them were run.

    Raises: InputError when there is no such draw.
    """
    from scenarios.running.study import indicators_of

    table = indicators_of(tables)
    names = [mix_name(mix) for mix in mixes]
    table = table[table.world.isin(names)]
    counted = table.groupby(["draw", "seed"])["world"].nunique()
    whole = counted[counted == len(set(names))].index
    if whole.empty:
        raise InputError("there is no draw in which every mix ran to its end; see work/failures")
    found = {
        name: _outcome(table, name, "last", years, names, whole)
        for name in dict.fromkeys((objective, *OUTCOMES))
    }
    money = tables["money"].drop_duplicates(["draw", "seed", "world", "year", "payer", "item"])
    sums = money.groupby(["payer", "draw", "seed", "world"])["amount"].sum()
    nothing = names.index(mix_name(menu.nothing))
    for name, payer in ((COST, "public"), (PRIVATE, "private")):
        found[name] = _less(_wide(sums.loc[payer], names, whole), nothing)
    spent = _outcome(table, "public_cost", "sum", years, names, whole)
    found[PROGRAMMES] = _less(spent, nothing)
    for limit in menu.limits:
        found[limit_name(limit)] = _outcome(table, limit.indicator, limit.over, years, names, whole)
    draws = tuple(dict.fromkeys(whole.get_level_values("draw").tolist()))
    return Measured(tuple(mixes), draws, found, objective, len(whole))


def _outcome(
    table: "pd.DataFrame",
    indicator: str,
    over: str,
    years: range,
    names: Sequence[str],
    whole: "pd.MultiIndex",
) -> Floats:
    rows = table[table.indicator == indicator]
    if over == "last":
        rows = rows[rows.year == years[-1]]
    grouped = rows.groupby(["draw", "seed", "world"])["value"]
    return _wide(grouped.max() if over == "largest" else grouped.sum(), names, whole)


def _wide(values: "pd.Series[float]", names: Sequence[str], whole: "pd.MultiIndex") -> Floats:
    """Values by draw, seed and world as (draws, mixes), seeds averaged; nothing paid is 0."""
    wide = values.unstack("world").reindex(index=whole, columns=list(names)).fillna(0.0)
    return np.asarray(wide.groupby("draw").mean(), np.float64)


def _less(values: Floats, nothing: int) -> Floats:
    return np.asarray(values - values[:, [nothing]])
