"""Village collectives of the twin: revenue, projects, welfare, dividends."""

from math import exp

import mesa
from twin_rules import (
    FIXED_PAYOUT,
    LARGEST_DEBT_SHARE,
    YIELD_LOG_SD,
    adoption_probability,
    chosen_payout,
    largest_loan,
    next_belief,
    normal_quantile,
)

PROGRAMMES = ("workshops", "land", "houses")


class TwinVillage(mesa.Agent):
    """One village and its collective; money in yuan of one village."""

    def __init__(self, county, row, values):
        super().__init__(county)
        self.row, self.id, self.weight = row, values["id"], values["weight"]
        self.town, self.urban = county.towns[values["town"]], values["urban"]
        self.distance_km, self.reclass_rank = values["distance_km"], values["reclass_rank"]
        self.total_2021 = values["total_revenue"]
        self.operating_2021 = values["operating_revenue"]
        self.regime = self.started_regime = values["dividend_regime"]
        self.shares_total, self.premises = values["shares_total"], values["premises"]
        self.households = []
        self.belief, self.peers = dict.fromkeys(PROGRAMMES, 1.0), dict.fromkeys(PROGRAMMES, 0.0)
        self.leased_mu = {"arable": 0.0, "forest": 0.0}
        self.supply, self.places_taken, self.receipts = {}, 0.0, 0.0
        self.savings = self.debt = self.revenue = self.dividends = 0.0
        self.revenue_year = self.operating_year = 0.0
        self.projects, self.backing_rank = [], float("inf")
        shock = normal_quantile(county.draw("project_yield", self.id, 0))
        typical = county.parameters.collective.project_yield
        self.project_yield = typical * exp(YIELD_LOG_SD * shock)
        self.operating_before = self.operating_2021
        self.dividends = self.payout() * self.surplus_of(self.operating_2021)
        self.town.villages.append(self)

    def outreach(self, programme):
        """Chance per quarter that officials reach a household here."""
        rules, rate = self.model.rules, self.model.parameters.takeup.outreach_rate
        if programme == "workshops":
            contact = any(o.open and o.slot and o.village is self for o in self.model.outlets)
            return min(rate * rules.workshops.outreach, 1.0) if contact else 0.0
        part = rules.land if programme == "land" else rules.houses
        return min(rate * part.outreach, 1.0)

    def finished(self):
        """Money in projects that earn."""
        return sum(yuan for yuan, ready in self.projects if ready <= self.model.quarter)

    def projects_revenue(self):
        return self.finished() * self.project_yield / 4.0

    def plan(self):
        """Put savings, and what the bank lends on top, into a project that pays."""
        collective = self.model.parameters.collective
        net = self.project_yield - collective.upkeep
        if self.savings < 1.0 or net <= collective.loan_rate:
            return
        backed = self.backing_rank <= self.model.rules.collective.project_slots
        debt_share = 0.75 if backed else LARGEST_DEBT_SHARE
        loan = max(0.0, largest_loan(self.savings, net, collective.loan_rate, debt_share))
        self.debt += loan
        pay, invested = self.model.ledger.pay, self.savings + loan
        pay("capital", "collective", "bank", "collectives", loan * self.weight)
        pay("capital", "collective", "collectives", "world", invested * self.weight)
        ready = self.model.quarter + int(round(collective.project_lag_quarters))
        self.projects.append((invested, ready))
        self.savings = 0.0

    def earn(self, factor):
        """Book revenue, costs and interest of the quarter."""
        collective, pay = self.model.parameters.collective, self.model.ledger.pay
        total, operating = self.total_2021 * factor / 4.0, self.operating_2021 * factor / 4.0
        grown = self.projects_revenue()
        self.revenue = total + grown + self.receipts
        self.revenue_year += self.revenue
        self.operating_year += operating + grown + self.receipts
        pay("spending", "collective", "world", "collectives", total * self.weight)
        pay("spending", "collective", "world", "collectives", grown * self.weight)
        cost = operating * collective.operating_cost_share
        cost += self.finished() * collective.upkeep / 4.0
        pay("spending", "collective", "collectives", "world", cost * self.weight)
        interest = collective.loan_rate / 4.0 * self.debt * self.weight
        pay("spending", "collective", "collectives", "bank", interest)

    def pay_members(self, amount, kind, tag):
        """Share out an amount by shares; what absent members are due is not paid here."""
        if self.shares_total <= 0.0 or amount <= 0.0:
            return
        for home in self.households:
            if home.shares > 0.0:
                yuan = home.shares * (amount / self.shares_total)
                self.model.pay_home(home, kind, tag, "collectives", yuan)
                if tag == "dividends":
                    home.incomes_received.add("dividend")

    def pay_welfare(self):
        collective = self.model.parameters.collective
        replaced = 0.0 if self.started_regime else self.dividends / 4.0
        amount = collective.welfare_share * self.revenue
        amount -= collective.dividends_replace_welfare * replaced
        self.pay_members(max(amount, 0.0), "transfers", "collective")

    def decide_regime(self, neighbours, pressure):
        if not self.regime:
            chance = self.chance_to_begin(self.operating_year, neighbours, pressure)
            self.regime = self.model.draw("dividend_adoption", self.id) < chance

    def chance_to_begin(self, operating, neighbours, pressure):
        threshold = self.model.rules.collective.dividend_threshold_yuan
        hazard = self.model.parameters.collective.adoption_hazard
        return adoption_probability(operating, threshold, hazard, neighbours, pressure)

    def surplus_of(self, operating):
        """What a year's operating revenue leaves to share out or save."""
        collective = self.model.parameters.collective
        net = operating * (1.0 - collective.operating_cost_share)
        net = max(0.0, net - self.debt * collective.loan_rate)
        return net * (1.0 - collective.statutory_reserve)

    def payout(self):
        if not self.regime or self.shares_total <= 0.0:
            return 0.0
        if self.model.switches.payout_choice:
            return chosen_payout(self.model.parameters.collective.future_weight)
        return FIXED_PAYOUT

    def share_out(self):
        """Pay the year's dividends and save the rest."""
        surplus = self.surplus_of(self.operating_year)
        self.dividends = self.payout() * surplus
        self.savings += surplus - self.dividends
        self.pay_members(self.dividends, "property", "dividends")

    def dividends_to(self, rural):
        """Part of the dividends awaited this year that members of one area will get, weighted."""
        homes = [home for home in self.households if home.rural == rural]
        if self.shares_total <= 0.0:
            return 0.0
        return self.awaited() / self.shares_total * sum(h.shares * h.weight for h in homes)

    def awaited(self):
        """Last year's dividends, or the first ones of a village whose lot will make it begin."""
        if self.regime:
            return self.dividends
        paying = sum(1 for v in self.town.villages if v.regime) / max(len(self.town.villages), 1)
        operating = self.operating_before * (1.0 + self.model.parameters.collective.revenue_growth)
        lot = self.model.draw("dividend_adoption", self.id, self.model.quarter + 3)
        if lot >= self.chance_to_begin(operating, paying, 0.0):
            return 0.0
        self.regime = True
        first = self.payout() * self.surplus_of(operating)
        self.regime = False
        return first

    def learn_from_rents(self, programme, prices):
        """Believe in rents as far as this quarter's deals here kept their word."""
        if prices and self.model.switches.learning:
            rate = self.model.parameters.takeup.learning_rate
            news = sum(prices) / len(prices)
            self.belief[programme] = next_belief(self.belief[programme], news, rate)

    def count_peers(self):
        """Share of households that have taken up each programme."""
        eligible = max(sum(1 for home in self.households if home.can_take_part), 1)
        for name in PROGRAMMES:
            adopters = sum(1 for home in self.households if name in home.adopted)
            self.peers[name] = adopters / eligible

    def new_year(self):
        self.operating_before = self.operating_year
        self.revenue_year = self.operating_year = 0.0


