"""Support of the poor: allowance, register, floor, medical relief, pension, care insurance."""

import numpy as np
import pytest
from effects import effect, flow, run
from hypothesis import given
from hypothesis import strategies as st
from real_county import County, outcome, policies, real_county, trend_world, with_unknowns, world

from model.county import CountyModel
from model.quarter.support import gap, own_medical_costs, relief
from model.quarter.transfers import allowance, fading_part

# --- rules, by hand ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "quarters", "part"), [(4, 4, 0.8), (3, 4, 0.6), (1, 4, 0.2), (1, 1, 0.5)]
)
def test_an_allowance_fades_in_equal_steps(left: int, quarters: int, part: float) -> None:
    assert fading_part(float(left), quarters) == pytest.approx(part)


def test_medical_relief_pays_a_share_beyond_the_deductible() -> None:
    paid = relief(np.array([500.0, 3_000.0]), 1_000.0, 0.257)
    np.testing.assert_allclose(paid, [0.0, 514.0])


def test_the_gap_is_what_is_short_of_the_floor() -> None:
    short = gap(13_000.0, np.array([1.0, 2.0]), np.array([12_000.0, 30_000.0]))
    np.testing.assert_allclose(short, [1_000.0, 0.0])


@given(st.floats(0, 1e5), st.floats(0, 1e5), st.floats(1, 1e4))
def test_an_allowance_rises_with_the_standard_and_falls_with_income(
    standard: float, countable: float, more: float
) -> None:
    assert allowance(standard + more, countable) >= allowance(standard, countable)
    assert allowance(standard, countable + more) <= allowance(standard, countable)


def test_a_counted_yuan_of_pension_is_withdrawn_in_full_while_an_allowance_is_paid() -> None:
    assert allowance(3_000.0, 1_000.0) - allowance(3_000.0, 1_030.0) == pytest.approx(30.0)


# --- allowance --------------------------------------------------------------------------------


def test_the_standard_rises_by_the_extra_rate_and_never_below_the_pooled_one() -> None:
    quiet = {"earnings_disregard": 0.0, "fading_quarters": 0}
    with world(real_county(), policies("dibao_floor", extra_rise=0.05, **quiet)) as model:
        while model.quarter < 8:
            model.step()
        # In force from the last quarter of 2022: two rises by the end of 2023.
        assert model.dibao_per_head_year() == pytest.approx(_drawn(real_county(), 3) * 1.05**2)
    pooled = policies("dibao_floor", pooled_standard_yuan_per_month=2_000.0, **quiet)
    with world(real_county(), pooled) as model:
        while model.quarter < 4:
            model.step()
        assert model.dibao_per_head_year() == 24_000.0


def _drawn(county: County, years: int) -> float:
    register = county.parameters.register
    return 12.0 * register.dibao_yuan_per_month * (1.0 + register.dibao_indexation) ** years


def test_a_larger_rise_of_the_standard_pays_the_register_more() -> None:
    rises = [effect(policies("dibao_floor", extra_rise=r), "low_income") for r in (0.0, 0.03, 0.1)]
    assert rises[0] < rises[1] < rises[2]


def test_the_disregard_decides_what_a_workshop_wage_is_worth() -> None:
    """With nothing disregarded a recipient's wage is taken off the allowance again."""
    names = ("workshops", "dibao_floor")
    settings = {"extra_rise": 0.0, "fading_quarters": 0}
    known = dict(zip(names, policies(*names), strict=True))
    gains = []
    for disregard in (0.0, 1.0):
        floor = type(known["dibao_floor"])(earnings_disregard=disregard, **settings)
        gains.append(
            effect(
                (known["workshops"], floor),
                "low_income_list_2021",
                register__earnings_disregard=0.0,
            )
        )
    assert gains[1] > gains[0]


def test_what_fades_out_is_paid_to_leavers_only_and_ends() -> None:
    seen: list[float] = []

    def look(model: CountyModel) -> None:
        listed = model.households["on_register"]
        fading = (model.support.fading_left > 0) & ~listed
        assert not model.support.fading_left[listed].any()
        seen.append(float(fading.sum()))

    run("dibao_floor", fading_quarters=2, watch=look)
    assert seen[3] == 0.0, "in the first year nobody has left under the rule"
    assert seen[4] > 0.0, "the review of 2023 lets some leave"
    assert seen[6] == 0.0, "after two quarters it has ended"


# --- income floor -----------------------------------------------------------------------------


