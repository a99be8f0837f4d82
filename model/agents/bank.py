"""The bank: lends for collective projects, scores borrowers; and the guarantee company."""

from typing import TYPE_CHECKING

import mesa

from model.compiled import inlined

if TYPE_CHECKING:
    from model.agents.village import Village
    from model.county import CountyModel

LARGEST_LEVERAGE = 10.0
"""Guarantees outstanding over the capital of a guarantee company. Source: the limit for financing
guarantee companies in State Council order 683 (2017)."""


@inlined
def approves(risk, rate, recovery, required):  # type: ignore[no-untyped-def]
    """Whether a loan is expected to pay: (1 - PD)(1 + i) + PD x LTV >= 1 + c.

    Args: risk as the bank sees it and rate, per year; recovery, part of the loan that security
    covers; required, cost of money and handling per year plus what past defaults add.
    """
    return (1.0 - risk) * (1.0 + rate) + risk * recovery >= 1.0 + required


@inlined
def largest_risk(rate, recovery, required):  # type: ignore[no-untyped-def]
    """The risk at which a loan just pays: the rule of `approves` solved for PD; 1 for any."""
    lost = 1.0 + rate - recovery
    return 1.0 if lost <= rate - required else max(0.0, (rate - required) / lost)


@inlined
def with_guarantee(recovery, share):  # type: ignore[no-untyped-def]
    """Recovery of a loan of which a guarantor answers for a share."""
    return share + (1.0 - share) * recovery


class Bank(mesa.Agent):
    """The county's banks as one lender to village projects, households and enterprises."""

    model: "CountyModel"

    def __init__(self, model: "CountyModel") -> None:
        super().__init__(model)
        self.lent = 0.0
        self.lent_to_programme_projects = 0.0

    def lend(self, village: "Village", wanted: float) -> float:
        """Lend what is wanted; the village has already shown its debt cover. Principal only."""
        amount = max(0.0, wanted)
        self.lent += amount * village.weight
        village.debt += amount
        county_amount = amount * village.weight
        self.model.ledger.pay(
            "capital", "collective", "bank", "collectives", county_amount, county_amount
        )
        return amount

    def lend_on_line(self, village: "Village", wanted: float) -> float:
        """Lend for a project with a programme's credit line, as far as the line goes."""
        left = max(0.0, self.model.rules.credit.project_line_yuan - village.line_used)
        amount = self.lend(village, min(wanted, left))
        village.line_used += amount
        self.lent_to_programme_projects += amount * village.weight
        return amount

    def collect(self) -> None:
        """Collect a quarter's interest from every indebted village."""
        rate = self.model.parameters.collective.loan_rate / 4.0
        interest = rate * self.lent
        self.model.ledger.pay("spending", "collective", "collectives", "bank", interest, interest)


class GuaranteeCompany(mesa.Agent):
    """A public company (市农信公司) that answers for a part of farm loans.

    capital: paid in by the treasury, less what it had to pay, yuan; paid_in: what it was given.
    """

    model: "CountyModel"

    def __init__(self, model: "CountyModel") -> None:
        super().__init__(model)
        self.capital = self.paid_in = 0.0

    def pay_in(self, promised: float) -> None:
        """Take the capital that is promised by now from the treasury; kept in its account."""
        self.capital += max(0.0, promised - self.paid_in)
        self.paid_in = max(self.paid_in, promised)

    def room(self, exposure: float) -> float:
        """Guarantees it may still give: LARGEST_LEVERAGE times its capital less its exposure."""
        return max(0.0, LARGEST_LEVERAGE * self.capital - exposure)

    def honour(self, called: float) -> float:
        """Pay the bank what guarantees of failed loans come to, as far as capital goes, yuan."""
        paid = min(max(called, 0.0), self.capital)
        self.capital -= paid
        if paid > 0.0:
            self.model.ledger.pay("capital", "credit", "treasury", "bank", paid, paid)
        return paid
