"""Programmes for people's work, and worlds in which they run."""

from collections.abc import Iterator
from contextlib import contextmanager

from real_county import County, policies, real_county, trend_world, with_unknowns, world

from model.county import CountyModel
from model.policies.policy import Policy

SCALE = 0.05

WORK = (
    "casual_labour_markets", "disabled_employment", "e_commerce_and_homestays", "farm_insurance",
    "farm_technology", "farmer_training", "home_processing", "minimum_wage_link", "new_farmers",
    "public_service_jobs", "vocational_certificates",
)  # fmt: skip


def work(*names: str, **settings: object) -> tuple[Policy, ...]:
    """Programmes at five times the planned volume, so that even a small county feels them."""
    return policies(*names, **{"intensity": 5.0, **settings})


@contextmanager
def lived(
    programmes: tuple[Policy, ...], quarters: int = 12, county: County | None = None
) -> Iterator[CountyModel]:
    """A world at the end of a quarter."""
    factors = trend_world(scale=SCALE).factors
    with world(county or real_county(scale=SCALE), programmes, factors=factors) as model:
        while model.quarter < quarters:
            model.step()
        yield model


def other_county(**unknowns: float) -> County:
    """The county with other unknowns."""
    return with_unknowns(real_county(scale=SCALE), **unknowns)


def paid(model: CountyModel, tag: str, kind: str, *, year: int = 2024) -> float:
    """What households were paid under a tag in a year less what they paid, yuan."""
    sign = {"households": 1.0}
    return sum(
        p.amount * (sign.get(p.payee, 0.0) - sign.get(p.payer, 0.0))
        for p in model.ledger.postings
        if p.tag == tag and p.kind == kind and p.year == year
    )
