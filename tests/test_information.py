"""The worth of knowing an unknown, against closed forms of normal choices."""

import numpy as np
import pytest
from scipy.stats import norm

from model.errors import InputError
from scenarios.sensitivity.information import FEWEST, information

DRAWS = 4000


def luck(key: int, draws: int = DRAWS) -> np.ndarray:
    """Evenly spread normal values in an order of chance."""
    order = np.random.Generator(np.random.Philox(key)).permutation(draws)
    return norm.ppf((order + 0.5) / draws)


def normal_loss(mean: float, sd: float) -> float:
    """Expected value of information on a normal lead: sd φ(m/sd) − |m| Φ(−|m|/sd)."""
    return sd * norm.pdf(mean / sd) - abs(mean) * norm.cdf(-abs(mean) / sd)


@pytest.mark.parametrize(("mean", "slope", "rest"), [(0.5, 1.0, 1.0), (-1.0, 2.0, 0.5)])
def test_two_normal_options_have_the_closed_form(mean, slope, rest) -> None:
    x, other = luck(1), luck(2)
    lead = mean + slope * x + rest * other
    found = information({"x": x, "other": other}, {"a": np.zeros(DRAWS), "b": lead})
    worth = {one.unknown: one for one in found.unknowns}
    both = np.hypot(slope, rest)
    assert found.best == ("b" if mean > 0 else "a")
    assert found.lead == pytest.approx(abs(mean), abs=0.1)
    assert found.perfect == pytest.approx(normal_loss(mean, both), abs=0.02)
    assert worth["x"].worth == pytest.approx(normal_loss(mean, slope), abs=0.02)
    assert worth["other"].worth == pytest.approx(normal_loss(mean, rest), abs=0.02)
    assert worth["x"].changes == pytest.approx(norm.cdf(-abs(mean) / slope), abs=0.02)
    assert found.changes == pytest.approx(norm.cdf(-abs(mean) / both), abs=0.02)
    assert found.unknowns[0].unknown == "x"


def test_an_inert_unknown_is_worth_nothing_beyond_chance() -> None:
    x, inert = luck(1, 60), {f"inert {n}": luck(10 + n, 60) for n in range(20)}
    lead = 0.1 + x + 0.3 * luck(2, 60)
    found = information({"x": x, **inert}, {"a": np.zeros(60), "b": lead})
    assert [one.unknown for one in found.clear] == ["x"]
    nothing = information(inert, {"a": np.zeros(60), "b": lead})
    assert nothing.clear == ()


def test_knowing_one_thing_is_never_worth_more_than_knowing_all() -> None:
    unknowns = {f"x{n}": luck(20 + n, 24) for n in range(100)}
    found = information(unknowns, {"a": np.zeros(24), "b": 1.6 + luck(1, 24)})
    assert 0.0 < found.unknowns[0].worth <= found.perfect


def test_an_unknown_that_moves_all_options_alike_is_worth_nothing() -> None:
    x, other = luck(1), luck(2)
    options = {"a": 100 * x, "b": 100 * x + 0.2 + other}
    found = {one.unknown: one for one in information({"x": x, "y": other}, options).unknowns}
    assert found["x"].worth == pytest.approx(0.0, abs=0.01)
    assert found["y"].worth > 0.2


def test_options_may_be_many_and_curved() -> None:
    x = luck(1)
    options = {"steady": np.full(DRAWS, 0.4), "wings": x**2 - 1, "up": x}
    found = information({"x": x}, options)
    expected = np.max([options[name] for name in options], axis=0).mean() - 0.4
    assert found.best == "steady"
    assert found.unknowns[0].worth == pytest.approx(expected, abs=0.01)
    assert found.perfect == pytest.approx(expected)


def test_an_unknown_that_does_not_move_is_left_out() -> None:
    found = information({"x": luck(1), "fixed": np.ones(DRAWS)}, {"a": luck(3), "b": luck(4)})
    assert [one.unknown for one in found.unknowns] == ["x"]


@pytest.mark.parametrize(
    ("unknowns", "options", "words"),
    [
        ({"x": luck(1, 50)}, {"a": luck(2, 50)}, "two options"),
        ({"x": luck(1, 5)}, {"a": luck(2, 5), "b": luck(3, 5)}, str(FEWEST)),
        ({"x": luck(1, 49)}, {"a": luck(2, 50), "b": luck(3, 50)}, "holes"),
        ({"x": luck(1, 50) * np.nan}, {"a": luck(2, 50), "b": luck(3, 50)}, "holes"),
    ],
)
def test_what_cannot_be_estimated_is_refused(unknowns, options, words) -> None:
    with pytest.raises(InputError, match=words):
        information(unknowns, options)
