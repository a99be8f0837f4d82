"""Does the starting county reproduce 2021? Every margin recomputed from its tables alone."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calibration.start.collectives import payout_share
from calibration.start.incomes_start import area_gini, source_shares
from calibration.start.posted_start import PENSION_PART
from calibration.start.whole_county import Facts
from model.columns import SOURCES
from model.parameters import Parameters
from model.start import StartingCounty
from model.table import total_by, weighted_sum


class Check(NamedTuple):
    """One margin: what it is, what it should be, what the county gives."""

    name: str
    expected: float
    got: float

    @property
    def miss(self) -> float:
        """Relative deviation from what is expected."""
        return abs(self.got - self.expected) / abs(self.expected)


def posted_2021(start: StartingCounty, parameters: Parameters) -> NDArray[np.float64]:
    """Income of 2021 by household and source (households, 4), yuan, as the engine would post it.

    Base times luck, plus dividends, collective welfare, outlet pay, house rents, local trade and
    dibao top-ups, each from the columns of the start. Trade depends on income and income on trade;
    both are repeated until they agree.
    """
    named = _posted_by_name(start, parameters)
    own = start.base.copy()
    own[:, :3] *= start.households["luck"][:, None]
    income = own + named
    for _ in range(60):
        before = income
        income = own + named
        income[:, 1] += _trade(start, own[:, 1], before)
        income[:, 3] += _top_up(start, own[:, 3], income, parameters)
        if np.allclose(income, before, rtol=0.0, atol=1e-6):
            break
    return income


def _posted_by_name(start: StartingCounty, parameters: Parameters) -> NDArray[np.float64]:
    """Outlet pay, dividends and house rents, collective welfare (households, 4), yuan a year."""
    households, workers, villages = start.households, start.workers, start.villages
    village, named = households["village"], np.zeros((len(households), 4))
    placed = np.flatnonzero(workers["status"] == 2)
    yearly = start.outlets["pay"] * parameters.workshops.days_per_year
    named[:, 0] = total_by(
        workers["household"][placed], yearly[workers["outlet"][placed]], len(households)
    )
    paid = villages["dividend_regime"] * payout_share(parameters) * villages["operating_revenue"]
    welfare = parameters.collective.welfare_share * villages["total_revenue"]
    named[:, 2] = (paid / villages["shares_total"])[village] * households["shares"]
    named[:, 2] += households["house_rent"]
    named[:, 3] = (welfare / villages["shares_total"])[village] * households["shares"]
    return named


def _trade(
    start: StartingCounty, business: NDArray[np.float64], income: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What each household receives from households of its town, yuan a year."""
    town = start.villages["town"][start.households["village"]]
    weight = start.households["weight"]
    spent = total_by(town, income.sum(axis=1) * weight, start.towns) * start.trade_share
    own = total_by(town, business * weight, start.towns)
    return (spent / np.maximum(own, 1e-9))[town] * business


def _top_up(
    start: StartingCounty,
    transfers: NDArray[np.float64],
    income: NDArray[np.float64],
    parameters: Parameters,
) -> NDArray[np.float64]:
    """Dibao top-up of registered households to the standard, yuan a year."""
    households = start.households
    standard = 12.0 * parameters.register.dibao_yuan_per_month * households["members"]
    short = standard - income[:, :3].sum(axis=1) - PENSION_PART * transfers
    return np.where(households["on_register"], np.maximum(short, 0.0), 0.0)


def start_checks(start: StartingCounty, pack: Facts, parameters: Parameters) -> list[Check]:
    """Margins of 2021 against the county: incomes, sources, Gini indices, register, collectives."""
    income = posted_2021(start, parameters)
    return [
        *_people(start, pack),
        *_incomes(start, income, pack),
        *_sources(start, income, parameters),
        *_spread(start, income, parameters),
        *_register(start, income, parameters),
        *_collectives(start, pack, parameters),
        *_work_and_assets(start, pack, parameters),
    ]


def _people(start: StartingCounty, pack: Facts) -> list[Check]:
    persons = start.households["members"] * start.households["weight"]
    rural = persons[start.households["rural_2021"]].sum()
    wanted, urban = pack.value("population"), pack.value("urbanisation_share")
    return [
        Check("rural residents", wanted * (1.0 - urban), float(rural)),
        Check("urban residents", wanted * urban, float(persons.sum() - rural)),
        Check("villages", pack.value("villages"), float(start.villages["weight"].sum())),
        Check("enterprises", pack.value("enterprises"), float(start.enterprises["weight"].sum())),
    ]


