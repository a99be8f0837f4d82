"""Outlets: places in villages where enterprises give out work, with or without a programme slot."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.table import Table

_FIELDS = {
    "enterprise": np.int32,
    "village": np.int32,
    "town": np.int32,
    "jobs": np.float64,
    "pay": np.float64,
    "opened": np.int32,
    "slot": np.bool_,
    "open": np.bool_,
    "weight": np.float64,
    "filled": np.float64,
    "small": np.bool_,
}


class Opening(NamedTuple):
    """A new outlet; the fields are the columns of `Outlets`."""

    enterprise: int
    village: int
    town: int
    jobs: float
    pay: float
    opened: int
    slot: bool
    weight: float
    small: bool = False


class Outlets:
    """Rows of outlets that can be opened and closed; closed rows stay and are never reused.

    jobs: places of one outlet, persons; pay: yuan a day before the local wage index;
    weight: outlets that the row stands for; filled: persons placed (weighted);
    slot: holds a programme place and is then a workshop (共富工坊); small: a small one of the
    neighbourhood (邻里工坊); opened: quarter, -1 for outlets of 2021.
    """

    def __init__(
        self, start: Table, towns: NDArray[np.int32], weights: NDArray[np.float64]
    ) -> None:
        self.rows = len(start)
        capacity = 2 * self.rows + 64
        self._columns: dict[str, NDArray[Any]] = {
            name: np.zeros(capacity, kind) for name, kind in _FIELDS.items()
        }
        for name in ("enterprise", "village", "jobs", "pay"):
            self._columns[name][: self.rows] = start[name]
        village = start["village"]
        self["town"][:] = towns[village]
        self["weight"][:] = weights[village]
        self["opened"][:] = -1
        self["open"][:] = True

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._columns[name][: self.rows]

    def add(self, opening: Opening) -> int:
        """Open an outlet and return its row."""
        if self.rows == len(self._columns["open"]):
            for name, column in self._columns.items():
                self._columns[name] = np.concatenate((column, np.zeros_like(column)))
        row = self.rows
        self.rows += 1
        for name, value in opening._asdict().items():
            self._columns[name][row] = value
        self._columns["open"][row] = True
        return row

    def count(self, *, slots_only: bool) -> float:
        """Open outlets of the county, weighted; only those with a programme slot if asked."""
        wanted = self["open"] & self["slot"] if slots_only else self["open"]
        return float(self["weight"][wanted].sum())

    def count_small(self) -> float:
        """Open small workshops of the neighbourhood, weighted."""
        return float(self["weight"][self["open"] & self["small"]].sum())

    def workers(self, *, slots_only: bool) -> float:
        """Persons placed in open outlets, weighted."""
        wanted = self["open"] & self["slot"] if slots_only else self["open"]
        return float(self["filled"][wanted].sum())
