"""Towns, outlets and enterprises of the twin: orders, sites, local pay."""

from math import exp, log, sqrt

import mesa
from twin_rules import (
    EULER,
    HIGHEST_PAY,
    PAY_GRID,
    REFIT_YEARS,
    SAME_TOWN_KM,
    SMALLEST_JOBS,
    SPILL,
    best_jobs,
    closing_probability,
    next_orders,
    normal_quantile,
    site_profit,
)

NEXT_TOWN_KM = 5.0


class TwinTown:
    """A town: its villages, its local low-skill pay, what its households earned last quarter."""

    def __init__(self, county, row):
        self.county, self.row = county, row
        self.villages, self.wage_index = [], 1.0
        self.income = self.first_income = self.earned = 0.0
        self.trade_share = float(county.start.trade_share[row])
        self.normal_tightness, self.low_skill_workers = 0.0, 1.0

    def households(self):
        return [home for village in self.villages for home in village.households]

    def count_low_skill_workers(self):
        share = self.county.parameters.labour.low_skill_wage_share
        rural = sum(h.weight * len(h.workers) for h in self.households() if h.rural_2021)
        self.low_skill_workers = max(share * rural, 1.0)

    def tightness(self):
        """Vacancies less job seekers over low-skill labour."""
        workshops = self.county.parameters.workshops
        normal = workshops.pay_yuan_per_day * workshops.days_per_year
        seekers = sum(
            home.weight
            for home in self.households()
            for worker in home.workers
            if worker.status == "spare" and worker.reservation <= normal
        )
        places = sum(o.vacancies() for o in self.county.outlets if o.village.town is self)
        return (places - seekers) / self.low_skill_workers

    def adjust_pay(self):
        """Move local pay with tightness, back to normal by itself, within its bounds."""
        labour = self.county.parameters.labour
        change = self.tightness() - self.normal_tightness
        step = labour.wage_response * labour.wage_reversion * change
        level = exp((1.0 - labour.wage_reversion) * log(self.wage_index) + step)
        lowest = self.county.lowest_pay() / self.county.parameters.workshops.pay_yuan_per_day
        self.wage_index = min(max(level, min(lowest, 1.0)), HIGHEST_PAY)

    def pay_factor(self):
        """Rural wages relative to unchanged low-skill pay."""
        share = self.county.parameters.labour.low_skill_wage_share
        return 1.0 + share * (self.wage_index - 1.0)

    def distance_to(self, village):
        """From the town's seat to a village, km; towns lie on a line from the centre."""
        if village.town is self:
            return SAME_TOWN_KM
        seat = sum(v.distance_km for v in self.villages) / max(len(self.villages), 1)
        return abs(seat - village.distance_km) + NEXT_TOWN_KM


class TwinOutlet:
    """An outlet: places of an enterprise in a village."""

    def __init__(self, row, plant, village, jobs, pay, opened, *, slot):
        self.row, self.plant, self.village = row, plant, village
        self.jobs, self.pay, self.opened, self.slot = jobs, pay, opened, slot
        self.open, self.weight, self.workers = True, village.weight, []

    def filled(self):
        """Persons placed, weighted."""
        return sum(worker.home.weight for worker in self.workers)

    def vacancies(self):
        """Places free, persons weighted."""
        return max(self.jobs * self.weight - self.filled(), 0.0) if self.open else 0.0


