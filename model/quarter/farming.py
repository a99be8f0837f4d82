"""Farm households, farm insurance as a shock absorber, and what a farm worker produces."""

from functools import cached_property
from math import erf, log, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import inlined
from model.quarter.earnings import BUSINESS, business_now
from model.streams import normal_quantile
from model.table import ascending

if TYPE_CHECKING:
    from model.county import CountyModel

FARM_PART = 0.8
"""Part of a farm household's business income that comes from farming. Assumption."""


class FarmBook:
    """Farm households of one world, found when first needed, and what programmes add to output.

    gained: yuan that farming gained through programmes this year, weighted; it raises output.
    insured: households that a programme insures, weighted.
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        self.gained = self.insured = 0.0

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """Rows of farm households: by lot, until they have the drawn share of business income."""
        return farm_households(self.county)

    @cached_property
    def workers(self) -> NDArray[np.int64]:
        """Rows of the workers of farm households."""
        farms = np.zeros(len(self.county.households), bool)
        farms[self.rows] = True
        return np.flatnonzero(farms[self.county.workers["household"]])

    @cached_property
    def rural_business(self) -> float:
        """Business income of 2021 of those who were rural then, without luck, weighted yuan."""
        start = self.county.start
        rows = np.flatnonzero(start.households["rural_2021"])
        return float((start.base[rows, BUSINESS] * start.households["weight"][rows]).sum())

    @cached_property
    def first(self) -> tuple[float, float]:
        """Rural persons of 2021, weighted, and their business income per head, yuan."""
        start = self.county.start
        rows = np.flatnonzero(start.households["rural_2021"])
        weight = start.households["weight"][rows]
        persons = float((start.households["members"][rows] * weight).sum())
        income = float((start.income_2021[rows, BUSINESS] * weight).sum())
        return persons, income / max(persons, 1.0)

    def farming(self) -> NDArray[np.int64]:
        """Farm households that still farm their own land."""
        rows = self.rows
        return rows[self.county.households["arable_state"][rows] == 0]

    def keeps_livestock(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether farm households keep livestock for sale."""
        county = self.county
        lot = county.streams.uniforms("livestock", 0, county.households["id"][rows])
        return np.asarray(lot < county.parameters.farming.livestock_share)

    def close_year(self) -> None:
        """Begin the next year's sum."""
        self.gained = 0.0


def farm_households(county: "CountyModel") -> NDArray[np.int64]:
    """Rows of rural households with land that live by farming to a good part."""
    households, start = county.start.households, county.start
    rows = np.flatnonzero(households["rural_2021"] & (households["arable_mu"] > 0.0))
    lot = county.streams.uniforms("farm_household", 0, households["id"][rows])
    rows = rows[ascending(lot)]
    business = start.base[rows, BUSINESS] * households["weight"][rows]
    wanted = county.parameters.farming.business_share * county.farms.rural_business
    return np.sort(rows[np.cumsum(FARM_PART * business) <= wanted])


@inlined
def payout(relative, trigger):  # type: ignore[no-untyped-def]
    """What insurance pays per yuan insured: the shortfall of yield or price below the trigger."""
    return max(trigger - relative, 0.0)


def expected_payout(trigger: float, sd: float) -> float:
    """Mean of `payout` when the log of the yield is normal with mean -sd²/2: a put at the trigger.

    Source: F. Black, M. Scholes, Journal of Political Economy 81 (1973), without interest.
    """
    if trigger <= 0.0 or sd <= 0.0:
        return max(trigger - 1.0, 0.0)
    point = log(trigger) / sd + 0.5 * sd
    return max(trigger * _normal(point) - _normal(point - sd), 0.0)


def _normal(x: float) -> float:
    return 0.5 * (1.0 + erf(x / sqrt(2.0)))


def premium_rate(trigger: float, sd: float, loading: float) -> float:
    """Premium per yuan insured: the expected payout and the insurer's loading."""
    return (1.0 + loading) * expected_payout(trigger, sd)


def relative_yield(transitory: NDArray[np.float64], variance: float) -> NDArray[np.float64]:
    """This year's farm income over the normal one, mean 1: the household's transitory luck."""
    return np.asarray(np.exp(transitory - 0.5 * variance))


