"""The engine equals the reference twin: order, matching, auctions, accounts, to a relative 1e-9."""

from collections import Counter
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_county import PROGRAMMES, policies, real_county
from small_county import small_county, small_trend
from twin_agreement import differences, played
from twin_county import TwinCounty, run_twin
from twin_measures import exact_gini, gini
from twin_places import Matching
from twin_rules import has_room
from twin_scenarios import scenario

from model.county import CountyModel
from model.parameters import Parameters
from model.quarter import houses, land, places, shares

SAMPLE = range(25)
REST = range(25, 100)


@pytest.mark.parametrize("number", SAMPLE)
def test_engine_and_twin_agree(number):
    found, _ = played(number)
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("number", REST)
def test_engine_and_twin_agree_on_many_more(number):
    found, _ = played(number)
    assert found == []


def test_the_sample_has_every_mechanism_at_work():
    seen = Counter()
    for number in SAMPLE:
        seen.update(played(number)[1])
    assert [name for name, count in seen.items() if count == 0] == []


def test_few_scenarios_ask_for_a_trend_out_of_reach():
    assert sum(not played(number)[1] for number in SAMPLE) <= 2


def both(policies=()):
    start = small_county(seed=3, villages=5, households=60, plants=12, towns=2)
    trend = small_trend(start, years=3)
    trend.income[:, :, 2] *= 10.0
    trend.income[:, :, 3] *= 3.0
    return [
        kind(start, Parameters(), trend, policies, seed=1) for kind in (CountyModel, TwinCounty)
    ]


def every_policy():
    """What the twin knows: systems of later documents are held to their own tests."""
    return policies(*PROGRAMMES)


def finished(worlds):
    worlds = list(worlds)
    for world in worlds:
        world.run()
    return worlds


def test_every_policy_at_its_plan_agrees():
    assert differences(*finished(both(every_policy()))) == []


@pytest.mark.slow
@pytest.mark.parametrize("draw", [None, 3])
def test_a_sample_of_yueqing_agrees(draw):
    county = real_county(draw, scale=0.01)
    given = county.start, county.parameters, county.trend
    factors = [None, None]
    for programmes in ((), policies(*PROGRAMMES)):
        worlds = finished(
            kind(*given, programmes, seed=7, factors=found)
            for kind, found in zip((CountyModel, TwinCounty), factors, strict=True)
        )
        assert differences(*worlds) == []
        factors = [world.factors for world in worlds]
        for world in worlds:
            world.close()


def test_one_yuan_more_in_one_household_is_noticed():
    engine, twin = both()
    twin.households_in_order[7].base[1] += 1.0
    assert "household_income" in differences(*finished((engine, twin)))


@pytest.mark.parametrize(
    ("module", "constant", "value"),
    [
        (places, "SAME_TOWN_KM", 60.0),
        (land, "VALUE_RATIO", {"arable": 1.01, "forest": 0.13}),
        (houses, "USUAL_BIDS", 4.0),
        (shares, "YIELD_LOG_SD", 0.4),
    ],
)
def test_a_rule_changed_on_one_side_is_noticed(monkeypatch, module, constant, value):
    assert hasattr(module, constant)
    monkeypatch.setattr(module, constant, value)
    assert differences(*finished(both(every_policy())))


def test_gifts_kept_from_one_household_are_noticed():
    engine, twin = both(every_policy())
    pay = twin.pay_home

    def pay_all_but(home, kind, tag, payer, yuan):
        kept = payer == "charity" and home is twin.listed()[0]
        pay(home, kind, tag, payer, 0.0 if kept else yuan)

    twin.pay_home = pay_all_but
    found = differences(*finished((engine, twin)))
    assert any(name.endswith("charity households transfers charity") for name in found)
    assert "household_income" in found


def test_running_the_twin_alone_gives_the_same_outcome():
    _, twin = finished(both(every_policy()))
    alone = run_twin(twin.start, twin.parameters, twin.trend, every_policy(), 1)
    assert alone.indicators["ratio"] == twin.outcome.indicators["ratio"]
    assert alone.postings == twin.outcome.postings


def test_the_gini_by_groups_is_the_gini_of_households():
    for number in (0, 1, 2):
        given_ = scenario(number)
        twin = TwinCounty(given_.start, given_.parameters, given_.trend, seed=given_.seed)
        for home in twin.households_in_order:
            home.year_income = home.last_year_income
        homes = twin.households_in_order
        assert gini(homes) == pytest.approx(exact_gini(homes), abs=1e-6)


def test_who_cannot_take_part_leases_nothing():
    _, twin = finished(both(every_policy()))
    outside = [home for home in twin.households_in_order if not home.can_take_part]
    assert outside
    assert all(not home.lease["arable"] and not home.released for home in outside)


# The matching on its own.


@dataclass(eq=False)
class Worker:
    home: SimpleNamespace


@st.composite
def markets(draw, weights):
    """Wishes of workers in order of priority, and the room of each outlet."""
    outlets = range(draw(st.integers(1, 4)))
    workers = [
        Worker(SimpleNamespace(weight=weight))
        for weight in draw(st.lists(weights, min_size=0, max_size=10))
    ]
    wishes = {worker: draw(st.permutations(outlets)) for worker in workers}
    return wishes, {outlet: draw(st.floats(0.0, 6.0)) for outlet in outlets}


ALIKE, UNLIKE = st.just(1.0), st.sampled_from([0.7, 1.0, 1.6, 2.9])


def matched(wishes, room, order=None):
    priority = {worker: rank for rank, worker in enumerate(wishes)}
    proposers = {worker: wishes[worker] for worker in (order or wishes)}
    return Matching(proposers, priority, room).run()


@given(markets(ALIKE), st.randoms(use_true_random=False))
def test_the_order_of_proposals_does_not_matter(market, random):
    wishes, room = market
    order = list(wishes)
    random.shuffle(order)
    assert matched(wishes, room, order) == matched(wishes, room)


@given(st.one_of(markets(ALIKE), markets(UNLIKE)))
def test_with_common_priorities_deferred_acceptance_is_serial_dictatorship(market):
    wishes, room = market
    left, served = dict(room), {}
    for worker, choices in wishes.items():
        for outlet in choices:
            if has_room(left[outlet], worker.home.weight):
                left[outlet] -= worker.home.weight
                served[worker] = outlet
                break
    assert matched(wishes, room) == served


@given(markets(ALIKE))
def test_nobody_is_envious_after_one_pass_when_workers_weigh_alike(market):
    wishes, room = market
    matching = Matching(wishes, {worker: rank for rank, worker in enumerate(wishes)}, room)
    matching.run()
    assert matching.passes <= 1
