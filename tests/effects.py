"""What programmes change in the real county at a small scale, against its trend world."""

from collections.abc import Callable

from real_county import outcome, policies, real_county, trend_world, with_unknowns, world

from model.county import CountyModel
from model.outcome import WorldOutcome
from model.policies.policy import Policy


def effect(programmes: tuple[Policy, ...], name: str, **unknowns: float) -> float:
    """Change of an indicator in the last year against the trend world."""
    county = with_unknowns(real_county(), **unknowns)
    trend = outcome(county) if unknowns else trend_world()
    with_programme = outcome(county, programmes, factors=trend.factors)
    return float(with_programme.indicators[name][-1] - trend.indicators[name][-1])


def flow(result: WorldOutcome, payer: str, payee: str, tag: str) -> float:
    """Yuan of all years between two accounts under a tag."""
    return sum(
        p.amount for p in result.postings if (p.payer, p.payee, p.tag) == (payer, payee, tag)
    )


def run(
    *names: str, watch: Callable[[CountyModel], None] | None = None, **settings: object
) -> WorldOutcome:
    """A paired world of the central draw, looked at after every quarter."""
    factors = trend_world().factors
    with world(real_county(), policies(*names, **settings), factors=factors) as model:
        while model.quarter < model.quarters:
            model.step()
            if watch:
                watch(model)
        model.outcome.postings = model.ledger.postings
        return model.outcome