class TwinPlant(mesa.Agent):
    """An enterprise that may put out work to villages."""

    def __init__(self, county, row, values):
        super().__init__(county)
        self.row, self.id, self.weight = row, values["id"], values["weight"]
        self.town, self.sector = county.towns[values["town"]], values["sector"]
        self.people, self.value_added = values["workers"], values["value_added"]
        self.divisible = values["divisible"]
        self.orders, self.cycle, self.normal_jobs = 1.0, 0.0, 0.0
        self.unmet = self.lot = 0.0

    def renew_orders(self):
        """Bring the order book to this quarter."""
        self.cycle = self.model.next_cycle("enterprise_orders", self.id, self.cycle)
        self.orders = exp(self.model.sector_cycle[self.sector] + self.cycle)

    def activity(self):
        """Work done in outlets relative to normal."""
        return min(max(self.orders, 0.5), 1.2)

    def count_unmet_jobs(self):
        """Jobs that neither the plant nor its outlets can fill from the order book."""
        county = self.model
        wanted = county.parameters.workshops.median_span_jobs
        if county.switches.orders:
            wanted = self.divisible * self.people * (self.orders - 1.0)
        offered = sum(o.jobs for o in county.outlets if o.plant is self and o.open)
        self.unmet = max(wanted + self.normal_jobs - offered, 0.0)

    def looks_this_quarter(self):
        """Whether it is this plant's quarter of the year, and worth the trouble."""
        year_start = self.model.quarter - self.model.quarter % 4
        self.lot = self.model.draw("siting_round", self.id, year_start)
        return int(self.lot * 4.0) == self.model.quarter % 4 and self.unmet >= SMALLEST_JOBS

    def plan(self):
        """Open an outlet where it pays most, with a programme place if that is better."""
        plain = self.best_site(slot=False)
        if self.slot_is_free():
            supported = self.best_site(slot=True)
            if supported is not None and supported[0] > (plain[0] if plain else 0.0):
                self.model.open_outlet(self, *supported[1:], slot=True)
                return
        if plain is not None:
            self.model.open_outlet(self, *plain[1:], slot=False)

    def value_per_day(self):
        """Value of a day's outlet work: a ratio to the cost of typical pay, by value added."""
        workshops = self.model.parameters.workshops
        cost = workshops.pay_yuan_per_day * (1.0 + workshops.employer_contribution)
        return workshops.value_over_cost * cost * (self.value_added / self.model.typical_value)

    def slot_is_free(self):
        county = self.model
        rules, workshops = county.rules.workshops, county.parameters.workshops
        due = rules.slots + rules.provincial_part * workshops.provincial_workshops
        used = sum(o.weight for o in county.outlets if o.open and o.slot)
        if self.weight > 1.0:
            return used + county.draw("capacity_rounding", self.id) * self.weight < due
        return used + 1.0 <= due + 1e-9

    def considers(self, village, *, slot):
        """Own town without the programme; with it every village with an idle room."""
        if village.urban:
            return False
        if not slot:
            return village.town is self.town
        held = [o for o in self.model.outlets if o.village is village and o.open and o.slot]
        return village.premises > len(held)

    def best_site(self, *, slot):
        """The best (profit, village, pay, jobs) of all that pay, or None."""
        workshops = self.model.parameters.workshops
        typical = workshops.pay_yuan_per_day * workshops.days_per_year
        noise, best = workshops.siting_noise_pay_years * typical, None
        for village in self.model.villages_in_order:
            if not self.considers(village, slot=slot):
                continue
            unit = self.id * 65536 + village.id
            gumbel = -log(-log(self.model.draw("siting_noise", unit)))
            view = noise * (gumbel - EULER + log(village.weight))
            for relative in PAY_GRID:
                site = self.site(village, relative, slot=slot)
                if site and view + site[0] > (best[0] if best else 0.0):
                    best = (view + site[0], *site[1:])
        return best

    def site(self, village, relative_pay, *, slot):
        """Profit before noise of a village at a pay, with the best number of jobs; or None."""
        county = self.model
        workshops, rules = county.parameters.workshops, county.rules.workshops
        pay_year = workshops.pay_yuan_per_day * workshops.days_per_year
        rent, refit = workshops.rent_yuan, workshops.refit_yuan
        if slot:
            rent *= 1.0 - rules.rent_paid_share
            refit *= 1.0 - rules.refit_paid_share
        else:
            refit += workshops.search_pay_years * pay_year
        refit /= REFIT_YEARS
        typical = relative_pay * workshops.pay_yuan_per_day
        pay = max(typical * village.town.wage_index, county.lowest_pay())
        cost = (1.0 + workshops.employer_contribution) * pay
        haulage = workshops.haulage_yuan * self.town.distance_to(village)
        days, span = workshops.days_per_year, workshops.median_span_jobs
        willing = village.supply[relative_pay] - village.places_taken
        most = min(self.unmet, max(willing, 0.0))
        overhead, value = workshops.overhead_pay_years * pay_year, self.value_per_day()
        jobs = best_jobs(value, cost, days, span, overhead, haulage, most)
        if jobs < SMALLEST_JOBS:
            return None
        profit = site_profit(value, cost, jobs, days, span, overhead, rent, haulage, refit)
        return profit, village, pay, jobs


