"""Solved games as tables: a row a draw, seed, outcome, year and player, or two players."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.attributing.attribution import Floats, games, pairs_of_players
from scenarios.attributing.departments import RESPONSIBLE, unions_of
from scenarios.attributing.games import first_and_last, interaction, least_and_most, owen, shapley
from scenarios.forecasting.summarise import summarise

if TYPE_CHECKING:
    import pandas as pd

VALUES = ("shapley", "owen", "alone", "last", "least", "most")
"""Exact and nested value; marginal contribution alone, as the last, least and most in any order."""


def solve(
    tables: "Mapping[tuple[str, str], pd.DataFrame]",
    outcomes: Sequence[str],
    players: tuple[str, ...],
    years: range,
) -> "tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]":
    """Values of players, interactions of every two, and worth of nobody and of all."""
    import pandas as pd

    values, together, worth = [], [], []
    for outcome in outcomes:
        index, game = games(tables, outcome, len(players))
        head = _head(index, outcome, years)
        values.append(_players(head, _solved(game, players), players))
        together.append(_pairs(head, interaction(game), players))
        worth.append(head.assign(nobody=game[..., 0].ravel(), everybody=game[..., -1].ravel()))
    found = [pd.concat(frames, ignore_index=True) for frames in (values, together, worth)]
    return found[0], found[1], found[2]


def _solved(game: Floats, players: tuple[str, ...]) -> dict[str, Floats]:
    unions = list(unions_of(players).values())
    (alone, last), (least, most) = first_and_last(game), least_and_most(game)
    return dict(
        zip(VALUES, (shapley(game), owen(game, unions), alone, last, least, most), strict=True)
    )


def _head(index: "pd.MultiIndex", outcome: str, years: range) -> "pd.DataFrame":
    import pandas as pd

    repeated = index.repeat(len(years)).to_frame(index=False)
    return pd.DataFrame(
        {
            "draw": repeated["draw"],
            "seed": repeated["seed"],
            "outcome": outcome,
            "year": np.tile(np.array(years), len(index)),
        }
    )


def _players(
    head: "pd.DataFrame", solved: Mapping[str, Floats], players: tuple[str, ...]
) -> "pd.DataFrame":
    import pandas as pd

    frames = [
        head.assign(
            family=family,
            department=RESPONSIBLE[family],
            **{name: value[..., place].ravel() for name, value in solved.items()},
        )
        for place, family in enumerate(players)
    ]
    return pd.concat(frames, ignore_index=True)


def _pairs(head: "pd.DataFrame", index: Floats, players: tuple[str, ...]) -> "pd.DataFrame":
    import pandas as pd

    frames = [
        head.assign(
            family=players[one], other=players[other], interaction=index[..., one, other].ravel()
        )
        for one, other in pairs_of_players(len(players))
    ]
    columns = [*head.columns, "family", "other", "interaction"]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def spread(rows: "pd.DataFrame", column: str, unit: str) -> dict[str, Any]:
    """Mean, which adds up, and quantiles over draws, of one value per draw and seed."""
    table = rows.set_index(["draw", "seed"])[column].unstack("seed").to_numpy(np.float64)
    by_draw = np.nanmean(table, axis=1, keepdims=True)
    found = summarise(by_draw, unit)
    return {**found.json(), "mean": found.mean}


def summary_rows(
    values: "pd.DataFrame", outcome: str, year: int, by: str, unit: str
) -> list[dict[str, Any]]:
    """Shapley and nested values with intervals over draws, and the range over orders, by family.

    With `by` department the values of its families are added up draw by draw first.
    """
    rows = values[(values.outcome == outcome) & (values.year == year)]
    found = []
    for name in dict.fromkeys(rows[by]):
        part = rows[rows[by] == name].groupby(["draw", "seed"], as_index=False)[list(VALUES)].sum()
        entry: dict[str, Any] = {by: name, "shapley": spread(part, "shapley", unit)}
        entry["owen"] = spread(part, "owen", unit)
        if by == "family":
            entry["orders"] = {key: float(part[key].mean()) for key in ("alone", "last")}
            entry["orders"] |= {"least": float(part.least.min()), "most": float(part.most.max())}
            entry["mean_orders"] = {key: float(part[key].mean()) for key in ("least", "most")}
            entry["department"] = RESPONSIBLE[str(name)]
        found.append(entry)
    return found


def interaction_rows(
    together: "pd.DataFrame", outcome: str, year: int, unit: str
) -> list[dict[str, Any]]:
    """Interactions of every two families with intervals over draws, the largest first."""
    rows = together[(together.outcome == outcome) & (together.year == year)]
    found = [
        {"family": family, "other": other, **spread(part, "interaction", unit)}
        for (family, other), part in rows.groupby(["family", "other"], sort=False)
    ]
    return sorted(found, key=lambda row: -abs(row["mean"]))


def largest_residual(values: "pd.DataFrame", worth: "pd.DataFrame") -> dict[str, float]:
    """How far Shapley and nested values miss the total, at most, over all games.

    Relative to the larger of 1 and the worth of all, as incomes are tens of thousands.
    """
    keys = ["draw", "seed", "outcome", "year"]
    sums = values.groupby(keys)[["shapley", "owen"]].sum()
    ends = worth.set_index(keys)
    total = (ends.everybody - ends.nobody).reindex(sums.index)
    size = np.maximum(1.0, ends.everybody.abs().reindex(sums.index))
    return {name: float(((sums[name] - total).abs() / size).max()) for name in ("shapley", "owen")}
