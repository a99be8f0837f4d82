"""Alliances of villages and enterprises (村企联盟): need x resource x proximity."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from model.county import CountyModel

CANDIDATES = 400
"""Enterprises large enough to be asked: the county's biggest."""

SCALE_KM = 15.0
"""Distance at which an alliance is worth 1/e of one next door. Assumption."""


def match(county: "CountyModel") -> None:
    """Form alliances up to the number due, best scores first, one a village."""
    villages, plants = county.start.villages, county.start.enterprises
    weight = villages["weight"]
    formed = float(weight[county.market.ally >= 0].sum())
    if county.rules.workshops.alliances < formed + 0.5:
        return
    free = (county.market.ally < 0) & ~villages["urban"]
    big = np.argsort(-plants["workers"], kind="stable")[:CANDIDATES]
    scores = score(county, big) * free[:, None]
    for village in np.argsort(-scores.max(axis=1), kind="stable"):
        if not free[village] or formed + 0.5 * weight[village] > county.rules.workshops.alliances:
            return
        county.market.ally[village] = big[int(np.argmax(scores[village]))]
        formed += float(weight[village])


def score(county: "CountyModel", plants: NDArray[np.int64]) -> NDArray[np.float64]:
    """Fit of villages and enterprises, (villages, plants): need x resource x proximity.

    Need is high where the collective earns little; resource grows with the size of the plant.
    """
    table = county.start.enterprises
    revenue = county.start.villages["operating_revenue"]
    need = 1.0 / (1.0 + revenue / np.median(revenue))
    resource = np.log1p(table["workers"][plants])
    distance = county.market.distance_km[table["town"][plants]].T
    return need[:, None] * resource[None, :] * np.exp(-distance / SCALE_KM)