class MarketPhases:
    """Phases of the outlet market, written out; mixed into the twin's county."""

    def lowest_pay(self):
        return self.parameters.labour.minimum_wage_yuan_per_month / 26.0

    def next_cycle(self, decision, unit, now):
        workshops = self.parameters.workshops
        shock = normal_quantile(self.draw(decision, unit))
        sd = workshops.orders_sd * sqrt(0.5)
        return next_orders(now, workshops.orders_persistence, sd, shock)

    def renew_orders(self):
        if self.switches.orders:
            for sector, now in enumerate(self.sector_cycle):
                self.sector_cycle[sector] = self.next_cycle("sector_orders", sector, now)
            self.plants.do("renew_orders")

    def close_outlets(self):
        """Let outlets close for reasons of their own, sooner when orders are low."""
        for outlet in self.outlets:
            if outlet.open:
                unit = outlet.plant.id * 65536 + outlet.village.id
                hazard = self.parameters.workshops.closure_hazard
                chance = closing_probability(hazard, outlet.plant.orders, outlet.opened)
                outlet.open = not self.draw("outlet_closure", unit) < chance

    def survey_supply(self):
        """Ask every spare worker once a quarter who would come at which pay."""
        workshops = self.parameters.workshops
        own = {}
        for village in self.villages_in_order:
            spare = [
                worker.reservation
                for home in village.households
                if "workshops" in home.aware
                for worker in home.workers
                if worker.status == "spare"
            ]
            for relative in PAY_GRID:
                yearly = relative * workshops.pay_yuan_per_day * workshops.days_per_year
                own[village, relative] = float(sum(1 for least in spare if yearly >= least))
        for village in self.villages_in_order:
            here = [o for o in self.outlets if o.village is village and o.open]
            village.places_taken = sum(o.vacancies() / o.weight for o in here)
            for relative in PAY_GRID:
                town = sum(own[other, relative] for other in village.town.villages)
                mine = own[village, relative]
                village.supply[relative] = mine + SPILL * (town - mine)

    def look_for_sites(self):
        """Let plants plan, in the order of their lot."""
        self.survey_supply()
        self.plants.do("count_unmet_jobs")
        looking = [plant for plant in self.plants if plant.looks_this_quarter()]
        for plant in sorted(looking, key=lambda plant: plant.lot):
            plant.plan()

    def open_outlet(self, plant, village, pay, jobs, *, slot):
        """Open an outlet; it is refitted and takes its places off the local supply."""
        pay /= village.town.wage_index
        row = len(self.outlets)
        self.outlets.append(TwinOutlet(row, plant, village, jobs, pay, self.quarter, slot=slot))
        village.places_taken += jobs
        refit = self.parameters.workshops.refit_yuan * village.weight
        public = refit * self.rules.workshops.refit_paid_share if slot else 0.0
        tag = "workshops" if slot else "outlets"
        self.ledger.pay("capital", tag, "treasury", "world", public)
        self.ledger.pay("capital", tag, "enterprises", "world", refit - public)
