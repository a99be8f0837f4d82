"""Worlds of the real county with lending programmes."""

from collections.abc import Iterator

from real_county import County, outcome, policies, real_county, trend_world, world

from model.county import CountyModel
from model.policies.policy import Policy

FINANCE = ("rural_finance", "guarantee_company", "village_project_credit")


def quarters(model: CountyModel) -> Iterator[CountyModel]:
    while model.quarter < model.quarters:
        model.step()
        yield model


def finance_world(county: County | None = None, programmes: tuple[Policy, ...] | None = None):  # type: ignore[no-untyped-def]
    chosen = policies(*FINANCE) if programmes is None else programmes
    given = county or real_county()
    factors = trend_world().factors if county is None else outcome(given).factors
    return world(given, chosen, factors=factors)
