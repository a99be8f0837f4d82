"""Households and workers of the reference twin: one Mesa agent each, with plain attributes."""

from math import exp, sqrt

import mesa
from twin_rules import (
    SHORTCUT,
    VALUE_RATIO,
    application_probability,
    ask_per_mu,
    exit_probability,
    hearing_probability,
    kept_share,
    next_persistent,
    next_transitory,
    normal_quantile,
    reservation_now,
)

PROGRAMMES = ("workshops", "land", "houses")
BIT = {"workshops": 1, "land": 2, "houses": 4}
INCOME_BIT = {"rent": 1, "dividend": 2, "wage": 4}
SOURCES = ("wages", "business", "property", "transfers")


def programmes_of(bits):
    return {name for name in PROGRAMMES if bits & BIT[name]}


class TwinWorker(mesa.Agent):
    """One worker slot of a household."""

    def __init__(self, county, row, home, values):
        super().__init__(county)
        self.row, self.home = row, home
        self.id = values["id"]
        self.status = ("elsewhere", "spare", "outlet")[values["status"]]
        self.reservation, self.odd_earnings = values["reservation"], values["odd_earnings"]
        self.hired = values["hired"]
        self.forgone = values.get("forgone", 0.0)
        self.spared = 0.0
        self.outlet = county.outlets[values["outlet"]] if self.status == "outlet" else None
        self.pay_this_quarter = self.pay_this_year = 0.0
        if self.outlet is not None:
            self.outlet.workers.append(self)

    def least_pay(self):
        """The least yearly pay the worker would come for now."""
        return reservation_now(self.reservation, self.odd_earnings, self.home.spare_land_income)

    def applies(self, offer):
        """Whether the worker applies for a place worth `offer` yuan a year."""
        home = self.home
        if self.status != "spare" or "workshops" not in home.aware:
            return False
        if (home.listed and not home.able) or offer is None or offer <= 0.0:
            return False
        kept = kept_share(home.listed, self.model.parameters.register.earnings_disregard)
        chance = home.application_chance((offer * kept - self.least_pay()) / 1000.0, "workshops")
        return self.model.draw("workshop_application", self.id) < chance

    def start_job(self, outlet):
        """Take a place and give up what was earned before, but for released farm work."""
        self.status, self.outlet, self.hired = "outlet", outlet, self.model.quarter
        self.spared = min(self.home.spare_land_income, self.odd_earnings)
        self.forgone = self.odd_earnings - self.spared
        self.home.adopted.add("workshops")
        outlet.workers.append(self)

    def leave_job(self):
        """Be spare again."""
        self.outlet.workers.remove(self)
        self.status, self.outlet, self.hired = "spare", None, -1
        self.forgone = self.spared = 0.0
        if not any(worker.status == "outlet" for worker in self.home.workers):
            self.home.adopted.discard("workshops")


