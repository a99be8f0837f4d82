"""The synthetic county before any draw: ids, places, sizes and ranks, built once.

Nothing here depends on an unknown: a draw maps the stored ranks (`starting_county`).
The population is synthetic; it reproduces totals, not addresses.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.start.income_shape import IncomeShape, fit_shape
from calibration.start.ranks import Columns, NewColumns
from calibration.start.sample import sample_villages
from calibration.start.subset import enterprises_of_sample, rows_of_sample
from calibration.start.villages import RURAL, place_towns
from calibration.start.whole_county import Facts, whole_county
from model.errors import InputError


@dataclass(frozen=True, eq=False)
class Population:
    """Everything about the county that no draw changes; arrays are read-only.

    households, workers, villages, enterprises, outlets: columns by name, each table's rows sorted
    by village, by household, by id, by id, by village. Weights are in `villages["weight"]` (also
    those of its households and outlets) and `enterprises["weight"]`.
    town_links: int32 (towns, k), nearest towns of each town, nearest first, itself excluded.
    scale: share of the county's villages that are here; at least a dozen villages are.
    """

    households: Columns
    workers: Columns
    villages: Columns
    enterprises: Columns
    outlets: Columns
    town_links: NDArray[np.int32]
    sectors: int
    scale: float
    key: int
    shape: IncomeShape

    @property
    def towns(self) -> int:
        """Number of towns of the county."""
        return len(self.town_links)


def build(pack: Facts, scale: float = 1.0, key: int = 0) -> Population:
    """Build the synthetic county of a pack, whole or as a weighted sample of whole villages.

    A unit has the same id and ranks at every scale. InputError for a scale outside (0, 1].
    """
    if not 0.0 < scale <= 1.0:
        raise InputError("scale is out of range", key="scale", value=scale, allowed="above 0, to 1")
    towns = place_towns(int(pack.value("towns")), key)
    tables = whole_county(pack, towns, key)
    if scale < 1.0:
        tables = _smaller(tables, scale, key)
    for columns in tables.values():
        for values in columns.values():
            values.setflags(write=False)
    return Population(
        households=tables["households"],
        workers=tables["workers"],
        villages=tables["villages"],
        enterprises=tables["enterprises"],
        outlets=tables["outlets"],
        town_links=towns.links,
        sectors=int(pack.value("sectors")),
        scale=len(tables["villages"]["id"]) / int(pack.value("villages")),
        key=key,
        shape=fit_shape(np.array([pack.value(f"rural_quintile_{k}") for k in range(1, 6)])),
    )


def _smaller(whole: dict[str, NewColumns], scale: float, key: int) -> dict[str, NewColumns]:
    """A sample of whole villages with their households, workers, outlets and enterprises.

    Strata are kind and dividend regime; inside them the sample is spread over near and far villages
    and over collective revenue. Weights keep the totals of `_known`.
    """
    villages = whole["villages"]
    strata = villages["kind"] * 2 + villages["pays_dividends"]
    far = _place_in(villages["distance_km"]) >= 0.5
    order = np.where(far, 100.0 - villages["revenue"], villages["revenue"])  # there and back
    rows, weights = sample_villages(strata, order, _known(whole), scale, key)
    sampled = rows_of_sample(whole, rows)
    sampled["villages"]["weight"] = weights
    return enterprises_of_sample(sampled, scale, key)


def _known(whole: dict[str, NewColumns]) -> NDArray[np.float64]:
    """What a sample must weigh up to, by village: most important first (villages, 8).

    Rural and urban residents, rural and urban villages, villages that pay dividends, outlet jobs,
    and of rural villages distance and wealth.
    """
    villages, households, outlets = whole["villages"], whole["households"], whole["outlets"]
    count, rural = len(villages["id"]), villages["kind"] == RURAL
    persons = np.bincount(households["village"], weights=households["members"], minlength=count)
    jobs = np.bincount(outlets["village"], weights=outlets["jobs"], minlength=count)
    columns = (
        persons * rural,
        persons * ~rural,
        rural,
        ~rural,
        villages["pays_dividends"],
        jobs,
        villages["distance_km"] * rural,
        villages["wealth"] * rural + 10.0,  # shifted: totals must not be near zero
    )
    return np.column_stack(columns).astype(np.float64)


def _place_in(values: NDArray[Any]) -> NDArray[np.float64]:
    """Share of values below each one, in [0, 1)."""
    place: NDArray[np.float64] = np.argsort(np.argsort(values, kind="stable")) / len(values)
    return place
