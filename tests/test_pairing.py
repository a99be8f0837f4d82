"""Help of the well off: who is asked, who is matched, what it pays, and what it takes (Q31)."""

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_county import outcome, policies, real_county, trend_world, with_unknowns, world

from model.county import CountyModel
from model.outcome import WorldOutcome
from model.policies.pairing import WISH_MIX
from model.quarter.helping import growers, sales_margin
from model.quarter.pairing import POST, match, match_score
from model.quarter.wishes import JOBS, MARKET, tiers
from model.rules import Rules

ALL = {
    "surveyed_persons": ((2023, 22_000.0),),
    "households": ((2023, 4_271.0), (2024, 6_000.0)),
}
"""Fuyang's volumes of 2023."""

MANY = {
    "surveyed_persons": ((2022, 400_000.0),),
    "households": ((2022, 1e6),),
    "donors": 100_000.0,
    "willing_share": 1.0,
}
"""Enough of everything that even a small sample has some help of every kind."""


def flows(result: WorldOutcome, tag: str) -> dict[tuple[str, str, str], float]:
    """Yuan of all years by payer, payee and kind."""
    found: dict[tuple[str, str, str], float] = {}
    for p in result.postings:
        if p.tag == tag:
            key = (p.payer, p.payee, p.kind)
            found[key] = found.get(key, 0.0) + p.amount
    return found


def run(**settings: object) -> WorldOutcome:
    return outcome(
        real_county(), policies("pairing", **{**ALL, **settings}), factors=trend_world().factors
    )


def stepped(quarters: int = 12, **settings: object) -> CountyModel:
    """An open world with pairing after some quarters; the caller closes it."""
    county = real_county()
    model = CountyModel(
        county.start,
        county.parameters,
        county.trend,
        policies("pairing", **{**ALL, **settings}),
        seed=1,
        factors=trend_world().factors,
    )
    while model.quarter < quarters:
        model.step()
    return model


# --- rules, by hand ---------------------------------------------------------------------------


def test_a_score_by_hand() -> None:
    assert match_score(0.5, 0.8, 15.0, 15.0) == pytest.approx(0.4 / np.e)


@given(st.floats(0.1, 1.0), st.floats(0.1, 1.0), st.floats(0.0, 50.0))
def test_a_score_rises_with_need_and_resource_and_falls_with_distance(
    need: float, resource: float, km: float
) -> None:
    score = match_score(need, resource, km, 15.0)
    assert match_score(need + 0.1, resource, km, 15.0) > score
    assert match_score(need, resource + 0.1, km, 15.0) > score
    assert match_score(need, resource, km + 1.0, 15.0) < score
    assert match_score(need, resource, km + 1.0, 30.0) >= score * exp(-2.0 / 15.0)


def test_net_income_from_sales_is_the_margin() -> None:
    np.testing.assert_allclose(sales_margin(np.array([20_000.0]), 0.35), [7_000.0])


def test_fuyangs_reported_wishes_and_matches() -> None:
    """22,000 persons at 12,000 wishes; 4,271 matches are 36 % of them; 852 of 3,195 are willing."""
    assert pytest.approx(4_271, rel=1e-3) == 22_000 * (12_000 / 22_000) * 0.356
    assert pytest.approx(0.267, abs=1e-3) == 852 / 3_195
    for reported, share in zip((3_062, 508, 435), (WISH_MIX[0], *WISH_MIX[2:4]), strict=True):
        assert reported / 12_000 == pytest.approx(share, abs=1e-3)
    assert sum(WISH_MIX) == pytest.approx(1.0)
    assert pytest.approx(0.12, abs=0.005) == 540 / 4_400


# --- who is asked and matched -----------------------------------------------------------------


def test_the_neediest_are_asked_first() -> None:
    model = stepped(4, surveyed_persons=((2022, 3_000.0),))
    asked = model.pairing.asked
    assert asked.any()
    assert (model.pairing.tier[asked] == 0).all(), "the register is larger than what is due"
    model.close()


def test_tiers_follow_register_line_and_income() -> None:
    with world(real_county()) as model:
        model.step()
        tier = tiers(model)
        assert (tier[model.households["on_register"]] == 0).all()
        assert (tier[~model.households["rural"] & ~model.households["on_register"]] == -1).all()
        rich = model.books.last_year_income >= 100_000.0
        poor = model.books.last_year_income < 9_000.0 * model.households["members"]
        assert not (tier[rich & ~poor & ~model.households["on_register"]] == 2).any()


def test_ceilings_on_surveys_matches_and_donors_hold() -> None:
    model = stepped(households=((2024, 1_000.0),))
    book, plants = model.pairing, model.start.enterprises
    heaviest = float((model.books.weighted_persons).max())
    assert book.surveyed <= 22_000.0 + heaviest
    assert book.households <= 1_000.0 + float(model.households["weight"].max())
    assert (book.used <= 5.0 * plants["weight"] + model.households["weight"].max()).all()
    assert float(book.matches.sum()) == pytest.approx(book.households)
    model.close()


@pytest.mark.parametrize(
    ("setting", "values"),
    [
        ("willing_share", (0.02, 0.3)),
        ("matches_per_donor", (0.2, 5.0)),
        ("threshold", (0.6, 0.05)),
    ],
)
def test_more_help_offered_means_more_matches(setting: str, values: tuple) -> None:
    matched = [
        float(
            run(**{setting: value, "households": ((2024, 1e6),)}).indicators["pairing_matches"][-1]
        )
        for value in values
    ]
    assert matched[0] < matched[1]


