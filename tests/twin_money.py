"""Charity, allowance and the trend in the twin; mixed into its county."""

from math import exp

from twin_rules import (
    allowance,
    normal_quantile,
    price_support,
)

from model.calendar import is_first_of_year
from model.quarter.trend import TrendError

GROUPS = ("rural", "urban", "register")
SOURCES = ("wages", "business", "property", "transfers")


class MoneyPhases:
    """What households receive beyond wages, rents and shares."""

    def listed(self):
        return [home for home in self.households_in_order if home.listed]

    def choose_suppliers(self):
        """Members in the outer half of the villages who sell to the farm company, by lot."""
        far = sorted(village.distance_km for village in self.villages_in_order)
        middle = (far[(len(far) - 1) // 2] + far[len(far) // 2]) / 2.0
        able = [
            home
            for home in self.households_in_order
            if home.village.distance_km >= middle and home.rural and home.shares > 0.0
        ]
        share = self.parameters.charity.supplier_households
        share /= max(sum(home.weight for home in able), 1.0)
        return [home for home in able if self.draw("produce_supply", home.id, 0) < share]

    def pay_charity(self):
        self.give_privately()
        if not self.rules.charity.active:
            return
        self.collect_donations()
        if is_first_of_year(self.quarter):
            self.granted = 0.0
        listed = self.listed()
        left = max(0.0, self.rules.charity.grants_yuan_per_year - self.granted)
        due = min(left / (4 - self.quarter % 4), max(0.0, self.charity_cash))
        if listed and due > 0.0:
            per_head = due / sum(home.persons for home in listed)
            for home in listed:
                home.grant = per_head * home.members
                self.pay_home(home, "transfers", "charity", "charity", home.grant)
            paid = sum(home.grant * home.weight for home in listed)
            self.charity_cash -= paid
            self.granted += paid
        if self.rules.charity.price_floor:
            self.support_prices()

    def give_privately(self):
        """Gifts to the register, less what last quarter's grants crowd out."""
        charity = self.parameters.charity
        for home in self.households_in_order:
            if home.listed:
                usual = charity.private_gifts_yuan_per_head / 4.0 * home.members
                gift = max(usual - charity.crowding_out * home.grant, 0.0)
                self.pay_home(home, "transfers", "trend", "households", gift)
            home.grant = 0.0

    def collect_donations(self):
        charity, volume = self.parameters.charity, self.rules.charity.volume
        donated = charity.donations_yuan_per_year / 4.0 * volume
        self.ledger.pay("capital", "charity", "world", "charity", donated)
        if self.rules.charity.trust and self.endowment == 0.0:
            self.endowment = charity.endowment_yuan * volume
            self.ledger.pay("capital", "charity", "enterprises", "charity", self.endowment)
        earned = self.endowment * charity.payout_yield / 4.0
        self.ledger.pay("spending", "charity", "world", "charity", earned)
        self.charity_cash += donated + earned

    def support_prices(self):
        """Top up sales of suppliers to the floor price as far as there is cash."""
        charity = self.parameters.charity
        shock = normal_quantile(self.draw("produce_price", 0, self.quarter // 4 * 4))
        price = exp(charity.produce_price_sd * shock)
        sales = charity.produce_yuan_per_household / 4.0
        support = price_support(price, charity.floor_price_ratio, sales)
        needed = support * sum(home.weight for home in self.suppliers)
        if needed > 0.0:
            part = min(1.0, max(0.0, self.charity_cash) / needed)
            for home in self.suppliers:
                self.pay_home(home, "business", "charity", "charity", support * part)
                self.charity_cash -= support * part * home.weight

    def pay_allowances(self):
        """Fill listed households up to the subsistence standard."""
        standard = self.dibao_per_head_year() / 4.0
        disregard = self.parameters.register.earnings_disregard
        for home in self.listed():
            own = home.countable - disregard * home.earned_before
            if self.rules.charity.means_tested:
                own += home.grant
            yuan = allowance(standard * home.members, own)
            self.pay_home(home, "transfers", "register", "treasury", yuan)

    def pay_the_rest(self):
        """Pay what would have come anyway, the local pay response and local trade."""
        rate = {town: self.trade_rate(town) for town in self.towns}
        if self.solves:
            self.solve_factors(rate)
        factors = self.factors.income[self.quarter].tolist()
        for home in self.households_in_order:
            self.pay_rest_of(home, factors[GROUPS.index(home.group)], rate[home.village.town])

    def trade_rate(self, town):
        """Local sales of a town over what its businesses would earn in a year."""
        business = sum(home.expected("business") * home.weight for home in town.households())
        income = town.income if self.switches.local_trade else town.first_income
        sales = max(town.trade_share * income - self.diverted_trade(town), 0.0)
        return sales / business if business > 0.0 else 0.0

    def pay_rest_of(self, home, factor, rate):
        wages = home.expected("wages") * factor[0]
        if home.rural:
            # `expected` holds the pay response; above normal pay it is posted under its own tag.
            response = home.village.town.pay_factor()
            wages /= max(response, 1.0)
            pressed = wages * max(response - 1.0, 0.0)
            self.pay_home(home, "wages", "local_wages", "enterprises", pressed)
        self.pay_home(home, "wages", "trend", "enterprises", wages)
        business = home.expected("business")
        self.pay_home(home, "business", "trend", "world", business * factor[1])
        self.pay_home(home, "business", "local_trade", "households", business * rate)
        self.pay_home(home, "property", "trend", "world", home.expected("property") * factor[2])
        transfers = home.expected("transfers") * factor[3]
        self.pay_home(home, "transfers", "trend", "insurers", transfers)
        total = sum(home.income.values())
        home.year_income += total
        home.countable = total - home.income["transfers"] + 0.5 * transfers
        self.note_income(home)

    def solve_factors(self, rate):
        """Find factors that put each area and the register on the drawn path."""
        persons = dict.fromkeys(GROUPS, 0.0)
        posted = {(group, source): 0.0 for group in GROUPS for source in SOURCES}
        rest = dict(posted)
        for home in self.households_in_order:
            persons[home.group] += home.persons
            for source in SOURCES:
                posted[home.group, source] += home.income[source] * home.weight
                rest[home.group, source] += home.expected(source) * home.weight
            trade = rate[home.village.town] * home.expected("business")
            posted[home.group, "business"] += trade * home.weight
        rural_persons = persons["rural"] + persons["register"]
        found, quarter_path = {}, self.trend.income[self.quarter // 4] / 4.0
        season = {"property": 0.75 if self.quarter % 4 == 3 else -0.25}
        for s, source in enumerate(SOURCES):
            awaited = {area: season.get(source, 0.0) * self.awaited[area] for area in self.awaited}
            target = quarter_path[1, s] * persons["urban"] - posted["urban", source]
            target += awaited["urban"]
            found["urban", source] = part_of(target, rest["urban", source])
            target = quarter_path[0, s] * rural_persons + awaited["rural"]
            target -= posted["rural", source] + posted["register", source]
            both = part_of(target, rest["rural", source] + rest["register", source])
            found["rural", source] = found["register", source] = both
        if persons["register"] > 0.0:
            self.solve_register(found, posted, rest, persons)
        row = self.factors.income[self.quarter]
        row[:] = [[found[group, source] for source in SOURCES] for group in GROUPS]
        if min(found.values()) < 0.0:
            raise TrendError(f"quarter {self.quarter}: postings exceed the trend")

    def solve_register(self, found, posted, rest, persons):
        """Bring the register to its own mean; other rural homes take what it leaves.

        Its transfers pay what other sources leave; where these pay too much, all are cut alike.
        """
        year = self.quarter // 4
        wanted = self.trend.register_income[year] / 4.0 * persons["register"]
        wanted -= sum(posted["register", source] for source in SOURCES)
        earned = sum(found["register", source] * rest["register", source] for source in SOURCES[:3])
        if wanted < earned:
            for source in SOURCES[:3]:
                found["register", source] *= max(wanted, 0.0) / earned
            found["register", "transfers"] = 0.0
        else:
            own = part_of(wanted - earned, rest["register", "transfers"])
            found["register", "transfers"] = own
        for s, source in enumerate(SOURCES):
            left = self.trend.income[year, 0, s] / 4.0 * (persons["rural"] + persons["register"])
            if source == "property":
                left += self.awaited["rural"] * (0.75 if self.quarter % 4 == 3 else -0.25)
            left -= posted["rural", source] + posted["register", source]
            left -= found["register", source] * rest["register", source]
            found["rural", source] = part_of(left, rest["rural", source])


def part_of(part, whole):
    return float(part / whole) if whole > 0.0 else 0.0
