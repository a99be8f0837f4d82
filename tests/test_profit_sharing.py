"""Profit sharing: stars, bonus, what owners lose, and what that does to the ratio."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_county import outcome, policies, real_county, trend_world, with_unknowns, world

from model.outcome import WorldOutcome
from model.quarter.profit_sharing import bonus_pool, owners_change, profit_of, scores, stars

PUSHED = {"push": 50.0, "firms": ((2022, 400.0), (2024, 400.0))}
"""Many enterprises from the start, so that a small county has some."""


def run(settings: dict[str, object] | None = None, **unknowns: float) -> WorldOutcome:
    county = with_unknowns(real_county(), **unknowns)
    return outcome(
        county,
        policies("profit_sharing", **{**PUSHED, **(settings or {})}),
        factors=trend_world().factors,
    )


def change(result: WorldOutcome, name: str) -> float:
    return float(result.indicators[name].sum() - trend_world().indicators[name].sum())


# --- rules, by hand ---------------------------------------------------------------------------


def test_a_bonus_by_hand() -> None:
    # Value added 100, orders 10 % up, work 2 % better, normal profit 20: profit 100·1.122 - 80.
    profit = profit_of(100.0, 1.1, 0.02, 0.2)
    assert profit == pytest.approx(32.2)
    assert bonus_pool(profit, 20.0, 0.1) == pytest.approx(1.22)


def test_owners_by_hand() -> None:
    # 5 new, 2 given away, 30 % of profits are paid out: 0.9 more; or 2 less and nothing new.
    assert owners_change(5.0, 2.0, 0.3) == pytest.approx(0.9)
    assert owners_change(0.0, 2.0, 1.0) == pytest.approx(-2.0)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.floats(0.01, 1.0))
def test_a_bonus_is_never_negative_and_never_more_than_the_excess(
    profit: float, normal: float, share: float
) -> None:
    pool = bonus_pool(profit, normal, share)
    assert 0.0 <= pool <= max(profit - normal, 0.0) * (1.0 + 1e-12)


@given(st.floats(1.0, 1e3), st.floats(0.5, 1.5), st.floats(-0.02, 0.06), st.floats(0.1, 0.4))
def test_profit_rises_with_orders_and_better_work(
    value: float, orders: float, lift: float, normal: float
) -> None:
    profit = profit_of(value, orders, lift, normal)
    assert profit_of(value, orders + 0.1, lift, normal) > profit
    assert profit_of(value, orders, lift + 0.01, normal) > profit
    assert profit_of(value, orders, lift, normal + 0.01) > profit


def test_quzhous_stars() -> None:
    """50, 30 and 20 of 100 enterprises have three, four and five stars, best scores most."""
    score = np.linspace(0.0, 1.0, 150)
    holds = np.arange(150) >= 50
    given = stars(score, holds, 0.2, 0.3)
    assert [int((given == star).sum()) for star in (0, 3, 4, 5)] == [50, 50, 30, 20]
    assert score[given == 5].min() > score[given == 4].max() > score[given == 3].max()


# --- in the county ----------------------------------------------------------------------------


def test_stars_are_a_ceiling() -> None:
    result = run({"firms": ((2022, 50.0), (2024, 120.0))})
    heaviest = float(real_county().start.enterprises["weight"].max())
    assert (result.indicators["profit_sharing_firms"] <= 120.0 + heaviest).all()
    assert result.indicators["profit_sharing_firms"][-1] > 0.0


def test_ruled_out_enterprises_never_share() -> None:
    with world(
        real_county(), policies("profit_sharing", **PUSHED), factors=trend_world().factors
    ) as model:
        model.run()
        assert model.profits.shares.any()
        assert (model.profits.score[model.profits.shares] >= 0.0).all()
        assert (scores(model) < 0.0).any()


def test_workers_gain_what_enterprises_pay_and_owners_lose_their_part() -> None:
    result = run(
        profit__productivity_gain=0.0, profit__base_pay_offset=0.0, profit__paid_out_share=0.5
    )
    wages = lost = 0.0
    for p in result.postings:
        if p.tag == "profit_sharing" and p.kind == "wages":
            wages += p.amount
        if p.tag == "profit_sharing" and p.kind == "property":
            assert (p.payer, p.payee) == ("households", "enterprises")
            lost += p.amount
    assert wages > 0.0
    assert wages == pytest.approx(float(result.indicators["profit_sharing_bonus"].sum()))
    assert lost == pytest.approx(0.5 * wages)


def test_what_better_work_adds_goes_to_owners() -> None:
    result = run(profit__productivity_gain=0.06, profit__base_pay_offset=0.9)
    sides = {
        (p.payer, p.payee)
        for p in result.postings
        if p.tag == "profit_sharing" and p.kind == "property"
    }
    assert sides == {("enterprises", "households")}


@pytest.mark.parametrize(
    ("unknown", "low", "high", "sign"),
    [
        ("profit__bonus_share", 0.03, 0.2, 1),
        ("profit__productivity_gain", -0.01, 0.06, 1),
        ("profit__base_pay_offset", 0.0, 0.9, -1),
    ],
)
def test_the_bonus_answers_to_each_unknown(
    unknown: str, low: float, high: float, sign: int
) -> None:
    paid = [
        float(run(**{unknown: x}).indicators["profit_sharing_bonus"].sum()) for x in (low, high)
    ]
    assert np.sign(paid[1] - paid[0]) == sign


def test_a_workforce_that_is_rural_narrows_the_gap_and_an_urban_one_widens_it() -> None:
    """Yueqing's plants employ many urban residents: sharing may raise the ratio."""
    settings = {
        "profit__productivity_gain": 0.0,
        "profit__base_pay_offset": 0.0,
        "profit__bonus_share": 0.2,
        "profit__paid_out_share": 0.1,
    }
    urban = change(run(profit__rural_workforce_share=0.0, **settings), "ratio")
    rural = change(run(profit__rural_workforce_share=0.9, **settings), "ratio")
    assert rural < 0.0 < urban


def test_more_enterprises_adopt_when_the_chance_is_higher() -> None:
    counts = [
        float(run({"push": 1.0}, profit__adoption_hazard=h).indicators["profit_sharing_firms"][-1])
        for h in (0.005, 0.05, 0.5)
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_a_boom_pays_more_than_a_slump() -> None:
    """The bonus follows orders: none in an enterprise whose year was below normal."""
    with world(
        real_county(), policies("profit_sharing", **PUSHED), factors=trend_world().factors
    ) as model:
        while model.quarter < 11:
            model.step()
        book = model.profits
        book.year_orders[:] = 0.8 * book.quarters
        model.market.orders[:] = 0.8
        slump = model.switches
        model.switches = type(slump)(orders=False)
        model.step()
        assert book.bonus == 0.0
