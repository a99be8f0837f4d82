"""Tables of the starting county in the engine's columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.start.assets_start import LEASED, Houses, holdings, own_margin
from calibration.start.collectives import Collectives
from calibration.start.population import Population
from calibration.start.posted_start import outlet_pay
from calibration.start.reclassification import reclassification_ranks
from calibration.start.whole_county import Facts
from calibration.start.workers_start import HIRED_BEFORE, PLACED, odd_earnings, reservation_pay
from model.columns import ENTERPRISE, HOUSEHOLD, OUTLET, VILLAGE, WORKER, Column
from model.parameters import Parameters
from model.table import Table, total_by

WORKSHOPS, LAND, HOUSES = 1, 2, 4
"""Bits of `aware` and `adopted`."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Homes:
    """What a draw decides about households and workers before incomes."""

    weight: Floats
    on_register: NDArray[np.bool_]
    able: NDArray[np.bool_]
    shares: Floats
    houses: Houses
    status: NDArray[np.int8]
    """Status of each worker, (workers,); all others are (households,)."""
    rent_ratio: float = 1.0
    """Rents of houses over the drawn one."""


def household_table(
    population: Population, pack: Facts, homes: Homes, transitory: Floats, parameters: Parameters
) -> Table:
    """Households; the state of a county without programmes is zero."""
    households = population.households
    arable, forest = holdings(
        households,
        population.villages,
        homes.weight,
        homes.shares > 0.0,
        (pack.value("arable_mu_per_rural_member"), pack.value("forest_mu_per_rural_member")),
    )
    aware, adopted = _programmes(population, homes, parameters.takeup.initial_awareness)
    known = {
        "id": households["id"],
        "village": households["village"],
        "members": households["members"],
        "weight": homes.weight,
        "shares": homes.shares,
        "arable_mu": arable,
        "forest_mu": forest,
        "land_margin": own_margin(households, parameters),
        "house_ask": homes.houses.ask,
        "rural_2021": households["rural"],
        "rural": households["rural"],
        "on_register": homes.on_register,
        "able": homes.able,
        "transitory": transitory,
        "luck": np.exp(transitory),
        "aware": aware,
        "adopted": adopted,
        "house_state": homes.houses.state,
        "house_rent": homes.houses.rent,
    }
    return _with_zeros(HOUSEHOLD, known)


def _programmes(
    population: Population, homes: Homes, share: float
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Bits of programmes heard of and taken up; who has taken up has heard."""
    households, workers = population.households, population.workers
    adopted = np.zeros(len(homes.weight), np.uint8)
    adopted[workers["household"][homes.status == PLACED]] |= np.uint8(WORKSHOPS)
    adopted[homes.houses.state == LEASED] |= np.uint8(HOUSES)
    aware = adopted.copy()
    for name, bit in (("workshops", WORKSHOPS), ("land", LAND), ("houses", HOUSES)):
        aware[households[f"aware_{name}"] < share] |= np.uint8(bit)
    return aware, adopted


def worker_table(
    population: Population, homes: Homes, base: Floats, parameters: Parameters
) -> Table:
    """Workers; those placed in 2021 have their quarter's pay."""
    workers, status = population.workers, homes.status
    odd = odd_earnings(workers, status, base, parameters)
    pay = np.append(outlet_pay(population, parameters), 0.0)[workers["outlet"]]
    known = {
        "household": workers["household"],
        "id": workers["id"],
        "sex": workers["sex"],
        "age_band": workers["age_band"],
        "skill": workers["skill"],
        "status": status,
        "reservation": reservation_pay(workers, status, odd, parameters),
        "odd_earnings": odd,
        "outlet": workers["outlet"],
        "hired": np.where(status == PLACED, HIRED_BEFORE, -1),
        "gross_pay": pay * parameters.workshops.days_per_year / 4.0,
    }
    return _with_zeros(WORKER, known)


def village_table(
    population: Population,
    collectives: Collectives,
    shares: Floats,
    income: Floats,
    parameters: Parameters,
) -> Table:
    """Villages; shares: (households,), income: (households,) yuan per head."""
    villages, households = population.villages, population.households
    village, count = households["village"], len(villages["id"])
    persons = total_by(village, households["members"], count)
    money = total_by(village, income * households["members"], count)
    urban = villages["kind"] > 0
    known = {
        "id": villages["id"],
        "town": villages["town"],
        "weight": villages["weight"],
        "urban": urban,
        "distance_km": villages["distance_km"],
        "reclass_rank": reclassification_ranks(
            money / persons,
            persons * villages["weight"],
            ~urban,
            parameters.trend.reclassified_relative_income,
        ),
        "total_revenue": collectives.total,
        "operating_revenue": collectives.operating,
        "dividend_regime": villages["pays_dividends"],
        "shares_total": total_by(village, shares, count),
        "premises": villages["premises"],
    }
    return _with_zeros(VILLAGE, known)


def enterprise_table(population: Population) -> Table:
    """Enterprises, as no draw changes them."""
    return _with_zeros(
        ENTERPRISE,
        {name: values for name, values in population.enterprises.items() if name in ENTERPRISE},
    )


def outlet_table(population: Population, parameters: Parameters) -> Table:
    """Outlets of 2021 with their pay."""
    outlets = population.outlets
    known = {name: outlets[name] for name in ("enterprise", "village", "jobs")}
    return _with_zeros(OUTLET, known | {"pay": outlet_pay(population, parameters)})


def _with_zeros(declared: Mapping[str, Column], known: Mapping[str, NDArray[Any]]) -> Table:
    """A table of all declared columns; state that a county without history lacks is zero."""
    rows = len(next(iter(known.values())))
    return Table(
        declared,
        {
            name: known[name] if name in known else np.zeros(rows, column.dtype)
            for name, column in declared.items()
        },
    )
