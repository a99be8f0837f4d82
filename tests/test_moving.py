"""Moves to town: the ratio splits into incomes at fixed residence and composition (Q42)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_county import outcome, policies, real_county, trend_world, with_unknowns, world

from model.quarter.moving import RELOCATED, ratio_after_moves, relocation_gain

MANY = {"persons": ((2024, 15_000.0),)}


def test_qingyuans_movers_take_the_ratio_from_2085_to_about_177() -> None:
    """15,000 of 143,000 residents at 0.8 of the rural mean; 55 per cent of residents are urban."""
    after = ratio_after_moves(2.085, 0.549, 15_000 / 143_000, 0.8)
    assert after == pytest.approx(1.77, abs=0.005)


def test_movers_like_the_rural_mean_change_only_the_urban_mean() -> None:
    # u = 0.5, R = 2, m = 0.1, k = 1: urban (1 + 0.1) / 0.6, rural 1.
    assert ratio_after_moves(2.0, 0.5, 0.1, 1.0) == pytest.approx(1.1 / 0.6)


@given(st.floats(1.2, 3.0), st.floats(0.2, 0.8), st.floats(0.3, 1.5))
def test_nobody_moving_changes_nothing(ratio: float, urban: float, relative: float) -> None:
    assert ratio_after_moves(ratio, urban, 0.0, relative) == pytest.approx(ratio, rel=1e-12)


@given(st.floats(0.3, 1.0))
def test_richer_movers_leave_a_higher_ratio(relative: float) -> None:
    first = ratio_after_moves(2.0, 0.6, 0.05, relative)
    assert ratio_after_moves(2.0, 0.6, 0.05, relative + 0.1) > first


def test_the_gain_of_a_move_by_hand() -> None:
    gain = relocation_gain(
        np.array([6_000.0]), np.array([2_000.0]), np.array([3.0]), 40_000.0, 60_000.0, 500.0
    )
    # 6,000 - 2,000 - 3 x (500 + 20,000 / 20)
    assert gain[0] == pytest.approx(-500.0)


@pytest.mark.parametrize(
    ("wage", "farm", "grant", "cost", "living", "sign"),
    [
        (1, 0, 0, 0, 0, 1),
        (0, 1, 0, 0, 0, -1),
        (0, 0, 1, 0, 0, 1),
        (0, 0, 0, 1, 0, -1),
        (0, 0, 0, 0, 1, -1),
    ],
)
def test_every_argument_of_the_gain_has_its_sign(
    wage: int, farm: int, grant: int, cost: int, living: int, sign: int
) -> None:
    def value(step: float) -> float:
        return float(
            relocation_gain(
                np.array([6_000.0 + step * wage]),
                np.array([2_000.0 + step * farm]),
                np.array([3.0]),
                40_000.0 + step * grant,
                60_000.0 + step * cost,
                500.0 + step * living,
            )[0]
        )

    assert np.sign(value(1_000.0) - value(0.0)) == sign


@pytest.mark.parametrize("name", ["relocation", "settlement"])
def test_the_ratio_splits_exactly(name: str) -> None:
    result = outcome(real_county(), policies(name), factors=trend_world().factors)
    found, trend = result.indicators, trend_world().indicators
    whole = found["ratio"] - trend["ratio"]
    names = ("ratio_fixed_residence", "ratio_composition")
    parts = sum(found[part] - trend[part] for part in names)
    np.testing.assert_allclose(whole, parts, atol=1e-12)


def test_moving_alone_changes_the_ratio_by_composition_only() -> None:
    """With nothing gained and nothing given up, incomes at the residence of 2021 stay."""
    county = with_unknowns(real_county(), moving__town_wage_yuan=0.0)
    trend = outcome(county)
    with world(county, policies("relocation", **MANY), factors=trend.factors) as model:
        model.moves.settle = _only_residence(model)  # type: ignore[method-assign]
        result = model.run()
    fixed = result.indicators["ratio_fixed_residence"] - trend.indicators["ratio_fixed_residence"]
    both = result.indicators["ratio"] - trend.indicators["ratio"]
    assert np.abs(fixed[-1]) < 2e-4, "only the effect on local trade is left"
    assert both[-1] < -0.005
    closed = _closed_form(county, result, trend)
    assert both[-1] == pytest.approx(closed, rel=0.25)


def _only_residence(model):  # type: ignore[no-untyped-def]
    def settle(rows, how):  # type: ignore[no-untyped-def]
        model.households["rural"][rows] = False
        model.moves.how[rows], model.moves.since[rows] = how, model.quarter
        model.moves.moved[rows] = model.moves.away[rows] = True
        model.moves.persons[how] += float(model.books.weighted_persons[rows].sum())

    return settle


def _closed_form(county, result, trend):  # type: ignore[no-untyped-def]
    """§3.5 with the movers who came, on the year's average of residents."""
    persons = float((county.start.households["members"] * county.start.households["weight"]).sum())
    moved = result.indicators["movers"]
    average = (moved[-2] + 0.625 * (moved[-1] - moved[-2])) / persons
    ratio, urban = trend.indicators["ratio"][-1], trend.indicators["urbanisation"][-1]
    relative = result.indicators["movers_income_ratio"][-1]
    return ratio_after_moves(ratio, urban, average, relative) - ratio