class VillagePhases:
    """Phases of the collectives; mixed into the twin's county."""

    def rank_weakest(self):
        """Order in which the programme backs projects: weakest rural villages first."""
        before = 0.0
        for village in sorted(self.villages_in_order, key=lambda v: v.operating_2021):
            if not village.urban:
                before += village.weight
                village.backing_rank = before

    def fund_villages(self):
        """Pay the special fund when it is first due and then every January."""
        amount = self.rules.collective.special_fund_yuan
        if amount > 0.0 and (self.quarter % 4 == 0 or not self.ledger.has_paid("special_fund")):
            for village in self.villages_in_order:
                village.savings += amount
            for village in self.villages_in_order:
                yuan = amount * village.weight
                self.ledger.pay("capital", "special_fund", "treasury", "collectives", yuan)

    def earn_collective_revenue(self):
        if self.solves:
            villages, years = self.villages_in_order, self.quarter // 4 + 1
            base = sum(v.total_2021 * v.weight for v in villages)
            growth = 1.0 + self.parameters.collective.revenue_growth
            other = sum((v.projects_revenue() + v.receipts) * v.weight for v in villages)
            target = base * growth**years / 4.0
            self.factors.collective[self.quarter] = max(0.0, 4.0 * (target - other) / base)
        self.villages.do("earn", float(self.factors.collective[self.quarter]))

    def pay_dividends(self):
        """At year end villages decide whether to pay, how much, and pay."""
        if self.quarter % 4 != 3:
            return
        around = {
            town: sum(1 for v in town.villages if v.regime) / max(len(town.villages), 1)
            for town in self.towns
        }
        by_lot = sorted(self.villages_in_order, key=lambda v: self.draw("dividend_adoption", v.id))
        for village in by_lot:
            village.decide_regime(around[village.town], self.pressure_to_pay(village))
        self.villages.do("share_out")

    def pressure_to_pay(self, village):
        due = self.rules.collective.dividend_villages
        now = sum(v.weight for v in self.villages_in_order if v.regime)
        if village.weight > 1.0:
            now += self.draw("promise_rounding", village.id) * village.weight
        if due <= now or due <= 0.0:
            return 0.0
        strength = self.parameters.collective.adoption_pressure
        return strength * min(1.0, (due - now) / (0.1 * due))
