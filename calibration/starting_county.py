"""The county on 31 December 2021 under one draw: maps of the population's stored ranks.

What the engine posts by name in every world (dividends, collective welfare, outlet pay, house
rents, local trade, dibao top-ups) is taken out of `base`, so that postings and base times luck
together reproduce the published margins.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.assets_start import (
    LEASED, Houses, collective_members, holdings, houses_of, own_margin,
)
from calibration.collectives import CollectiveFacts, Collectives, collectives_of
from calibration.incomes_start import (
    REGISTER, RURAL, URBAN, Heads, Means, incomes_by_source, incomes_per_head, source_shares,
)
from calibration.population import Facts, Population, persons_by_area
from calibration.reclassification import reclassification_ranks
from calibration.register_start import able_households, listed
from calibration.workers_start import (
    FULL_TIME, HIRED_BEFORE, PLACED, odd_earnings, reservation_pay, statuses,
)
from model.columns import ENTERPRISE, HOUSEHOLD, OUTLET, VILLAGE, WORKER
from model.parameters import Parameters
from model.start import StartingCounty
from model.table import Table, total_by

WAGES, BUSINESS, PROPERTY, TRANSFERS = range(4)

MOST_TRADE = 0.8
"""Trade with households of the town is at most this share of their business income."""

PENSION_PART = 0.5
"""Part of base transfers that counts as income in the means test: pensions. Assumption."""

MOST_RENT = 0.6
"""House rents posted by name are at most this share of rural property income."""

WORKSHOPS, LAND, HOUSES = 1, 2, 4
"""Bits of `aware` and `adopted`."""


@dataclass(frozen=True, eq=False)
class _Homes:
    """Household columns that the steps below share."""

    weight: NDArray[np.float64]
    on_register: NDArray[np.bool_]
    able: NDArray[np.bool_]
    shares: NDArray[np.float64]
    houses: Houses
    status: NDArray[np.int8]


def starting_county(
    population: Population, pack: Facts, parameters: Parameters
) -> StartingCounty:
    """Map the population's ranks under one draw; the same arguments give the same county."""
    collectives = collectives_of(
        dict(population.villages), _collective_facts(pack), parameters
    )
    homes, notes = _homes(population, pack, parameters)
    shares_total = total_by(
        population.households["village"], homes.shares, len(population.villages["id"])
    )
    posted = _posted(population, homes, collectives, shares_total, parameters)
    heads = _heads(population, homes)
    means = Means(pack.value("rural_income_yuan"), pack.value("urban_income_yuan"))
    income, more = incomes_per_head(heads, posted, population.shape, means, parameters)
    rest = incomes_by_source(
        heads, income, posted, population.households["leaning"], means, parameters
    )
    trade_share, traded = _local_trade(population, heads, income, rest, parameters)
    top_up = _dibao(heads, posted, rest, parameters)
    transitory = parameters.income.transitory_variance**0.5 * heads.luck
    base = _base(rest, traded, top_up, np.exp(transitory), population)
    return StartingCounty(
        households=_household_table(population, pack, homes, transitory, parameters),
        base=base,
        workers=_worker_table(population, homes, base, parameters),
        villages=_village_table(population, collectives, shares_total, income, parameters),
        enterprises=_columns_of(population.enterprises, ENTERPRISE),
        outlets=_outlet_table(population, parameters),
        towns=population.towns, sectors=population.sectors, scale=population.scale,
        facts=_facts(pack), town_links=population.town_links, trade_share=trade_share,
        notes=(*collectives.notes, *notes, *more),
    )


def _collective_facts(pack: Facts) -> CollectiveFacts:
    return CollectiveFacts(
        pack.value("collective_revenue_yuan"), pack.value("collective_floor_yuan"),
        pack.value("operating_floor_yuan"), pack.value("dividend_threshold_yuan"),
    )


def _homes(
    population: Population, pack: Facts, parameters: Parameters
) -> tuple[_Homes, tuple[str, ...]]:
    """Register, membership, houses and workers' status of the draw."""
    households, villages, workers = (
        dict(population.households), dict(population.villages), dict(population.workers)
    )
    start = parameters.start
    weight = villages["weight"][households["village"]]
    on_register = listed(
        households, weight, start.register_persons, start.register_household_size
    )
    able = able_households(households, weight, on_register, start.register_able_share)
    member = collective_members(households, villages, weight, start.dividends_to_rural_share)
    houses = houses_of(
        households, weight, member & households["rural"] & ~on_register,
        pack.value("houses_activated"), parameters,
    )
    houses, notes = _within_property(houses, weight, pack, parameters)
    home = workers["household"]
    status = statuses(workers, weight[home], ~able[home], parameters)
    shares = households["members"] * member
    return _Homes(weight, on_register, able, shares, houses, status), notes


