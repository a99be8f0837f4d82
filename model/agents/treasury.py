"""The county treasury: the special fund for village projects and the refit of workshops."""

from typing import TYPE_CHECKING

import mesa

from model.calendar import is_first_of_year

if TYPE_CHECKING:
    from model.county import CountyModel


class Treasury(mesa.Agent):
    """County money. The province's part of allowances is booked here too."""

    model: "CountyModel"

    def fund_villages(self) -> None:
        """Pay the year's special fund to every village as project money, weak villages alike.

        Paid in the first quarter in which it is due and then in the first quarter of each year.
        """
        amount = self.model.rules.collective.special_fund_yuan
        if amount <= 0.0 or not (is_first_of_year(self.model.quarter) or not self._paid_before()):
            return
        total = 0.0
        for village in self.model.villages:
            village.savings += amount
            total += amount * village.weight
        self.model.ledger.pay("capital", "special_fund", "treasury", "collectives", total, total)

    def _paid_before(self) -> bool:
        return any(tag == "special_fund" for _, _, _, tag in self.model.ledger.flows) or any(
            posting.tag == "special_fund" for posting in self.model.ledger.postings
        )

    def refit(self, yuan: float) -> None:
        """Pay for refitting premises: capital, to the world's builders."""
        self.model.ledger.pay("capital", "workshops", "treasury", "world", yuan, yuan)
