"""Household income luck: a persistent part that reverts to the mean, and a transitory part.

There are no births or deaths, so the persistent part reverts just enough that the spread of
incomes does not drift by itself. Area means do not follow luck: the trend factors absorb it.
"""

from math import exp, sqrt
from typing import TYPE_CHECKING

from model.calendar import is_first_of_year
from model.compiled import compiled, inlined
from model.streams import normal_quantile

if TYPE_CHECKING:
    from model.county import CountyModel
    from model.parameters.income import Income

MOST_PERSISTENCE = 0.99
"""Luck of which more remained would have no finite spread; two priors together reach beyond it."""


def poor_persistence(income: "Income") -> float:
    """Part of a transitory shock that the poorest fifth keep for another year."""
    kept = income.transitory_persistence + income.poor_persistence_premium
    return min(kept, max(MOST_PERSISTENCE, income.transitory_persistence))


@inlined
def next_persistent(now, reversion, sd, shock):  # type: ignore[no-untyped-def]
    """Log income rank next year, given this year's, and a standard normal shock."""
    return reversion * now + sd * shock


@inlined
def next_transitory(now, persistence, sd, shock):  # type: ignore[no-untyped-def]
    """Transitory log income next year; its variance stays sd squared."""
    return persistence * now + sqrt(1.0 - persistence * persistence) * sd * shock


def draw(county: "CountyModel") -> None:
    """Draw the year's luck in its first quarter; nothing happens in the other three."""
    if not (county.switches.household_shocks and is_first_of_year(county.quarter)):
        return
    income = county.parameters.income
    households = county.households
    _draw(
        county.streams.uniforms("persistent_income", county.quarter, households["id"]),
        county.streams.uniforms("transitory_income", county.quarter, households["id"]),
        county.books.rank,
        households["persistent"],
        households["transitory"],
        households["luck"],
        county.books.reversion,
        sqrt(income.persistent_variance),
        sqrt(income.transitory_variance),
        income.transitory_persistence,
        poor_persistence(income),
        county.books.poor_below,
    )


@compiled
def _draw(  # type: ignore[no-untyped-def]  # noqa: PLR0913
    persistent_lot,
    transitory_lot,
    rank,
    persistent,
    transitory,
    luck,
    reversion,
    persistent_sd,
    transitory_sd,
    persistence,
    persistence_of_poor,
    poor_below,
):
    for i in range(rank.size):
        first = normal_quantile(persistent_lot[i])
        second = normal_quantile(transitory_lot[i])
        now = next_persistent(rank[i] + persistent[i], reversion, persistent_sd, first)
        persistent[i] = now - rank[i]
        lasting = persistence_of_poor if rank[i] < poor_below else persistence
        transitory[i] = next_transitory(transitory[i], lasting, transitory_sd, second)
        luck[i] = exp(persistent[i] + transitory[i])
