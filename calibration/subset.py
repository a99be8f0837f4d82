"""Cut the county down to sampled villages and keep every pointer between tables right."""

import numpy as np
from numpy.typing import NDArray

from calibration.ranks import uniform_rank

Columns = dict[str, NDArray[np.generic]]


def rows_of_sample(
    whole: dict[str, Columns], rows: NDArray[np.int64]
) -> dict[str, Columns]:
    """Villages `rows` (ascending) with their households, workers and outlets."""
    households = _taken(whole["households"], np.isin(whole["households"]["village"], rows))
    households["village"] = np.searchsorted(rows, households["village"]).astype(np.int32)
    kept_home = np.flatnonzero(np.isin(whole["households"]["village"], rows))
    worker_home = whole["workers"]["household"]
    here = np.isin(whole["households"]["village"][worker_home], rows)
    workers = _taken(whole["workers"], here)
    workers["household"] = np.searchsorted(kept_home, workers["household"])
    kept_outlets = np.flatnonzero(np.isin(whole["outlets"]["village"], rows))
    outlets = _taken(whole["outlets"], kept_outlets)
    outlets["village"] = np.searchsorted(rows, outlets["village"]).astype(np.int32)
    placed = workers["outlet"] >= 0
    workers["outlet"][placed] = np.searchsorted(kept_outlets, workers["outlet"][placed])
    return whole | {
        "villages": _taken(whole["villages"], rows), "households": households,
        "workers": workers, "outlets": outlets,
    }


def enterprises_of_sample(
    sampled: dict[str, Columns], scale: float, key: int
) -> dict[str, Columns]:
    """Keep the enterprises of the sampled outlets, and a systematic sample of the others.

    An owner of an outlet has the weight of the outlet's village. The others are sampled along
    town, sector and size, share one weight, and make up the county's number of enterprises.
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


def _taken(columns: Columns, rows: NDArray[np.generic]) -> Columns:
    return {name: values[rows] for name, values in columns.items()}
