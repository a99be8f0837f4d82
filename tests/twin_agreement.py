"""Holds a world of the engine against a world of the twin: what differs, by name."""

from functools import cache

import numpy as np
from twin_county import TwinCounty
from twin_household import BIT, INCOME_BIT
from twin_scenarios import scenario

from model.county import CountyModel
from model.indicators import FOUND
from model.quarter.trend import TrendError

RELATIVE = 1e-9
YUAN = 1e-9
"""A billionth of a yuan: what is left of a fund that has been paid out is not compared."""


def apart(one, other, floor=1e-12):
    """Whether two arrays differ by more than a relative 1e-9, or in shape."""
    one, other = np.asarray(one, float), np.asarray(other, float)
    if one.shape != other.shape:
        return True
    larger = np.maximum(np.abs(one), np.abs(other))
    with np.errstate(invalid="ignore"):
        same = (one == other) | (np.abs(one - other) <= RELATIVE * larger + floor)
    return not np.all(same | (np.isnan(one) & np.isnan(other)))


def floor_of(name):
    return YUAN if FOUND[name].unit.startswith("yuan") else 1e-12


def postings(outcome):
    """Yearly totals by payer, payee, kind and tag; what is nothing is left out."""
    return {
        (p.year, p.payer, p.payee, p.kind, p.tag): p.amount for p in outcome.postings if p.amount
    }


def differences(engine, twin):
    """Names of all that two finished worlds do not agree on."""
    ours, theirs = engine.outcome, twin.outcome
    # What the twin does not know, systems of later documents, it does not measure.
    found = [
        name
        for name, values in theirs.indicators.items()
        if apart(values, ours.indicators.get(name, []), floor_of(name))
    ]
    found += [f"villages: {k}" for k, v in ours.villages.items() if apart(v, theirs.villages[k])]
    for name in ("household_income", "household_rural", "household_listed", "worker_pay"):
        if apart(getattr(ours, name), getattr(theirs, name), YUAN):
            found.append(name)
    for name in ("income", "collective"):
        if apart(getattr(ours.factors, name), getattr(theirs.factors, name)):
            found.append(f"factors: {name}")
    return found + money_apart(engine, twin) + state_apart(engine, twin)


def money_apart(engine, twin):
    """Postings and account balances that differ."""
    ours, theirs = postings(engine.outcome), postings(twin.outcome)
    found = [
        " ".join(map(str, key))
        for key in ours.keys() | theirs.keys()
        if apart(ours.get(key, 0.0), theirs.get(key, 0.0), YUAN)
    ]
    turnover = sum(ours.values())
    for account, balance in engine.ledger.balances().items():
        if abs(balance - twin.ledger.balances[account]) > RELATIVE * turnover:
            found.append(f"balance of {account}")
    return found


def state_apart(engine, twin):
    """Columns of households, workers, outlets, villages and towns that differ at the end."""
    homes, workers = twin.households_in_order, twin.workers_in_order
    outlets, villages = twin.outlets, twin.villages_in_order
    mine, market = engine.households, engine.market
    house = ["lived in", "vacant", "leased", "programme"]
    status = ["elsewhere", "spare", "outlet"]
    pairs = {
        "aware": (mine["aware"], [sum(BIT[k] for k in h.aware) for h in homes]),
        "adopted": (mine["adopted"], [sum(BIT[k] for k in h.adopted) for h in homes]),
        "streams": (mine["streams"], [sum(map(INCOME_BIT.get, h.incomes_received)) for h in homes]),
        "luck": (mine["luck"], [h.luck for h in homes]),
        "forgone_business": (mine["forgone_business"], [h.forgone_business for h in homes]),
        "arable_state": (mine["arable_state"], [h.lease["arable"] for h in homes]),
        "arable_rent": (mine["arable_rent"], [h.land_rent["arable"] for h in homes]),
        "forest_state": (mine["forest_state"], [h.lease["forest"] for h in homes]),
        "forest_rent": (mine["forest_rent"], [h.land_rent["forest"] for h in homes]),
        "house_state": (mine["house_state"], [house.index(h.house) for h in homes]),
        "house_rent": (mine["house_rent"], [h.house_rent for h in homes]),
        "status": (engine.workers["status"], [status.index(w.status) for w in workers]),
        "outlet": (engine.workers["outlet"], [w.outlet.row if w.outlet else -1 for w in workers]),
        "hired": (engine.workers["hired"], [w.hired for w in workers]),
        "enterprise": (market.outlets["enterprise"], [o.plant.row for o in outlets]),
        "village": (market.outlets["village"], [o.village.row for o in outlets]),
        "jobs": (market.outlets["jobs"], [o.jobs for o in outlets]),
        "pay": (market.outlets["pay"], [o.pay for o in outlets]),
        "opened": (market.outlets["opened"], [o.opened for o in outlets]),
        "slot": (market.outlets["slot"], [o.slot for o in outlets]),
        "open": (market.outlets["open"], [o.open for o in outlets]),
        "filled": (market.outlets["filled"], [o.filled() for o in outlets]),
        "belief": (engine.books.belief[:, 0], [v.belief["workshops"] for v in villages]),
        "savings": ([v.savings for v in engine.villages], [v.savings for v in villages]),
        "debt": ([v.debt for v in engine.villages], [v.debt for v in villages]),
        "wage_index": (market.wage_index, [town.wage_index for town in twin.towns]),
    }
    return [f"state: {name}" for name, (one, other) in pairs.items() if apart(one, other, YUAN)]


