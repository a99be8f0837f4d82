"""The same county said in another way: other prices, order of villages, weights, towns."""

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from importlib import import_module
from types import ModuleType

import numpy as np
from numpy.typing import NDArray
from real_county import County

import model
from model.columns import ENTERPRISE, HOUSEHOLD, OUTLET, VILLAGE, WORKER, Column
from model.parameters import Parameters
from model.policies.policy import Policy
from model.start import StartingCounty
from model.table import Table
from model.trend_path import TrendPath

DECLARED = {
    "households": HOUSEHOLD,
    "workers": WORKER,
    "villages": VILLAGE,
    "enterprises": ENTERPRISE,
    "outlets": OUTLET,
}


def _columns(table: Table) -> dict[str, NDArray[np.generic]]:
    return {name: table.copy_of(name) for name in table}


def _in_yuan(declared: Mapping[str, Column], table: Table, factor: float) -> Table:
    columns = _columns(table)
    for name in columns:
        if "yuan" in declared[name].unit:
            columns[name] = columns[name] * factor
    return Table(declared, columns)


def times(unit: str, factor: float) -> float:
    """What a price factor does to a number of this unit: yuan below the line divide."""
    if "yuan" not in unit or "yuan per yuan" in unit:
        return 1.0
    return 1.0 / factor if "per 1000 yuan" in unit else factor


def price_constants() -> Iterator[tuple[ModuleType, str, float]]:
    """Module, name and value of every constant of the model in yuan; names say so."""
    for package in pkgutil.walk_packages(model.__path__, "model."):
        module = import_module(package.name)
        for name, value in vars(module).items():
            if name.isupper() and "YUAN" in name.split("_") and isinstance(value, float):
                yield module, name, value


def prices(county: County, factor: float) -> County:
    """Every yuan of the county, its unknowns and its trend multiplied."""
    start = county.start
    tables = {
        name: _in_yuan(declared, getattr(start, name), factor)
        for name, declared in DECLARED.items()
    }
    values = {
        path: county.parameters.value(path) * times(card.unit, factor)
        for path, card in Parameters.cards().items()
    }
    return County(
        replace(start, base=start.base * factor, income_2021=start.income_2021 * factor, **tables),
        county.parameters.changed(values),
        _richer(county.trend, factor),
    )


def _richer(trend: TrendPath, factor: float) -> TrendPath:
    return replace(
        trend, income=trend.income * factor, register_income=trend.register_income * factor
    )


def policy_prices(policy: Policy, factor: float) -> Policy:
    """The policy with every setting in yuan multiplied."""
    changed = {}
    for field in fields(policy):
        card = field.metadata.get("lever")
        if card is not None and "yuan" in card.unit:
            value = getattr(policy, field.name)
            by_year = isinstance(value, tuple)
            changed[field.name] = (
                tuple((year, yuan * factor) for year, yuan in value) if by_year else value * factor
            )
    return replace(policy, **changed)


def reordered(
    start: StartingCounty, village_order: NDArray[np.int64], within: NDArray[np.int64] | None = None
) -> StartingCounty:
    """The county with its villages in another order, and households inside them if asked.

    village_order: old rows in their new order. within: rank that orders households inside their
    village, (households,).
    """
    new_row = np.argsort(village_order)
    village = new_row[start.households["village"]]
    inside = np.arange(village.size) if within is None else within
    order = np.lexsort((inside, village))
    household_row = np.argsort(order)
    homes = _columns(start.households)
    homes["village"] = village
    homes = {name: values[order] for name, values in homes.items()}
    workers = _columns(start.workers)
    workers["household"] = household_row[workers["household"]]
    by_home = np.argsort(workers["household"], kind="stable")
    workers = {name: values[by_home] for name, values in workers.items()}
    villages = {n: v[village_order] for n, v in _columns(start.villages).items()}
    outlets = _columns(start.outlets)
    outlets["village"] = new_row[outlets["village"]]
    return replace(
        start,
        households=Table(HOUSEHOLD, homes),
        workers=Table(WORKER, workers),
        villages=Table(VILLAGE, villages),
        outlets=Table(OUTLET, outlets),
        base=np.ascontiguousarray(start.base[order]),
        income_2021=np.ascontiguousarray(start.income_2021[order]),
    )


def towns_renumbered(start: StartingCounty, new_number: NDArray[np.int64]) -> StartingCounty:
    """The county with its towns numbered otherwise."""
    villages, plants = _columns(start.villages), _columns(start.enterprises)
    villages["town"] = new_number[villages["town"]]
    plants["town"] = new_number[plants["town"]]
    share = np.zeros_like(start.trade_share)
    share[new_number] = start.trade_share
    return replace(
        start,
        villages=Table(VILLAGE, villages),
        enterprises=Table(ENTERPRISE, plants),
        trade_share=share,
    )


def heavier(start: StartingCounty, factor: float) -> StartingCounty:
    """Every row stands for more households, villages and enterprises."""
    tables = {}
    for name in ("households", "villages", "enterprises"):
        columns = _columns(getattr(start, name))
        columns["weight"] = columns["weight"] * factor
        tables[name] = Table(DECLARED[name], columns)
    facts = dict(start.facts)
    for name in ("population_2021", "rural_employment"):
        facts[name] *= factor
    return replace(start, facts=facts, **tables)


def with_columns(start: StartingCounty, table: str, **columns: object) -> StartingCounty:
    """The county with some columns of a table set to a value or an array."""
    held = _columns(getattr(start, table))
    for name, value in columns.items():
        held[name] = np.broadcast_to(np.asarray(value), held[name].shape).astype(held[name].dtype)
    return replace(start, **{table: Table(DECLARED[table], held)})


def beside(start: StartingCounty, other: StartingCounty) -> StartingCounty:
    """Two counties in one, the other's towns, ids and sectors after the first's."""
    tables = {}
    shift = {
        "village": len(start.villages),
        "household": len(start.households),
        "town": start.towns,
        "outlet": len(start.outlets),
        "enterprise": len(start.enterprises),
    }
    for name, declared in DECLARED.items():
        first, second = _columns(getattr(start, name)), _columns(getattr(other, name))
        for column, by in shift.items():
            if column in second:
                second[column] = np.where(second[column] < 0, second[column], second[column] + by)
        if "id" in second:
            second["id"] = (
                second["id"] + 2**40
                if name in ("households", "workers")
                else (second["id"] + first["id"].max() + 1)
            )
        tables[name] = Table(declared, {c: np.concatenate((first[c], second[c])) for c in first})
    return replace(
        start,
        base=np.concatenate((start.base, other.base)),
        income_2021=np.concatenate((start.income_2021, other.income_2021)),
        trade_share=np.concatenate((start.trade_share, other.trade_share)),
        towns=start.towns + other.towns,
        **tables,
    )
