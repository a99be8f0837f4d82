"""A few pairs run again without second-round effects; the tables hold both effects."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from fake_pairs import job

from scenarios.forecasting.ablation import (
    ABLATED_DRAWS,
    ablation_rows,
    is_ablated,
    without_feedback,
)
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario
from scenarios.running.pair import run_pair


@cache
def tables(draw: int) -> dict[str, pd.DataFrame]:
    plan = make_plan(load_scenario("pilot"), Size(draws=draw + 1, seeds=1, scale=0.02))
    return run_pair(plan.jobs[draw])


def test_the_first_draws_of_the_first_seed_are_run_twice() -> None:
    assert is_ablated(job(draw=0))
    assert is_ablated(job(draw=ABLATED_DRAWS - 1))
    assert not is_ablated(job(draw=ABLATED_DRAWS))
    assert not is_ablated(job(draw=0, seed=2))


def test_only_feedback_is_switched_off() -> None:
    plain = job()
    plain.worlds["switches"] = {"auctions": False}
    off = without_feedback(plain)
    assert off.worlds["switches"] == {
        "auctions": False,
        "wage_response": False,
        "local_trade": False,
        "learning": False,
    }
    assert plain.worlds["switches"] == {"auctions": False}
    assert (off.draw, off.seed, off.scale) == (plain.draw, plain.seed, plain.scale)


def test_no_rows_where_nothing_was_run() -> None:
    assert ablation_rows({}, None, range(2022, 2025)).empty
    later = tables(ABLATED_DRAWS)
    assert later["ablations"].empty
    assert later["checks"]["feedback_off"].isna().all()


def test_both_effects_are_those_of_their_own_worlds() -> None:
    found = tables(0)
    rows = found["ablations"]
    assert set(rows["indicator"]) == {"ratio", "rural_income", "urban_income", "low_income"}
    indicators = found["indicators"].set_index(["world", "indicator", "year"])["value"]
    for row in rows.itertuples():
        other = "no_pilot" if row.contrast == "pilot_vs_no_pilot" else "trend"
        key = (row.indicator, row.year)
        effect = indicators["pilot", *key] - indicators[other, *key]
        assert row.effect == pytest.approx(effect, abs=1e-9)
    last = rows[(rows.year == 2024) & (rows.contrast == "pilot_vs_trend")].set_index("indicator")
    assert last.effect["rural_income"] != last.effect_without_feedback["rural_income"]


def test_the_checks_carry_the_effect_without_feedback() -> None:
    checks = tables(0)["checks"]
    assert np.isfinite(checks["feedback_off"]).all()
    last = checks[checks.year == 2024].set_index("policy")
    assert last.feedback_off["workshops"] != last.simulated["workshops"]
    assert last.feedback_off["workshops"] > 0.0
