"""Shares of a game's worth, against games that were worked out by hand, and the axioms."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from scenarios.attributing.games import (
    by_union,
    first_and_last,
    interaction,
    least_and_most,
    owen,
    players_of,
    shapley,
)


def game(n: int, worth) -> np.ndarray:
    """The game in which a set of players is worth `worth(set)`."""
    return np.array(
        [worth({p for p in range(n) if mask >> p & 1}) for mask in range(1 << n)], float
    )


def glove(members: set[int]) -> float:
    """Player 0 has a left glove, 1 and 2 have right ones; a pair is worth 1."""
    return float(0 in members and bool(members & {1, 2}))


def airport(members: set[int]) -> float:
    """A runway for the largest of three aircraft, which need 1, 2 and 4 km."""
    return max([(1.0, 2.0, 4.0)[p] for p in members], default=0.0)


def unanimity(*needed: int):
    return lambda members: float(set(needed) <= members)


def games(most: int = 4):
    """Any game of at most so many players, in several draws at once."""
    amounts = st.floats(-1e6, 1e6, allow_nan=False)
    return st.integers(1, most).flatmap(
        lambda n: arrays.arrays(np.float64, (2, 1 << n), elements=amounts)
    )


def test_the_glove_game() -> None:
    np.testing.assert_allclose(shapley(game(3, glove)), [4 / 6, 1 / 6, 1 / 6], rtol=1e-14)
    found = interaction(game(3, glove))
    # With 2 absent, 0 and 1 together bring 1; with 2 present, 1 brings nothing more: 0.
    assert found[0, 1] == found[0, 2] == pytest.approx(0.5)
    # Without 0 the right gloves are worth nothing; with it the second takes away what it adds.
    assert found[1, 2] == pytest.approx(-0.5)


def test_the_airport_game() -> None:
    # 1 km is shared by three, the second by two, the last two are the largest aircraft's own.
    shares = [1 / 3, 1 / 3 + 1 / 2, 1 / 3 + 1 / 2 + 2]
    np.testing.assert_allclose(shapley(game(3, airport)), shares, rtol=1e-14)
    least, most = least_and_most(game(3, airport))
    np.testing.assert_allclose(least, [0, 0, 2])
    np.testing.assert_allclose(most, [1, 2, 4])
    first, last = first_and_last(game(3, airport))
    np.testing.assert_allclose(first, [1, 2, 4])
    np.testing.assert_allclose(last, [0, 0, 2])


@pytest.mark.parametrize("needed", [(0,), (1, 3), (0, 1, 2), (0, 1, 2, 3)])
def test_unanimity_is_shared_by_those_who_are_needed(needed: tuple[int, ...]) -> None:
    values = game(4, unanimity(*needed))
    expected = [1 / len(needed) if p in needed else 0.0 for p in range(4)]
    np.testing.assert_allclose(shapley(values), expected, atol=1e-15)
    found = interaction(values)
    for one in range(4):
        for other in range(4):
            both = one != other and {one, other} <= set(needed)
            assert found[one, other] == pytest.approx(1 / (len(needed) - 1) if both else 0.0)


def test_owen_of_the_glove_game_with_right_gloves_in_one_union() -> None:
    # The two right gloves bargain as one against the left one: half each, then a quarter each.
    found = owen(game(3, glove), [[0], [1, 2]])
    np.testing.assert_allclose(found, [1 / 2, 1 / 4, 1 / 4], rtol=1e-14)
    # In the union of 0 and 1 nobody needs 2: it gets a share only where the union comes last.
    found = owen(game(3, glove), [[0, 1], [2]])
    np.testing.assert_allclose(found, [3 / 4, 1 / 4, 0], rtol=1e-14)


@given(games())
def test_shares_add_up_and_agree_with_all_orders(values: np.ndarray) -> None:
    n = players_of(values)
    total, size = values[:, -1] - values[:, 0], 1.0 + np.abs(values).max()
    assert np.abs(shapley(values).sum(axis=-1) - total).max() <= 1e-12 * size
    orders = list(permutations(range(n)))
    expected = np.zeros((2, n))
    for order in orders:
        before = 0
        for player in order:
            expected[:, player] += values[:, before | 1 << player] - values[:, before]
            before |= 1 << player
    np.testing.assert_allclose(shapley(values), expected / len(orders), atol=1e-12 * size)


@given(games(), st.data())
def test_owen_adds_up_in_any_unions_and_is_shapley_in_trivial_ones(values, data) -> None:
    n, size = players_of(values), 1.0 + np.abs(values).max()
    of = data.draw(st.lists(st.integers(0, n - 1), min_size=n, max_size=n))
    unions = [[p for p in range(n) if of[p] == union] for union in sorted(set(of))]
    found = owen(values, unions)
    total = values[:, -1] - values[:, 0]
    np.testing.assert_allclose(found.sum(axis=-1), total, atol=1e-12 * size)
    for trivial in ([[p] for p in range(n)], [list(range(n))]):
        np.testing.assert_allclose(owen(values, trivial), shapley(values), atol=1e-12 * size)
    masks = [sum(1 << p for p in union) for union in unions]
    joined = [
        sum(mask for k, mask in enumerate(masks) if m >> k & 1) for m in range(1 << len(masks))
    ]
    np.testing.assert_allclose(
        by_union(found, unions), shapley(values[:, joined]), atol=1e-12 * size
    )


@given(games(3), st.data())
def test_a_sum_of_games_is_shared_as_the_sum_of_shares(values, data) -> None:
    other = data.draw(arrays.arrays(np.float64, values.shape, elements=st.floats(-1e6, 1e6)))
    for solve in (shapley, interaction, lambda v: owen(v, [list(range(players_of(v)))])):
        both = solve(values) + solve(other)
        np.testing.assert_allclose(solve(values + other), both, atol=1e-9)


@given(games(3), st.integers(0, 3))
def test_who_changes_nothing_gets_nothing(values: np.ndarray, place: int) -> None:
    n, size = players_of(values), 1.0 + np.abs(values).max()
    place = min(place, n)
    low = (1 << place) - 1
    wider = values[:, [(m & low) | (m >> 1 & ~low) for m in range(1 << (n + 1))]]
    assert np.abs(shapley(wider)[:, place]).max() == 0.0
    assert np.abs(interaction(wider)[:, place]).max() <= 1e-12 * size
    kept = np.delete(shapley(wider), place, axis=1)
    np.testing.assert_allclose(kept, shapley(values), atol=1e-12 * size)


@given(games(4), st.randoms(use_true_random=False))
def test_names_do_not_matter(values: np.ndarray, random) -> None:
    n, size = players_of(values), 1.0 + np.abs(values).max()
    order = list(range(n))
    random.shuffle(order)
    # In the renamed game, player p is the old player order[p].
    renamed = values[:, [sum(1 << order[p] for p in range(n) if m >> p & 1) for m in range(1 << n)]]
    np.testing.assert_allclose(shapley(renamed), shapley(values)[:, order], atol=1e-12 * size)
    moved = interaction(values)[:, order][:, :, order]
    np.testing.assert_allclose(interaction(renamed), moved, atol=1e-12 * size)


@given(games())
def test_the_share_lies_in_the_range_over_orders(values: np.ndarray) -> None:
    least, most = least_and_most(values)
    slack = 1e-9 * (1.0 + np.abs(values).max())
    assert np.all(shapley(values) >= least - slack)
    assert np.all(shapley(values) <= most + slack)
    for end in first_and_last(values):
        assert np.all((least - slack <= end) & (end <= most + slack))


def test_refusals() -> None:
    with pytest.raises(ValueError, match="2\\*\\*n"):
        shapley(np.zeros(6))
    with pytest.raises(ValueError, match="every player once"):
        owen(np.zeros(8), [[0, 1], [1, 2]])
