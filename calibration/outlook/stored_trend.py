"""Draws of the trend that the fit to 2021 found, by place, as cards of the unknowns.

A draw index takes one row of the stored posterior, the same row for everything that was fitted, by
a named number of its own: what is drawn from priors is not disturbed, and worlds of one draw share
the row. A county without a history of its own takes the drift of an unseen county of its city.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np

from calibration.history.places import known_place
from calibration.named_numbers import uniforms
from calibration.outlook.shocks import Floats, Index
from model.columns import SOURCES
from model.errors import InputError
from model.parameters import Unknown

ROWS_FILE = Path(__file__).parents[1] / "fitted" / "trend.csv"
REPORT = ROWS_FILE.with_suffix(".json")
COUNTY_OF = "county of "
ROOT = "zhejiang"
SOURCE = "fitted_to_2021"
KEY = "posterior: trend"
AREAS = ("rural", "urban")


class Somewhere(Protocol):
    """What is used of a county pack."""

    @property
    def name(self) -> str:
        """Name of the pack."""
        ...

    @property
    def parent(self) -> str:
        """The city or province that it lies in; empty if not said."""
        ...

    @property
    def level(self) -> str:
        """`county` or `prefecture`."""
        ...


@dataclass(frozen=True)
class StoredTrend:
    """Columns of the stored posterior, float64 (rows,), and what is said of it."""

    columns: Mapping[str, Floats]
    borrowed_from: Mapping[str, str | None]

    def __len__(self) -> int:
        return len(self.columns["reading"])


@lru_cache(maxsize=1)
def stored_trend() -> StoredTrend:
    """The stored posterior; InputError if its table is not the one that its report describes."""
    data = ROWS_FILE.read_bytes()
    report = json.loads(REPORT.read_text(encoding="utf-8"))
    if sha256(data).hexdigest() != report["sha256"]:
        raise InputError("was changed since the fit", file=ROWS_FILE.name)
    head, *lines = data.decode("utf-8").splitlines()
    values = np.array([line.split(",") for line in lines], dtype=np.float64)
    names = head.split(",")
    columns = {name: values[:, k] for k, name in enumerate(names)}
    return StoredTrend(columns, report["borrowed_from"])


def rows_at(index: Index, rows: int) -> Index:
    """The row of the posterior that each draw index takes; shape as `index`."""
    return np.minimum((uniforms(KEY, index) * rows).astype(np.int64), rows - 1)


def column_of(name: str, parent: str) -> str:
    """The place whose stored draws a pack takes: its own, or an unseen county of its parent."""
    if f"gap drift: {name}" in stored_trend().columns:
        return name
    known = known_place(name)
    above = parent or (known.parent if known and known.parent else ROOT)
    found = f"{COUNTY_OF}{above}"
    return found if f"gap drift: {found}" in stored_trend().columns else f"{COUNTY_OF}{ROOT}"


def borrowed_from(pack: Somewhere) -> str | None:
    """The place whose history a pack's trend comes from; None if it has one of its own."""
    return stored_trend().borrowed_from[column_of(pack.name, pack.parent)]


def fitted_cards(pack: Somewhere, cards: Mapping[str, Unknown]) -> dict[str, Unknown]:
    """Cards of the unknowns that were fitted, with their posterior values for a pack."""
    above = borrowed_from(pack)
    note = "fitted to published incomes up to 2021" + (
        f"; the county has no history of its own and borrows from {above}" if above else ""
    )
    return {
        path: replace(cards[path], source=SOURCE, grade="derived", note=note, posterior=values)
        for path, values in _values(column_of(pack.name, pack.parent), pack.level).items()
    }


@lru_cache(maxsize=32)
def _values(place: str, level: str) -> dict[str, tuple[float, ...]]:
    """Posterior values by path.

    Errors of a new sample and of the rural level keep their priors: no county was seen across a
    change of samples, and what cities and the province say of them rests on an assumed proportion.
    """
    found = stored_trend().columns
    steps = (
        ("shock", "shock.city")
        if level == "prefecture"
        else ("shock", "shock.city", "shock.county")
    )

    def together(quantity: str) -> Floats:
        return np.sqrt(sum(found[f"{quantity}: {step}"] ** 2 for step in steps))

    columns = {
        "trend.gap_drift": found[f"gap drift: {place}"],
        "trend.county_gap_deviation_sd": found["gap: drift.county"],
        "trend.gap_noise_sd": together("gap"),
        "trend.common_noise_sd": together("rural"),
        "trend.source_growth_sd": found["sources: size"],
        "survey.yearly_sd": found["gap: yearly"],
        "survey.yearly_persistence": found["gap: persistence"],
    }
    return {path: tuple(values.tolist()) for path, values in columns.items()}


def readings(index: Index) -> Index:
    """Which reading of the covid years each draw has; shape as `index`."""
    stored = stored_trend()
    return stored.columns["reading"][rows_at(index, len(stored))].astype(np.int64)


def relative_growth(index: Index | None) -> Floats:
    """Growth of sources relative to the area's mean, in units of `trend.source_growth_sd`.

    float64 (n, 2, 4); for no index the mean, (1, 2, 4).
    """
    stored = stored_trend()
    cells = [stored.columns[f"relative: {a} {s}"] for a in AREAS for s in SOURCES]
    table = np.stack(cells, axis=1).reshape(len(stored), len(AREAS), len(SOURCES))
    size = stored.columns["sources: size"]
    if index is None:
        return np.asarray(table.mean(axis=0, keepdims=True) / size.mean())
    return np.asarray((table / size[:, None, None])[rows_at(index, len(stored))])


def fitted_growth(pack: Somewhere) -> Floats:
    """What the fit alone says of rural growth a year over 2022-24, without shocks; (rows,).

    A structural variant: forecasts take the lower prior of `trend.rural_growth`.
    """
    column = f"rural drift: {column_of(pack.name, pack.parent)}"
    return np.expm1(stored_trend().columns[column])