def test_monitoring_never_spends_more_than_its_budget() -> None:
    result = run("poverty_monitoring", budget_yuan=2e6)
    for year in (2022, 2023, 2024):
        paid = sum(
            p.amount for p in result.postings if p.tag == "poverty_monitoring" and p.year == year
        )
        assert paid <= 2e6 * (1.0 + 1e-9)
    assert flow(result, "treasury", "households", "poverty_monitoring") > 2e6


def test_monitoring_lifts_households_from_below_the_floor_the_more_the_more_is_paid() -> None:
    below = [
        effect(
            policies("poverty_monitoring", budget_yuan=1e9, gap_paid_share=share, work_first=False),
            "rural_persons_below_13000",
        )
        for share in (0.0, 0.5, 1.0)
    ]
    assert below[0] == 0.0
    assert below[2] < below[1] < 0.0


def test_help_does_not_undo_itself() -> None:
    """What was paid last year is not income when next year's gap is reckoned."""
    seen = []

    def look(model: CountyModel) -> None:
        if model.quarter in (8, 12):
            seen.append(model.support.floor_paid)

    run("poverty_monitoring", budget_yuan=1e9, gap_paid_share=1.0, work_first=False, watch=look)
    assert seen[1] > 0.5 * seen[0] > 0.0


def test_floor_help_stays_out_of_the_allowances_count() -> None:
    plain = outcome(real_county(), factors=trend_world().factors)
    helped = run("poverty_monitoring", work_first=False)
    first = [flow(w, "treasury", "households", "register") for w in (plain, helped)]
    assert first[1] == pytest.approx(first[0], rel=0.02)


# --- medical relief, pension, care ------------------------------------------------------------


def test_medical_costs_have_the_drawn_mean_and_stay_the_same_within_a_year() -> None:
    county = with_unknowns(real_county(), support__medical_cost_log_sd=0.8)
    with world(county) as model:
        model.step()
        rows = np.arange(len(model.households))
        first = own_medical_costs(model, rows)
        model.step()
        np.testing.assert_array_equal(first, own_medical_costs(model, rows))
        mean = float(first.sum() / model.households["members"].sum())
        assert mean == pytest.approx(county.parameters.support.medical_cost_yuan_per_head, rel=0.1)


def test_medical_relief_goes_to_the_register_alone() -> None:
    result = run("medical_relief")
    assert flow(result, "insurers", "households", "medical_relief") > 0.0
    shares = [effect(policies("medical_relief", relief_share=s), "low_income") for s in (0.1, 0.5)]
    assert 0.0 < shares[0] < shares[1]
    assert abs(effect(policies("medical_relief"), "urban_income")) < 1.0


def test_pensions_pay_every_pensioner_the_rise() -> None:
    seen = {}

    def look(model: CountyModel) -> None:
        if model.quarter == 4:
            persons = model.support.pensioners * model.households["weight"]
            seen["due"] = 3.0 * 10.0 * float(persons.sum())
            seen["rural"] = float(persons[model.households["rural_2021"]].sum())

    result = run("basic_pension", watch=look)
    paid = sum(p.amount for p in result.postings if p.tag == "basic_pension" and p.year == 2022)
    assert paid == pytest.approx(seen["due"], rel=1e-9)
    county = real_county()
    rural = county.start.households["rural_2021"]
    weight = county.start.households["weight"] * county.start.households["members"]
    share = county.parameters.support.rural_pensioner_share
    assert seen["rural"] == pytest.approx(share * float(weight[rural].sum()), rel=0.05)


def test_a_counted_pension_gives_a_recipient_less() -> None:
    gains = [
        effect(
            policies("basic_pension", extra_yuan_per_month=100.0, counted_share=share),
            "low_income_list_2021",
        )
        for share in (0.0, 1.0)
    ]
    assert gains[1] < gains[0]


def test_care_insurance_counts_only_beyond_who_is_insured_anyway() -> None:
    few = run("long_term_care_insurance", insured_persons=((2022, 200_000.0),))
    assert flow(few, "households", "insurers", "long_term_care_insurance") == 0.0
    many = run("long_term_care_insurance", insured_persons=((2022, 1_000_000.0),))
    assert flow(many, "households", "insurers", "long_term_care_insurance") > 0.0
    assert flow(many, "insurers", "households", "long_term_care_insurance") > 0.0


def test_care_premiums_are_less_income_of_those_who_pay() -> None:
    gain = effect(
        policies("long_term_care_insurance", insured_persons=((2022, 1_000_000.0),)),
        "rural_income",
        support__care_need_share=0.003,
        support__care_cash_yuan_per_month=0.0,
        support__care_premium_yuan=60.0,
    )
    assert -60.0 < gain < -10.0
