"""Panels with next to nothing in them: a backtest has forecasts, or says why it has none."""

import pytest
from made_panel import panel

from calibration.fit.forecast import fit_trend
from calibration.proof.backtest import MODEL, Settings, backtest
from calibration.proof.backtest_summary import summarise
from model.errors import InputError
from results.backtest_tables import first_line
from scenarios.running.workforce import Workforce
from scenarios.scoring.backtest_run import Asked, run_backtest

TINY = {
    "one row of growth": ["anji,county,2019,,,9.0,8.0,no,"],
    "growth rows alone": [f"anji,county,{year},,,9.0,8.0,no," for year in range(2017, 2022)],
    "later rows alone": [f"anji,county,{y},{y * 20},{y * 11},,,no," for y in (2021, 2022)],
    "one place": [f"anji,county,{y},{y * 20},{y * 11},,,no," for y in range(2017, 2020)],
    "the nation alone": [f"china,nation,{y},{y * 20},{y * 11},,,no," for y in (2018, 2019)],
    "derived rows alone": [f"anji,county,{y},{y * 20},{y * 11},,,yes," for y in (2018, 2019)],
}  # fmt: skip


def small_fit(known, origin):
    return fit_trend(known, origin, rows=8, steps=1)


@pytest.mark.parametrize("name", TINY)
@pytest.mark.parametrize("quantity", ["ratio", "rural_income"])
def test_every_target_has_a_forecast_or_a_reason(name, quantity):
    rows = panel(*TINY[name])
    found = backtest(rows, small_fit, Settings(quantity=quantity, last_origin=2022, draws=50))
    assert found.scored
    assert all(one.missing or one.quantiles for one in found.scored)
    summary = summarise(rows, found)
    assert first_line({**summary.verdict, "last_origin": 2021}, "en")


def test_a_fit_is_asked_only_where_something_of_a_gap_is_known():
    found = backtest(panel(*TINY["the nation alone"]), small_fit, Settings(draws=50))
    assert {one.missing for one in found.scored if one.forecaster == MODEL} == {
        "no place has both incomes, or growth of both, by the origin"
    }


class Quiet:
    """A progress that says nothing."""

    def note(self, text):
        pass

    def say(self, key):
        return key


def test_a_panel_without_an_outcome_names_file_and_need(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text(
        "place,level,year,urban_income,rural_income\nanji,county,2021,50000,\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match="no outcome that can be scored") as error:
        run_backtest(Asked(panel=file), Workforce(1), Quiet())
    assert error.value.file == "mine.csv"
    assert "2021" in error.value.allowed
