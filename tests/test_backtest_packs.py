"""Packs in backtest and ledger: plans, proxies, the engine, ablations, published forecasts."""

import math
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from fake_run import fake_run
from made_panel import panel

from calibration.history.panel_data import Panel
from calibration.packs.pack import load_pack
from model.errors import InputError
from model.parameters import Parameters
from model.rules import Switches
from results import forecast_ledger
from scenarios.inputs.plan import Size
from scenarios.running.progress import Progress
from scenarios.running.workforce import Workforce
from scenarios.scoring import backtest_packs, ledger_forecasts
from scenarios.scoring.backtest_ablations import (
    CHANGES,
    INTERACTIONS,
    NEARLY_NONE,
    SPREADS,
    no_heterogeneity,
    no_interaction,
)
from scenarios.scoring.backtest_packs import (
    Engine,
    engine_plan,
    packs_by_place,
    plan_paths,
    proxies,
)

PACKS = packs_by_place()
SMALL = Size(draws=1, seeds=1, scale=0.02)


def test_the_plan_of_yueqing_is_its_ratio_of_every_year():
    found = plan_paths(PACKS, "ratio")
    assert {year: math.exp(found["yueqing", year]) for year in (2022, 2023, 2024)} == (
        pytest.approx({2022: 1.75, 2023: 1.75, 2024: 1.75})
    )
    incomes = plan_paths(PACKS, "rural_income")
    assert math.exp(incomes["yueqing", 2024]) == pytest.approx(50_000)


def test_a_goal_for_later_is_reached_on_a_straight_line():
    found = plan_paths(PACKS, "ratio")
    base = math.log(PACKS["qingyuan"].value("ratio_published"))
    step = (math.log(1.9) - base) / 4
    assert found["qingyuan", 2023] == pytest.approx(base + 2 * step)


def test_documents_from_after_the_origin_are_no_plan():
    found = plan_paths(PACKS, "ratio")
    assert not [place for place, _ in found if place in ("cixi", "pingyang")]


def test_bases_computed_back_from_2022_are_proxies():
    known = proxies(PACKS, Panel.for_scoring())
    assert "qingyuan" in known
    assert "yueqing" not in known
    assert proxies(PACKS, panel("yueqing,county,2021,7e4,4e4,,,yes,")) == {"yueqing"}
    assert proxies(PACKS, panel("anji,county,2021,7e4,4e4,,,yes,")) == frozenset()


def test_the_engine_runs_a_wanted_pack_once_and_nothing_else(monkeypatch):
    ran = []
    monkeypatch.setattr(backtest_packs, "run", lambda plan, *_: ran.append(plan) or plan)
    monkeypatch.setattr(backtest_packs, "published", lambda _: {2022: np.array([1.7])})
    engine = Engine(PACKS, SMALL, Workforce(1), Progress("en", quiet=True), frozenset({"yueqing"}))
    for place in ("yueqing", "yueqing", "keqiao", "anji"):
        found = engine(place)
        assert (found is not None) == (place == "yueqing")
    assert [plan.pack.name for plan in ran] == ["yueqing"]


@pytest.mark.parametrize("place", PACKS)
@pytest.mark.parametrize("name", CHANGES)
def test_every_pack_has_a_plan_for_engine_and_ablations(place, name):
    plan = engine_plan(PACKS[place], SMALL, CHANGES[name])
    assert plan.years[0] == 2022
    assert plan.years[-1] <= PACKS[place].horizon
    assert len(plan.jobs) == 1


def test_ablations_switch_off_what_they_say():
    plan = engine_plan(PACKS["yueqing"], SMALL)
    assert set(INTERACTIONS) <= {field.name for field in fields(Switches)}
    assert set(SPREADS) <= set(Parameters.cards())
    off = no_interaction(plan.scenario)
    assert [off.switches[name] for name in INTERACTIONS] == [False] * len(INTERACTIONS)
    same = no_heterogeneity(plan.scenario)
    assert same.parameters[SPREADS[0]] == {"times": NEARLY_NONE}
    assert same.switches["household_shocks"] is False
    plans = {name: engine_plan(PACKS["yueqing"], SMALL, CHANGES[name]) for name in CHANGES}
    assert len({plan.fingerprint for plan in plans.values()}) == 3


LEVELS = [1.6, 1.62, 1.65, 1.7, 1.75, 1.78, 1.8]


