"""The bank: lends for collective projects and collects interest."""

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from model.agents.village import Village
    from model.county import CountyModel


class Bank(mesa.Agent):
    """The county's banks as one lender to village projects."""

    model: "CountyModel"

    def __init__(self, model: "CountyModel") -> None:
        super().__init__(model)
        self.lent = 0.0

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

    def collect(self) -> None:
        """Collect a quarter's interest from every indebted village."""
        rate = self.model.parameters.collective.loan_rate / 4.0
        interest = rate * self.lent
        self.model.ledger.pay("spending", "collective", "collectives", "bank", interest, interest)
