"""Worst tenth, regret, ties, staying best, the front: toy cases worked out by hand."""

import numpy as np
import pytest

from scenarios.allocation.robust import (
    best,
    front,
    half_width,
    holds,
    least_difference,
    nearly_best,
    regrets,
    stays,
    tied,
    ties_of,
    worst_tenth,
)

ALL = np.array([True, True, True])
COST = np.array([1.0, 2.0, 3.0])

# Three mixes in four draws: steady, bold, and one that is never best.
STEADY, BOLD, DULL = [4.0, 4.0, 4.0, 4.0], [10.0, 9.0, 8.0, -1.0], [3.0, 3.0, 3.0, 3.0]
GAINS = np.array([STEADY, BOLD, DULL]).T


def test_the_worst_tenth_of_few_draws_is_the_worst_draw() -> None:
    assert worst_tenth(GAINS).tolist() == [4.0, -1.0, 3.0]
    assert worst_tenth(np.arange(10.0)[:, None]).tolist() == [0.0]


def test_the_worst_tenth_of_twenty_five_draws_counts_the_third_by_half() -> None:
    gains = np.arange(25.0)[::-1, None]
    assert worst_tenth(gains)[0] == pytest.approx((0.0 + 1.0 + 0.5 * 2.0) / 2.5)


def test_regret_is_the_distance_from_the_best_that_may_be_chosen() -> None:
    assert regrets(GAINS, ALL).T.tolist() == [[6, 5, 4, 0], [0, 0, 0, 5], [7, 6, 5, 1]]
    without_bold = np.array([True, False, True])
    assert regrets(GAINS, without_bold)[:, 2].tolist() == [1.0, 1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("criterion", "chosen"), [("worst_tenth", 0), ("expected", 1), ("regret", 1)]
)
def test_criteria_choose_what_they_say(criterion: str, chosen: int) -> None:
    """Means 4, 6.5, 3; largest regrets 6, 5, 7."""
    assert best(GAINS, COST, ALL, criterion) == chosen


def test_what_may_not_be_chosen_is_not() -> None:
    assert best(GAINS, COST, np.array([False, False, True]), "expected") == 2


def test_of_equal_mixes_the_cheaper_is_chosen() -> None:
    same = np.repeat(GAINS[:, :1], 3, axis=1)
    assert best(same, np.array([3.0, 1.0, 2.0]), ALL, "worst_tenth") == 1


def test_a_difference_that_does_not_count_is_a_tie_however_sure() -> None:
    first = np.arange(10.0)
    assert tied(first + 0.9, first, 1.0)
    assert not tied(first + 1.1, first, 1.0)


def test_a_difference_within_its_interval_is_a_tie() -> None:
    """Differences 2, 2, 2, 2, 12 have mean 4, deviation 2·√5, standard error 2, t(4) = 2.776."""
    first = np.array([2.0, 2.0, 2.0, 2.0, 12.0])
    assert half_width(first) == pytest.approx(2.776 * 2.0, abs=2e-3)
    assert tied(first, np.zeros(5), 1.0)
    assert not tied(np.array([3.0, 3.5, 4.0, 4.5, 5.0]), np.zeros(5), 1.0)


def test_fewer_than_five_draws_tie_by_size_only() -> None:
    assert not tied(np.array([2.0, 12.0]), np.zeros(2), 1.0)
    assert tied(np.array([-1.0, 1.5]), np.zeros(2), 1.0)
    assert not tied(np.array([2.0]), np.zeros(1), 1.0)


def test_ties_are_of_those_that_may_be_chosen() -> None:
    gains = np.array([[5.0, 5.5, 5.2], [5.0, 4.9, 5.1]])
    assert ties_of(gains, ALL, 0, 1.0) == [1, 2]
    assert ties_of(gains, np.array([True, False, True]), 0, 1.0) == [2]


def test_a_mix_that_is_nearly_as_good_and_better_on_average_is_named() -> None:
    """Worst draws 4.0 and 3.9, means 4 and 8: by the worst tenth the first, by 0.1."""
    other = np.array([3.9, 9.0, 9.0, 9.0, 9.1])
    gains = np.stack([np.full(5, 4.0), other, np.full(5, 3.95)], axis=1)
    assert best(gains, COST, ALL, "worst_tenth") == 0
    assert nearly_best(gains, ALL, "worst_tenth", 0, 1.0) == 1
    assert nearly_best(gains, np.array([True, False, True]), "worst_tenth", 0, 1.0) is None
    gains[0, 1] = 3.0
    assert nearly_best(gains, ALL, "worst_tenth", 0, 1.0) is None


def test_how_often_the_choice_stays_best() -> None:
    """Bold is best in three draws of four; without the last one it is the best by any criterion."""
    cost = np.tile(COST, (4, 1))
    found = stays(GAINS, cost, ALL, "worst_tenth", 0, 0.5)
    assert (found.best_draws, found.alone_draws, found.draws) == (1, 1, 4)
    assert (found.same_without_one, found.tied_without_one) == (3, 0)
    bold = stays(GAINS, cost, ALL, "expected", 1, 0.5)
    assert (bold.best_draws, bold.alone_draws) == (3, 3)
    assert bold.same_without_one == 4


def test_a_near_mix_makes_the_choice_one_of_several_best() -> None:
    gains = np.array([[5.0, 4.8, 0.0], [5.0, 4.0, 0.0]])
    found = stays(gains, np.tile(COST, (2, 1)), ALL, "expected", 0, 0.5)
    assert (found.best_draws, found.alone_draws) == (2, 1)


def test_another_choice_that_ties_is_counted_apart() -> None:
    """Without the first draw the second is chosen; over both they differ by less than counts."""
    gains = np.array([[5.0, 4.0], [5.0, 5.5]])
    allowed = np.array([True, True])
    found = stays(gains, np.ones((2, 2)), allowed, "expected", 0, 1.0)
    assert (found.same_without_one, found.tied_without_one) == (1, 1)


def test_a_limit_has_to_hold_in_enough_draws() -> None:
    cost = np.array([[1.0, 1.0], [1.0, 9.0], [1.0, 1.0], [1.0, 1.0]])
    assert holds(cost, 5.0, 0.9).tolist() == [True, False]
    assert holds(cost, 5.0, 0.75).tolist() == [True, True]
    assert holds(cost, 1.0, 1.0).tolist() == [True, False]


def test_the_front_keeps_what_no_other_beats() -> None:
    outcomes = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5], [0.4, 0.5], [0.5, 0.5], [-1.0, 0.9]])
    assert front(outcomes).tolist() == [True, True, True, False, False, False]


def test_what_counts_depends_on_the_unit() -> None:
    assert least_difference("ratio") == 1e-4
    assert least_difference("yuan per head") == 1.0
    assert least_difference("share of residents") == 1e-3
    assert least_difference("villages") == 0.0