def events(twin):
    """How often each mechanism was at work in a world of the twin."""
    homes, villages, outlets = twin.households_in_order, twin.villages_in_order, twin.outlets
    return {
        "outlets opened": sum(o.opened >= 0 for o in outlets),
        "workshops": sum(o.slot for o in outlets),
        "outlets closed": sum(not o.open for o in outlets),
        "workers hired": sum(w.hired >= 0 for w in twin.workers_in_order),
        "listed workers hired": sum(w.hired >= 0 and w.home.listed for w in twin.workers_in_order),
        "workers sent on": twin.sent_on,
        "workers refused": twin.refused,
        "land leased": sum(h.lease["arable"] == 1 for h in homes),
        "land bundled": sum(h.lease["arable"] == 2 for h in homes),
        "forest leased": sum(h.lease["forest"] > 0 for h in homes),
        "houses leased": sum(h.house == "leased" and not h.leased_before for h in homes),
        "houses of the programme": sum(h.house == "programme" for h in homes),
        "projects that earn": sum(v.finished() > 0.0 for v in villages),
        "loans": sum(v.debt > 0.0 for v in villages),
        "new dividend villages": sum(v.regime and not v.started_regime for v in villages),
        "grants": sum(year > 0.0 for year in twin.outcome.indicators["charity_grants"]),
        "price support": sum(p.tag == "charity" and p.kind == "business" and p.amount > 0.0
                             for p in twin.outcome.postings),
        "beliefs changed": sum(v.belief["workshops"] != 1.0 for v in villages),
        "turned urban": sum(h.rural_2021 and not h.rural for h in homes),
        "register changes": int(np.sum(np.diff(twin.outcome.household_listed, axis=0) != 0)),
        "pay response": sum(town.wage_index != 1.0 for town in twin.towns),
    }  # fmt: skip


@cache
def played(number):
    """Differences and events of a scenario: its trend world, then its world of programmes."""
    given = scenario(number)
    found, seen, ours, theirs = [], {}, None, None
    for policies in ((), given.policies):
        engine, twin = (
            kind(
                given.start, given.parameters, given.trend, policies,
                seed=given.seed, factors=factors, switches=given.switches,
            )
            for kind, factors in ((CountyModel, ours), (TwinCounty, theirs))
        )  # fmt: skip
        ends = [how_it_ends(engine), how_it_ends(twin)]
        if ends[0] != ends[1]:
            found.append(f"engine: {ends[0]}, twin: {ends[1]}")
        elif ends[0] == "finished":
            found += differences(engine, twin)
            seen = {name: count + seen.get(name, 0) for name, count in events(twin).items()}
        ours, theirs = engine.factors, twin.factors
        engine.close()
        twin.close()
        if found or "finished" not in ends:
            break
    return found, seen


def how_it_ends(world):
    """`finished`, or in which quarter the drawn trend could not be reached."""
    try:
        world.run()
    except TrendError:
        return f"trend out of reach in quarter {world.quarter}"
    return "finished"
