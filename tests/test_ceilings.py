"""No programme brings more than it promised, and nothing is paid for twice (Q14)."""

from collections.abc import Iterator

import numpy as np
import pytest
from lockstep import state, watch
from real_county import (
    PILOT,
    PROGRAMMES,
    outcome,
    pilot_world,
    policies,
    real_county,
    trend_world,
    world,
)

from model.columns import SOURCES
from model.county import CountyModel
from scenarios.forecasting.checks import changes, check_rows, evidence_rows
from scenarios.forecasting.closed_form import FORMS, dividends, houses, land
from scenarios.forecasting.paper import setting_of

DRAWS = [None, *range(12)]
TIGHT = 1.0 + 1e-9


@pytest.mark.parametrize("index", DRAWS)
@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_programme_alone_stays_below_its_ceiling(name: str, index: int | None) -> None:
    county, trend = real_county(index), trend_world(index)
    alone = policies(name)
    world_ = outcome(county, alone, factors=trend.factors)
    rows = check_rows(
        county.start, county.parameters, county.trend, alone, {"pilot": world_, "trend": trend}
    )
    assert list(rows["year"]) == [2022, 2023, 2024]
    assert (rows["simulated"] <= rows["ceiling"] * TIGHT).all(), rows
    assert (rows["closed_form"] <= rows["ceiling"] * TIGHT).all(), rows
    assert (rows["ceiling"] > 0.0).all()


@pytest.mark.parametrize("index", DRAWS)
def test_each_income_of_the_three_stays_below_its_own_ceiling(index: int | None) -> None:
    county, trend = real_county(index), trend_world(index)
    (policy,) = policies("three_incomes")
    alone = outcome(county, (policy,), factors=trend.factors)
    for year in (2022, 2023, 2024):
        on = setting_of(county.start, county.parameters, county.trend, year)
        paid = changes(alone, trend, year)
        for form, tag in ((land, "land"), (houses, "houses"), (dividends, "dividends")):
            assert paid[tag] / on.rural_persons <= form(on, policy).ceiling * TIGHT, (tag, year)


def test_volumes_stay_within_what_was_promised() -> None:
    """Quotas are met to half a row of the sample; jobs are never forced."""
    county = real_county()
    with world(county, policies(*PILOT), factors=trend_world().factors) as model:
        weight = model.households["weight"]
        for _ in steps(model):
            assert model.market.outlets.count(slots_only=True) <= model.rules.workshops.slots + 60.0
            for asset in ("arable", "forest"):
                quota = getattr(model.rules.land, f"{asset}_quota_mu")
                pace = model.parameters.land.baseline_mu_per_year * (model.quarter / 4.0)
                row = float((model.households[f"{asset}_mu"] * weight).max())
                assert model.land.leased_mu(asset) <= max(quota, pace) + row
            assert model.charity_fund.granted <= 400_000.0 * TIGHT


def steps(model: CountyModel) -> Iterator[int]:
    while model.quarter < model.quarters:
        model.step()
        yield model.quarter - 1


def test_every_payment_for_work_belongs_to_one_worker_in_one_outlet() -> None:
    county = real_county()
    with world(county, policies(*PROGRAMMES), factors=trend_world().factors) as model:
        before = 0.0
        for _ in steps(model):
            workers, outlets = model.workers, model.market.outlets
            paid = workers["gross_pay"] > 0.0
            assert (workers["status"][paid] == 2).all()
            assert (workers["outlet"][paid] >= 0).all()
            assert (workers["outlet"][workers["status"] != 2] == -1).all()
            weight = model.households["weight"][workers["household"]]
            total = float((workers["gross_pay"] * weight).sum())
            booked = sum(
                model.ledger.flows.get(("enterprises", "households", "wages", tag), 0.0)
                for tag in ("workshops", "outlets")
            )
            if model.quarter % 4 == 0:
                booked = sum(
                    p.amount
                    for p in model.ledger.postings
                    if p.kind == "wages"
                    and p.tag in ("workshops", "outlets")
                    and p.payee == "households"
                    and p.year == 2021 + model.quarter // 4
                )
            year_start = model.quarter % 4 == 1
            assert booked - (0.0 if year_start else before) == pytest.approx(total, rel=1e-9)
            before = booked
            here = workers["status"] == 2
            filled = np.bincount(workers["outlet"][here], weight[here], outlets.rows)
            np.testing.assert_allclose(outlets["filled"], filled, rtol=1e-9, atol=1e-6)


def test_a_parcel_or_a_house_has_one_state_and_one_rent() -> None:
    county = real_county()
    with world(county, policies(*PROGRAMMES), factors=trend_world().factors) as model:
        seen = watch(model)
        for _ in steps(model):
            households = model.households
            rents = np.zeros(len(households))
            for asset in ("arable", "forest"):
                leased = households[f"{asset}_state"] > 0
                rent = households[f"{asset}_rent"]
                assert np.array_equal(leased, rent > 0.0)
                rents += rent / 4.0
            let = households["house_state"] >= 2
            assert np.array_equal(let, households["house_rent"] > 0.0)
            rents += households["house_rent"] / 4.0
            # Rents are what property income has beyond dividends and the trend's own part.
            assert (seen[-1][:, 2] >= rents - 1e-9).all()


