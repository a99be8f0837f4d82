"""Changes of what is offered, and who applies then; in pilot worlds part of the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from real_county import own_county, policies, trend_world, world

from model.county import CountyModel

SCALE = 0.05


Change = Callable[[CountyModel], None]


@contextmanager
def before_quarter(quarter: int) -> Iterator[CountyModel]:
    """A pilot world that has lived until a quarter begins."""
    factors = trend_world(scale=SCALE).factors
    county = own_county(SCALE)
    with world(county, policies("three_incomes", "workshops"), factors=factors) as model:
        while model.quarter < quarter:
            model.step()
        yield model


def unknowns(**factors: float) -> Change:
    """Multiply unknowns by factors."""

    def change(model: CountyModel) -> None:
        paths = {name.replace("__", "."): factor for name, factor in factors.items()}
        values = {path: model.parameters.value(path) * factor for path, factor in paths.items()}
        model.parameters = model.parameters.changed(values)

    return change


def columns(table: str, name: str, factor: float) -> Change:
    """Multiply a column of a table by a factor."""

    def change(model: CountyModel) -> None:
        held = model.market.outlets if table == "outlets" else getattr(model, table)
        held[name][:] = held[name] * factor

    return change


def nothing(model: CountyModel) -> None:
    """Leave the world as it is."""


def empty_outlets(model: CountyModel) -> None:
    """Send every outlet worker home, so that there are places and people for them."""
    model.market.release(model.market.pool[model.workers["status"][model.market.pool] == 2])
