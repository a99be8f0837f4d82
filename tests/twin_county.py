"""The reference twin: the county as a plain, slow agent-based model, to hold the engine against.

Every household and every worker is a `mesa.Agent` with attributes. The scalar rules and the named
streams are the engine's; order, matching, auctions, sums and accounts are written anew.
"""

from math import sqrt
from statistics import median

import mesa
import numpy as np
from twin_household import SOURCES, TwinHousehold, TwinWorker
from twin_leases import LeasePhases
from twin_ledger import TwinLedger
from twin_market import MarketPhases, TwinOutlet, TwinPlant, TwinTown
from twin_measures import measure, of_villages, starting_ranks
from twin_money import GROUPS, MoneyPhases
from twin_places import PlacePhases
from twin_rules import (
    NEAR_POOR_MULTIPLE,
    exit_probability,
)
from twin_village import TwinVillage, VillagePhases

from model.outcome import WorldOutcome
from model.rules import Rules, Switches
from model.streams import Streams
from model.trend_path import TrendFactors


def rows_of(table):
    """Rows of a table as plain dictionaries."""
    columns = {name: table[name].tolist() for name in table}
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


class TwinCounty(
    mesa.Model, MarketPhases, PlacePhases, LeasePhases, VillagePhases, MoneyPhases
):  # fmt: skip
    """One world of plain agents; takes what `CountyModel` takes."""

    def __init__(
        self, start, parameters, trend_path, policies=(), *, seed=1, factors=None, switches=None
    ):
        super().__init__(rng=seed)
        self.start, self.parameters, self.trend = start, parameters, trend_path
        self.policies, self.switches = policies, switches or Switches()
        self.streams, self.ledger, self.rules = Streams(seed), TwinLedger(), Rules()
        self.quarter, self.quarters = 0, 4 * trend_path.years
        self.solves = factors is None
        self.factors = factors or TrendFactors(
            np.zeros((self.quarters, 3, 4)), np.zeros(self.quarters)
        )
        self.sent_on = self.refused = 0
        self.charity_cash = self.endowment = self.granted = 0.0
        self.sector_cycle = [0.0] * start.sectors
        self.people_the_county()
        self.begin()
        self.outcome = WorldOutcome(self.factors)

    def people_the_county(self):
        """Make every agent from its row."""
        start = self.start
        self.towns = [TwinTown(self, row) for row in range(start.towns)]
        self.villages_in_order = [
            TwinVillage(self, row, values) for row, values in enumerate(rows_of(start.villages))
        ]
        self.plants_in_order = [
            TwinPlant(self, row, values) for row, values in enumerate(rows_of(start.enterprises))
        ]
        self.outlets = []
        for row, values in enumerate(rows_of(start.outlets)):
            plant = self.plants_in_order[values["enterprise"]]
            village = self.villages_in_order[values["village"]]
            outlet = TwinOutlet(row, plant, village, values["jobs"], values["pay"], -1, slot=False)
            self.outlets.append(outlet)
            plant.normal_jobs += outlet.jobs
        self.households_in_order = []
        base, income_2021 = start.base.tolist(), start.income_2021.tolist()
        for row, values in enumerate(rows_of(start.households)):
            village = self.villages_in_order[values["village"]]
            home = TwinHousehold(self, row, village, values, base[row], income_2021[row])
            village.households.append(home)
            self.households_in_order.append(home)
        self.workers_in_order = []
        for row, values in enumerate(rows_of(start.workers)):
            home = self.households_in_order[values["household"]]
            worker = TwinWorker(self, row, home, values)
            home.workers.append(worker)
            home.forgone_before -= worker.forgone
            self.workers_in_order.append(worker)
        self.households = self.agents_by_type[TwinHousehold]
        self.villages = self.agents_by_type[TwinVillage]
        self.plants = self.agents_by_type[TwinPlant]

    def begin(self):
        """What is reckoned once from the starting county."""
        degree = int(round(self.parameters.takeup.network_degree))
        self.households.do("meet", degree)
        for town in self.towns:
            town.count_low_skill_workers()
            town.normal_tightness = town.tightness()
            homes = town.households()
            town.income = sum(home.last_year_income * home.weight / 4.0 for home in homes)
            town.first_income = town.income
        variance = self.parameters.income.persistent_variance
        spread = max(starting_ranks(self), 1e-9)
        self.reversion = sqrt(max(0.0, 1.0 - variance / spread))
        ranks = sorted(home.rank for home in self.households_in_order)
        place = (len(ranks) - 1) * 0.2
        low = int(place)
        above = ranks[min(low + 1, len(ranks) - 1)]
        self.poor_below = ranks[low] + (above - ranks[low]) * (place - low)
        self.jobs_at_start = sum(outlet.filled() for outlet in self.outlets)
        self.typical_value = median(plant.value_added for plant in self.plants_in_order)
        self.rank_weakest()
        self.register_entry_rate = self.entry_rate()
        self.suppliers = self.choose_suppliers()
        self.begin_year()

    def entry_rate(self):
        """Chance of a poor household to be listed that balances expected exits at the start."""
        turnover, line = self.parameters.register.yearly_turnover, self.near_poor_line()
        exits = poor = 0.0
        for home in self.households_in_order:
            per_head = home.last_year_income / home.members
            if home.listed:
                exits += home.persons * exit_probability(per_head, line, turnover)
            elif home.rural and per_head < line:
                poor += home.persons
        return min(1.0, exits / poor) if poor > 0.0 else 0.0

    def step(self):
        """One quarter in the county."""
        self.begin_quarter()

        self.reclassify()
        if self.quarter % 4 == 0:
            self.households.do("review_listing")
            if self.switches.household_shocks:
                self.households.do("draw_luck")

        self.households.do("remember").do("hear")
        self.renew_orders()
        self.close_outlets()
        self.look_for_sites()
        self.fund_villages()
        self.villages.do("plan")
        self.fill_places()
        if self.switches.wage_response:
            for town in self.towns:
                town.adjust_pay()

        self.pay_wages()
        self.lease_land()
        self.pay_land_rents()
        self.lease_houses()
        self.pay_house_rents()
        self.earn_collective_revenue()
        self.villages.do("pay_welfare")
        self.pay_dividends()
        self.pay_charity()
        self.pay_allowances()
        self.pay_the_rest()

        self.end_quarter()

    def run(self):
        """Step to the end and return what was measured."""
        while self.quarter < self.quarters:
            self.step()
        self.outcome.postings = self.ledger.postings
        return self.outcome

    @property
    def year(self):
        return 2022 + self.quarter // 4

    def draw(self, decision, unit, quarter=None):
        """The named draw of a unit this quarter, or in a stated one."""
        return self.streams.uniform(decision, self.quarter if quarter is None else quarter, unit)

    def dibao_per_head_year(self):
        register, years = self.parameters.register, self.quarter // 4 + 1
        return 12.0 * register.dibao_yuan_per_month * (1.0 + register.dibao_indexation) ** years

    def near_poor_line(self):
        return NEAR_POOR_MULTIPLE * self.dibao_per_head_year()

    def pay_home(self, home, kind, tag, payer, yuan):
        """Pay one household; the ledger counts all that its row stands for."""
        home.income[kind] += yuan
        self.ledger.pay(kind, tag, payer, "households", yuan * home.weight)

    def begin_quarter(self):
        self.rules = Rules()
        in_force = [policy for policy in self.policies if policy.in_force(self.quarter)]
        for policy in in_force:
            self.rules = policy.amend(self.rules, self.quarter)
        for policy in in_force:
            policy.act(self)
        self.households.do("begin_quarter")
        for village in self.villages_in_order:
            village.receipts = 0.0
        for town in self.towns:
            town.earned = 0.0
        if self.quarter % 4 == 0:
            self.awaited = {
                area: sum(v.dividends_to(area == "rural") for v in self.villages_in_order)
                for area in ("rural", "urban")
            }

    def reclassify(self):
        """Turn villages urban one by one, the last household by household, up to the share due."""
        year, part = self.quarter // 4, (self.quarter % 4 + 1) / 4.0
        path = self.trend.urbanisation
        due = float(path[year] + (path[year + 1] - path[year]) * part)
        homes = self.households_in_order
        missing = due * sum(home.persons for home in homes)
        missing -= sum(home.persons for home in homes if not home.rural)
        for village in sorted(self.villages_in_order, key=lambda v: v.reclass_rank):
            before = 0.0
            for home in village.households:
                if home.rural and village.reclass_rank < float("inf"):
                    if before + 0.5 * home.persons >= missing:
                        return
                    home.rural = False
                    before += home.persons
            missing -= before

    def note_income(self, home):
        """Count a household's quarter towards its group, village and town."""
        total = sum(home.income.values())
        self.year_sums[home.group, "persons"] += home.persons
        for source in SOURCES:
            self.year_sums[home.group, source] += home.income[source] * home.weight
        if home.rural:
            home.village.rural_income += total
            home.village.rural_persons += home.members
        home.village.town.earned += total * home.weight

    def end_quarter(self):
        self.ledger.close_quarter(self.households_in_order)
        for town in self.towns:
            town.income = town.earned
        for worker in self.workers_in_order:
            worker.pay_this_year += worker.pay_this_quarter
        self.villages.do("count_peers")
        if self.quarter % 4 == 3:
            self.ledger.close_year(self.year)
            self.take_stock()
            self.begin_year()
            self.villages.do("new_year")
        self.quarter += 1

    def take_stock(self):
        """Measure the year and close every household's year."""
        homes = self.households_in_order
        for store, found in (
            (self.outcome.indicators, measure(self)),
            (self.outcome.villages, of_villages(self)),
        ):
            for name, value in found.items():
                store[name] = [*store.get(name, []), value]
        self.outcome.household_income.append(np.array([h.year_income for h in homes]))
        self.outcome.household_rural.append(np.array([h.rural for h in homes]))
        self.outcome.household_listed.append(np.array([h.listed for h in homes]))
        self.outcome.worker_pay.append(np.array([w.pay_this_year for w in self.workers_in_order]))
        for home in homes:
            home.last_year_income, home.year_income = home.year_income, 0.0
        for worker in self.workers_in_order:
            worker.pay_this_year = 0.0

    def begin_year(self):
        self.year_sums = {(group, key): 0.0 for group in GROUPS for key in (*SOURCES, "persons")}
        for village in self.villages_in_order:
            village.rural_income = village.rural_persons = 0.0

    def close(self):
        """Let go of this world; Mesa 3.3 keeps it alive through `Agent._ids`."""
        self.remove_all_agents()
        ids = getattr(mesa.Agent, "_ids", None)
        if ids is not None:
            ids.pop(self, None)


def run_twin(
    start, parameters, trend_path, policies=(), seed=1, *, factors=None, switches=None
):  # fmt: skip
    """Run one world of plain agents to its end, as `CountyModel(...).run()` does."""
    world = TwinCounty(
        start, parameters, trend_path, policies, seed=seed, factors=factors, switches=switches
    )
    outcome = world.run()
    world.close()
    return outcome
