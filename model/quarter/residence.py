"""Who lives where: village blocks that the statistics begin to count as urban (村改居)."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from model.county import CountyModel


def reclassify(county: "CountyModel") -> None:
    """Turn rural blocks urban, in the order drawn at the start, until the share is reached.

    Whole villages turn one after the other, the last one household by household, so that the urban
    share of persons follows the path. Nobody moves and nobody's income changes. Households that a
    programme has moved count here as where they came from, so that moves come on top of the path.
    """
    households, offsets = county.households, county.books.offsets
    rural = households["rural"] | county.moves.away
    persons = county.books.weighted_persons
    missing = urbanisation_due(county) * county.books.persons - float(persons[~rural].sum())
    for village in county.books.reclass_order:
        if missing <= 0.0:
            return
        block = slice(offsets[village], offsets[village + 1])
        still_rural = np.flatnonzero(rural[block]) + block.start
        before = np.cumsum(persons[still_rural]) - persons[still_rural]
        turning = still_rural[before + 0.5 * persons[still_rural] < missing]
        households["rural"][turning] = False
        county.moves.away[turning] = False
        if turning.size < still_rural.size:
            return
        missing -= float(persons[turning].sum())


def urbanisation_due(county: "CountyModel") -> float:
    """Urban share of persons due at the end of this quarter, linear within the year."""
    year, part = county.quarter // 4, (county.quarter % 4 + 1) / 4.0
    path = county.trend.urbanisation
    return float(path[year] + (path[year + 1] - path[year]) * part)
