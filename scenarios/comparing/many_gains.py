"""Who wins and who loses between any two of many worlds: the groups of a pair, and residence.

A job asks for it with `gains` in its `worlds`: pairs of names, the first less the second. Groups
are those of the trend world, so that nobody changes group by gaining.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasting.gains import Grouping, Units, gain_rows
from scenarios.running.pair import fixed_groupings, yearly_groupings

if TYPE_CHECKING:
    import pandas as pd

    from model.outcome import WorldOutcome
    from model.start import StartingCounty

AREAS = ("rural", "urban")
LEVEL = ""
"""In the place of the second world: the first world's income itself, not a change."""

COLUMNS = [
    "contrast",
    "year",
    "breakdown",
    "group",
    "persons",
    "gain_per_head",
    "winners_share",
    "losers_share",
    "lost_per_head",
]
"""`lost_per_head` is what losers lose, over all persons of the group; never positive."""

Row = tuple[object, ...]


def contrast_name(first: str, second: str) -> str:
    """How a contrast is called in tables."""
    return f"{first}_vs_{second}" if second != LEVEL else first


def gains_between(
    start: "StartingCounty",
    outcomes: "Mapping[str, WorldOutcome]",
    contrasts: "list[tuple[str, str]]",
    years: range,
) -> "pd.DataFrame":
    """Gains of households by contrast, year, breakdown and group; all outcomes of one draw."""
    import pandas as pd

    units = _units(start)
    fixed = [*fixed_groupings(start), _residence_2021(start)]
    rows: list[Row] = []
    for place, year in enumerate(years):
        groupings = [
            *yearly_groupings(outcomes["trend"], place, units),
            _residence(outcomes["trend"], place),
            *fixed,
        ]
        for first, second in contrasts:
            change = _change(outcomes, first, second, place)
            head = (contrast_name(first, second), year)
            rows += [(*head, *row) for row in _rows(change, units, groupings)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows(change: NDArray[np.float64], units: Units, groupings: list[Grouping]) -> Iterator[Row]:
    gained = gain_rows(change, units, groupings)
    lost = gain_rows(np.maximum(-change, 0.0), units, groupings)
    for row, loss in zip(gained, lost, strict=True):
        yield (*row, loss[-1], -loss[-2])


def _change(
    outcomes: "Mapping[str, WorldOutcome]", first: str, second: str, place: int
) -> NDArray[np.float64]:
    income = outcomes[first].household_income[place]
    if second == LEVEL:
        return np.asarray(income, np.float64)
    return np.asarray(income - outcomes[second].household_income[place])


def _units(start: "StartingCounty") -> Units:
    weight = np.asarray(start.households["weight"], np.float64)
    return Units(weight * np.asarray(start.households["members"], np.float64), weight)


def _residence(trend: "WorldOutcome", place: int) -> Grouping:
    """Where a household counts at the end of the year."""
    urban = ~np.asarray(trend.household_rural[place], bool)
    return Grouping("residence", AREAS, urban.astype(np.int64))


def _residence_2021(start: "StartingCounty") -> Grouping:
    urban = ~np.asarray(start.households["rural_2021"], bool)
    return Grouping("residence_2021", AREAS, urban.astype(np.int64))
