"""Who gains: the difference of two worlds by income decile, register, village tier, town, sex, age.

Groups are those of the trend world, so that nobody changes group by gaining.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.table import ascending

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Groups = NDArray[np.int64]

GainRow = tuple[str, str, float, float, float]
"""Breakdown, group, persons, gain per head, share of persons who gain."""

WINNING_YUAN_PER_HEAD = 1.0
"""A gain below this counts as none."""

AGE_BANDS = ("16-39", "40-59", "60-65", "66-72")
SEXES = ("women", "men")


@dataclass(frozen=True)
class Grouping:
    """One way to divide units.

    names: of the groups. group: int64 (units,), row of `names`.
    """

    breakdown: str
    names: tuple[str, ...]
    group: Groups


@dataclass(frozen=True)
class Units:
    """Households or workers: float64 (units,), persons that each row stands for, and row weight."""

    persons: Floats
    weight: Floats


def deciles(income: Floats, units: Units) -> Grouping:
    """Tenths of persons by household income per head, poorest first.

    income: float64 (households,), yuan a year of the household.
    """
    per_head = income * units.weight / units.persons
    order = ascending(per_head)
    persons = units.persons[order]
    reached = np.cumsum(persons) - 0.5 * persons
    group = np.empty(len(order), np.int64)
    group[order] = np.minimum(9, (10.0 * reached / units.persons.sum()).astype(np.int64))
    return Grouping("decile", tuple(str(tenth) for tenth in range(1, 11)), group)


def gain_rows(change: Floats, units: Units, groupings: Sequence[Grouping]) -> list[GainRow]:
    """Breakdown, group, persons, gain per head and share of persons who gain, a row per group.

    change: float64 (units,), yuan a year of the household or worker. Empty groups are left out.
    """
    from scenarios.forecasting.gain_sums import gain_sums

    rows: list[GainRow] = []
    for grouping in groupings:
        sums = np.zeros((len(grouping.names), 3))
        gain_sums(change, units.persons, units.weight, grouping.group, WINNING_YUAN_PER_HEAD, sums)
        rows += [
            (grouping.breakdown, name, total, gain / total, won / total)
            for name, (total, gain, won) in zip(grouping.names, sums.tolist(), strict=True)
            if total > 0.0
        ]
    return rows


def gains_table(rows: "Iterable[tuple[str, int, GainRow]]") -> "pd.DataFrame":
    """Gains by contrast, year, breakdown and group; rows are (contrast, year, gain row)."""
    import pandas as pd

    columns = [
        "contrast",
        "year",
        "breakdown",
        "group",
        "persons",
        "gain_per_head",
        "winners_share",
    ]
    flat = [(contrast, year, *row) for contrast, year, row in rows]
    return pd.DataFrame(flat, columns=columns)


def age_and_sex(sex: NDArray[np.int8], age_band: NDArray[np.int8]) -> Grouping:
    """Workers by sex and age band."""
    names = tuple(f"{who} {band}" for who in SEXES for band in AGE_BANDS)
    return Grouping("sex_age", names, sex.astype(np.int64) * len(AGE_BANDS) + age_band)


def numbered(breakdown: str, group: NDArray[np.integer], count: int, first: int = 0) -> Grouping:
    """Groups that are numbers, such as towns."""
    return Grouping(
        breakdown, tuple(str(number + first) for number in range(count)), group.astype(np.int64)
    )