@pytest.fixture
def finished(tmp_path, monkeypatch):
    """A made-up finished run of Yueqing."""
    monkeypatch.setattr(ledger_forecasts, "_pack", lambda _: load_pack("yueqing"))
    rows = [ledger_forecasts._forecast("model", "ratio", 2022, LEVELS)]
    monkeypatch.setattr(ledger_forecasts, "_of_the_model", lambda *_: rows)
    return fake_run(tmp_path / "run")


def test_a_run_goes_into_the_ledger_with_every_rival_that_has_a_forecast(finished):
    body = ledger_forecasts.forecast_body(finished, [])
    assert (body["county"], body["place"], body["origin"]) == ("yueqing", "yueqing", 2021)
    named = {(row["forecaster"], row["quantity"]) for row in body["forecasts"]}
    for quantity in ("ratio", "rural_income", "urban_income"):
        for name in ("no_change", "pooled_drift", "province_change"):
            assert (name, quantity) in named
    assert ("plan_path", "ratio") in named
    assert ("plan_path", "rural_income") in named
    assert {0.1, 0.9} < set(body["levels"])
    for row in body["forecasts"]:
        assert row["quantiles"] == sorted(row["quantiles"])
        assert len(row["quantiles"]) == len(body["levels"])
    (unchanged,) = [
        row["quantiles"][body["levels"].index(0.5)]
        for row in body["forecasts"]
        if (row["forecaster"], row["quantity"], row["year"]) == ("no_change", "ratio", 2022)
    ]
    assert unchanged == pytest.approx(73_287 / 41_991, abs=1e-4)


def test_a_run_goes_in_once(finished, tmp_path):
    ledger = tmp_path / "ledger"
    body = ledger_forecasts.forecast_body(finished, [])
    forecast_ledger.append(ledger, "forecast", "2026-01-01", [body])
    with pytest.raises(InputError, match="already"):
        ledger_forecasts.forecast_body(finished, forecast_ledger.read(ledger))


def test_quantiles_of_the_model_are_made_again_and_must_be_those_of_the_run(monkeypatch):
    """Those that the table of levels has are compared; the 10 and 90 % points are new."""
    import pandas as pd

    import scenarios.forecasting.forecast as forecasting

    class Made:
        years = range(2022, 2023)
        samples = {
            (name, "pilot"): np.linspace(1.0, 2.0, 1001)[:, None]
            for name in ledger_forecasts.QUANTITIES.values()
        }

    class Stored:
        folder = SimpleNamespace(path=Path("made"))

        def __init__(self, median):
            row = {"p05": 1.05, "p25": 1.25, "median": median, "p75": 1.75, "p95": 1.95}
            self.rows = [
                {"world": "pilot", "year": 2022, "quantity": name, **row}
                for name in ledger_forecasts.QUANTITIES.values()
            ]

        def table(self, _):
            return pd.DataFrame(self.rows)

    monkeypatch.setattr(forecasting, "levels_of_run", lambda *_: Made)
    found = ledger_forecasts._of_the_model(Stored(1.5), None)
    assert found[0]["quantiles"] == [1.05, 1.1, 1.25, 1.5, 1.75, 1.9, 1.95]
    with pytest.raises(InputError, match="cannot be made again"):
        ledger_forecasts._of_the_model(Stored(1.51), None)


def test_a_changed_run_is_not_published(finished):
    (finished / "summary.json").write_text("{}", "utf-8")
    with pytest.raises(InputError, match="summary.json: changed"):
        ledger_forecasts.forecast_body(finished, [])


def test_a_run_of_another_pack_is_not_published(tmp_path):
    with pytest.raises(InputError, match="pack has changed"):
        ledger_forecasts.forecast_body(fake_run(tmp_path / "run"), [])


def test_a_county_without_targets_has_an_empty_table_of_targets(monkeypatch):
    """Fuyang's document sets none; its forecast is written all the same."""
    from results.tables import missing_columns
    from scenarios.forecasting import forecast
    from scenarios.goals import targets

    for name in ("target_samples", "attainment", "implied_targets"):
        monkeypatch.setattr(targets, name, lambda *_: [])
    plan = engine_plan(PACKS["fuyang"], SMALL)
    table = forecast.target_table(plan, None, None, {})
    assert table.empty
    assert missing_columns("targets", list(table.columns)) == []
