"""The county: `step` is one quarter, written out on one page. Start reading here."""

from collections.abc import Callable

import mesa
import numpy as np
from numpy.typing import NDArray

from model.agents.bank import Bank, GuaranteeCompany
from model.agents.charity_fund import CharityFund
from model.agents.enterprise import Enterprise
from model.agents.treasury import Treasury
from model.agents.village import Village
from model.books import HouseholdBooks
from model.calendar import is_last_of_year, year_of
from model.cooperation import Cooperation
from model.indicators import collect
from model.ledger import Ledger
from model.market import OutletMarket
from model.outcome import WorldOutcome
from model.parameters import Parameters
from model.policies.policy import Policy
from model.quarter import (
    alliances,
    awareness,
    charity,
    clusters,
    contracts,
    credit,
    enclaves,
    farming,
    helping,
    houses,
    information,
    job_book,
    land,
    local_jobs,
    local_pay,
    luck,
    moving,
    orders,
    outlets_close,
    pairing,
    places,
    produce,
    profit_sharing,
    register,
    residence,
    shares,
    support,
    training,
    training_book,
    transfers,
    trend,
    venture_book,
    ventures,
    wages,
)
from model.rules import Rules, Switches
from model.start import StartingCounty
from model.streams import Streams
from model.trend_path import TrendFactors, TrendPath


class CountyModel(mesa.Model):
    """One world: a starting county, one draw of the unknowns, one seed, some policies.

    Villages, enterprises, treasury, bank and charity fund are Mesa agents; households and workers
    are rows of tables. Without `factors` this is the trend world, which finds them; with `factors`
    it is paired with the world that found them.
    """

    def __init__(
        self,
        start: StartingCounty,
        parameters: Parameters,
        trend_path: TrendPath,
        policies: tuple[Policy, ...] = (),
        *,
        seed: int = 1,
        factors: TrendFactors | None = None,
        switches: Switches | None = None,
    ) -> None:
        super().__init__(rng=seed)
        self.start, self.parameters, self.trend = start, parameters, trend_path
        self.policies, self.switches = policies, switches or Switches()
        self.streams, self.rules = Streams(seed), Rules()
        self.ledger = Ledger([policy.name for policy in policies])
        self.quarter, self.quarters = 0, 4 * trend_path.years
        self.solves = factors is None
        self.factors = factors or TrendFactors(
            np.zeros((self.quarters, 3, 4)), np.zeros(self.quarters)
        )
        self.books = HouseholdBooks(self)
        self.households, self.workers = self.books.households, self.books.workers
        self.market = OutletMarket(self)
        self.land, self.houses = land.LandBook(self), houses.HouseBook(self)
        self.collectives = shares.CollectiveBook(self)
        self.cooperation = Cooperation(self)
        self.training, self.jobs = training_book.TrainingBook(self), job_book.JobBook(self)
        self.farms, self.ventures = farming.FarmBook(self), venture_book.VentureBook(self)
        self.support, self.pairing = support.SupportBook(self), pairing.PairingBook(self)
        self.profits, self.moves = profit_sharing.ProfitBook(self), moving.MovingBook(self)
        rows = range(len(start.villages))
        self.villages = Village.create_agents(self, len(rows), list(rows))
        self.village_list = list(self.villages)
        plants = range(len(start.enterprises))
        self.enterprises = Enterprise.create_agents(self, len(plants), list(plants))
        self.enterprise_list = list(self.enterprises)
        self.treasury, self.bank, self.charity_fund = Treasury(self), Bank(self), CharityFund(self)
        self.guarantee_company = GuaranteeCompany(self)
        self.credit = credit.CreditBook(self)
        self.outcome = WorldOutcome(self.factors)

    def step(self) -> None:
        """One quarter in the county."""
        self.open_quarter()

        residence.reclassify(self)
        moving.move(self)
        register.review(self)
        luck.draw(self)

        information.gather(self)
        awareness.spread(self)
        training.teach(self)
        orders.renew(self)
        outlets_close.close_some(self)
        alliances.match(self)
        clusters.bargain(self)
        orders.looking(self).do("plan")
        self.treasury.fund_villages()
        self.villages.do("plan")
        pairing.match(self)
        places.fill(self)
        ventures.open_and_close(self)
        local_jobs.fill(self)
        local_pay.adjust(self)

        wages.pay(self)
        local_jobs.pay(self)
        ventures.pay(self)
        training.pay(self)
        farming.insure(self)
        profit_sharing.share(self)
        land.lease(self)
        land.pay_rents(self)
        houses.lease(self)
        houses.pay_rents(self)
        produce.sell(self)
        clusters.operate(self)
        contracts.earn(self)
        shares.earn(self)
        enclaves.count_revenue(self)
        shares.pay_welfare(self)
        shares.pay_dividends(self)
        charity.pay_grants(self)
        credit.lend_and_pay(self)
        helping.pay(self)
        support.pay(self)
        transfers.pay(self)
        trend.pay_the_rest(self)

        self.close_quarter()

    def run(self) -> WorldOutcome:
        """Step to the end of the horizon and return what was measured."""
        while self.quarter < self.quarters:
            self.step()
        self.outcome.postings = self.ledger.postings
        return self.outcome

    def open_quarter(self) -> None:
        """Set the rules of the quarter from fresh ones, and let policies give their orders."""
        rules = Rules()
        in_force = [policy for policy in self.policies if policy.in_force(self.quarter)]
        for policy in in_force:
            rules = policy.amend(rules, self.quarter)
        self.rules = rules
        self.books.open_quarter()
        self.collectives.open_quarter()
        self.support.open_quarter()
        self.pairing.open_quarter()
        for policy in in_force:
            policy.act(self)

    def close_quarter(self) -> None:
        """Close the ledger; at year end take the indicators; move to the next quarter."""
        self.ledger.close_quarter(self.books.hand_over())
        self.books.close_quarter()
        if is_last_of_year(self.quarter):
            self.ledger.close_year(year_of(self.quarter))
            collect(self, self.outcome)
            self.books.close_year()
            self.farms.close_year()
            self.villages.do("new_year")
        self.quarter += 1

    def pay_households(self, kind: str, tag: str, payer: str, amount: NDArray[np.float64]) -> None:
        """Post what a phase has added to household incomes; weighted yuan, any rows."""
        self.ledger.pay(kind, tag, payer, "households", amount, amount)

    def trend_factors(self, solve: Callable[[], NDArray[np.float64]]) -> NDArray[np.float64]:
        """This quarter's income factors: found in the trend world, read in every other."""
        if self.solves:
            self.factors.income[self.quarter] = solve()
        return self.factors.income[self.quarter]

    def dibao_per_head_year(self) -> float:
        """The subsistence standard this year, yuan per head and year; indexed every year."""
        unknowns = self.parameters.register
        years = self.quarter // 4 + 1
        trend = 12.0 * unknowns.dibao_yuan_per_month * (1.0 + unknowns.dibao_indexation) ** years
        rules = self.rules.register
        return max(trend * rules.standard_factor, 12.0 * rules.standard_floor_yuan_per_month)

    def close(self) -> None:
        """Let go of this world. Mesa 3.3 keeps every model alive through Agent._ids."""
        self.remove_all_agents()
        ids = getattr(mesa.Agent, "_ids", None)
        if ids is not None:
            ids.pop(self, None)
