"""Rules for failures: a known threshold is found again, and noise is called noise."""

import numpy as np
import pytest

from scenarios.allocation.failure_rules import Condition, _merged, find_rule

NAMES = tuple(f"unknown.number_{k}" for k in range(8))


def unknowns(draws: int, key: int) -> np.ndarray:
    return np.random.Generator(np.random.Philox(key)).random((draws, len(NAMES)))


def test_a_known_threshold_is_found_again() -> None:
    table = unknowns(80, 1)
    rule = find_rule(table, NAMES, table[:, 3] > 0.7)
    assert rule.verdict == "rule"
    (condition,) = rule.conditions
    assert (condition.unknown, condition.above) == ("unknown.number_3", True)
    assert condition.threshold == pytest.approx(0.7, abs=0.04)
    assert rule.inside == (rule.failures, rule.failures)
    assert rule.outside[0] == 0
    assert rule.score is not None
    assert rule.score > 0.9
    assert rule.chance is not None
    assert rule.chance <= 0.05


def test_two_thresholds_are_found_again() -> None:
    table = unknowns(150, 2)
    failed = (table[:, 1] <= 0.5) & (table[:, 6] > 0.4)
    rule = find_rule(table, NAMES, failed)
    found = {(c.unknown, c.above): c.threshold for c in rule.conditions}
    assert found == pytest.approx(
        {("unknown.number_1", False): 0.5, ("unknown.number_6", True): 0.4}, abs=0.05
    )
    assert sum(rule.inside[1:] + rule.outside[1:]) == 150


def test_noise_gives_no_rule() -> None:
    failed = unknowns(60, 3)[:, 0] > 0.5
    rule = find_rule(unknowns(60, 4), NAMES, failed)
    assert rule.verdict == "chance"
    assert rule.conditions == ()
    assert rule.score is not None
    assert rule.score < 0.7
    assert rule.chance is not None
    assert rule.chance > 0.05


def test_the_score_is_not_that_of_the_draws_it_was_grown_on() -> None:
    """Many unknowns and few draws: a tree fits them, and knows nothing of others."""
    table = np.random.Generator(np.random.Philox(5)).random((16, 300))
    names = [f"n{k}" for k in range(300)]
    failed = np.arange(16) % 2 == 0
    assert find_rule(table, names, failed).verdict == "chance"


@pytest.mark.parametrize(
    ("failed", "verdict"),
    [([False] * 10, "never"), ([True] * 10, "always"), ([True] * 3 + [False] * 7, "few")],
)
def test_where_there_is_nothing_to_learn_it_says_so(failed: list[bool], verdict: str) -> None:
    rule = find_rule(unknowns(10, 6), NAMES, np.array(failed))
    assert (rule.verdict, rule.score) == (verdict, None)
    assert rule.failures == sum(failed)


def test_unknowns_that_do_not_move_make_no_rule() -> None:
    failed = np.arange(10) % 2 == 0
    assert find_rule(np.ones((10, len(NAMES))), NAMES, failed).verdict == "few"


def test_of_two_bounds_on_one_side_the_narrower_is_told() -> None:
    wide, narrow = Condition("a", above=True, threshold=0.2), Condition("a", True, 0.5)
    other = Condition("a", above=False, threshold=0.9)
    assert _merged((wide, narrow, other)) == (narrow, other)
    assert _merged((narrow, wide)) == (narrow,)
    assert _merged((other, Condition("a", above=False, threshold=0.7)))[0].threshold == 0.7


def test_the_same_draws_give_the_same_rule() -> None:
    table = unknowns(20, 7)
    failed = unknowns(20, 8)[:, 2] > 0.6
    assert find_rule(table, NAMES, failed) == find_rule(table, NAMES, failed)
