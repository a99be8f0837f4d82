"""What banks lend without a programme, to households and to enterprises alike."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.quarter.loan_book import Borrowers, Habits, LoanBook, Terms
from model.quarter.loan_rules import passing_chances, settled_intercept, shares_held

if TYPE_CHECKING:
    from model.county import CountyModel


class UsualLending:
    """One kind of borrower, the terms that banks offer it anyway, and their books.

    noise: log sd of the score (borrowers,); rate: what a borrower pays, required: what the bank
    must earn, both per year; yearly: issued a year, weighted yuan.
    """

    def __init__(
        self,
        county: "CountyModel",
        borrowers: Borrowers,
        groups: int,
        noise: NDArray[np.float64],
        yearly: float,
    ) -> None:
        self.county, self.noise, self.yearly = county, noise, yearly
        unknowns = county.parameters.finance
        self.rate = county.parameters.collective.loan_rate
        self.required = unknowns.bank_cost_share * self.rate
        years = unknowns.years_outstanding
        passing = passing_chances(borrowers, noise, self.rate, self.required)
        new_money = yearly * years * (1.0 - unknowns.rollover_share)
        amount = borrowers.weight * borrowers.size
        intercept = settled_intercept(borrowers.pull, passing, amount, new_money, years)
        habits = Habits(
            years,
            unknowns.rollover_share,
            unknowns.return_luck_sd,
            unknowns.default_rate,
            unknowns.cutoff_response,
            intercept,
            county.switches.credit_scoring,
        )
        self.baseline = LoanBook(borrowers, groups, habits, county.streams.seed)
        self.baseline.begin(shares_held(borrowers.pull, passing, intercept, years), self.rate)

    def usual_terms(self, chosen: NDArray[np.int64]) -> Terms:
        """What banks offer some borrowers anyway."""
        borrowers, nothing = self.baseline.borrowers, np.zeros(chosen.size)
        return Terms(
            nothing,
            self.noise[chosen],
            np.full(chosen.size, self.rate),
            np.full(chosen.size, self.required),
            borrowers.recovery[chosen],
            nothing,
            nothing,
            nothing,
            borrowers.size[chosen],
        )
