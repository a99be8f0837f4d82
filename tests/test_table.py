"""Short ways through a table give what the long ways give, to the bit."""

import numpy as np

from model.table import ascending, sum_where


def test_equal_values_keep_their_order():
    values = np.random.default_rng(1).integers(0, 50, 20_000).astype(float)
    np.testing.assert_array_equal(ascending(values), np.argsort(values, kind="stable"))


def test_different_values_are_in_order():
    values = np.random.default_rng(2).random(20_000)
    np.testing.assert_array_equal(ascending(values), np.argsort(values, kind="stable"))


def test_nothing_and_what_is_no_number_can_be_ordered():
    assert ascending(np.zeros(0)).size == 0
    values = np.array([np.nan, 2.0, np.nan, 1.0])
    assert ascending(values).tolist() == [3, 1, 0, 2]


def test_a_sum_of_scattered_rows_is_that_of_the_mask():
    random = np.random.default_rng(3)
    values, chosen = random.lognormal(8.0, 1.0, 30_000), random.random(30_000) < 0.3
    assert sum_where(values, chosen) == float(values[chosen].sum())
    assert sum_where(values, np.zeros(30_000, bool)) == 0.0
