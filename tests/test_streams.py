"""Random draws are right, named, independent, and the same whoever else draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from model.streams import DECISIONS, Streams, decision_code, normal_quantile, philox

UNITS = np.arange(200_000, dtype=np.int64)
WORD = 0xFFFFFFFF
ONE, OTHER = list(DECISIONS)[:2]

# Known answers of philox4x32-10 from kat_vectors of the Random123 library: counter, key, result.
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((WORD,) * 4, (WORD, WORD), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN, ids=["zeros", "ones", "pi"])
def test_philox_gives_the_published_answers(counter, key, answer):
    words = philox(*(np.uint64(word) for word in (*counter, *key)))
    assert tuple(int(word) for word in words) == answer


def test_a_draw_is_the_middle_of_one_of_2_to_the_52_cells():
    seed, quarter, unit = 2**40 + 3, 5, 2**33 + 9
    counter = (unit & WORD, unit >> 32, quarter, decision_code(ONE))
    words = philox(*(np.uint64(word) for word in (*counter, seed & WORD, seed >> 32)))
    cell = (int(words[0]) << 20) | (int(words[1]) >> 12)
    assert Streams(seed).uniform(ONE, quarter, unit) == (cell + 0.5) / 2**52


def test_draws_are_uniform():
    drawn = Streams(1).uniforms(ONE, 3, UNITS)
    assert stats.kstest(drawn, "uniform").pvalue > 1e-3
    cells = np.bincount((drawn * 256).astype(int), minlength=256)
    assert stats.chisquare(cells).pvalue > 1e-3


def test_neighbouring_units_are_independent():
    drawn = Streams(1).uniforms(ONE, 3, UNITS)
    assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 4 / np.sqrt(UNITS.size)


@pytest.mark.parametrize(
    "other",
    [(1, OTHER, 3), (1, ONE, 4), (2, ONE, 3)],
    ids=["decision", "quarter", "seed"],
)
def test_other_decisions_quarters_and_seeds_are_independent(other):
    seed, decision, quarter = other
    first = Streams(1).uniforms(ONE, 3, UNITS)
    second = Streams(seed).uniforms(decision, quarter, UNITS)
    assert not np.any(first == second)
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(UNITS.size)


@given(
    seed=st.integers(0, 2**63 - 1),
    quarter=st.integers(0, 40),
    units=st.lists(st.integers(0, 2**62), min_size=1, max_size=20, unique=True),
    data=st.data(),
)
def test_a_units_luck_does_not_depend_on_who_else_draws(seed, quarter, units, data):
    kept = data.draw(st.lists(st.sampled_from(units), min_size=1, unique=True))
    streams = Streams(seed)
    everybody = dict(zip(units, streams.uniforms(ONE, quarter, np.array(units)), strict=True))
    some = streams.uniforms(ONE, quarter, np.array(kept))
    assert list(some) == [everybody[unit] for unit in kept]
    assert streams.uniform(ONE, quarter, kept[0]) == everybody[kept[0]]
    assert np.all((some > 0.0) & (some < 1.0))


def test_large_seeds_and_ids_count_in_full():
    low, high = np.array([5]), np.array([5 + 2**32])
    streams = Streams(7)
    assert streams.uniforms(ONE, 0, low) != streams.uniforms(ONE, 0, high)
    assert streams.uniform(ONE, 0, 5) != Streams(7 + 2**32).uniform(ONE, 0, 5)


def test_decisions_have_codes_of_their_own_and_unknown_ones_cannot_draw():
    assert len({decision_code(name) for name in DECISIONS}) == len(DECISIONS)
    assert all(meaning.strip() for meaning in DECISIONS.values())
    with pytest.raises(KeyError):
        Streams(1).uniform("weather", 0, 1)


def test_normal_quantile_agrees_with_scipy():
    p = np.concatenate(
        [np.linspace(1e-6, 1 - 1e-6, 10_001), np.logspace(-300, -1, 500), 1 - np.logspace(-15, -1)]
    )
    ours = np.array([normal_quantile(value) for value in p])
    np.testing.assert_allclose(ours, stats.norm.ppf(p), rtol=4e-15, atol=4e-15)


@given(st.floats(1e-12, 0.5))
def test_normal_quantile_is_odd_and_monotone(p):
    assert normal_quantile(p) == pytest.approx(-normal_quantile(1.0 - p), rel=1e-3, abs=1e-12)
    assert normal_quantile(p) <= normal_quantile(p * 1.001)
