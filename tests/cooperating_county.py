"""A county of forty small villages in which every programme of cooperation has work to do."""

from functools import cache

from small_county import small_county, small_trend

from model.county import CountyModel
from model.parameters import Parameters
from model.policies import available
from model.rules import Switches

COOPERATION = (
    "alliances",
    "digital_ledger",
    "enclaves",
    "neighbourhood_places",
    "online_shop",
    "party_building",
    "property_exchange",
    "state_enterprise_operation",
    "supply_cooperatives",
    "village_clusters",
)
"""Programmes of alliances, clusters, joint projects and sales channels."""


@cache
def forty_villages():
    """Forty villages of one in six towns, with the trend high enough for all that is posted."""
    start = small_county(seed=5, villages=40, households=25, plants=60, towns=6)
    trend = small_trend(start)
    trend.income[:, :, 2] *= 10.0
    trend.income[:, :, 3] *= 8.0
    return start, trend


def county_with(*policies, seed=1, switches=None, unknowns=None, factors=None):
    """A world of the forty villages; `policies` by name or made."""
    start, trend = forty_villages()
    known = available()
    made = tuple(known[p]() if isinstance(p, str) else p for p in policies)
    return CountyModel(
        start, Parameters().changed(unknowns or {}), trend, made, seed=seed,
        switches=switches or Switches(), factors=factors,
    )  # fmt: skip


def run(*policies, **settings):
    """The world at its end."""
    model = county_with(*policies, **settings)
    model.run()
    return model


def settle(model, quarters):
    """Step a world some quarters."""
    for _ in range(quarters):
        model.step()
    return model
