"""Unknowns that a scenario sets or moves, and shocks to the trend: `[parameters]` and `[shocks]`.

    [parameters]
    "collective.loan_rate" = { value = 0.5, unit = "per year" }
    "workshops.closure_hazard" = { times = 2.0 }

    [shocks]
    rural_business = { 2023 = -0.15 }

A parameter is fixed (`value`), multiplied (`times`) or shifted (`plus`) in every draw and world;
`value` and `plus` state the unit of the unknown's card. What leaves the range in which the unknown
makes sense is refused, and cut in single draws that would leave it.
"""

from collections.abc import Mapping
from math import inf
from typing import Any

from calibration.outlook.trend_shocks import LEAST, MOST, QUANTITIES
from calibration.quantiles import physical_bounds
from model.errors import InputError, nearest_name
from model.parameters import Parameters, Unknown
from scenarios.inputs.schema import Override

Overrides = dict[str, dict[str, float]]
"""`value`, `times` or `plus` by path of the unknown."""

Shocks = dict[str, dict[str, float]]

FAR = 100.0
"""An override may go this many times beyond the prior's bounds where nothing else limits it."""

_RATES = ("per year", "share per year", "log per year", "log")


def read_overrides(given: Mapping[str, Override], file: str) -> Overrides:
    """Check the `[parameters]` of a file and return them in plain form."""
    cards = Parameters.cards()
    plain: Overrides = {}
    for path, override in given.items():
        key = f"parameters.{path}"
        if path not in cards:
            raise InputError(
                "is not an unknown of the model",
                file=file,
                key=key,
                nearest=nearest_name(path, cards),
            )
        how, number = override.change()
        _check_unit(override, cards[path], file, key)
        _check_range(path, cards[path], {how: number}, file, key)
        plain[path] = {how: number}
    return plain


def read_shocks(given: Mapping[str, Mapping[str, float]], file: str, years: range) -> Shocks:
    """Check the `[shocks]` of a file and return them in plain form."""
    plain: Shocks = {}
    for name, sizes in given.items():
        key = f"shocks.{name}"
        if name not in QUANTITIES:
            raise InputError(
                "is not moved by the trend",
                file=file,
                key=key,
                allowed=", ".join(QUANTITIES),
                nearest=nearest_name(name, QUANTITIES),
            )
        if not sizes:
            raise InputError(
                "must be a table of sizes by year", file=file, key=key, allowed="{ 2023 = -0.05 }"
            )
        plain[name] = {year: _size(size, year, years, file, key) for year, size in sizes.items()}
    return {name: dict(sorted(sizes.items())) for name, sizes in plain.items()}


def overridden(parameters: Parameters, overrides: Mapping[str, Mapping[str, float]]) -> Parameters:
    """The unknowns of a draw as the scenario has them."""
    if not overrides:
        return parameters
    return parameters.changed(
        {path: float(moved(path, parameters.value(path), overrides)) for path in overrides}
    )


def moved(path: str, value: Any, overrides: Mapping[str, Mapping[str, float]]) -> Any:
    """One unknown, a number or an array of draws, as the scenario has it."""
    change = overrides.get(path)
    if change is None:
        return value
    low, high = bounds(path, Parameters.cards()[path])
    return _clipped(_changed(value, change), low, high)


def bounds(path: str, card: Unknown) -> tuple[float, float]:
    """Least and greatest value that a scenario may give an unknown."""
    low, high = physical_bounds(path, card)
    far = FAR * max(abs(card.ex_ante.low), abs(card.ex_ante.high))
    if card.unit in _RATES:
        return max(low, -1.0), min(high, 1.0)
    if card.unit.startswith("per quarter"):
        return 0.0, 1.0
    if low == -inf:
        low = -far if min(card.ex_ante.low, card.evaluation.low) < 0.0 else 0.0
    return low, min(high, far)


def _changed(value: Any, change: Mapping[str, float]) -> Any:
    if "value" in change:
        return 0.0 * value + change["value"]
    return value * change["times"] if "times" in change else value + change["plus"]


def _clipped(value: Any, low: float, high: float) -> Any:
    from numpy import clip

    return clip(value, low, high)


def _check_unit(override: Override, card: Unknown, file: str, key: str) -> None:
    if override.unit is None and override.times is None:
        raise InputError("states no unit", file=file, key=key, allowed=f'unit = "{card.unit}"')
    if override.unit is not None and override.unit != card.unit:
        raise InputError(
            "has another unit", file=file, key=f"{key}.unit", value=override.unit, allowed=card.unit
        )


def _check_range(
    path: str, card: Unknown, change: Mapping[str, float], file: str, key: str
) -> None:
    low, high = bounds(path, card)
    centre = _changed(card.ex_ante.central, change)
    if not low <= centre <= high:
        raise InputError(
            "leaves the range of the unknown",
            file=file,
            key=key,
            value=centre,
            allowed=f"{low:g} to {high:g} {card.unit}",
        )


def _size(size: float, year: str, years: range, file: str, key: str) -> float:
    if not (year.isascii() and year.isdigit() and int(year[:5]) in years):
        raise InputError(
            "is not a year of the scenario",
            file=file,
            key=f"{key}.{year[:20]}",
            allowed=f"{years[0]} to {years[-1]}",
        )
    if not LEAST <= size <= MOST:
        raise InputError(
            "is out of range",
            file=file,
            key=f"{key}.{year}",
            value=size,
            allowed=f"{LEAST:g} to {MOST:g}, as a share of the level",
        )
    return float(size)