class TwinHousehold(mesa.Agent):
    """One household: who lives there, what it owns, knows and earns."""

    def __init__(self, county, row, village, values, base, income_2021):
        super().__init__(county)
        self.row, self.village, self.base = row, village, base
        self.id, self.members, self.weight = values["id"], values["members"], values["weight"]
        self.shares, self.land_margin = values["shares"], values["land_margin"]
        self.mu = {"arable": values["arable_mu"], "forest": values["forest_mu"]}
        self.lease = {asset: values.get(f"{asset}_state", 0) for asset in self.mu}
        self.land_rent = {asset: values.get(f"{asset}_rent", 0.0) for asset in self.mu}
        self.house_ask = values["house_ask"]
        self.house = ("lived in", "vacant", "leased", "programme")[values["house_state"]]
        self.house_rent = values["house_rent"]
        self.leased_before = self.house_is_leased
        self.rural, self.rural_2021 = values["rural"], values["rural_2021"]
        self.listed, self.able = values["on_register"], values["able"]
        self.persistent, self.transitory = values.get("persistent", 0.0), values["transitory"]
        self.luck = exp(self.persistent + self.transitory)
        self.aware, self.adopted = programmes_of(values["aware"]), set()
        self.adopted |= programmes_of(values.get("adopted", 0))
        self.forgone_wages = values.get("forgone_wages", 0.0)
        self.forgone_before = values.get("forgone_business", 0.0)
        self.released = self.grant = self.outlet_earnings = self.rank = 0.0
        self.earned_before = 0.0
        self.workers, self.neighbours, self.known = [], [], frozenset()
        self.income, self.incomes_received = dict.fromkeys(SOURCES, 0.0), set()
        market = sum(income_2021[:3])
        self.countable = (market + 0.5 * base[3]) / 4.0
        self.last_year_income, self.year_income = market + income_2021[3], 0.0

    @property
    def persons(self):
        """Persons of the county that the members stand for."""
        return self.members * self.weight

    @property
    def group(self):
        if not self.rural:
            return "urban"
        return "register" if self.listed else "rural"

    @property
    def house_is_leased(self):
        return self.house in ("leased", "programme")

    @property
    def forgone_business(self):
        """Business income given up for leased land and for the jobs that members hold now."""
        return self.forgone_before + self.released + sum(w.forgone for w in self.workers)

    @property
    def spare_land_income(self):
        """Farm income given up with leased land that no member has yet set against a job."""
        return max(self.released - sum(worker.spared for worker in self.workers), 0.0)

    @property
    def can_take_part(self):
        return self.rural_2021 or self.shares > 0.0

    def meet(self, degree):
        """Know one's neighbours: on the ring and by strides, in both directions."""
        size, here = len(self.village.households), self.village.households.index(self)
        for link in range(min(degree, size - 1)):
            step = (link // 4 + 1) * (SHORTCUT if link % 4 >= 2 else 1)
            other = (here + step) % size if link % 2 == 0 else (here - step) % size
            self.neighbours.append(self.village.households[other])

    def begin_quarter(self):
        """Forget last quarter's postings; at new year also which incomes were received."""
        self.income = dict.fromkeys(SOURCES, 0.0)
        self.earned_before, self.outlet_earnings = self.outlet_earnings, 0.0
        if self.model.quarter % 4 == 0:
            self.incomes_received.clear()

    def review_listing(self):
        """Leave or enter the low-income register on last year's income."""
        county = self.model
        per_head, line = self.last_year_income / self.members, county.near_poor_line()
        if self.listed:
            turnover = county.parameters.register.yearly_turnover
            chance = exit_probability(per_head, line, turnover)
            self.listed = self.rural and not county.draw("register_exit", self.id) < chance
        elif self.rural and per_head < line:
            self.listed = county.draw("register_entry", self.id) < county.register_entry_rate

    def draw_luck(self):
        """Draw the year's luck."""
        county, income = self.model, self.model.parameters.income
        first = normal_quantile(county.draw("persistent_income", self.id))
        second = normal_quantile(county.draw("transitory_income", self.id))
        sd = sqrt(income.persistent_variance)
        then = self.rank + self.persistent
        self.persistent = next_persistent(then, county.reversion, sd, first) - self.rank
        lasting = income.transitory_persistence
        if self.rank < county.poor_below:
            lasting = max(min(lasting + income.poor_persistence_premium, 0.99), lasting)
        sd = sqrt(income.transitory_variance)
        self.transitory = next_transitory(self.transitory, lasting, sd, second)
        self.luck = exp(self.persistent + self.transitory)

    def remember(self):
        """Fix what is known before word passes, so that it passes one link a quarter."""
        self.known = frozenset(self.aware)

    def hear(self):
        """Hear of programmes from officials and neighbours."""
        if not self.can_take_part:
            return
        takeup = self.model.parameters.takeup
        for name in PROGRAMMES:
            if name in self.known:
                continue
            doing = [other for other in self.neighbours if name in other.adopted]
            knowing = [
                other
                for other in self.neighbours
                if name in other.known and name not in other.adopted
            ]
            chance = hearing_probability(
                len(doing),
                len(knowing),
                takeup.adopter_pass_rate,
                takeup.adopter_pass_rate / takeup.adopter_to_aware_ratio,
                self.village.outreach(name),
            )
            if self.model.draw(f"awareness_{name}", self.id) < chance:
                self.aware.add(name)

    def application_chance(self, gain, programme):
        """Chance to apply for a gain in thousand yuan a year."""
        takeup, peers = self.model.parameters.takeup, self.village.peers[programme]
        return application_probability(
            gain, peers, takeup.hassle, takeup.gain_slope, takeup.imitation
        )

    def ask(self, asset):
        """Least rent for a mu."""
        cost = self.model.parameters.land.transaction_cost_yuan
        bundling = self.model.rules.land.bundling
        return VALUE_RATIO[asset] * ask_per_mu(self.land_margin, cost, bundling)

    def offers_land(self, asset, rent):
        """Whether the household offers its own farmed land this quarter."""
        mu = self.mu[asset]
        if self.lease[asset] != 0 or mu <= 0.0 or self.shares <= 0.0 or "land" not in self.aware:
            return False
        gain = (rent * self.village.belief["land"] - self.ask(asset)) * mu / 1000.0
        return self.model.draw("land_application", self.id) < self.application_chance(gain, "land")

    def lease_land(self, asset, rent_per_mu):
        """Stop farming the land and let it."""
        self.lease[asset] = 2 if self.model.rules.land.bundling else 1
        self.land_rent[asset] = rent_per_mu * self.mu[asset]
        self.released += self.land_margin * VALUE_RATIO[asset] * self.mu[asset]
        self.adopted.add("land")

    def house_bid(self, rent):
        """Turn in the queue if the vacant house is offered, else None."""
        if self.house != "vacant" or "houses" not in self.aware:
            return None
        gain = (rent * self.village.belief["houses"] - self.house_ask) / 1000.0
        chance = self.application_chance(gain, "houses")
        drawn = self.model.draw("house_application", self.id)
        return drawn / chance if drawn < chance else None

    def expected(self, source):
        """Income of the year that would have come anyway, before the trend's factor."""
        if source == "wages":
            factor = self.village.town.pay_factor() if self.rural else 1.0
            return max(self.base[0] - self.forgone_wages, 0.0) * self.luck * factor
        if source == "business":
            return max(self.base[1] - self.forgone_business, 0.0) * self.luck
        return self.base[2] * self.luck if source == "property" else self.base[3]
