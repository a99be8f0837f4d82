"""Quarters are integers, and promised quantities build up between year ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.calendar import (
    along,
    is_first_of_year,
    is_last_of_year,
    name_of,
    quarter_of,
    year_of,
)

PROMISE = ((2022, 10.0), (2024, 100.0))


@pytest.mark.parametrize(
    ("day", "quarter", "name"),
    [
        (date(2021, 12, 31), -1, "2021Q4"),
        (date(2022, 1, 1), 0, "2022Q1"),
        (date(2022, 9, 30), 2, "2022Q3"),
        (date(2022, 10, 1), 3, "2022Q4"),
        (date(2024, 12, 31), 11, "2024Q4"),
    ],
)
def test_days_fall_into_quarters(day, quarter, name):
    assert quarter_of(day) == quarter
    assert name_of(quarter) == name


@given(st.dates(date(2015, 1, 1), date(2040, 12, 31)))
def test_quarters_follow_the_calendar(day):
    quarter = quarter_of(day)
    assert year_of(quarter) == day.year
    assert is_first_of_year(quarter) == (day.month <= 3)
    assert is_last_of_year(quarter) == (day.month >= 10)
    assert quarter_of(day + timedelta(days=1)) - quarter in (0, 1)


# From 0 at the end of 2022Q3 to 10 at the end of 2022, then 90 more over eight quarters.
@pytest.mark.parametrize(
    ("quarter", "due"), [(2, 0.0), (3, 10.0), (4, 21.25), (7, 55.0), (11, 100.0), (15, 100.0)]
)
def test_a_promise_by_year_ends_is_due_linearly(quarter, due):
    assert along(PROMISE, quarter, start=3) == pytest.approx(due)


def test_an_early_start_builds_up_to_the_first_year_end():
    assert along(PROMISE, 1, start=1) == pytest.approx(10.0 / 3.0)
    assert along(PROMISE, 3, start=1) == pytest.approx(10.0)


# A start in 2023Q3 has six quarters for the 100 of 2024; the 10 of 2022 are past.
@pytest.mark.parametrize(("quarter", "due"), [(5, 0.0), (6, 100.0 / 6.0), (11, 100.0)])
def test_a_late_start_begins_at_nothing_and_meets_the_last_promise(quarter, due):
    assert along(PROMISE, quarter, start=6) == pytest.approx(due)


def test_a_start_after_the_last_promise_owes_it_at_once():
    assert along(PROMISE, 12, start=13) == 0.0
    assert along(PROMISE, 13, start=13) == 100.0


def test_nothing_promised_is_nothing_due():
    assert along((), 5, start=0) == 0.0


@given(
    values=st.lists(st.floats(0.0, 1e6), min_size=3, max_size=3).map(sorted),
    start=st.integers(0, 11),
)
def test_growing_promises_never_shrink_and_never_exceed_the_last(values, start):
    path = tuple(zip((2022, 2023, 2024), values, strict=True))
    due = [along(path, quarter, start) for quarter in range(14)]
    assert all(0.0 <= amount <= values[-1] * (1 + 1e-12) for amount in due)
    assert all(later >= earlier - 1e-9 for earlier, later in zip(due, due[1:], strict=False))
    assert due[-1] == values[-1]
