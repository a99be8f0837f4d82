"""News and the cost of a deal: what ties, party branches and the digital ledger change."""

from typing import TYPE_CHECKING

import numpy as np

from model.compiled import inlined
from model.quarter.alliances import CHAMBER, CONSORTIUM, ENTERPRISE, TOWN

if TYPE_CHECKING:
    from model.county import CountyModel


class InformationBook:
    """This quarter's news by village.

    outreach: chance that a household hears on top of what officials do, (villages, programmes);
    deal_cost: cost of agreeing on a lease relative to normal, (villages,).
    """

    def __init__(self, county: "CountyModel") -> None:
        villages = len(county.start.villages)
        self.outreach = np.zeros((villages, 3))
        self.deal_cost = np.ones(villages)


@inlined
def deal_cost_left(drawn_saving, tie_multiple, users):  # type: ignore[no-untyped-def]
    """Cost of a lease that is left: ties and ledger each take the drawn part of what is there.

    Args: saving of a tie as drawn; its multiple, 0 without a tie; users of the ledger, as a share.
    """
    tie = min(drawn_saving * tie_multiple, 1.0)
    return (1.0 - tie) * (1.0 - min(drawn_saving * users, 1.0))


def gather(county: "CountyModel") -> None:
    """Set the quarter's news and deal costs from the ties that work and the ledger."""
    book, ties = county.cooperation.information, county.cooperation.ties
    rules, ledger = county.rules.cooperation.alliances, county.rules.cooperation.ledger
    unknowns, rate = county.parameters.alliances, county.parameters.takeup.outreach_rate
    book.outreach[:], book.deal_cost[:] = 0.0, 1.0
    users = min(1.0, ledger.villages_share) * unknowns.ledger_users
    if users <= 0.0 and not ties.kind.any():
        return
    multiple = np.zeros(len(book.deal_cost))
    multiple[ties.tied(TOWN, CHAMBER, ENTERPRISE)] = rules.aid_deal_saving
    branch = ties.tied(CONSORTIUM)
    multiple[branch] = rules.consortium_deal_saving
    book.outreach[branch] = rate * rules.consortium_outreach
    book.outreach += rate * ledger.outreach * users
    for village in range(multiple.size):
        book.deal_cost[village] = deal_cost_left(unknowns.deal_saving, multiple[village], users)