def _within_property(
    houses: Houses, weight: NDArray[np.float64], pack: Facts, parameters: Parameters
) -> tuple[Houses, tuple[str, ...]]:
    """Scale the rents of old leases down where they would exceed rural property income."""
    most = (
        MOST_RENT * source_shares(parameters)[0, PROPERTY] * pack.value("rural_income_yuan")
        * persons_by_area(pack)[0]
    )
    paid = float(houses.rent @ weight)
    if paid <= most:
        return houses, ()
    note = f"rents of old house leases cut to {most / paid:.2f} of the drawn rent"
    return Houses(houses.state, houses.rent * most / paid, houses.ask), (note,)


def _heads(population: Population, homes: _Homes) -> Heads:
    households = population.households
    group = np.where(households["rural"], RURAL, URBAN)
    return Heads(
        households["members"], homes.weight, np.where(homes.on_register, REGISTER, group),
        households["lasting"], households["luck"].astype(float),
        households["register_income"].astype(float),
    )


def _posted(
    population: Population, homes: _Homes, collectives: Collectives,
    shares_total: NDArray[np.float64], parameters: Parameters,
) -> NDArray[np.float64]:
    """Yuan a year posted by name (households, 4), without local trade and dibao top-ups."""
    households, workers = population.households, population.workers
    posted = np.zeros((len(homes.weight), 4))
    placed = np.flatnonzero(homes.status == PLACED)
    pay = _outlet_pay(population, parameters)[workers["outlet"][placed]]
    yearly = pay * parameters.workshops.days_per_year
    posted[:, WAGES] = np.bincount(
        workers["household"][placed], weights=yearly, minlength=len(posted)
    )
    per_share = collectives.payout / shares_total
    welfare = parameters.collective.welfare_share * collectives.total / shares_total
    village = households["village"]
    posted[:, PROPERTY] = per_share[village] * homes.shares + homes.houses.rent
    posted[:, TRANSFERS] = welfare[village] * homes.shares
    return posted


def _outlet_pay(population: Population, parameters: Parameters) -> NDArray[np.float64]:
    return parameters.workshops.pay_yuan_per_day * population.outlets["pay_ratio"]


