"""Keyed ranks of the synthetic county: one number per unit and purpose, the same at any scale."""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled
from model.streams import normal_quantile, uniform

Columns = Mapping[str, NDArray[Any]]
"""Columns of a table of the synthetic county, by name."""

NewColumns = dict[str, NDArray[Any]]
"""The same while the county is being built."""

RANKS = {
    "town_east": "east coordinate of a town",
    "town_north": "north coordinate of a town",
    "town_industry": "how industrial a town is beyond its distance",
    "village_town": "town of a village",
    "village_distance": "way from a village to its town centre",
    "village_size": "size of a village",
    "village_wealth": "wealth of a village beyond its place",
    "village_revenue": "collective revenue beyond wealth and size",
    "village_operating": "how much of the collective's revenue is operating revenue",
    "village_premises": "idle rooms fit for a workshop",
    "village_dividends": "inclination to pay share dividends",
    "village_sample": "where the systematic sample of villages begins",
    "household_size": "size of a household",
    "household_age": "age of a household",
    "household_income": "lasting income of a household beyond its village",
    "household_luck": "transitory luck of a household in 2021",
    "household_wages": "leaning of a household towards wages",
    "household_business": "leaning towards business income",
    "household_property": "leaning towards property income",
    "household_transfers": "leaning towards transfers beyond age",
    "household_member": "order of households in collective membership",
    "household_register": "candidacy for the low-income register beyond income, size and age",
    "household_register_income": "income among registered households",
    "household_able": "order in which registered households count as able to work",
    "household_house": "order in which houses stand vacant",
    "household_house_ask": "what an owner asks for a vacant house",
    "household_house_rent": "rent of a house leased before 2022",
    "household_land": "size of a land holding",
    "household_margin": "what a household earns from its own land",
    "household_aware_workshops": "order in which households know of workshop places",
    "household_aware_land": "order in which households know of land leases",
    "household_aware_houses": "order in which households know of house leases",
    "worker_here": "whether a slot holds a person of 16 to 72",
    "worker_age": "age of a worker beyond the household's",
    "worker_sex": "sex of a worker",
    "worker_skill": "skill of a worker",
    "worker_spare": "order in which workers have spare time",
    "worker_placed": "order in which workers have an outlet place",
    "worker_odd": "what a spare worker earns",
    "worker_care": "care duties of a worker",
    "worker_reservation": "other reasons of a worker to ask for more or less",
    "enterprise_town": "seat of an enterprise",
    "enterprise_size": "size of an enterprise",
    "enterprise_sector": "sector of an enterprise",
    "enterprise_productivity": "productivity of an enterprise within its sector",
    "enterprise_divisible": "how much of an enterprise's work can be divided",
    "enterprise_sample": "where the systematic sample of enterprises begins",
    "outlet_village": "village of an outlet",
    "outlet_jobs": "size of an outlet",
    "outlet_pay": "pay of an outlet relative to the typical one",
}
"""Every purpose that draws, and what it fixes. A name missing here cannot draw."""

_CODES = {name: crc32(f"synthetic: {name}".encode()) for name in RANKS}


@compiled
def _fill(seed, code, units, out, normal):  # type: ignore[no-untyped-def]
    for i in range(units.size):
        u = uniform(seed, code, 0, units[i])
        out[i] = normal_quantile(u) if normal else u


def uniform_rank(key: int, purpose: str, units: NDArray[np.int64]) -> NDArray[np.float64]:
    """One number in (0, 1) per unit id; shape as `units`. KeyError for an unknown purpose."""
    return _drawn(key, purpose, units, normal=False)


def normal_rank(key: int, purpose: str, units: NDArray[np.int64]) -> NDArray[np.float64]:
    """One standard normal number per unit id; shape as `units`."""
    return _drawn(key, purpose, units, normal=True)


def _drawn(
    key: int, purpose: str, units: NDArray[np.int64], *, normal: bool
) -> NDArray[np.float64]:
    out = np.empty(len(units))
    _fill(key, _CODES[purpose], np.asarray(units, np.int64), out, normal)
    return out


def normal_scores(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Replace values by the normal quantiles of their ranks; keeps order, fixes the shape."""
    place = np.empty(len(values))
    place[np.argsort(values, kind="stable")] = (np.arange(len(values)) + 0.5) / len(values)
    out = np.empty(len(values))
    _quantiles(place, out)
    return out


@compiled
def _quantiles(p, out):  # type: ignore[no-untyped-def]
    for i in range(p.size):
        out[i] = normal_quantile(p[i])


def whole_parts(shares: NDArray[np.float64], total: int) -> NDArray[np.int64]:
    """Split a whole number in proportion to shares by largest remainder; sums to `total`."""
    exact = shares / shares.sum() * total
    parts = np.floor(exact).astype(np.int64)
    rest = int(total - parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:rest]] += 1
    return parts
