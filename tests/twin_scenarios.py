"""Random small scenarios for the twin: county, unknowns, programmes, switches, all from one number.

Volumes that are drawn for a county of 1.46 million are cut to the size of the small one, else no
quota would ever bind; that the resulting values leave their priors does not matter here.
"""

from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
from real_county import PROGRAMMES
from small_county import small_county, small_trend

from model.columns import OUTLET
from model.parameters import Parameters
from model.policies import available
from model.rules import Switches
from model.table import Table

SWITCHES = (
    "orders",
    "wage_response",
    "local_trade",
    "auctions",
    "payout_choice",
    "learning",
    "household_shocks",
)
"""Ablations that the twin knows."""

YUEQING_PERSONS = 1_464_000.0

COUNTY_VOLUMES = (
    "workshops.provincial_workshops",
    "land.baseline_mu_per_year",
    "houses.baseline_per_year",
    "houses.vacant_stock",
    "charity.supplier_households",
    "charity.donations_yuan_per_year",
    "charity.endowment_yuan",
)
"""Unknowns that count things or money of the whole county."""


@dataclass(frozen=True)
class Scenario:
    """What both worlds of a scenario are given."""

    start: object
    trend: object
    parameters: Parameters
    policies: tuple
    switches: Switches
    seed: int


def scenario(number):
    """The scenario of that number."""
    rng = np.random.Generator(np.random.Philox(key=number))
    weight = (1, 1.0, 5, 2.5, 20.56)[number % 5]
    start = small_county(
        seed=number,
        villages=int(rng.integers(3, 7)),
        households=int(rng.integers(25, 70)),
        plants=int(rng.integers(3, 15)),
        towns=int(rng.integers(1, 4)),
        weight=weight,
    )
    if number % 7 == 3:
        unequal_weights(rng, start)
    start = replace(start, outlets=more_outlets(rng, start))
    live_in(rng, start)
    trend = small_trend(start, years=int(rng.choice([1, 2, 2, 3])), growth=rng.uniform(0.02, 0.12))
    # Room for rents, dividends and grants, which come out of the drawn path.
    trend.income[:, :, 2] *= rng.uniform(8.0, 16.0)
    trend.income[:, :, 3] *= rng.uniform(2.0, 6.0)
    share = float((start.households["members"] * start.households["weight"]).sum())
    share /= YUEQING_PERSONS
    return Scenario(
        start, trend, unknowns(rng, share), programmes(rng, share), switches(rng),
        seed=int(rng.integers(0, 2**40)),
    )  # fmt: skip


def unequal_weights(rng, start):
    """Let villages stand for different numbers of villages, as in a sampled county."""
    weight = rng.uniform(1.0, 4.0, len(start.villages))
    start.villages["weight"][:] = weight
    start.households["weight"][:] = weight[start.households["village"]]


def more_outlets(rng, start):
    """Some more outlets, of few places, so that there are more applicants than places."""
    count, villages = int(rng.integers(0, 5)), np.flatnonzero(~start.villages["urban"])
    first = {name: start.outlets[name] for name in start.outlets}
    jobs = rng.uniform(1.0, 8.0, count)
    more = {
        "enterprise": rng.integers(0, len(start.enterprises), count),
        "village": rng.choice(villages, count),
        "jobs": np.where(rng.random(count) < 0.5, jobs, np.round(jobs)),
        "pay": np.round(rng.uniform(70.0, 220.0, count), -1),
    }
    return Table(OUTLET, {name: np.concatenate((first[name], more[name])) for name in first})


def live_in(rng, start):
    """Begin with some houses leased, outlets partly filled and more villages that pay dividends."""
    households, workers = start.households, start.workers
    leased = np.isfinite(households["house_ask"]) & (rng.random(len(households)) < 0.4)
    households["house_state"][leased] = 2
    households["house_rent"][leased] = rng.uniform(3000, 9000, int(leased.sum()))
    spare = np.flatnonzero((workers["status"] == 1) & (rng.random(len(workers)) < 0.05))
    workers["status"][spare] = 2
    workers["outlet"][spare] = rng.integers(0, len(start.outlets), spare.size)
    start.trade_share[:] = rng.uniform(0.0, 0.1, start.towns)
    start.villages["dividend_regime"][:] |= rng.random(len(start.villages)) < 0.2


def unknowns(rng, share):
    """Every unknown anywhere between the bounds of its prior."""
    drawn = {}
    for path, card in Parameters.cards().items():
        prior = card.ex_ante
        points = [value for value, _ in prior.points]
        drawn[path] = float(rng.choice(points) if points else rng.uniform(prior.low, prior.high))
    for path in COUNTY_VOLUMES:
        drawn[path] *= max(share * rng.choice([1.0, 10.0, 100.0]), 1e-6)
    return Parameters().changed(drawn)


def programmes(rng, share):
    """Some programmes in any order, each with settings and a start of its own."""
    chosen = [name for name in sorted(PROGRAMMES) if rng.random() < 0.7]
    rng.shuffle(chosen)
    return tuple(programme(rng, available()[name], share) for name in chosen)


def programme(rng, kind, share):
    settings = {"start": date(2022, int(rng.choice([1, 4, 7, 10])), 1)}
    for item in fields(kind):
        card, usual = item.metadata.get("lever"), item.default
        if card is None:
            continue
        if isinstance(usual, bool):
            settings[item.name] = bool(rng.random() < 0.5)
        elif isinstance(usual, tuple):
            settings[item.name] = small_path(rng, item.name, usual, share)
        elif isinstance(usual, int):
            settings[item.name] = int(rng.integers(1, 2 * usual))
        else:
            low, high = max(card.low, 0.0), min(card.high, 3.0 * max(usual, 0.1))
            settings[item.name] = float(rng.uniform(low, high))
            if item.name == "grants_yuan_per_year":
                settings[item.name] *= share * float(rng.choice([1.0, 10.0]))
    return kind(**settings)


def small_path(rng, name, path, share):
    """Volumes promised by year: a few workshops, alliances, mu, houses or villages."""
    if name.endswith("_mu") or name == "houses":
        size = share * float(rng.choice([1.0, 10.0, 100.0]))
        return tuple((year, value * size) for year, value in path)
    steps = np.cumsum(rng.integers(0, 4, len(path)))
    weight = float(rng.choice([1.0, 5.0]))
    return tuple((year, weight * float(n)) for (year, _), n in zip(path, steps, strict=True))


def switches(rng):
    """Most scenarios with everything on, others with some interactions off."""
    if rng.random() < 0.5:
        return Switches()
    return replace(Switches(), **{name: bool(rng.random() < 0.6) for name in SWITCHES})
