"""Many worlds of one draw and seed give the numbers of pairs, whatever jobs they are cut into."""

import gc
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from model.county import CountyModel
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario
from scenarios.running import many_worlds
from scenarios.running.branching import Trunk
from scenarios.running.many_worlds import distinct_worlds, jobs_of_worlds, run_many
from scenarios.running.pair import county_of, policies_of, run_pair, run_world


@pytest.fixture(scope="module")
def plan():
    return make_plan(load_scenario("three_programmes"), Size(draws=6, seeds=1, scale=0.01))


def one_job(plan, draw: int, **worlds):
    job = plan.jobs[draw]
    shared = {key: value for key, value in job.worlds.items() if key != "pilot"}
    return replace(job, worlds={**shared, "many": worlds})


def test_the_worlds_of_a_pair_are_the_same_worlds(plan) -> None:
    found = run_many(one_job(plan, 5, no_pilot=plan.worlds.no_pilot, pilot=plan.worlds.pilot))
    expected = run_pair(plan.jobs[5])["indicators"]
    pd.testing.assert_frame_equal(found["indicators"], expected[found["indicators"].columns])


def test_cutting_the_list_changes_no_number(plan, monkeypatch) -> None:
    many = {
        "pilot": plan.worlds.pilot,
        "none": {},
        "no_pilot": plan.worlds.no_pilot,
        "workshops": {"workshops": plan.worlds.pilot["workshops"]},
    }
    (whole,) = jobs_of_worlds(plan.jobs[5], many)
    monkeypatch.setattr(many_worlds, "WORLDS_PER_JOB", 1)
    cut = jobs_of_worlds(plan.jobs[5], many)
    assert len(cut) == 4
    expected = run_many(whole)["indicators"]
    parts = [run_many(job)["indicators"] for job in reversed(cut)]
    found = pd.concat(parts).drop_duplicates(["world", "year", "indicator"])
    keys = ["world", "year", "indicator"]
    pd.testing.assert_frame_equal(
        found.sort_values(keys, ignore_index=True), expected.sort_values(keys, ignore_index=True)
    )


def test_a_world_without_policies_is_the_trend_world(plan) -> None:
    table = run_many(one_job(plan, 0, none={}))["indicators"].set_index("world")
    none, trend = (table.loc[name].reset_index(drop=True) for name in ("none", "trend"))
    pd.testing.assert_frame_equal(none, trend)


def test_another_draw_is_not_served_from_the_last_one(plan) -> None:
    first = run_many(one_job(plan, 0, none={}))["indicators"]
    other = run_many(one_job(plan, 1, none={}))["indicators"]
    again = run_many(one_job(plan, 0, none={}))["indicators"]
    pd.testing.assert_frame_equal(first, again)
    assert not first["value"].equals(other["value"])


def test_equal_worlds_are_found(plan) -> None:
    pilot, other = plan.worlds.pilot, plan.worlds.no_pilot
    names = distinct_worlds({"a": pilot, "b": other, "c": dict(reversed(pilot.items())), "d": {}})
    assert names == {"a": "a", "b": "b", "c": "a", "d": "d"}


def test_a_branch_ends_where_the_whole_world_ends(plan) -> None:
    job, names = plan.jobs[5], list(plan.worlds.pilot)
    county = county_of(job)
    factors = run_world(job, county, None, ()).factors
    trunk = Trunk(job, county, factors)
    for chosen in (names, names[:1], names[1:], names):
        world = {name: plan.worlds.pilot[name] for name in chosen}
        policies = policies_of(world, {}, county.readings)
        whole, branch = run_world(job, county, factors, policies), trunk.run(policies)
        for name, values in whole.indicators.items():
            np.testing.assert_array_equal(branch.indicators[name], values, err_msg=name)
        for name in ("household_income", "household_rural", "household_listed", "worker_pay"):
            np.testing.assert_array_equal(getattr(branch, name), getattr(whole, name))
        for name, values in whole.villages.items():
            np.testing.assert_array_equal(branch.villages[name], values)
        assert branch.postings == whole.postings
    trunk.close()


def test_a_world_that_begins_before_the_trunk_ends_is_run_whole(plan) -> None:
    job = plan.jobs[0]
    county = county_of(job)
    factors = run_world(job, county, None, ()).factors
    trunk = Trunk(job, county, factors)
    policies = policies_of(plan.worlds.pilot, {}, county.readings)
    late = tuple(replace(policy, start=date(2023, 7, 1)) for policy in policies)
    expected = {q: run_world(job, county, factors, q).indicators for q in (late, policies)}
    for chosen in (late, policies, late):
        found = trunk.run(chosen).indicators
        for name, values in expected[chosen].items():
            np.testing.assert_array_equal(found[name], values, err_msg=name)


def test_no_branch_is_kept_alive(plan) -> None:
    job = plan.jobs[0]
    county = county_of(job)
    trunk = Trunk(job, county, run_world(job, county, None, ()).factors)
    trunk.run(policies_of(plan.worlds.pilot, {}, county.readings))
    known = sum(isinstance(thing, CountyModel) for thing in gc.get_objects())
    trunk.run(policies_of(plan.worlds.pilot, {}, county.readings))
    assert sum(isinstance(thing, CountyModel) for thing in gc.get_objects()) == known
