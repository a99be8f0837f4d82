"""What a simulated county says of the moments of `moments.toml`: start and first year, no policy.

Functions take what a world without programmes left; each is named after its moment. Moments of
village collectives come from all villages of the county, whatever part of it is simulated: a dozen
villages say nothing about the best tenth.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calibration.start.collectives import (
    MEMBERS_IN_RURAL_VILLAGES,
    CollectiveFacts,
    collective_ranks,
    collectives_of,
)
from calibration.start.ranks import NewColumns
from calibration.start.villages import COMMUNITY, RURAL, lay_out_villages, place_towns
from calibration.start.whole_county import persons_by_area
from model.errors import InputError, nearest_name
from model.parameters import Parameters

if TYPE_CHECKING:
    from calibration.packs.pack import Pack
    from model.outcome import WorldOutcome
    from model.start import StartingCounty

Floats = NDArray[np.float64]

HALF_MILLION = 500_000.0
FLOOR_YUAN = 9_000.0
BEST_TENTH = 0.9


@dataclass(frozen=True, eq=False)
class Simulated:
    """A county's start and the first year of its world without programmes."""

    pack: "Pack"
    parameters: Parameters
    start: "StartingCounty"
    outcome: "WorldOutcome"

    def indicator(self, name: str) -> float:
        """An indicator of the first year."""
        return float(self.outcome.indicators[name][0])

    @cached_property
    def villages(self) -> NewColumns:
        """Columns of all villages of the county."""
        return village_columns(self.pack)

    @cached_property
    def persons(self) -> Floats:
        """Persons of the county that each household stands for."""
        households = self.start.households
        return np.asarray(households["members"] * households["weight"], np.float64)

    @cached_property
    def per_head(self) -> Floats:
        """Income per head of 2021, luck included, yuan (households,)."""
        members = self.start.households["members"]
        return np.asarray(self.start.income_2021.sum(axis=1) / members, np.float64)

    def area(self, *, rural: bool) -> NDArray[np.bool_]:
        """Households of one area in 2021."""
        return np.asarray(self.start.households["rural_2021"]) == rural

    @cached_property
    def collectives(self) -> Any:
        """Collectives of all villages under this draw."""
        names = ("collective_revenue", "collective_floor", "operating_floor", "dividend_threshold")
        facts = CollectiveFacts(*(self.pack.value(f"{name}_yuan") for name in names))
        return collectives_of(self.villages, facts, self.parameters)

    @property
    def years_open(self) -> float:
        """Years that a house let before 2022 has run on average, openings spread evenly."""
        return 0.5 * self.pack.value("houses_activated") / self.parameters.houses.baseline_per_year


@lru_cache(maxsize=4)
def _columns(key: tuple[float, ...]) -> NewColumns:
    rural, urban, villages, share, towns, dividend, size_rural, size_urban = key
    homes = (round(rural / size_rural), round(urban / size_urban))
    columns = lay_out_villages(int(villages), homes, share, place_towns(int(towns), 0), 0)
    columns |= collective_ranks(columns, int(dividend), 0)
    columns["weight"] = np.ones(int(villages))
    return columns


def village_columns(pack: "Pack") -> NewColumns:
    """All villages of the county with their ranks, as `calibration.start.population` has them."""
    rural, urban = persons_by_area(pack)
    names = ("towns", "dividend_villages", "household_size_rural", "household_size_urban")
    share = 1.0 - pack.value("urbanisation_share")
    return _columns(
        (rural, urban, pack.value("villages"), share, *(pack.value(name) for name in names))
    )


