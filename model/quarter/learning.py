"""Expected gains follow realised ones: of neighbours, and of others tied by the same employer."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from model.county import CountyModel


def next_belief(
    belief: NDArray[np.float64], realised: NDArray[np.float64], rate: float
) -> NDArray[np.float64]:
    """Belief in an offer (1: it pays what it says) after seeing what it really paid."""
    return (1.0 - rate) * belief + rate * realised


def from_pay(county: "CountyModel", paid: NDArray[np.float64], normal: NDArray[np.float64]) -> None:
    """Update each village's belief in outlet pay from pay realised this quarter.

    Args: paid, yuan paid by each outlet, weighted; normal, yuan of a full quarter's pay there.
    Half of the news comes from the village, half from all outlets of the same enterprises.
    """
    if not county.switches.learning:
        return
    outlets, villages = county.market.outlets, len(county.start.villages)
    announced = normal * outlets["filled"]
    village, plant = outlets["village"], outlets["enterprise"]
    here = _ratio(np.bincount(village, paid, villages), np.bincount(village, announced, villages))
    plants = len(county.start.enterprises)
    firm = _ratio(np.bincount(plant, paid, plants), np.bincount(plant, announced, plants))
    has_news = np.bincount(village, announced, villages) > 0.0
    ties = _ratio(
        np.bincount(village, announced * firm[plant], villages),
        np.bincount(village, announced, villages),
    )
    news = 0.5 * here + 0.5 * ties
    rate = county.parameters.takeup.learning_rate
    updated = next_belief(county.books.belief[:, 0], news, rate)
    county.books.belief[has_news, 0] = updated[has_news]


def from_rents(
    county: "CountyModel",
    programme: int,
    village: NDArray[np.int32],
    realised: NDArray[np.float64],
) -> None:
    """Update each village's belief in a rent offer from this quarter's deals there.

    Args: village row of each deal, and its rent over the typical rent that was talked of.
    """
    if not county.switches.learning:
        return
    villages = len(county.start.villages)
    deals = np.bincount(village, minlength=villages)
    news = _ratio(np.bincount(village, realised, villages), deals)
    rate = county.parameters.takeup.learning_rate
    updated = next_belief(county.books.belief[:, programme], news, rate)
    county.books.belief[deals > 0, programme] = updated[deals > 0]


def _ratio(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(part.size), where=whole > 0.0)