def test_a_platform_finds_more_where_donors_have_room() -> None:
    """Before rationing: with few places, who is farther away may take one that another needed."""
    county = with_unknowns(real_county(), pairing__success=1.0)
    matched = []
    for platform in (False, True):
        room = {**ALL, "households": ((2024, 1e6),), "matches_per_donor": 1e6, "threshold": 0.5}
        programme = policies("pairing", **room, platform=platform)
        result = outcome(county, programme, factors=trend_world().factors)
        matched.append(result.indicators["pairing_matches"])
    assert (matched[0] <= matched[1]).all()
    assert matched[0][-1] < matched[1][-1]


def test_success_decides_how_many_matches_help() -> None:
    matched = []
    for success in (0.2, 0.36, 1.0):
        county = with_unknowns(real_county(), pairing__success=success)
        programme = policies("pairing", **{**ALL, "households": ((2024, 1e6),)})
        result = outcome(county, programme, factors=trend_world().factors)
        matched.append(float(result.indicators["pairing_matches"][-1]))
    assert matched[0] < matched[1] < matched[2]


# --- what follows -----------------------------------------------------------------------------


def test_every_kind_is_paid_by_its_own_payer() -> None:
    found = flows(run(**MANY), "pairing")
    assert set(found) == {
        ("enterprises", "households", "wages"),
        ("world", "households", "business"),
        ("households", "charity", "transfers"),
        ("enterprises", "charity", "spending"),
        ("charity", "households", "transfers"),
    }
    given = found[("households", "charity", "transfers")]
    spent = found[("charity", "households", "transfers")]
    assert given + found[("enterprises", "charity", "spending")] == pytest.approx(spent)
    assert given == pytest.approx(0.5 * spent)


def test_gifts_are_less_income_of_the_households_that_give() -> None:
    """Without enterprises' part, what the register gains the donors lose."""
    settings = {"gift_yuan": 20_000.0, "household_donor_share": 1.0}
    none = run(**{**settings, "gift_yuan": 0.0})
    given = run(**settings)
    gain = given.household_income[-1] - none.household_income[-1]
    weight = real_county().start.households["weight"]
    up, down = gain * weight * (gain > 1.0), gain * weight * (gain < -1.0)
    moved = sum(
        p.amount
        for p in given.postings
        if p.tag == "pairing" and p.payee == "charity" and p.year == 2024
    )
    assert moved > 0.0
    # Private gifts give way, the list and local trade answer: not to the yuan.
    assert -down.sum() == pytest.approx(moved, rel=0.15)
    assert up.sum() == pytest.approx(moved, rel=0.15)


def test_a_worker_has_one_job_and_gives_up_what_it_replaces() -> None:
    model = stepped(10, **MANY)
    workers, book = model.workers, model.pairing
    posted = book.post >= 0
    assert posted.any()
    np.testing.assert_array_equal(posted, workers["status"] == POST)
    assert (workers["outlet"][posted] == -1).all()
    np.testing.assert_array_equal(workers["forgone"][posted], workers["odd_earnings"][posted])
    home = workers["household"][posted]
    assert (model.households["forgone_business"][home] >= workers["forgone"][posted] - 1e-9).all()
    model.close()


def test_posts_use_up_the_donors_unmet_orders() -> None:
    model = stepped(10, **MANY)
    plants = model.start.enterprises
    home = model.workers["household"][model.pairing.post >= 0]
    assert home.size
    plant = model.pairing.post[model.pairing.post >= 0]
    weight = model.households["weight"][home] / plants["weight"][plant]
    np.testing.assert_allclose(
        np.bincount(plant, weight, len(plants)), model.pairing.posts, atol=1e-9
    )
    model.close()


def test_a_post_is_taken_only_if_it_pays_after_the_means_test() -> None:
    posts = []
    for disregard in (0.0, 1.0):
        county = with_unknowns(real_county(), register__earnings_disregard=disregard)
        result = outcome(county, policies("pairing", **MANY), factors=outcome(county).factors)
        posts.append(float(result.indicators["pairing_posts"].max()))
    assert posts[0] < posts[1]


def test_help_ends_and_the_worker_is_spare_again() -> None:
    county = with_unknowns(real_county(), pairing__end_hazard=1.0)
    programme = policies("pairing", **MANY)
    with world(county, programme, factors=trend_world().factors) as model:
        while not (model.pairing.post >= 0).any():
            model.step()
        before = model.pairing.post >= 0
        model.rules = Rules()
        match(model)
        assert not (model.pairing.post >= 0).any()
        assert (model.workers["status"][before] == 1).all()
        assert (model.workers["forgone"][before] == 0.0).all()
        assert not (model.pairing.sells | model.pairing.given).any()
        np.testing.assert_allclose(model.pairing.posts, 0.0, atol=1e-9)


def test_produce_is_sold_once() -> None:
    county = real_county()
    both = policies("pairing", **MANY) + policies("counterpart_sales", "circular_charity")
    with world(county, both, factors=trend_world().factors) as model:
        while model.quarter < 10:
            model.step()
        rows = growers(model)
        assert rows.size
        assert model.pairing.sells.any()
        assert model.books.suppliers.size
        assert not model.pairing.sells[rows].any()
        assert not np.isin(model.books.suppliers, rows).any()
        assert (model.households["arable_state"][rows] == 0).all()


def test_wishes_that_cannot_be_used_become_services() -> None:
    model = stepped(8, households=((2024, 0.0001),))
    book, households = model.pairing, model.households
    assert (book.wish == MARKET).any()
    assert (book.wish == JOBS).any()
    assert (households["arable_mu"][book.wish == MARKET] > 0.0).all()
    assert households["able"][book.wish == JOBS].all()
    model.close()
