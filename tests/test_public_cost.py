"""The public cost of programmes is all that the treasury pays, less what it pays anyway."""

import numpy as np
import pytest
from real_county import outcome, policies, real_county, trend_world

from model.county import WorldOutcome
from model.policies import available

PAID_ANYWAY = {"register", "trend"}
"""Tags of allowances, and of the residual that fills income up to the trend."""


def paid_for_programmes(world: WorldOutcome) -> np.ndarray:
    """Yuan by year, from the postings."""
    paid = dict.fromkeys(sorted({posting.year for posting in world.postings}), 0.0)
    for posting in world.postings:
        if posting.payer == "treasury" and posting.tag not in PAID_ANYWAY:
            paid[posting.year] += posting.amount
    return np.array(list(paid.values()))


@pytest.mark.parametrize("name", sorted(available()))
def test_no_payment_of_the_treasury_is_missing_from_the_public_cost(name: str) -> None:
    world = outcome(real_county(), policies(name), factors=trend_world().factors)
    paid = paid_for_programmes(world)
    assert world.indicators["public_cost"][-len(paid) :] == pytest.approx(paid, rel=1e-12)


def test_interest_that_the_county_pays_for_loans_of_the_register_is_public_cost() -> None:
    world = outcome(real_county(), policies("rural_finance"), factors=trend_world().factors)
    assert paid_for_programmes(world).min() > 0
