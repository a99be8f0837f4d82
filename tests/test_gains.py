"""Who gains, by hand: groups of the trend world, persons and not households, weights counted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.forecasting.gains import Grouping, Units, age_and_sex, deciles, gain_rows, numbered


def units(persons, weight=None):
    weight = np.ones(len(persons)) if weight is None else np.array(weight, float)
    return Units(np.array(persons, float) * weight, weight)


def test_a_case_by_hand():
    """Three households of 1, 3 and 2 persons; the second stands for two."""
    people = units([1, 3, 2], weight=[1, 2, 1])
    grouping = Grouping("register", ("off", "on"), np.array([0, 0, 1]))
    rows = gain_rows(np.array([10.0, 30.0, -4.0]), people, [grouping])
    assert rows[0] == ("register", "off", 7.0, pytest.approx(70.0 / 7.0), 1.0)
    assert rows[1] == ("register", "on", 2.0, -2.0, 0.0)


def test_a_gain_of_less_than_a_yuan_a_head_wins_nobody():
    grouping = numbered("town", np.array([0, 0]), 1)
    rows = gain_rows(np.array([0.99, 2.5]), units([1, 2]), [grouping])
    assert rows[0][4] == pytest.approx(2.0 / 3.0)


def test_an_empty_group_is_left_out():
    grouping = numbered("town", np.array([0, 2]), 4)
    rows = gain_rows(np.array([1.0, 1.0]), units([1, 1]), [grouping])
    assert [row[1] for row in rows] == ["0", "2"]


def test_deciles_go_by_income_per_head_and_not_per_household():
    """A household of ten with 100 is poorer than a single person with 20."""
    people = units([10, 1])
    assert deciles(np.array([100.0, 20.0]), people).group.tolist() == [4, 9]


@given(st.lists(st.tuples(st.floats(1, 1e6), st.integers(1, 6)), min_size=200, max_size=400))
def test_every_tenth_has_a_tenth_of_the_persons(households):
    income = np.array([one for one, _ in households])
    people = units([size for _, size in households])
    found = deciles(income, people)
    persons = np.bincount(found.group, people.persons, 10)
    assert np.all(abs(persons - people.persons.sum() / 10.0) <= 12.0)
    per_head = income / people.persons
    for tenth in range(9):
        assert per_head[found.group == tenth].max() <= per_head[found.group == tenth + 1].min()


@given(st.lists(st.tuples(st.floats(-1e4, 1e4), st.integers(0, 4)), min_size=1, max_size=50))
def test_gains_add_up_to_the_change_in_every_breakdown(rows):
    change = np.array([one for one, _ in rows])
    people = units(np.ones(len(rows)), weight=np.arange(1, len(rows) + 1))
    groupings = [
        numbered("town", np.array([town for _, town in rows]), 5),
        numbered("one", np.zeros(len(rows), np.int64), 1),
    ]
    sums = {}
    for breakdown, _, persons, gain, _ in gain_rows(change, people, groupings):
        sums[breakdown] = sums.get(breakdown, 0.0) + persons * gain
    assert sums["town"] == pytest.approx(sums["one"], abs=1e-6)
    assert sums["one"] == pytest.approx(float(change @ people.weight), abs=1e-6)


def test_workers_are_grouped_by_sex_and_age():
    found = age_and_sex(np.array([0, 1, 1], np.int8), np.array([3, 0, 2], np.int8))
    assert [found.names[row] for row in found.group] == ["women 66-72", "men 16-39", "men 60-65"]
