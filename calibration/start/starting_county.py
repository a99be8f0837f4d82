"""The county on 31 December 2021 under one draw: maps of the population's stored ranks."""

import numpy as np

from calibration.start.assets_start import collective_members, houses_of
from calibration.start.collectives import CollectiveFacts, collectives_of
from calibration.start.incomes_start import (
    REGISTER,
    RURAL,
    URBAN,
    Heads,
    Means,
    incomes_by_source,
    incomes_per_head,
    source_shares,
)
from calibration.start.population import Population
from calibration.start.posted_start import (
    PROPERTY,
    base_of,
    dibao_top_up,
    local_trade,
    posted_by_name,
)
from calibration.start.register_start import able_households, listed
from calibration.start.start_tables import (
    Homes,
    enterprise_table,
    household_table,
    outlet_table,
    village_table,
    worker_table,
)
from calibration.start.whole_county import Facts, persons_by_area
from calibration.start.workers_start import statuses
from model.parameters import Parameters
from model.start import StartingCounty
from model.table import weighted_sum

MOST_RENT = 0.6
"""House rents posted by name are at most this share of rural property income."""


def starting_county(population: Population, pack: Facts, parameters: Parameters) -> StartingCounty:
    """Map the population's ranks under one draw; the same arguments give the same county."""
    villages = population.villages
    collectives = collectives_of(villages, _collective_facts(pack), parameters)
    homes, notes = _homes(population, pack, parameters)
    heads = _heads(population, homes)
    means = Means(pack.value("rural_income_yuan"), pack.value("urban_income_yuan"))
    posted = posted_by_name(
        population, homes.status, homes.shares, homes.houses, collectives, parameters
    )
    income, more = incomes_per_head(heads, posted, population.shape, means, parameters)
    leaning = population.households["leaning"]
    rest = incomes_by_source(heads, income, posted, leaning, means, parameters)
    trade_share, traded = local_trade(population, heads, income, rest, parameters)
    top_up = dibao_top_up(heads, posted, rest, parameters)
    transitory = parameters.income.transitory_variance**0.5 * heads.luck
    base = base_of(population, rest, traded, top_up, np.exp(transitory))
    return StartingCounty(
        households=household_table(population, pack, homes, transitory, parameters),
        base=base,
        workers=worker_table(population, homes, base, parameters),
        villages=village_table(population, collectives, homes.shares, income, parameters),
        enterprises=enterprise_table(population),
        outlets=outlet_table(population, parameters),
        towns=population.towns,
        sectors=population.sectors,
        scale=population.scale,
        facts={**_facts(pack), "house_rent_ratio": homes.rent_ratio},
        town_links=population.town_links,
        income_2021=posted + rest,
        trade_share=trade_share,
        notes=(*collectives.notes, *notes, *more),
    )


def _collective_facts(pack: Facts) -> CollectiveFacts:
    return CollectiveFacts(
        pack.value("collective_revenue_yuan"),
        pack.value("collective_floor_yuan"),
        pack.value("operating_floor_yuan"),
        pack.value("dividend_threshold_yuan"),
    )


def _homes(
    population: Population, pack: Facts, parameters: Parameters
) -> tuple[Homes, tuple[str, ...]]:
    """Register, membership, houses and workers' status of the draw, and what was not met."""
    households, villages, start = population.households, population.villages, parameters.start
    weight = villages["weight"][households["village"]]
    on_register = listed(households, weight, start.register_persons, start.register_household_size)
    able = able_households(households, weight, on_register, start.register_able_share)
    member = collective_members(households, villages, weight, start.dividends_to_rural_share)
    owners = member & households["rural"] & ~on_register
    drawn = houses_of(households, weight, owners, pack.value("houses_activated"), parameters)
    ratio = _rent_ratio(weighted_sum(drawn.rent, weight), pack, parameters)
    note = f"rents of houses cut to {ratio:.2f} of the drawn rent"
    home = population.workers["household"]
    status = statuses(population.workers, weight[home], ~able[home], parameters)
    shares = households["members"] * member
    homes = Homes(weight, on_register, able, shares, drawn.at(ratio), status, ratio)
    return homes, (note,) if ratio < 1.0 else ()


def _rent_ratio(paid: float, pack: Facts, parameters: Parameters) -> float:
    """What is left of the drawn rent of a house where leases would exceed rural property income.

    It holds for every house and for what is let later: old leases alone would leave a county where
    a few new ones at the drawn rent exceed all property income that the draw knows.
    paid: yuan a year for the leases of 2021 at the drawn rent.
    """
    rural, _ = persons_by_area(pack)
    property_share = float(source_shares(parameters)[0, PROPERTY])
    most = MOST_RENT * property_share * pack.value("rural_income_yuan") * rural
    return max(min(1.0, most / paid), 1e-6) if paid > 0.0 else 1.0


def _heads(population: Population, homes: Homes) -> Heads:
    households = population.households
    area = np.where(households["rural"], RURAL, URBAN)
    return Heads(
        households["members"],
        homes.weight,
        np.where(homes.on_register, REGISTER, area),
        households["lasting"],
        households["luck"].astype(np.float64),
        households["register_income"].astype(np.float64),
    )


def _facts(pack: Facts) -> dict[str, float]:
    rural, urban = persons_by_area(pack)
    return {
        "population_2021": float(rural + urban),
        "urbanisation_2021": urban / (rural + urban),
        "survey_urban_weight_2021": pack.value("survey_urban_weight"),
        "rural_employment": pack.value("employment_share") * rural,
    }
