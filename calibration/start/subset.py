"""Cut the county down to sampled villages and keep every pointer between tables right."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.start.ranks import Columns, NewColumns, uniform_rank


def rows_of_sample(whole: dict[str, NewColumns], rows: NDArray[np.int64]) -> dict[str, NewColumns]:
    """Villages `rows` (ascending) with their households, workers and outlets."""
    home_village = whole["households"]["village"]
    kept_homes = np.flatnonzero(np.isin(home_village, rows))
    households = _taken(whole["households"], kept_homes)
    households["village"] = np.searchsorted(rows, households["village"]).astype(np.int32)
    workers = _taken(whole["workers"], np.isin(home_village[whole["workers"]["household"]], rows))
    workers["household"] = np.searchsorted(kept_homes, workers["household"])
    kept_outlets = np.flatnonzero(np.isin(whole["outlets"]["village"], rows))
    outlets = _taken(whole["outlets"], kept_outlets)
    outlets["village"] = np.searchsorted(rows, outlets["village"]).astype(np.int32)
    placed = workers["outlet"] >= 0
    workers["outlet"][placed] = np.searchsorted(kept_outlets, workers["outlet"][placed])
    return whole | {
        "villages": _taken(whole["villages"], rows),
        "households": households,
        "workers": workers,
        "outlets": outlets,
    }


def enterprises_of_sample(
    sampled: dict[str, NewColumns], scale: float, key: int
) -> dict[str, NewColumns]:
    """Keep the enterprises of the sampled outlets, and a systematic sample of the others.

    An owner of an outlet has the weight of the outlet's village. The others are sampled along
    sector and size, share one weight, and make up the county's number of enterprises.
    """
    enterprises, outlets = sampled["enterprises"], sampled["outlets"]
    count = len(enterprises["id"])
    owner = outlets["enterprise"]
    weight = np.zeros(count)
    weight[owner] = sampled["villages"]["weight"][outlets["village"]]
    others = np.flatnonzero(~enterprises["has_outlet"])
    ranked = others[np.lexsort((enterprises["workers"][others], enterprises["sector"][others]))]
    take = max(1, round(len(others) * scale))
    start = uniform_rank(key, "enterprise_sample", np.zeros(1, np.int64))[0]
    chosen = ranked[((np.arange(take) + start) * len(others) / take).astype(np.int64)]
    weight[chosen] = (count - weight.sum()) / take
    kept = np.flatnonzero(weight)
    smaller = _taken(enterprises, kept) | {"weight": weight[kept]}
    outlets["enterprise"] = np.searchsorted(kept, owner).astype(np.int32)
    return sampled | {"enterprises": smaller, "outlets": outlets}


def _taken(columns: Columns, rows: NDArray[Any]) -> NewColumns:
    return {name: values[rows] for name, values in columns.items()}