def _incomes(start: StartingCounty, income: NDArray[np.float64], pack: Facts) -> list[Check]:
    rural = start.households["rural_2021"]
    rural_mean, urban_mean = (_mean(start, income, rows) for rows in (rural, ~rural))
    weight = pack.value("survey_urban_weight")
    return [
        Check("rural income per head", pack.value("rural_income_yuan"), rural_mean),
        Check("urban income per head", pack.value("urban_income_yuan"), urban_mean),
        Check(
            "resident income per head",
            pack.value("resident_income_yuan"),
            weight * urban_mean + (1.0 - weight) * rural_mean,
        ),
        Check(
            "urban-rural ratio",
            pack.value("urban_income_yuan") / pack.value("rural_income_yuan"),
            urban_mean / rural_mean,
        ),
    ]


def _mean(start: StartingCounty, income: NDArray[np.float64], rows: NDArray[np.bool_]) -> float:
    weight, members = start.households["weight"][rows], start.households["members"][rows]
    return weighted_sum(income[rows].sum(axis=1), weight) / weighted_sum(members, weight)


def _sources(
    start: StartingCounty, income: NDArray[np.float64], parameters: Parameters
) -> list[Check]:
    rural, weight = start.households["rural_2021"], start.households["weight"]
    checks = []
    for area, rows, shares in zip(
        ("rural", "urban"), (rural, ~rural), source_shares(parameters), strict=True
    ):
        sums = _by_source(income[rows], weight[rows])
        checks += [
            Check(f"{area} {name} share", float(wanted), float(got))
            for name, wanted, got in zip(SOURCES, shares, sums / sums.sum(), strict=True)
        ]
    return checks


def _by_source(income: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted totals of incomes (households, 4) by source."""
    return np.array([weighted_sum(source, weight) for source in income.T])


def _spread(
    start: StartingCounty, income: NDArray[np.float64], parameters: Parameters
) -> list[Check]:
    members = start.households["members"]
    persons = members * start.households["weight"]
    per_head, rural = income.sum(axis=1) / members, start.households["rural_2021"]
    return [
        Check("rural Gini index", parameters.start.rural_gini, area_gini(per_head, persons, rural)),
        Check(
            "urban Gini index", parameters.start.urban_gini, area_gini(per_head, persons, ~rural)
        ),
    ]


def _register(
    start: StartingCounty, income: NDArray[np.float64], parameters: Parameters
) -> list[Check]:
    listed = start.households["on_register"]
    weight, members = start.households["weight"][listed], start.households["members"][listed]
    sums = _by_source(income[listed], weight)
    drawn, persons = parameters.start, weighted_sum(members, weight)
    return [
        Check("register persons", drawn.register_persons, persons),
        Check(
            "register household size",
            drawn.register_household_size,
            float(persons / weight.sum()),
        ),
        Check(
            "register income per head",
            drawn.register_income_yuan,
            float(sums.sum() / persons),
        ),
        Check(
            "register transfer share", drawn.register_transfer_share, float(sums[3] / sums.sum())
        ),
    ]


def _collectives(start: StartingCounty, pack: Facts, parameters: Parameters) -> list[Check]:
    villages = start.villages
    weight, total = villages["weight"], villages["total_revenue"]
    operating, pays = villages["operating_revenue"], villages["dividend_regime"]
    floor = pack.value("collective_floor_yuan")
    revenue = pack.value("collective_revenue_yuan")
    paid = weight * operating * pays
    return [
        Check("collective revenue", revenue, weighted_sum(total, weight)),
        Check(
            "collective operating revenue",
            parameters.start.operating_share * revenue,
            weighted_sum(operating, weight),
        ),
        Check(
            "villages below the floor plus one",
            1.0,
            1.0 + float(weight[total < floor * (1.0 - 1e-12)].sum()),
        ),
        Check("dividend villages", pack.value("dividend_villages"), float(weight[pays].sum())),
        Check(
            "dividends to rural residents",
            parameters.start.dividends_to_rural_share,
            float(paid[~villages["urban"]].sum() / paid.sum()),
        ),
    ]


def _work_and_assets(start: StartingCounty, pack: Facts, parameters: Parameters) -> list[Check]:
    households, workers = start.households, start.workers
    weight = households["weight"]
    placed = workers["household"][workers["status"] == 2]
    state = households["house_state"]
    member = households["rural_2021"] & (households["shares"] > 0.0)
    members = weighted_sum(households["members"][member], weight[member])
    return [
        Check("outlet jobs", pack.value("absorbed_jobs"), float(weight[placed].sum())),
        Check("houses leased", pack.value("houses_activated"), float(weight[state == 2].sum())),
        Check("houses vacant", parameters.houses.vacant_stock, float(weight[state == 1].sum())),
        Check(
            "arable mu per rural member",
            pack.value("arable_mu_per_rural_member"),
            weighted_sum(households["arable_mu"], weight) / members,
        ),
        Check(
            "forest mu per rural member",
            pack.value("forest_mu_per_rural_member"),
            weighted_sum(households["forest_mu"], weight) / members,
        ),
    ]
