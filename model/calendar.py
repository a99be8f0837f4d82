"""Quarters as integers: 0 is the first quarter of the first simulated year."""

from datetime import date

from model.start import FIRST_YEAR


def year_of(quarter: int) -> int:
    """The calendar year of a quarter index."""
    return FIRST_YEAR + quarter // 4


def is_first_of_year(quarter: int) -> bool:
    """Whether a quarter is the first of its year."""
    return quarter % 4 == 0


def is_last_of_year(quarter: int) -> bool:
    """Whether a quarter is the last of its year."""
    return quarter % 4 == 3


def quarter_of(day: date) -> int:
    """The index of the quarter that a day falls in; negative before the first year."""
    return (day.year - FIRST_YEAR) * 4 + (day.month - 1) // 3


def name_of(quarter: int) -> str:
    """`2022Q1` for quarter 0."""
    return f"{year_of(quarter)}Q{quarter % 4 + 1}"


YearPath = tuple[tuple[int, float], ...]
"""A quantity promised for the ends of some years: ((2022, 10.0), (2024, 100.0))."""


def along(path: YearPath, quarter: int, start: int) -> float:
    """The cumulative quantity due at the end of a quarter, linear between the promised year ends.

    Nothing is due before `start`; the path begins at 0 at the end of the quarter before `start`,
    passes over year ends that are gone by then, and stays at its last value afterwards.
    """
    if quarter < start or not path:
        return 0.0
    before, reached = start - 1, 0.0
    for year, value in path:
        due = (year - FIRST_YEAR) * 4 + 3
        if due <= before:
            continue
        if quarter <= due:
            return reached + (value - reached) * (quarter - before) / (due - before)
        before, reached = due, value
    return path[-1][1]
