"""Which outlets close: a hazard that rises when orders fall; the place is free again."""

from typing import TYPE_CHECKING

import numpy as np

from model.compiled import inlined

if TYPE_CHECKING:
    from model.county import CountyModel


ESTABLISHED = 0.25
"""Hazard of an outlet that has lasted since before 2022, relative to a new one. Assumption."""


@inlined
def closing_probability(hazard, orders, opened):  # type: ignore[no-untyped-def]
    """Chance to close in a quarter; four times the hazard when orders are halved, never above 1.

    Outlets of before 2022 (opened < 0) have survived their early years and rarely close.
    """
    lasting = ESTABLISHED if opened < 0 else 1.0
    return min(1.0, lasting * hazard / (orders * orders))


def close_some(county: "CountyModel") -> None:
    """Close outlets whose time has come."""
    outlets = county.market.outlets
    rows = np.flatnonzero(outlets["open"])
    plants, villages = county.start.enterprises["id"], county.start.villages["id"]
    units = plants[outlets["enterprise"][rows]] * 65536 + villages[outlets["village"][rows]]
    drawn = county.streams.uniforms("outlet_closure", county.quarter, units)
    orders = county.market.orders[outlets["enterprise"][rows]]
    hazard = county.parameters.workshops.closure_hazard
    opened = outlets["opened"][rows]
    chance = np.array(
        [
            closing_probability(hazard, level, since)
            for level, since in zip(orders, opened, strict=True)
        ]
    )
    outlets["open"][rows[drawn < chance]] = False
