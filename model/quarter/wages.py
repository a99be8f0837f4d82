"""Outlet pay (薪金): piece rates that follow skill with the job, orders, and local pay."""

from typing import TYPE_CHECKING

import numpy as np

from model.compiled import compiled, inlined
from model.quarter import learning
from model.quarter.orders import activity

if TYPE_CHECKING:
    from model.county import CountyModel

TRAINING_ALLOWANCE = 0.25
"""Part of normal pay that the county adds in the training quarter where it pays for training."""


@inlined
def ramp(quarters):  # type: ignore[no-untyped-def]
    """Output of a worker by quarters in the job: training, then three quarters to full speed."""
    if quarters <= 0:
        return 0.5
    if quarters == 1:
        return 0.75
    if quarters == 2:
        return 0.9
    return 1.0


def pay(county: "CountyModel") -> None:
    """Pay outlet workers, rent to the collective, and training allowances."""
    workers, households, outlets = county.workers, county.households, county.market.outlets
    normal = outlets["pay"] * county.market.wage_index[outlets["town"]] * county.market.days / 4.0
    earned = normal * activity(county)[outlets["enterprise"]]
    paid = np.zeros(outlets.rows)
    allowance = np.zeros(outlets.rows)
    _pay(
        county.market.pool,
        workers["status"],
        workers["household"],
        workers["outlet"],
        workers["hired"],
        county.quarter,
        households["weight"],
        earned,
        normal,
        TRAINING_ALLOWANCE if county.rules.workshops.training_paid else 0.0,
        outlets["slot"],
        workers["gross_pay"],
        county.books.quarter_income,
        county.books.outlet_earnings,
        households["streams"],
        paid,
        allowance,
    )
    slot = outlets["slot"]
    for chosen, tag in ((slot, "workshops"), (~slot, "outlets")):
        county.pay_households("wages", tag, "enterprises", paid[chosen])
    county.pay_households("transfers", "workshops", "treasury", allowance)
    _pay_rent(county)
    learning.from_pay(county, paid, normal)


@compiled
def _pay(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    pool,
    status,
    household,
    outlet,
    hired,
    quarter,
    weight,
    earned,
    normal,
    allowance_share,
    slot,
    gross_pay,
    income,
    outlet_earnings,
    streams,
    paid,
    allowance,
):
    for k in range(pool.size):
        worker = pool[k]
        gross_pay[worker] = 0.0
        if status[worker] != 2:
            continue
        home, place = household[worker], outlet[worker]
        amount = earned[place] * ramp(quarter - hired[worker])
        gross_pay[worker] = amount
        income[home, 0] += amount
        outlet_earnings[home] += amount
        paid[place] += amount * weight[home]
        streams[home] |= np.uint8(4)
        if slot[place] and hired[worker] == quarter and allowance_share > 0.0:
            extra = allowance_share * normal[place]
            income[home, 3] += extra
            allowance[place] += extra * weight[home]


def _pay_rent(county: "CountyModel") -> None:
    """Rent of open outlets to the village collective, part of it from public money."""
    outlets, rules = county.market.outlets, county.rules.workshops
    rent = county.parameters.workshops.rent_yuan / 4.0 * outlets["weight"] * outlets["open"]
    public = np.where(outlets["slot"], rent * rules.rent_paid_share, 0.0)
    for payer, amount in (("enterprises", rent - public), ("treasury", public)):
        for chosen, tag in ((outlets["slot"], "workshops"), (~outlets["slot"], "outlets")):
            county.ledger.pay("spending", tag, payer, "collectives", amount[chosen], amount[chosen])
    county.collectives.receive(outlets["village"], rent)