def test_never_more_move_than_are_due_and_more_when_more_are_due() -> None:
    moved = []
    for due in (2_000.0, 6_000.0, 20_000.0):
        result = outcome(
            real_county(),
            policies("relocation", persons=((2024, due),)),
            factors=trend_world().factors,
        )
        moved.append(float(result.indicators["movers"][-1]))
        heaviest = float(
            (
                real_county().start.households["weight"] * real_county().start.households["members"]
            ).max()
        )
        assert moved[-1] <= due + heaviest
    assert moved == sorted(moved)
    assert moved[0] > 0.0


def test_a_larger_grant_moves_more() -> None:
    moved = [
        float(
            outcome(
                real_county(),
                policies("relocation", persons=((2024, 1e6),), grant_yuan_per_head=grant),
                factors=trend_world().factors,
            ).indicators["movers"][-1]
        )
        for grant in (0.0, 60_000.0)
    ]
    assert moved[0] < moved[1]


def test_moves_come_on_top_of_the_path_of_urbanisation() -> None:
    """The same blocks turn urban as without moves."""
    factors = trend_world().factors
    with (
        world(real_county(), factors=factors) as plain,
        world(real_county(), policies("relocation", **MANY), factors=factors) as moving,
    ):
        while plain.quarter < plain.quarters:
            plain.step()
            moving.step()
            came_from = moving.households["rural"] | moving.moves.away
            np.testing.assert_array_equal(plain.households["rural"], came_from)


def test_who_moved_works_in_no_outlet_and_is_nobodys_spare_worker() -> None:
    with world(real_county(), policies("relocation", **MANY), factors=trend_world().factors) as m:
        while m.quarter < m.quarters:
            m.step()
            gone = (m.moves.how == RELOCATED)[m.workers["household"]]
            assert not np.isin(m.workers["status"][gone], (1, 2)).any()


def test_grants_and_new_homes_are_capital_not_income() -> None:
    result = outcome(real_county(), policies("relocation"), factors=trend_world().factors)
    kinds = {(p.payer, p.kind) for p in result.postings if p.tag == "relocation"}
    assert kinds == {("treasury", "capital"), ("households", "capital"), ("enterprises", "wages")}


def test_flats_are_a_ceiling_and_their_subsidy_is_a_transfer() -> None:
    flats = 300.0
    with world(
        real_county(), policies("settlement", flats=((2023, flats),)), factors=trend_world().factors
    ) as model:
        result = model.run()
        heaviest = float(model.households["weight"].max())
        assert 0.0 < model.moves.flats <= flats + heaviest
    kinds = {(p.payer, p.kind) for p in result.postings if p.tag == "settlement"}
    assert kinds == {("treasury", "transfers")}
