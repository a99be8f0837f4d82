"""Word of mouth, and the chances to hear, apply and bid: each rises with what speaks for it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from offers import Change, before_quarter, nothing, unknowns

from model.county import CountyModel
from model.quarter import awareness
from model.quarter.awareness import hearing_probability
from model.quarter.houses import bidders, hammer_price
from model.quarter.places import (
    application_probability,
    kept_share,
    reservation_now,
)

finite = st.floats(-50, 50)


share = st.floats(0, 1)


@given(
    gain=finite,
    more=st.floats(0, 20),
    peers=share,
    hassle=st.floats(0, 4),
    slope=st.floats(0, 1),
    imitation=st.floats(0, 2),
)
def test_the_chance_to_apply_rises_with_what_speaks_for_it(
    gain: float, more: float, peers: float, hassle: float, slope: float, imitation: float
) -> None:
    chance = application_probability(gain, peers, hassle, slope, imitation)
    assert 0.0 <= chance <= 1.0
    assert application_probability(gain + more, peers, hassle, slope, imitation) >= chance
    assert application_probability(gain, min(1.0, peers + more), hassle, slope, imitation) >= chance
    assert application_probability(gain, peers, hassle + more, slope, imitation) <= chance


@given(
    adopters=st.integers(0, 18),
    aware=st.integers(0, 18),
    passing=st.floats(0, 0.9),
    ratio=st.floats(1, 20),
    outreach=share,
    more=share,
)
def test_the_chance_to_hear_rises_with_adopters_and_outreach(
    adopters: int, aware: int, passing: float, ratio: float, outreach: float, more: float
) -> None:
    chance = hearing_probability(adopters, aware, passing, passing / ratio, outreach)
    assert 0.0 <= chance <= 1.0
    better = [
        hearing_probability(adopters + 1, aware, passing, passing / ratio, outreach),
        hearing_probability(adopters, aware + 1, passing, passing / ratio, outreach),
        hearing_probability(
            adopters, aware, passing, passing / ratio, outreach + more * (1 - outreach)
        ),
    ]
    if aware:
        better.append(
            hearing_probability(adopters + 1, aware - 1, passing, passing / ratio, outreach)
        )
    assert all(other >= chance - 1e-15 for other in better)


def heard(change: Change) -> np.ndarray:
    """Who has heard of what when word has passed once in quarter 4."""
    with before_quarter(4) as model:
        model.open_quarter()
        change(model)
        awareness.spread(model)
        return model.households["aware"].copy()


def adopt_more(model: CountyModel) -> None:
    model.households["adopted"][::7] |= np.uint8(7)


def reach_out(model: CountyModel) -> None:
    rules = model.rules
    model.rules = replace(
        rules,
        land=replace(rules.land, outreach=3.0),
        houses=replace(rules.houses, outreach=3.0),
        workshops=replace(rules.workshops, outreach=3.0),
    )


@pytest.mark.parametrize(
    "more",
    [
        reach_out,
        adopt_more,
        unknowns(takeup__network_degree=1.5),
        unknowns(takeup__adopter_pass_rate=1.5),
        unknowns(takeup__outreach_rate=1.5),
    ],
    ids=["outreach", "adopters", "links", "passing on", "reach"],
)
def test_more_word_of_mouth_leaves_nobody_less_aware(more: Change) -> None:
    before, after = heard(nothing), heard(more)
    assert not np.any(before & ~after)
    assert np.any(after & ~before)


def test_nobody_forgets() -> None:
    with before_quarter(0) as model:
        known = model.households["aware"].copy()
        while model.quarter < model.quarters:
            model.step()
            assert not np.any(known & ~model.households["aware"])
            known = model.households["aware"].copy()


@given(expected=st.floats(0.1, 12), more=st.floats(0, 5), u=st.floats(1e-9, 1 - 1e-9))
def test_more_bidders_are_expected_where_more_come(expected: float, more: float, u: float) -> None:
    assert bidders(expected + more, u) >= bidders(expected, u)


@given(rent=st.floats(100, 1e5), count=st.integers(0, 29))
def test_one_bidder_more_never_lowers_the_price(rent: float, count: int) -> None:
    assert hammer_price(rent, count + 1) >= hammer_price(rent, count)


@given(disregard=share)
def test_only_the_register_loses_part_of_new_pay(disregard: float) -> None:
    assert kept_share(False, disregard) == 1.0
    assert kept_share(True, disregard) == disregard


@given(reservation=st.floats(0, 1e5), odd=st.floats(0, 1e4), released=st.floats(0, 1e4))
def test_land_already_let_is_not_asked_for_twice(
    reservation: float, odd: float, released: float
) -> None:
    now = reservation_now(reservation, odd, released)
    assert reservation - odd <= now <= reservation
