"""Smartphone courses (智能手机培训): no income of their own, but people hear of programmes."""

from typing import TYPE_CHECKING

import numpy as np

from model.quarter.awareness import HOUSES, LAND, WORKSHOPS
from model.quarter.local_jobs import fitting

if TYPE_CHECKING:
    from model.county import CountyModel


def teach(county: "CountyModel") -> None:
    """Teach persons to use a smartphone, one a household; some hear of programmes in force."""
    due, book, households = county.rules.work.phone_persons, county.training, county.households
    if due <= 0.0:
        return
    if not book.phones.size:
        book.phones = np.zeros(len(households), bool)
    room = due - float(households["weight"][book.phones].sum())
    if room < 0.5 * float(households["weight"].min()):
        return
    rows = np.flatnonzero(households["rural"] & ~book.phones)
    lot = county.streams.uniforms("phone_course", 0, households["id"][rows])
    rows = rows[np.argsort(lot, kind="stable")]
    rows = rows[fitting(households["weight"][rows], max(room, 0.0))]
    book.phones[rows] = True
    news = county.streams.uniforms("phone_news", 0, households["id"][rows])
    rows = rows[news < county.parameters.training.phone_hearing]
    households["aware"][rows] |= np.uint8(programmes_in_force(county))


def programmes_in_force(county: "CountyModel") -> int:
    """Bits of the programmes that somebody can hear of now."""
    rules = county.rules
    workshops = rules.workshops.slots > 0.0 or rules.workshops.provincial_part > 0.0
    land = rules.land.arable_quota_mu > 0.0 or rules.land.forest_quota_mu > 0.0
    return WORKSHOPS * workshops + LAND * land + HOUSES * (rules.houses.quota > 0.0)