def median_to_mean(values: Floats, weight: Floats) -> float:
    """Weighted median over weighted mean."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order]) - 0.5 * weight[order]
    median = values[order][np.searchsorted(reached, 0.5 * weight.sum())]
    return float(median / (values @ weight / weight.sum()))


def fifths(values: Floats, weight: Floats) -> tuple[float, float]:
    """Weighted means of the lowest and of the highest fifth."""
    order = np.argsort(values, kind="stable")
    place = (np.cumsum(weight[order]) - 0.5 * weight[order]) / weight.sum()
    low, high = order[place <= 0.2], order[place >= 0.8]
    means = [float(values[rows] @ weight[rows] / weight[rows].sum()) for rows in (low, high)]
    return means[0], means[1]


def _house_owner_gain(world: Simulated) -> float:
    households = world.start.households
    let = np.asarray(households["house_state"]) >= 2
    weight = np.asarray(households["weight"])[let]
    rent = float(np.asarray(households["house_rent"])[let] @ weight) / max(weight.sum(), 1e-9)
    return rent * world.years_open


def _house_collective_gain(world: Simulated) -> float:
    return world.parameters.houses.collective_fee_yuan * world.years_open


def _farm_output_per_worker(world: Simulated) -> float:
    farming, rural = world.parameters.farming, world.area(rural=True)
    weight = np.asarray(world.start.households["weight"])
    business = float(world.start.income_2021[rural, 1] @ weight[rural])
    workers = farming.employment_share * world.start.facts["rural_employment"]
    return farming.business_share * business / workers


def _median(world: Simulated, *, rural: bool) -> float:
    rows = world.area(rural=rural)
    return median_to_mean(world.per_head[rows], world.persons[rows])


def _outlet_jobs_kept(world: Simulated) -> float:
    return world.indicator("outlet_jobs") / world.pack.value("absorbed_jobs")


def _dividends_per_member(world: Simulated) -> Floats:
    """Of rural villages that pay, yuan a year; one share a member, as in the model."""
    villages = world.villages
    pays = villages["pays_dividends"] & (villages["kind"] == RURAL)
    size = world.pack.value("household_size_rural")
    members = MEMBERS_IN_RURAL_VILLAGES * size * villages["households"]
    return np.asarray((world.collectives.payout / members)[pays])


def _rich_village_dividend(world: Simulated) -> float:
    paid = _dividends_per_member(world)
    return float(paid[paid >= np.quantile(paid, BEST_TENTH)].mean())


def _operating_half_million(world: Simulated) -> float:
    village = world.villages["kind"] != COMMUNITY
    return float(np.mean(world.collectives.operating[village] >= HALF_MILLION))


def _dividend_share(world: Simulated) -> float:
    return float(world.collectives.payout.sum() / world.collectives.total.sum())


def _below_9000(world: Simulated) -> float:
    rural = world.area(rural=True)
    low = world.per_head[rural] < FLOOR_YUAN
    return float(world.persons[rural][low].sum() / world.persons[rural].sum())


def _quintile_ratio(world: Simulated) -> float:
    rural = world.area(rural=True)
    low, high = fifths(world.per_head[rural], world.persons[rural])
    return high / low


def _gini(world: Simulated, *, rural: bool) -> float:
    from calibration.start.income_shape import gini

    rows = world.area(rural=rural)
    return float(gini(world.per_head[rows], world.persons[rows]))


def _share(world: Simulated, source: int) -> float:
    rural = world.area(rural=True)
    weight = np.asarray(world.start.households["weight"])[rural]
    totals = weight @ world.start.income_2021[rural]
    return float(totals[source] / totals.sum())


def _register(world: Simulated) -> float:
    listed = np.asarray(world.start.households["on_register"])
    return float(world.per_head[listed] @ world.persons[listed] / world.persons[listed].sum())


def _register_to_rural(world: Simulated) -> float:
    return _register(world) / world.pack.value("rural_income_yuan")


def _register_to_fifth(world: Simulated) -> float:
    rural = world.area(rural=True)
    return _register(world) / fifths(world.per_head[rural], world.persons[rural])[0]


MEASURES: dict[str, Callable[[Simulated], float]] = {
    "house_owner_gain": _house_owner_gain,
    "house_collective_gain": _house_collective_gain,
    "household_loan_stock": lambda world: world.indicator("household_loan_stock"),
    "farm_output_per_worker": _farm_output_per_worker,
    "rural_median_to_mean": lambda world: _median(world, rural=True),
    "urban_median_to_mean": lambda world: _median(world, rural=False),
    "outlet_jobs_kept": _outlet_jobs_kept,
    "rich_village_dividend": _rich_village_dividend,
    "operating_half_million_share": _operating_half_million,
    "dividend_share_of_revenue": _dividend_share,
    "median_village_dividend": lambda world: float(np.median(_dividends_per_member(world))),
    "rural_persons_below_9000": _below_9000,
    "rural_quintile_ratio": _quintile_ratio,
    "rural_gini": lambda world: _gini(world, rural=True),
    "urban_gini": lambda world: _gini(world, rural=False),
    "rural_wage_share": lambda world: _share(world, 0),
    "rural_business_share": lambda world: _share(world, 1),
    "rural_property_share": lambda world: _share(world, 2),
    "rural_transfer_share": lambda world: _share(world, 3),
    "register_to_rural_mean": _register_to_rural,
    "register_below_lowest_fifth": _register_to_fifth,
    "farm_loans_all": lambda world: world.indicator("farm_loan_stock"),
}
"""By the name of the moment; yuan, ratios and shares, not yet on the moment's scale."""


def simulated(name: str, world: Simulated) -> float:
    """What a world says of a moment, in the moment's unit."""
    if name not in MEASURES:
        raise InputError(
            "nothing measures this moment", key=name, nearest=nearest_name(name, MEASURES)
        )
    return MEASURES[name](world)