def test_leased_land_earns_its_owner_nothing_more() -> None:
    county = real_county()
    with world(county, policies("three_incomes"), factors=trend_world().factors) as model:
        for _ in steps(model):
            households = model.households
            given_up = np.zeros(len(households))
            for asset, ratio in (("arable", 1.0), ("forest", 0.13)):
                leased = households[f"{asset}_state"] > 0
                given_up += leased * households["land_margin"] * households[f"{asset}_mu"] * ratio
            np.testing.assert_allclose(model.land.released, given_up, rtol=1e-9)
            assert (households["forgone_business"] >= given_up - 1e-6).all()


def test_farm_income_given_up_is_not_given_up_again_for_work() -> None:
    """Two workers of a household cannot both set the same leased land against their odd jobs."""
    county = real_county()
    with world(county, policies(*PROGRAMMES), factors=trend_world().factors) as model:
        for _ in steps(model):
            workers, home = model.workers, model.workers["household"]
            placed = workers["hired"] >= 0
            credit = np.where(placed, workers["odd_earnings"] - workers["forgone"], 0.0)
            used = np.bincount(home, credit, len(model.households))
            assert (used <= model.land.released + 1e-6).all()


def test_a_lease_never_lapses_into_two() -> None:
    county = real_county()
    with world(county, policies(*PROGRAMMES), factors=trend_world().factors) as model:
        states = state(model)
        for _ in steps(model):
            now = state(model)
            for asset in ("arable", "forest"):
                before, after = (held[f"household.{asset}_state"] for held in (states, now))
                assert (after[before > 0] == before[before > 0]).all()
            states = now


def test_households_with_two_or_three_incomes_are_counted_once() -> None:
    """Counted again from rents, dividends and outlet pay themselves."""
    county = real_county()
    with world(county, policies(*PILOT), factors=trend_world().factors) as model:
        weight = model.households["weight"]
        got = np.zeros((len(weight), 3), bool)
        for quarter in steps(model):
            households = model.households
            got[:, 0] |= (
                households["arable_rent"] + households["forest_rent"] + households["house_rent"]
            ) > 0.0
            got[model.workers["household"][model.workers["gross_pay"] > 0.0], 2] = True
            if quarter % 4 != 3:
                continue
            paying = np.array([v.dividends > 0.0 for v in model.villages])
            got[:, 1] = (households["shares"] > 0.0) & paying[households["village"]]
            kinds = got.sum(axis=1)
            for count, name in ((2, "households_two_incomes"), (3, "households_three_incomes")):
                found = model.outcome.indicators[name][-1]
                assert found == pytest.approx(float(weight[kinds == count].sum()), rel=1e-12)
                assert found > 0.0
            got[:] = False


def test_no_source_of_income_is_paid_twice_for_the_same_tag() -> None:
    kinds = {
        (p.tag, p.kind)
        for p in pilot_world().postings
        if p.payee == "households" and p.kind in SOURCES
    }
    once = {
        "land": "property",
        "houses": "property",
        "dividends": "property",
        "local_wages": "wages",
        "local_trade": "business",
        "outlets": "wages",
        "register": "transfers",
    }
    for tag, kind in once.items():
        assert {k for t, k in kinds if t == tag} <= {kind}


def test_checks_hold_what_they_say() -> None:
    county, trend, pilot = real_county(), trend_world(), pilot_world()
    programmes = policies(*PILOT)
    rows = check_rows(
        county.start,
        county.parameters,
        county.trend,
        programmes,
        {"pilot": pilot, "trend": trend},
    )
    assert len(rows) == 9
    assert rows.groupby("year")["indirect_share"].nunique().le(1).all()
    change = changes(pilot, trend, 2024)
    weight = county.start.households["weight"]
    whole = float((pilot.household_income[2] - trend.household_income[2]) @ weight)
    assert sum(change.values()) == pytest.approx(whole, rel=1e-6)
    tagged = (
        "workshops",
        "outlets",
        "land",
        "houses",
        "dividends",
        "collective",
        "charity",
        "gifts",
        "given_up",
    )
    direct = sum(change.get(tag, 0.0) for tag in tagged)
    last = rows[rows.year == 2024]["indirect_share"].iloc[0]
    assert last == pytest.approx(1.0 - direct / whole, abs=1e-9)


def test_nothing_simulated_has_nothing_to_show() -> None:
    county, trend = real_county(), trend_world()
    rows = check_rows(
        county.start,
        county.parameters,
        county.trend,
        policies(*PILOT),
        {"pilot": trend, "trend": trend},
    )
    assert (rows["simulated"] == 0.0).all()
    assert rows["indirect_share"].isna().all()


def test_what_came_out_is_told_beside_the_evidence() -> None:
    rows = evidence_rows(real_county().start, {"pilot": pilot_world(), "trend": trend_world()})
    assert list(rows["quantity"]) == ["additional", "displaced", "response"]
    inside = (rows["low"] <= rows["value"]) & (rows["value"] <= rows["high"])
    assert (inside == rows["inside"]).all()
    assert rows["value"].notna().all()


def test_a_pair_leaves_its_checks_in_the_run() -> None:
    from results.tables import missing_columns
    from scenarios.inputs.plan import Size, make_plan
    from scenarios.inputs.scenario import load_scenario
    from scenarios.running.pair import run_pair

    plan = make_plan(load_scenario("pilot"), Size(draws=1, seeds=1, scale=0.02))
    checks = run_pair(plan.jobs[0])["checks"]
    assert missing_columns("checks", list(checks.columns)) == []
    known = set(plan.worlds.pilot) & set(FORMS)
    assert set(checks["policy"]) == known > set(PILOT)
    assert sorted(set(checks["year"])) == [2022, 2023, 2024]
    assert checks[["closed_form", "simulated", "ceiling"]].notna().all().all()