def _local_trade(
    population: Population, heads: Heads, income: NDArray[np.float64],
    rest: NDArray[np.float64], parameters: Parameters,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Spending share by town (towns,), and the part of each town's business income that is trade.

    Households of a town spend 1 - 1/multiplier of their income with its households, who receive it
    in proportion to their business income; at most MOST_TRADE of it.
    """
    town = population.villages["town"][population.households["village"]]
    spent = total_by(town, income * heads.persons, population.towns)
    business = total_by(town, rest[:, BUSINESS] * heads.weight, population.towns)
    share = 1.0 - 1.0 / parameters.labour.local_multiplier
    spent, there = np.maximum(spent, 1e-9), np.maximum(business, 1e-9)
    trade = np.minimum(share * spent, MOST_TRADE * business)
    return trade / spent, trade / there


def _dibao(
    heads: Heads, posted: NDArray[np.float64], rest: NDArray[np.float64], parameters: Parameters
) -> NDArray[np.float64]:
    """Top-up of registered households up to the standard, yuan a year, taken out of transfers.

    top_up = max(0, standard - market - PENSION_PART x base transfers), where base transfers are
    what the top-up leaves of all transfers: solved for the top-up.
    """
    standard = 12.0 * parameters.register.dibao_yuan_per_month * heads.members
    market = (posted + rest)[:, :TRANSFERS].sum(axis=1)
    transfers = rest[:, TRANSFERS]
    short = standard - market - PENSION_PART * transfers
    top_up = np.clip(short / (1.0 - PENSION_PART), 0.0, transfers)
    return np.where(heads.group == REGISTER, top_up, 0.0)


def _base(
    rest: NDArray[np.float64], traded: NDArray[np.float64], top_up: NDArray[np.float64],
    luck: NDArray[np.float64], population: Population,
) -> NDArray[np.float64]:
    base = rest.copy()
    town = population.villages["town"][population.households["village"]]
    base[:, BUSINESS] *= 1.0 - traded[town]
    base[:, :TRANSFERS] /= luck[:, None]
    base[:, TRANSFERS] -= top_up
    return base


def _columns_of(columns: object, declared: dict[str, object]) -> Table:
    """The declared columns of a table of the population, unchanged."""
    return Table(declared, {name: columns[name] for name in declared if name in columns})


def _household_table(
    population: Population, pack: Facts, homes: _Homes, transitory: NDArray[np.float64],
    parameters: Parameters,
) -> Table:
    households, villages = dict(population.households), dict(population.villages)
    arable, forest = holdings(
        households, villages, homes.weight, homes.shares > 0.0,
        pack.value("arable_mu_per_rural_member"), pack.value("forest_mu_per_rural_member"),
    )
    aware, adopted = _programmes(population, homes, parameters.takeup.initial_awareness)
    known = {
        "id": households["id"], "village": households["village"],
        "members": households["members"], "weight": homes.weight, "shares": homes.shares,
        "arable_mu": arable, "forest_mu": forest,
        "land_margin": own_margin(households, parameters), "house_ask": homes.houses.ask,
        "rural_2021": households["rural"], "rural": households["rural"],
        "on_register": homes.on_register, "able": homes.able, "transitory": transitory,
        "luck": np.exp(transitory), "aware": aware, "adopted": adopted,
        "house_state": homes.houses.state, "house_rent": homes.houses.rent,
    }
    return _with_zeros(HOUSEHOLD, known)


def _programmes(
    population: Population, homes: _Homes, share: float
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


def _worker_table(
    population: Population, homes: _Homes, base: NDArray[np.float64], parameters: Parameters
) -> Table:
    workers = dict(population.workers)
    odd = odd_earnings(workers, homes.status, base, parameters)
    placed = homes.status == PLACED
    pay = np.append(_outlet_pay(population, parameters), 0.0)[workers["outlet"]]
    known = {name: workers[name] for name in ("household", "id", "sex", "age_band", "skill")} | {
        "status": homes.status, "odd_earnings": odd,
        "reservation": reservation_pay(workers, homes.status, odd, parameters),
        "outlet": workers["outlet"], "hired": np.where(placed, HIRED_BEFORE, -1),
        "gross_pay": pay * parameters.workshops.days_per_year / 4.0,
    }
    assert FULL_TIME == 0
    return _with_zeros(WORKER, known)


def _village_table(
    population: Population, collectives: Collectives, shares_total: NDArray[np.float64],
    income: NDArray[np.float64], parameters: Parameters,
) -> Table:
    villages, households = population.villages, population.households
    persons = total_by(households["village"], households["members"], len(villages["id"]))
    money = total_by(households["village"], income * households["members"], len(persons))
    urban = villages["kind"] > 0
    known = {
        "id": villages["id"], "town": villages["town"], "weight": villages["weight"],
        "urban": urban, "distance_km": villages["distance_km"],
        "reclass_rank": reclassification_ranks(
            money / persons, persons * villages["weight"], ~urban,
            parameters.trend.reclassified_relative_income,
        ),
        "total_revenue": collectives.total, "operating_revenue": collectives.operating,
        "dividend_regime": villages["pays_dividends"], "shares_total": shares_total,
        "premises": villages["premises"],
    }
    return _with_zeros(VILLAGE, known)


def _outlet_table(population: Population, parameters: Parameters) -> Table:
    outlets = population.outlets
    known = {name: outlets[name] for name in ("enterprise", "village", "jobs")}
    return _with_zeros(OUTLET, known | {"pay": _outlet_pay(population, parameters)})


def _with_zeros(declared: dict[str, object], known: dict[str, NDArray[np.generic]]) -> Table:
    """A table of all declared columns; state that a county without history lacks is zero."""
    rows = len(next(iter(known.values())))
    return Table(declared, {
        name: known[name] if name in known else np.zeros(rows, declared[name].dtype)
        for name in declared
    })


def _facts(pack: Facts) -> dict[str, float]:
    rural, urban = persons_by_area(pack)
    return {
        "population_2021": float(rural + urban),
        "urbanisation_2021": urban / (rural + urban),
        "survey_urban_weight_2021": pack.value("survey_urban_weight"),
        "rural_employment": pack.value("employment_share") * rural,
    }
