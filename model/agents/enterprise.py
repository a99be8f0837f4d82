"""An enterprise: whether, where and how large to open an outlet in a village."""

from typing import TYPE_CHECKING

import mesa

from model.quarter.siting import (
    PAY_GRID,
    REFIT_YEARS,
    SMALLEST_JOBS,
    Site,
    Sites,
    Terms,
    find_site,
)
from model.streams import decision_code

if TYPE_CHECKING:
    from model.county import CountyModel


class Enterprise(mesa.Agent):
    """One enterprise of the county; `row` points into the enterprise table."""

    model: "CountyModel"

    def __init__(self, model: "CountyModel", row: int) -> None:
        super().__init__(model)
        self.row = row

    def plan(self) -> None:
        """Look for a site, with a programme place if one is free, and open if it pays."""
        county = self.model
        unmet = float(county.market.unmet[self.row])
        if unmet < SMALLEST_JOBS:
            return
        plain = self._best_site(unmet, slot=False)
        most = county.market.most_slot_jobs(self.row)
        if most >= SMALLEST_JOBS:
            supported = self._best_site(min(unmet, most), slot=True)
            if supported.profit > max(plain.profit, 0.0):
                small = most < float("inf")
                county.market.open(self.row, supported, slot=True, small=small)
                return
        if plain.profit > 0.0:
            county.market.open(self.row, plain, slot=False)

    def _best_site(self, unmet: float, *, slot: bool) -> Site:
        county = self.model
        market, villages = county.market, county.start.villages
        seat = county.start.enterprises["town"][self.row]
        sites = Sites(
            villages["id"],
            villages["weight"],
            market.free_sites(self.row, slot=slot),
            market.supply,
            market.places_taken,
            market.distance_km[seat],
            market.wage_index[villages["town"]],
            county.cooperation.ties.saving(self.row),
        )
        code, terms = decision_code("siting_noise"), self._terms(unmet, slot=slot)
        return Site(*find_site(county.streams.seed, code, county.quarter, sites, terms))

    def _terms(self, unmet: float, *, slot: bool) -> Terms:
        """Costs with and without a programme place: public money, or a search of one's own."""
        county = self.model
        workshops, rules = county.parameters.workshops, county.rules.workshops
        rent, refit = workshops.rent_yuan, workshops.refit_yuan
        pay_year = county.market.typical_pay_year
        if slot:
            rent *= 1.0 - rules.rent_paid_share
            refit *= 1.0 - rules.refit_paid_share
        else:
            refit += workshops.search_pay_years * pay_year
        return Terms(
            int(county.start.enterprises["id"][self.row]),
            PAY_GRID * workshops.pay_yuan_per_day,
            county.market.lowest_pay,
            float(county.market.value_per_day[self.row]),
            unmet,
            workshops.employer_contribution,
            workshops.days_per_year,
            workshops.median_span_jobs,
            workshops.overhead_pay_years * pay_year,
            rent,
            workshops.haulage_yuan,
            refit / REFIT_YEARS,
            workshops.siting_noise_pay_years * pay_year,
        )
