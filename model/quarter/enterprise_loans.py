"""Loans to enterprises: what they add to value, to wages and to owners' profit."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.quarter.household_loans import NO_RECORD_NOISE, RISK_LOG_SD, SIZE_LOG_SD
from model.quarter.loan_book import Borrowers, LoanBook, Terms
from model.quarter.loan_rules import FIRST_RETURN, FULL_RETURN
from model.quarter.usual_lending import UsualLending
from model.streams import normal_quantile
from model.table import weighted_sum

if TYPE_CHECKING:
    from model.county import CountyModel

PLANNED_YUAN_PER_WORKER = 34_700.0
"""Loans to rural enterprises a year in Yueqing's plan per worker of the county's enterprises: 26
billion yuan over three years and about 250,000 workers."""

RETURN_SLOPE = 10.0
"""Logit of an application per unit of yearly return beyond interest. Assumption."""

LARGEST_LOAN_YUAN = 50.0e6
"""Largest loan to one enterprise; larger ones borrow elsewhere too. Assumption."""


class EnterpriseLoans(UsualLending):
    """Enterprises as borrowers.

    small: below the median size, without much security; known: has a record with the bank.
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        plants, unknowns = county.start.enterprises, county.parameters.finance
        self.small = plants["workers"] < np.median(plants["workers"])
        noise = unknowns.score_noise * np.where(self.small, NO_RECORD_NOISE, 1.0)
        workers = weighted_sum(plants["workers"], plants["weight"])
        yearly = unknowns.enterprise_baseline_share * PLANNED_YUAN_PER_WORKER * workers
        super().__init__(county, self._borrowers(), county.start.towns, noise, yearly)
        self.known = ~self.small | (self.baseline.stock.principal > 0.0)

    def _borrowers(self) -> Borrowers:
        county, unknowns = self.county, self.county.parameters.finance
        plants = county.start.enterprises
        size = unknowns.enterprise_loan_yuan_per_worker * plants["workers"]
        size = size * np.exp(SIZE_LOG_SD * self._normal("loan_size") - 0.5 * SIZE_LOG_SD**2)
        size = np.minimum(size, LARGEST_LOAN_YUAN)
        ability = unknowns.known_return_sd * self._normal("loan_ability")
        risk = RISK_LOG_SD * self._normal("loan_risk") - 0.5 * RISK_LOG_SD**2
        loan_rate = county.parameters.collective.loan_rate
        to_owners = unknowns.enterprise_value_added * (1.0 - unknowns.enterprise_wage_share)
        return Borrowers(
            self._ids(),
            plants["weight"],
            plants["town"].astype(np.int64),
            size,
            RETURN_SLOPE * (to_owners - loan_rate + ability),
            ability,
            np.minimum(unknowns.default_rate * np.exp(risk), 0.9),
            np.where(self.small, unknowns.unsecured_recovery, unknowns.mortgage_recovery),
        )

    def _ids(self) -> NDArray[np.int64]:
        """Ids apart from those of households, so that both may use the same decisions."""
        return np.asarray(self.county.start.enterprises["id"] + (1 << 40))

    def _normal(self, decision: str) -> NDArray[np.float64]:
        drawn = self.county.streams.uniforms(decision, 0, self._ids())
        return np.array([normal_quantile(u) for u in drawn])

    def seasonal(self, quarter: int) -> NDArray[np.int64]:
        """Enterprises whose turn it is to think of a loan: once a year each."""
        return np.flatnonzero((self._ids() + quarter) % 4 == 0)

    def programme_terms(self, chosen: NDArray[np.int64]) -> Terms:
        """What banks offer to parks rated as a whole, first borrowers and firms with a line."""
        county, rules = self.county, self.county.rules.credit
        unknowns, usual = county.parameters.finance, self.usual_terms(chosen)
        known, ids = self.known[chosen], self._ids()[chosen]
        parked = county.streams.uniforms("park_enterprise", 0, ids) < rules.park_share
        on_line = self.with_line()[chosen]
        noise = np.full_like(usual.noise, unknowns.score_noise)
        noise = noise if rules.first_loans else usual.noise
        noise = noise * np.where(parked | on_line, 1.0 - unknowns.specialist_noise_cut, 1.0)
        sought = on_line | (~known if rules.first_loans else np.zeros_like(known))
        size = np.where(on_line, np.minimum(usual.size, rules.small_firm_line_yuan), usual.size)
        return usual._replace(nudge=unknowns.visit_effect * sought, noise=noise, size=size)

    def with_line(self) -> NDArray[np.bool_]:
        """Small enterprises that hold a programme's credit line by now, in an order by lot."""
        lines = np.zeros(self.small.size, bool)
        due = self.county.rules.credit.small_firms
        if due <= 0.0:
            return lines
        lot = self.county.streams.uniforms("small_firm_line", 0, self._ids())
        order = np.argsort(np.where(self.small, lot, 2.0), kind="stable")
        weight = self.county.start.enterprises["weight"][order]
        lines[order] = (np.cumsum(weight) - 0.5 * weight <= due) & self.small[order]
        return lines

    def earned(self, book: LoanBook) -> tuple[float, float]:
        """Value added and interest of a book's new money this quarter, weighted yuan."""
        unknowns, stock = self.county.parameters.finance, book.stock
        age = self.county.quarter - stock.since.astype(float)
        working = np.clip((age - FIRST_RETURN + 1) / (FULL_RETURN - FIRST_RETURN + 1), 0.0, 1.0)
        money = book.borrowers.weight * stock.principal / 4.0
        added = unknowns.enterprise_value_added + book.borrowers.ability + stock.luck
        return weighted_sum(added * working, money), weighted_sum(stock.rate, money)
