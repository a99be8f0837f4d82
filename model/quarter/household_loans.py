"""Loans to farm households: who they are to the bank, and on what terms it lends to them."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled, inlined
from model.quarter.loan_book import Borrowers, Terms
from model.quarter.usual_lending import UsualLending
from model.streams import decision_code, normal_quantile, uniform, uniforms
from model.table import total_by

if TYPE_CHECKING:
    from model.county import CountyModel

PLANNED_YUAN_PER_HEAD = 7_350.0
"""Loans to households a year in Yueqing's plan per rural resident: 11 billion yuan over three
years and 499,200 rural residents. Banks issue a drawn share of it anyway."""

WITHOUT_FARMHOUSE = 0.5
"""Size of a loan without a registered farmhouse, relative to one with. Assumption."""

SIZE_LOG_SD, RISK_LOG_SD, RISK_BY_RANK = 0.5, 0.8, 0.3
"""Spread of loans and of risks; how far risk falls with log income. Assumptions."""

NO_RECORD_NOISE = 1.5
"""Score error of who never borrowed, relative to who did. Assumption."""

FIRST_LOAN_PULL = 0.5
"""Looking for first borrowers (首贷户) counts as half a visit. Assumption."""

CUSTODY_RECOVERY = 0.5
"""Part of a loan recovered from assets held in custody (受托代管). Assumption."""

REGISTER_BACKED, REGISTER_LOAN_YUAN = 0.8, 50_000.0
"""Small loans to the register: part that the county's risk fund answers for, and the largest.
Source: the national rule for such loans, at most 50,000 yuan without security; share assumed."""

SKILLED = 0.75
"""Rank of skill from which a certificate counts as a record. Assumption."""


@inlined
def expected_gain(size, productive, excess, known):  # type: ignore[no-untyped-def]
    """What a borrower expects to earn beyond interest, thousand yuan a year."""
    return size * productive * (excess + known) / 1000.0


@compiled
def _traits(seed, codes, ids, rank, mortgaged, figures):  # type: ignore[no-untyped-def]
    """Size, known return and true risk of each household; see `Borrowers`."""
    loan, known_sd, default_rate = figures
    size, ability, risk = np.empty(ids.size), np.empty(ids.size), np.empty(ids.size)
    for i in range(ids.size):
        spread = SIZE_LOG_SD * normal_quantile(uniform(seed, codes[0], 0, ids[i]))
        secured = 1.0 if mortgaged[i] else WITHOUT_FARMHOUSE
        size[i] = loan * secured * np.exp(spread - 0.5 * SIZE_LOG_SD**2)
        ability[i] = known_sd * normal_quantile(uniform(seed, codes[1], 0, ids[i]))
        shock = RISK_LOG_SD * normal_quantile(uniform(seed, codes[2], 0, ids[i]))
        risk[i] = default_rate * np.exp(shock - 0.5 * RISK_LOG_SD**2 - RISK_BY_RANK * rank[i])
    return size, ability, np.minimum(risk, 0.9)


class HouseholdLoans(UsualLending):
    """Households that can borrow as farmers.

    rows: their rows in the household table; mortgaged: farmhouse registered; known: has a record
    with the bank; visited: chance that no specialist has come yet, by village.
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        households, unknowns = county.households, county.parameters.finance
        self.rows = np.flatnonzero(county.books.can_take_part)
        ids = households["id"][self.rows]
        self.mortgaged = self._drawn("farmhouse_registered") < unknowns.registered_share
        self.mortgaged &= households["shares"][self.rows] > 0.0
        borrowers = self._borrowers(ids, households["weight"][self.rows])
        noise = unknowns.score_noise * np.where(self.mortgaged, 1.0, NO_RECORD_NOISE)
        residents = float(county.books.weighted_persons[households["rural_2021"]].sum())
        yearly = unknowns.household_baseline_share * PLANNED_YUAN_PER_HEAD * residents
        super().__init__(county, borrowers, len(county.start.villages), noise, yearly)
        self.known = self.mortgaged | (self.baseline.stock.principal > 0.0)
        self.unvisited = np.ones(len(county.start.villages))
        self._seasons = [np.flatnonzero(ids % 4 == season) for season in range(4)]
        town = county.start.villages["town"]
        self.homes = total_by(borrowers.group, np.ones(ids.size), len(town))
        self.town_homes = total_by(town, self.homes, county.start.towns)

    def _drawn(self, decision: str) -> NDArray[np.float64]:
        ids = self.county.households["id"][self.rows]
        return self.county.streams.uniforms(decision, 0, ids)

    def _borrowers(self, ids: NDArray[np.int64], weight: NDArray[np.float64]) -> Borrowers:
        county, unknowns = self.county, self.county.parameters.finance
        codes = tuple(decision_code(f"loan_{name}") for name in ("size", "ability", "risk"))
        figures = unknowns.household_loan_yuan, unknowns.known_return_sd, unknowns.default_rate
        rank = county.books.rank[self.rows]
        size, ability, risk = _traits(
            county.streams.seed, codes, ids, rank, self.mortgaged, figures
        )
        gain = expected_gain(size, unknowns.productive_share, unknowns.excess_return, ability)
        recovery = np.where(self.mortgaged, unknowns.mortgage_recovery, unknowns.unsecured_recovery)
        village = county.households["village"][self.rows].astype(np.int64)
        pull = county.parameters.takeup.gain_slope * gain
        return Borrowers(ids, weight, village, size, pull, ability, risk, recovery)

    def seasonal(self, quarter: int) -> NDArray[np.int64]:
        """Borrowers (positions) whose turn it is to think of a loan: once a year each."""
        return self._seasons[-quarter % 4]

    def send_specialists(self) -> None:
        """Let a quarter's visits happen: each specialist sees some households of the village."""
        county, rules = self.county, self.county.rules.credit
        villages = county.start.villages
        count = len(villages)
        order = np.argsort(county.streams.uniforms("specialist_village", 0, villages["id"]))
        reached = np.zeros(count)
        reached[order] = np.cumsum(villages["weight"][order]) <= rules.specialist_villages + 1e-9
        reached += self._near_station()
        hazard = county.parameters.finance.visits_per_quarter / np.maximum(self.homes, 1.0)
        self.unvisited *= np.exp(-reached * hazard)

    def _near_station(self) -> NDArray[np.float64]:
        """Visits that a flagship station adds in its town: those of one specialist a village.

        Towns with the most households that can borrow come first.
        """
        county = self.county
        towns, town = county.start.towns, county.start.villages["town"]
        rank = np.empty(towns)
        rank[np.argsort(-self.town_homes, kind="stable")] = np.arange(1, towns + 1)
        return (rank[town] <= county.rules.credit.stations).astype(np.float64)

    def programme_terms(self, chosen: NDArray[np.int64]) -> Terms:
        """What banks offer with specialists, special loans, custody and guarantees."""
        county, rules = self.county, self.county.rules.credit
        unknowns, usual = county.parameters.finance, self.usual_terms(chosen)
        rows = self.rows[chosen]
        met = self._met(chosen)
        known = self.known[chosen]
        noise = np.full_like(usual.noise, unknowns.score_noise)
        noise = noise if rules.first_loans else usual.noise
        clear = met | self._certified(rows)
        noise = noise * np.where(clear, 1.0 - unknowns.specialist_noise_cut, 1.0)
        nudge = unknowns.visit_effect * met
        if rules.first_loans:
            nudge = nudge + FIRST_LOAN_PULL * unknowns.visit_effect * ~known
        listed = county.households["on_register"][rows] & rules.register_loans
        size = np.where(listed, np.minimum(usual.size, REGISTER_LOAN_YUAN), usual.size)
        cut = rules.special_rate_cut * _farms(county, rows)
        subsidy = np.minimum(rules.register_subsidy, self.rate - cut) * listed
        slope = county.parameters.takeup.gain_slope
        nudge = nudge + slope * size * unknowns.productive_share * (cut + subsidy) / 1000.0
        return usual._replace(
            nudge=nudge,
            noise=noise,
            rate=usual.rate - cut,
            required=np.maximum(usual.required - cut, 0.0),
            recovery=self._secured(chosen, usual.recovery),
            cover=np.where(listed, 0.0, rules.guaranteed_share),
            backed=np.where(listed, REGISTER_BACKED, 0.0),
            subsidy=subsidy,
            size=size,
        )

    def _met(self, chosen: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether a specialist has been to a household by now; once is for good."""
        borrowers = self.baseline.borrowers
        code = decision_code("specialist_visit")
        drawn = uniforms(self.county.streams.seed, code, 0, borrowers.ids[chosen])
        return np.asarray(drawn > self.unvisited[borrowers.group[chosen]])

    def _certified(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Households with a skilled worker whose certificate counts as a record."""
        county = self.county
        if not county.rules.credit.skill_loans:
            return np.zeros(rows.size, bool)
        skilled = np.zeros(len(county.households), bool)
        workers = county.workers
        skilled[workers["household"][workers["skill"] >= SKILLED]] = True
        return skilled[rows]

    def _secured(
        self, chosen: NDArray[np.int64], usual: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Recovery with assets in custody, for the households whose turn has come."""
        share = self.county.rules.credit.custody_share
        if share <= 0.0:
            return usual
        ids = self.baseline.borrowers.ids[chosen]
        held = self.county.streams.uniforms("asset_custody", 0, ids) < share
        return np.where(held, np.maximum(usual, CUSTODY_RECOVERY), usual)


def _farms(county: "CountyModel", rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Households that farm land of their own now, arable or forest."""
    households = county.households
    arable = (households["arable_mu"][rows] > 0.0) & (households["arable_state"][rows] == 0)
    forest = (households["forest_mu"][rows] > 0.0) & (households["forest_state"][rows] == 0)
    return np.asarray(arable | forest)
