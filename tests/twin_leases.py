"""Land and house auctions of the twin, written the obvious way; mixed into the twin's county."""

from twin_rules import (
    PLANNED_PART,
    USUAL_BIDS,
    VALUE_RATIO,
    bid_per_mu,
    bidders,
    hammer_price,
)


class LeasePhases:
    """Leases of the quarter and their rents."""

    def lease_land(self):
        quotas = self.rules.land
        for asset, quota in (
            ("arable", quotas.arable_quota_mu),
            ("forest", quotas.forest_quota_mu),
        ):
            pace = self.parameters.land.baseline_mu_per_year * PLANNED_PART[asset] / 4.0
            due = max(pace * (self.quarter + 1), quota)
            room = due - sum(v.leased_mu[asset] * v.weight for v in self.villages_in_order)
            if room > 0.0:
                self.hold_land_auctions(asset, room)

    def hold_land_auctions(self, asset, room):
        """One village after the other, in an order drawn anew, while room lasts."""
        rent = self.parameters.land.rent_yuan_per_mu * VALUE_RATIO[asset]
        turn = {v: self.draw("land_round", v.id) for v in self.villages_in_order}
        for village in sorted(self.villages_in_order, key=lambda v: (turn[v], v.row)):
            sellers = [home for home in village.households if home.offers_land(asset, rent)]
            sellers.sort(key=lambda home: home.ask(asset))
            room = self.auction_land(village, asset, sellers, rent, room)

    def auction_land(self, village, asset, sellers, rent, room):
        """Cheapest asks first as long as the next mu is worth it; one rent for all.

        Returns the room left.
        """
        land, auctions = self.parameters.land, self.switches.auctions
        total = max(sum(home.mu[asset] for home in village.households), 1e-9)
        sold, worth, paid, level = [], [], [], 0.0
        for home in sellers:
            mu = home.mu[asset]
            if 0.5 * mu * home.weight > room:
                break
            bid = rent
            if auctions:
                share = village.leased_mu[asset] / total
                gain = land.contiguity_gain
                bid = bid_per_mu(rent, share, land.demand_elasticity, gain)
            if home.ask(asset) > bid:
                break
            level = 0.5 * (bid + home.ask(asset)) if auctions else rent
            sold.append(home)
            worth.append(max(bid, level))
            village.leased_mu[asset] += mu
            room -= mu * home.weight
        for home, value in zip(sold, worth, strict=True):
            bonus = self.rules.land.profit_share * max(value - level, 0.0)
            home.lease_land(asset, level + bonus)
            paid.append((level + bonus) / rent)
        village.learn_from_rents("land", paid)
        return room

    def pay_land_rents(self):
        """Bundled leases pass through the collective, which is paid a spread on top."""
        spread = self.parameters.land.collective_spread
        for asset in ("arable", "forest"):
            for home in self.households_in_order:
                if home.lease[asset] == 0:
                    continue
                rent = home.land_rent[asset] / 4.0
                home.incomes_received.add("rent")
                if home.lease[asset] == 2:
                    kept = rent * spread
                    passed = (rent + kept) * home.weight
                    self.ledger.pay("spending", "land", "world", "collectives", passed)
                    self.pay_home(home, "property", "land", "collectives", rent)
                    home.village.receipts += kept * home.weight / home.village.weight
                else:
                    self.pay_home(home, "property", "land", "world", rent)

    def lease_houses(self):
        """Some leases end; offered houses are auctioned one by one, in the order of their lot."""
        for home in self.households_in_order:
            if home.house_is_leased:
                hazard = self.parameters.houses.vacancy_hazard
                if self.draw("house_end", home.id) < hazard:
                    home.house, home.house_rent = "vacant", 0.0
                    home.adopted.discard("houses")
        room = self.house_room()
        if room > 0.0:
            self.auction_houses(room, self.typical_house_rent())

    def house_room(self):
        """Houses that may be leased: the pace of before or the quota, and re-letting."""
        homes, houses = self.households_in_order, self.parameters.houses
        pace = houses.baseline_per_year / 4.0 * (self.quarter + 1)
        stock = sum(home.weight for home in homes if home.leased_before)
        leased = sum(home.weight for home in homes if home.house_is_leased)
        return stock + max(pace, self.rules.houses.quota) - leased

    def new_house_leases(self):
        return sum(
            home.weight
            for home in self.households_in_order
            if home.house_is_leased and not home.leased_before
        )

    def typical_house_rent(self):
        houses = self.parameters.houses
        stock = 1.0 + self.new_house_leases() / houses.vacant_stock
        rent = houses.rent_yuan * self.start.facts.get("house_rent_ratio", 1.0)
        return rent * stock ** (-1.0 / houses.rent_elasticity)

    def auction_houses(self, room, rent):
        sold = []
        for home in self.households_in_order:
            lot = home.house_bid(rent)
            if lot is not None:
                price = self.house_price(home, rent)
                if price > 0.0 and price >= home.house_ask:
                    sold.append((lot, home.row, home, price))
        before, paid = 0.0, {}
        for _, _, home, price in sorted(sold, key=lambda sale: sale[:2]):
            before += home.weight
            if before - 0.5 * home.weight > room:
                break
            home.house = "programme" if self.rules.houses.quota > 0.0 else "leased"
            home.house_rent = price
            home.adopted.add("houses")
            paid.setdefault(home.village, []).append(price / rent)
        for village, prices in paid.items():
            village.learn_from_rents("houses", prices)

    def house_price(self, home, rent):
        """What the bidders of the day reach for a house; the typical rent without auctions."""
        if not self.switches.auctions:
            return rent
        bids = USUAL_BIDS + self.rules.houses.platform_bids
        count = bidders(bids, self.draw("exchange_bids", home.id))
        return hammer_price(rent, count)

    def pay_house_rents(self):
        for home in self.households_in_order:
            if home.house_is_leased:
                self.pay_home(home, "property", "houses", "world", home.house_rent / 4.0)
                home.incomes_received.add("rent")
                if not home.leased_before:
                    fee = self.parameters.houses.collective_fee_yuan / 4.0 * home.weight
                    self.ledger.pay("spending", "houses", "world", "collectives", fee)
                    home.village.receipts += fee / home.village.weight

    def diverted_trade(self, town):
        """Trade that new house leases take from other hosts of the town this quarter."""
        taken = sum(
            home.house_rent / 4.0 * home.weight
            for home in town.households()
            if home.house_is_leased and not home.leased_before
        )
        return self.parameters.houses.diverted_share * taken
