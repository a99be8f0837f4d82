"""Farm households, insurance that absorbs shocks, and farm labour productivity."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_county import PILOT, policies, real_county
from work_programmes import SCALE, lived, other_county, paid, work

from model.quarter import farming
from model.quarter.farming import (
    FARM_PART,
    expected_payout,
    payout,
    premium_rate,
    price_index,
    relative_yield,
)

NORMALS = np.random.Generator(np.random.Philox(key=7)).standard_normal(400_000)
share = st.floats(0, 1)


@pytest.mark.parametrize(
    ("relative", "trigger", "paid_out"), [(1.0, 0.8, 0.0), (0.8, 0.8, 0.0), (0.5, 0.8, 0.3)]
)
def test_insurance_pays_the_shortfall(relative: float, trigger: float, paid_out: float) -> None:
    assert payout(relative, trigger) == pytest.approx(paid_out)


@pytest.mark.parametrize("sd", [0.1, 0.3, 0.6])
@pytest.mark.parametrize("trigger", [0.6, 0.8, 1.0])
def test_the_expected_payout_is_the_mean_of_payouts(trigger: float, sd: float) -> None:
    claims = np.maximum(trigger - relative_yield(sd * NORMALS, sd * sd), 0.0)
    assert expected_payout(trigger, sd) == pytest.approx(claims.mean(), abs=6e-4)


@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
def test_an_index_is_as_volatile_as_the_yield_and_as_correlated_as_said(correlation: float) -> None:
    half = NORMALS.size // 2
    own, other = 0.3 * NORMALS[:half], NORMALS[half:]
    index = price_index(own, other, 0.09, correlation)
    assert index.mean() == pytest.approx(1.0, abs=3e-3)
    assert np.log(index).std() == pytest.approx(0.3, abs=2e-3)
    assert np.corrcoef(np.log(index), own)[0, 1] == pytest.approx(correlation, abs=6e-3)


@given(share, share, st.floats(0.05, 0.8))
def test_a_higher_trigger_never_costs_less(one: float, two: float, sd: float) -> None:
    low, high = sorted((one, two))
    assert premium_rate(low, sd, 0.2) <= premium_rate(high, sd, 0.2) + 1e-12
    assert premium_rate(low, sd, 0.0) <= premium_rate(low, sd, 0.2)


def test_farm_households_have_the_drawn_share_of_business_income() -> None:
    for part in (0.15, 0.3, 0.45):
        with lived((), 0, other_county(farming__business_share=part)) as model:
            rows, base = model.farms.rows, model.start.base[:, 1]
            weight, rural = model.households["weight"], model.start.households["rural_2021"]
            farm = FARM_PART * float((base[rows] * weight[rows]).sum())
            assert farm / float((base * weight)[rural].sum()) == pytest.approx(part, abs=0.005)
            assert rural[rows].all()
            assert (model.start.households["arable_mu"][rows] > 0.0).all()


def insured_change(**settings: object) -> tuple[float, float]:
    """Mean change and change of the spread of log income among the insured, last year."""
    county = other_county(farming__insurance_loading=0.0)
    with (
        lived(work("farm_insurance", intensity=1.0, **settings), county=county) as model,
        lived((), county=county) as without,
    ):
        one, other = model.outcome.household_income[-1], without.outcome.household_income[-1]
        rows = np.flatnonzero(np.abs(one - other) > 1.0)
        rows = np.intersect1d(rows, model.farms.rows)
        luck = model.households["transitory"][rows]
        change = one[rows] - other[rows]
        bad = luck < np.quantile(luck, 0.2)
        return float(change[bad].mean()), float(change[~bad].mean())


def test_insurance_moves_income_to_bad_years() -> None:
    bad, good = insured_change(subsidised_share=0.0)
    assert bad > 0.0 > good


def test_insurance_without_loading_and_subsidy_leaves_the_mean_alone() -> None:
    county = other_county(farming__insurance_loading=0.0, farming__index_correlation=1.0)
    programme = work("farm_insurance", intensity=1.0, subsidised_share=0.0, yield_cover=1.0)
    with lived(programme, county=county) as model:
        net = sum(paid(model, "farm_insurance", "business", year=y) for y in (2023, 2024))
        claims = sum(
            p.amount
            for p in model.ledger.postings
            if p.tag == "farm_insurance" and p.payer == "insurers" and p.year >= 2023
        )
        assert claims > 0.0
        assert abs(net) < 0.15 * claims


def test_a_subsidy_raises_the_mean_by_what_it_pays() -> None:
    def net(subsidised: float) -> float:
        programme = work("farm_insurance", intensity=1.0, subsidised_share=subsidised)
        with lived(programme) as model:
            return paid(model, "farm_insurance", "business")

    def public(subsidised: float) -> float:
        programme = work("farm_insurance", intensity=1.0, subsidised_share=subsidised)
        with lived(programme) as model:
            return sum(
                p.amount
                for p in model.ledger.postings
                if p.tag == "farm_insurance" and p.kind == "spending" and p.year == 2024
            )

    assert net(0.7) - net(0.0) == pytest.approx(public(0.7), rel=1e-9)


def test_those_insured_before_come_first_and_change_nothing() -> None:
    with lived(work("farm_insurance", intensity=0.4)) as model, lived(()) as without:
        assert model.parameters.farming.insured_before > 0.4 * 0.9
        assert model.farms.insured == 0.0
        for one, other in zip(
            model.outcome.household_income, without.outcome.household_income, strict=True
        ):
            np.testing.assert_array_equal(one, other)


def test_who_leases_out_land_is_not_insured_for_it() -> None:
    with lived((*policies(*PILOT, intensity=5.0), *work("farm_insurance"))) as model:
        leased = model.households["arable_state"] > 0
        assert leased[model.farms.rows].any()
        assert not leased[model.farms.farming()].any()


def test_productivity_follows_the_trend_and_the_exit_of_labour() -> None:
    def index(exit_per_year: float) -> np.ndarray:
        county = other_county(farming__labour_exit_per_year=exit_per_year)
        with lived((), county=county) as model:
            return model.outcome.indicators["farm_labour_productivity_index"]

    none, some = index(0.0), index(0.05)
    np.testing.assert_allclose(some / none, 0.95 ** -np.arange(1.0, 4.0), rtol=0.02)
    trend = real_county(scale=SCALE).trend.income[:, 0, 1]
    np.testing.assert_allclose(none[1:] / none[:-1], trend[1:] / trend[:-1], rtol=0.02)


def test_leases_and_jobs_release_farm_labour() -> None:
    with lived(()) as without, lived((*policies(*PILOT), *work("farm_technology"))) as model:
        assert farming.farm_labour(model) < farming.farm_labour(without)


def test_shares_of_farm_households_above_a_line_are_counted() -> None:
    with lived(()) as model:
        rows, weight = model.farms.rows, model.households["weight"]
        for yuan in (100_000, 200_000):
            reached = model.outcome.indicators[f"farm_households_above_{yuan}"]
            income = model.outcome.household_income[-1][rows]
            by_hand = np.average(income >= yuan, weights=weight[rows])
            assert reached[-1] == pytest.approx(by_hand)
        assert (model.outcome.indicators["farm_households_above_200000"]
                <= model.outcome.indicators["farm_households_above_100000"]).all()  # fmt: skip
