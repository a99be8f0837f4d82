"""A table: NumPy columns by name, and the two crossings between households and villages."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.columns import Column
from model.errors import InputError, nearest_name


class Table:
    """Columns of equal length, declared beforehand.

    `table["village"]` is the live array. A column is changed in place, never rebound, so that a
    column keeps its type and length for the life of a world.
    """

    def __init__(self, declared: Mapping[str, Column], columns: Mapping[str, NDArray[Any]]) -> None:
        self._columns: dict[str, NDArray[Any]] = {}
        lengths = {len(values) for values in columns.values()}
        if len(lengths) != 1:
            raise InputError("columns of a table differ in length", value=sorted(lengths))
        self.rows = lengths.pop()
        for name, values in columns.items():
            if name not in declared:
                raise InputError(
                    "no such column is declared", key=name, nearest=nearest_name(name, declared)
                )
            self._columns[name] = np.ascontiguousarray(values, dtype=declared[name].dtype)

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._columns[name]

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return self.rows

    def copy_of(self, name: str) -> NDArray[Any]:
        """A column of one's own, to be changed without touching the shared start."""
        return self._columns[name].copy()


def offsets(group: NDArray[np.integer], groups: int) -> NDArray[np.int64]:
    """Where each group's block begins in rows sorted by group; length groups + 1.

    Raises InputError if the rows are not sorted by group.
    """
    if group.size and np.any(np.diff(group) < 0):
        raise InputError("rows must be sorted by group")
    counts = np.bincount(group, minlength=groups)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def total_by(
    group: NDArray[np.integer], values: NDArray[np.float64], groups: int
) -> NDArray[np.float64]:
    """Sum of values by group (gather): one number per group."""
    return np.bincount(group, weights=values, minlength=groups).astype(np.float64, copy=False)


def ascending(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rows in ascending order of their values, the first of equal ones first.

    A quick sort, which the processor helps with, gives the stable order unless values are equal.
    """
    order = np.argsort(values)
    ranked = values[order]
    if not (ranked[1:] > ranked[:-1]).all():
        order = np.argsort(values, kind="stable")
    return order


def sum_where(values: NDArray[np.float64], chosen: NDArray[np.bool_]) -> float:
    """Sum of the values of chosen rows.

    For rows that lie scattered: NumPy finds their numbers faster than it picks by such a mask.
    """
    return float(values[np.flatnonzero(chosen)].sum())


def weighted_sum(values: NDArray[Any], weight: NDArray[Any]) -> float:
    """Sum of value x weight, added in one order on every machine.

    `values @ weight` would leave the order to the linear algebra library, which splits long sums
    among its threads: the last digits would depend on how many there are.
    """
    return float(np.sum(values * weight))


def world_table(start: Table, declared: Mapping[str, Column]) -> Table:
    """The start's columns for one world: fixed ones shared, changing ones copied or begun at 0."""
    columns: dict[str, NDArray[Any]] = {}
    for name, column in declared.items():
        if name not in start:
            columns[name] = np.zeros(len(start), dtype=column.dtype)
        else:
            columns[name] = start[name] if column.writer == "start" else start.copy_of(name)
    return Table(declared, columns)