def price_index(
    transitory: NDArray[np.float64], own: NDArray[np.float64], variance: float, correlation: float
) -> NDArray[np.float64]:
    """The index that a policy pays on: as volatile as the yield, but only correlated with it.

    own: standard normal departures of the index from the household's luck (basis risk).
    """
    rest = sqrt(max(1.0 - correlation * correlation, 0.0))
    mixed = correlation * transitory + rest * sqrt(variance) * own
    return relative_yield(mixed, variance)


def insure(county: "CountyModel") -> None:
    """Collect premiums and pay claims of households that a programme insures."""
    rules = county.rules.work.insurance
    if rules.yield_cover <= 0.0 and rules.index_cover <= 0.0:
        return
    rows = county.farms.farming()
    livestock = county.farms.keeps_livestock(rows)
    cover = np.where(livestock, rules.index_cover, rules.yield_cover)
    ids = county.households["id"]
    lot = county.streams.uniforms("insured", 0, ids[rows])
    new = (lot >= county.parameters.farming.insured_before) & (lot < cover)
    rows, livestock = rows[new], livestock[new]
    county.farms.insured = float(county.households["weight"][rows].sum())
    if rows.size:
        _settle(county, rows, relative_now(county, rows, livestock))


def relative_now(
    county: "CountyModel", rows: NDArray[np.int64], livestock: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Yield of crop growers, price index of livestock keepers, relative to normal."""
    variance = county.parameters.income.transitory_variance
    transitory = county.households["transitory"][rows]
    relative = relative_yield(transitory, variance)
    year_start = county.quarter - county.quarter % 4
    ids = county.households["id"][rows[livestock]]
    u = county.streams.uniforms("insured_index", year_start, ids)
    own = np.array([normal_quantile(one) for one in u])
    correlation = county.parameters.farming.index_correlation
    relative[livestock] = price_index(transitory[livestock], own, variance, correlation)
    return relative


def _settle(county: "CountyModel", rows: NDArray[np.int64], relative: NDArray[np.float64]) -> None:
    """Premiums and claims of one quarter on the income that a normal year would bring."""
    rules, households = county.rules.work.insurance, county.households
    variance = county.parameters.income.transitory_variance
    luck = np.exp(households["transitory"][rows] - 0.5 * variance)
    insured = FARM_PART * business_now(county, rows) / luck
    rate = premium_rate(rules.trigger, sqrt(variance), county.parameters.farming.insurance_loading)
    own = (1.0 - rules.subsidised_share) * rate * insured
    claims = np.maximum(rules.trigger - relative, 0.0) * insured
    county.books.quarter_income[rows, BUSINESS] += claims - own
    weight, pay = households["weight"][rows], county.ledger.pay
    pay("business", rules.tag, "households", "insurers", own * weight, own * weight)
    pay("business", rules.tag, "insurers", "households", claims * weight, claims * weight)
    public = rules.subsidised_share * rate * insured * weight
    pay("spending", rules.tag, "treasury", "insurers", public, public)


def farm_labour(county: "CountyModel") -> float:
    """Farm workers now over those of 2021: fewer each year, and fewer where land is leased.

    Land whose farmers gave up its income releases labour in proportion to farm business income.
    """
    farming, weight = county.parameters.farming, county.households["weight"]
    output = farming.business_share * county.farms.rural_business
    released = float((county.land.released * weight).sum()) / max(output, 1.0)
    years = (county.quarter + 1) / 4.0
    stays = (1.0 - farming.labour_exit_per_year) ** years
    return max(stays - released - _hired_from_farms(county), 0.05)


def _hired_from_farms(county: "CountyModel") -> float:
    """Workers who left odd work for outlets and local jobs since 2021, by farming's part in it."""
    workers = county.workers
    away = (workers["status"] >= 2).astype(np.int8) - (county.start.workers["status"] >= 2)
    moved = np.flatnonzero(away)
    homes = workers["household"][moved]
    persons = float((away[moved] * county.households["weight"][homes]).sum())
    farming = county.parameters.farming
    all_farm = farming.employment_share * county.start.facts["rural_employment"]
    return farming.business_share * persons / max(all_farm, 1.0)


def farm_output(county: "CountyModel") -> float:
    """Farm income this year over that of 2021: business income's trend and what programmes add."""
    year = county.quarter // 4
    persons, first = county.farms.first
    grown = float(county.trend.income[year, 0, BUSINESS]) / max(first, 1.0)
    base = county.parameters.farming.business_share * first * persons * grown
    return grown * (1.0 + county.farms.gained / max(base, 1.0))
