"""The circular charity fund (循环慈善共富基金): donations, trust, grants, floor price."""

from typing import TYPE_CHECKING

import mesa

from model.calendar import is_first_of_year

if TYPE_CHECKING:
    from model.county import CountyModel


class CharityFund(mesa.Agent):
    """Money given for the low-income register and for a floor price of produce.

    cash: what can be paid out, endowment: what only its yield can be paid from; yuan.
    """

    model: "CountyModel"

    def __init__(self, model: "CountyModel") -> None:
        super().__init__(model)
        self.cash = self.endowment = self.granted = self.supported = 0.0

    def collect(self) -> None:
        """Receive donations, endow the trust when it is founded, and earn its yield."""
        charity, ledger = self.model.parameters.charity, self.model.ledger
        intensity = self.model.rules.charity.volume
        donated = charity.donations_yuan_per_year / 4.0 * intensity
        ledger.pay("capital", "charity", "world", "charity", donated, donated)
        self.cash += donated
        if self.model.rules.charity.trust and self.endowment == 0.0:
            self.endowment = charity.endowment_yuan * intensity
            ledger.pay(
                "capital", "charity", "enterprises", "charity", self.endowment, self.endowment
            )
        earned = self.endowment * charity.payout_yield / 4.0
        ledger.pay("spending", "charity", "world", "charity", earned, earned)
        self.cash += earned

    def grant_due(self) -> float:
        """What can be granted this quarter, as far as cash allows, yuan.

        What is left of the year's promise, spread over what is left of the year.
        """
        quarter = self.model.quarter
        if is_first_of_year(quarter):
            self.granted = 0.0
        left = max(0.0, self.model.rules.charity.grants_yuan_per_year - self.granted)
        return min(left / (4 - quarter % 4), max(0.0, self.cash))

    def pay_grants(self, yuan: float) -> None:
        """Book grants of this quarter."""
        self.cash -= yuan
        self.granted += yuan

    def pay_support(self, yuan: float) -> None:
        """Book price support of this quarter."""
        self.cash -= yuan
        self.supported += yuan
