"""Books of all lending in one world, and how much money is there to lend."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from model.calendar import is_first_of_year
from model.quarter.enterprise_loans import EnterpriseLoans
from model.quarter.household_loans import HouseholdLoans
from model.quarter.loan_book import LoanBook

if TYPE_CHECKING:
    from model.county import CountyModel

OWN_HEADROOM = 1.05
"""What banks could lend without a programme over what they do lend. Assumption: farmhouses are
mortgaged in plenty, so that lending hardly waits for money."""


@dataclass
class Programme:
    """Second books of both kinds of borrower, kept since a programme began."""

    households: LoanBook
    enterprises: LoanBook


class CreditBook:
    """All lending of one world. `programme` is None until a programme changes lending.

    additional: receipts less interest that households had from lending beyond the baseline, so far
    this year, weighted yuan; project_lent: what village projects borrowed by the last quarter.
    """

    def __init__(self, county: "CountyModel") -> None:
        self.county = county
        self.households = HouseholdLoans(county)
        self.enterprises = EnterpriseLoans(county)
        self.programme: Programme | None = None
        self.additional = 0.0
        self.village_lent_year = 0.0
        self._village_lent = 0.0
        villages = county.start.villages
        best = np.argsort(-county.collectives.project_yield, kind="stable")
        weight = np.where(villages["urban"], 0.0, villages["weight"])[best]
        self.project_rank = np.full(len(villages), np.inf)
        self.project_rank[best] = np.where(weight > 0.0, np.cumsum(weight) - 0.5 * weight, np.inf)

    @property
    def household_book(self) -> LoanBook:
        """Books that hold in this world."""
        return self.programme.households if self.programme else self.households.baseline

    @property
    def enterprise_book(self) -> LoanBook:
        """Books that hold in this world."""
        return self.programme.enterprises if self.programme else self.enterprises.baseline

    def has_line(self, row: int) -> bool:
        """Whether a village's project has a programme's credit line: best yields first."""
        return bool(self.project_rank[row] <= self.county.rules.credit.project_slots)

    def room(self, kind: str) -> float:
        """New money that may still be lent this quarter under the programme, yuan.

        The larger of what banks would have and what is promised, cumulative since 2022, less what
        was lent. A promise counts renewals; the usual part of it is renewed. Lines of small firms
        and village projects are inside the promise, never on top.
        """
        county, rules = self.county, self.county.rules.credit
        new_part = 1.0 - county.parameters.finance.rollover_share
        if kind == "households":
            own, promised = self.households.yearly, rules.household_volume_yuan
            lent = self.household_book.counts.new_money
        else:
            own = self.enterprises.yearly
            lines = rules.small_firms * rules.small_firm_line_yuan
            promised = rules.enterprise_volume_yuan or self._usual(own) * bool(lines) + lines
            lent = self.enterprise_book.counts.new_money
            lent += county.bank.lent_to_programme_projects
        return max(0.0, new_part * max(OWN_HEADROOM * self._usual(own), promised) - lent)

    def usual_room(self, own: float, book: LoanBook) -> float:
        """New money that banks may still lend of their own this quarter, yuan."""
        new_part = 1.0 - self.county.parameters.finance.rollover_share
        return max(0.0, new_part * OWN_HEADROOM * self._usual(own) - book.counts.new_money)

    def _usual(self, yearly: float) -> float:
        """Issued anyway by the end of this quarter, yuan."""
        return yearly / 4.0 * (self.county.quarter + 1)

    def keep_second_books(self) -> Programme | None:
        """Open second books when a programme first changes lending; they stay."""
        if self.programme is None and self.county.rules.credit.active:
            self.programme = Programme(
                self.households.baseline.copy(), self.enterprises.baseline.copy()
            )
        return self.programme

    def count_villages(self) -> None:
        """Add up what village collectives borrowed, by any route."""
        if is_first_of_year(self.county.quarter):
            self.additional = self.village_lent_year = 0.0
        lent = self.county.bank.lent
        self.village_lent_year += lent - self._village_lent
        self._village_lent = lent
