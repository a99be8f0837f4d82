"""Pilot worlds that have lived until a quarter begins, for tests that change one thing then."""

from real_county import PILOT, own_county, policies, trend_world, with_unknowns

from model.county import CountyModel

SCALE = 0.05


def at_quarter(
    quarter: int,
    more: tuple[str, ...] = (),
    settings: dict[str, object] | None = None,
    **unknowns: float,
) -> CountyModel:
    """A pilot world that has lived until a quarter begins; small enough to be left to itself.

    More programmes may join it, with settings of their own.
    """
    county = with_unknowns(own_county(SCALE), **unknowns)
    model = CountyModel(
        county.start,
        county.parameters,
        county.trend,
        policies(*PILOT) + policies(*more, **(settings or {})),
        seed=1,
        factors=trend_world(scale=SCALE).factors,
    )
    while model.quarter < quarter:
        model.step()
    model.open_quarter()
    return model


def empty(model: CountyModel) -> None:
    """Send everybody home: places fall vacant, and job seekers appear."""
    model.market.release(model.market.pool[model.workers["status"][model.market.pool] == 2])
