"""Guaranteed loans to start-ups (创业担保贷款): lent at the opening, repaid in one sum.

Interest is a cost of the business; what the county pays of it is a transfer to the household. The
loan itself is capital: nobody's income. Where a business closes before the loan is due, the
guarantee fund answers for it.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.quarter.earnings import QUARTER

if TYPE_CHECKING:
    from model.county import CountyModel
    from model.quarter.venture_book import Open
    from model.work_rules import VentureOffer

LOAN_QUARTERS = 8
"""Quarters until the loan is due. Assumption: two years; provincial rules allow three at most."""


def interest_yuan(county: "CountyModel", offer: "VentureOffer") -> float:
    """Interest of a year that a business bears itself, yuan: loan x rate x (1 - paid share)."""
    rate = county.parameters.collective.loan_rate
    return offer.loan_yuan * rate * (1.0 - offer.interest_paid_share)


def lend(county: "CountyModel", offer: "VentureOffer", weight: NDArray[np.float64]) -> None:
    """Pay the loans of businesses that open; weighted households (rows,)."""
    if offer.loan_yuan > 0.0:
        lent = offer.loan_yuan * weight
        county.ledger.pay("capital", offer.tag, "bank", "households", lent, lent)
        county.ventures.lent_yuan += float(lent.sum())


def collect(county: "CountyModel", offer: "VentureOffer", running: "Open") -> None:
    """Collect a quarter's interest on open loans and the principal of those that fall due."""
    if offer.loan_yuan <= 0.0:
        return
    homes, age = county.ventures.homes(running), county.quarter - running.opened
    weight = county.households["weight"][homes]
    interest = QUARTER * offer.loan_yuan * county.parameters.collective.loan_rate
    due = interest * (age < LOAN_QUARTERS)
    helped = due * offer.interest_paid_share
    county.books.quarter_income[homes, 1] -= due
    county.books.quarter_income[homes, 3] += helped
    county.ledger.pay("business", offer.tag, "households", "bank", due * weight, due * weight)
    county.pay_households("transfers", offer.tag, "treasury", helped * weight)
    repaid = offer.loan_yuan * weight * (age == LOAN_QUARTERS)
    county.ledger.pay("capital", offer.tag, "households", "bank", repaid, repaid)


def call_guarantee(county: "CountyModel", offer: "VentureOffer", ended: "Open") -> None:
    """Let the county's guarantee fund repay the open loans of businesses that close."""
    if offer.loan_yuan <= 0.0 or not ended.worker.size:
        return
    unpaid = county.quarter - ended.opened <= LOAN_QUARTERS
    weight = county.households["weight"][county.ventures.homes(ended)]
    owed = offer.loan_yuan * weight * unpaid
    county.ledger.pay("capital", offer.tag, "treasury", "bank", owed, owed)
