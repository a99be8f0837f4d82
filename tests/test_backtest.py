"""The backtest: what is asked, that nothing later is seen, how it is scored and summed up."""

import math
from dataclasses import replace

import numpy as np
import pytest
from made_panel import HEAD, FakeTrend, fake_fit, panel, path_rows

from calibration.history.log_series import series_of
from calibration.history.panel_data import Panel
from calibration.proof import scores
from calibration.proof.backtest import COMBINED, MODEL, Settings, backtest
from calibration.proof.backtest_panel import laid_over, scored_panel
from calibration.proof.backtest_summary import summarise
from calibration.proof.backtest_targets import targets_of
from model.errors import InputError
from results.backtest_tables import first_line

WORLD = [
    *path_rows("zhejiang", range(2013, 2023), 2.1, -0.011, "province"),
    *path_rows("anji", range(2014, 2023), 1.8, -0.012, parent="zhejiang"),
    *path_rows("deqing", range(2015, 2023), 1.7, -0.008, parent="zhejiang"),
    *path_rows("cangnan", range(2015, 2023), 2.0, -0.014, parent="zhejiang"),
]


def targets(*rows, last_origin=2021):
    return targets_of(series_of(panel(*rows).rows, "ratio"), last_origin)


def test_horizons_are_those_that_the_panel_has():
    found = targets(*path_rows("anji", [2016, 2018, 2019], 1.8, -0.01))
    assert [(t.origin, t.horizon) for t in found] == [(2016, 2), (2016, 3), (2018, 1)]


def test_origins_end_where_they_are_told_to():
    rows = path_rows("anji", range(2019, 2025), 1.8, -0.01)
    assert max(t.origin for t in targets(*rows)) == 2021
    assert max(t.origin for t in targets(*rows, last_origin=2023)) == 2023
    assert {t.year for t in targets(*rows)} == {2020, 2021, 2022, 2023, 2024}


def test_growth_rates_alone_score_the_change_of_one_year():
    (found,) = targets("jinyun,county,2020,,,4.1,8.7,no,")
    assert (found.origin, found.horizon, found.base, found.kind) == (2019, 1, None, "change")
    assert found.change == pytest.approx(math.log(1.041 / 1.087))


def test_growth_beside_levels_is_not_scored_twice():
    rows = ["anji,county,2018,39000,20000,,,no,", "anji,county,2019,40000,20500,2.6,2.5,no,"]
    (found,) = targets(*rows)
    assert found.kind == "level"


def test_derived_levels_carry_their_mark():
    rows = ["anji,county,2018,39000,20000,,,yes,", "anji,county,2019,40000,20500,,,no,"]
    assert targets(*rows)[0].derived


class Spy:
    """A fit that remembers the last year that it was shown."""

    def __init__(self):
        self.seen = {}

    def __call__(self, known, origin):
        self.seen[origin] = max(row.year for row in known.rows)
        return FakeTrend(known, origin)


def test_no_row_after_the_origin_reaches_the_fit():
    spy = Spy()
    backtest(panel(*WORLD), spy)
    assert spy.seen
    assert all(year <= origin for origin, year in spy.seen.items())


def test_a_poisoned_future_changes_no_forecast():
    """Absurd figures after 2018 leave every forecast from origins up to 2018 as it was."""
    poisoned = [
        row if int(row.split(",")[2]) <= 2018 else ",".join([*row.split(",")[:3], "9e6,200,,,no,"])
        for row in WORLD
    ]
    clean, other = (backtest(panel(*rows), fake_fit) for rows in (WORLD, poisoned))
    before = {
        (one.target.place, one.target.origin, one.target.horizon, one.forecaster): one.quantiles
        for one in clean.scored
        if one.target.origin <= 2018
    }
    after = {
        (one.target.place, one.target.origin, one.target.horizon, one.forecaster): one.quantiles
        for one in other.scored
        if one.target.origin <= 2018
    }
    assert before
    assert before == after


def test_the_real_fit_refuses_a_row_after_the_origin():
    from calibration.fit.forecast import fit_trend

    with pytest.raises(InputError, match="after the origin"):
        fit_trend(panel(*WORLD), 2018)


def test_an_origin_without_any_figure_has_no_forecast():
    from calibration.fit.forecast import fit_trend

    rows = panel("anji,county,1980,,,9.0,8.0,no,", "china,nation,1979,300,200,,,no,")
    found = backtest(rows, fit_trend)
    assert found.scored
    assert all(one.missing for one in found.scored)
    assert summarise(rows, found).verdict["model"] == "not compared"


class Leaky:
    """A panel whose cut does not cut."""

    def __init__(self, whole):
        self.rows = whole.rows

    def as_of(self, origin):
        return self


def test_a_panel_that_leaks_is_refused():
    with pytest.raises(ValueError, match="later row"):
        backtest(Leaky(panel(*WORLD)), fake_fit)


def test_the_model_is_scored_on_its_own_draws():
    found = backtest(panel(*WORLD), fake_fit, Settings(last_origin=2016, horizons=(1,)))
    one = next(s for s in found.of(MODEL) if s.target.place == "anji" and s.target.origin == 2016)
    rng = np.random.Generator(np.random.Philox(key=0))
    changes = (-0.01 + 0.005 * rng.standard_normal((4000, 1)))[:, 0]
    assert one.crps_log == pytest.approx(scores.crps(changes, -0.012), rel=1e-3)
    assert one.pit == pytest.approx(scores.pit(changes, -0.012), abs=2e-3)
    ratio = 1.8 * math.exp(-0.012 * 2)
    assert one.outcome == pytest.approx(ratio * math.exp(-0.012))
    assert one.error == pytest.approx(abs(ratio * math.exp(np.median(changes)) - one.outcome))


def test_a_pack_is_forecast_by_the_engine_from_2021_only():
    samples = {2022: np.linspace(1.5, 1.7, 501)}
    engine = lambda place: samples if place == "anji" else None  # noqa: E731
    found = backtest(panel(*WORLD), fake_fit, Settings(engine=engine))
    sources = {(s.target.place, s.target.origin): s.source for s in found.of(MODEL)}
    assert sources["anji", 2021] == "engine"
    assert sources["anji", 2020] == sources["deqing", 2021] == "trend"
    (one,) = [s for s in found.of(MODEL) if s.source == "engine"]
    assert one.quantiles[3] == pytest.approx(1.6, abs=1e-3)


def test_an_ablation_forgets_the_history_of_the_place_and_of_no_other():
    from calibration.proof.backtest import without_history

    rows = [*WORLD, "huzhou,city,2019,60000,35000,8.0,9.0,no,zhejiang"]
    left = without_history(panel(*rows).as_of(2019), "huzhou", 2019)
    assert left.of("anji") == panel(*rows).as_of(2019).of("anji")
    (row,) = left.of("huzhou").values()
    assert (row.urban, row.urban_growth_pct, row.rural_growth_pct) == (60000, None, None)
    forgotten = without_history(left, "anji", 2019)
    assert list(forgotten.of("anji")) == [2019]
    found = backtest(panel(*WORLD), fake_fit, Settings(ablate=True, last_origin=2015))
    assert {s.target for s in found.of("no_own_history")} == {s.target for s in found.of(MODEL)}


def test_proxy_bases_are_not_scored():
    found = backtest(panel(*WORLD), fake_fit, Settings(proxies=frozenset({"anji"})))
    assert not [s for s in found.scored if (s.target.place, s.target.origin) == ("anji", 2021)]
    assert [s for s in found.scored if (s.target.place, s.target.origin) == ("anji", 2020)]


def test_weights_of_the_combination_know_only_outcomes_by_the_origin():
    """Outcomes of 2019 move the weights of origin 2019 and none before."""
    moved = [
        ",".join([*row.split(",")[:3], str(float(row.split(",")[3]) * 1.1), *row.split(",")[4:]])
        if row.split(",")[2] == "2019" and row.startswith("anji")
        else row
        for row in WORLD
    ]
    one, other = (backtest(panel(*rows), fake_fit).weights for rows in (WORLD, moved))
    assert {origin: one[origin] for origin in range(2013, 2019)} == {
        origin: other[origin] for origin in range(2013, 2019)
    }
    assert one[2019] != other[2019]
    assert sum(one[2019].values()) == pytest.approx(1.0)


def test_a_good_forecaster_gains_weight():
    weights = backtest(panel(*WORLD), fake_fit).weights
    assert weights[2013]["model"] == pytest.approx(0.2)
    assert weights[2021]["model"] > weights[2021]["no_change"]


def test_the_combination_lies_between_its_members():
    found = backtest(panel(*WORLD), fake_fit)
    rows = [s for s in found.scored if (s.target.place, s.target.origin) == ("anji", 2020)]
    (mixed,) = [s for s in rows if s.forecaster == COMBINED and s.target.horizon == 1]
    members = [
        s.quantiles[3]
        for s in rows
        if s.target.horizon == 1
        and s.forecaster in ("model", "pooled_drift", "own_drift", "province_change", "no_change")
    ]
    assert min(members) < mixed.quantiles[3] < max(members)


def bad_fit(known, origin):
    class Upwards(FakeTrend):
        def forecast(self, place, horizon, n, seed=0):
            drawn = super().forecast(place, horizon, n, seed)
            return replace(drawn, log_ratio=drawn.log_ratio + 0.1)

    return Upwards(known, origin)


DRIFTS = {"zhejiang": -0.011, "anji": -0.012, "deqing": -0.008, "cangnan": -0.014}


def sharp_fit(known, origin):
    """Knows the drift of every place and is nearly sure of it."""

    class Sharp(FakeTrend):
        def forecast(self, place, horizon, n, seed=0):
            drawn = super().forecast(place, horizon, n, seed)
            centred = 0.1 * (drawn.log_ratio - np.median(drawn.log_ratio, axis=0))
            steps = DRIFTS[place] * np.arange(1, horizon + 1)
            return replace(drawn, log_ratio=self.levels[place, origin] + steps + centred)

    return Sharp(known, origin)


@pytest.mark.parametrize(("fit", "state"), [(sharp_fit, "beats"), (bad_fit, "loses")])
def test_the_verdict_is_what_the_scores_say(fit, state):
    found = backtest(panel(*WORLD), fit, Settings(horizons=(1,)))
    verdict = summarise(panel(*WORLD), found).verdict
    assert verdict["model"] == state
    row = verdict["against_pooled_drift"]
    assert row["skill"] == pytest.approx(1 - row["crps_log"] / row["crps_log_against"])
    assert (row["skill"] > 0) == (state == "beats")


def test_the_test_over_years_is_one_of_a_single_horizon():
    tables = summarise(panel(*WORLD), backtest(panel(*WORLD), sharp_fit))
    rows = tables.tables["comparisons"]
    assert all(row["dm_p_value"] is None for row in rows if row["horizon"] == 0)
    (one,) = [
        row
        for row in rows
        if (row["forecaster"], row["against"], row["horizon"]) == ("model", "pooled_drift", 1)
    ]
    assert one["dm_p_value"] is not None
    assert tables.verdict["against_pooled_drift"]["dm_p_value"] == one["dm_p_value"]


def test_a_model_that_loses_says_so_in_the_first_line():
    verdict = summarise(panel(*WORLD), backtest(panel(*WORLD), bad_fit)).verdict
    assert "does NOT beat pooled drift" in first_line(verdict, "en")
    assert "没有胜过" in first_line(verdict, "zh")


def test_comparisons_use_common_targets_only():
    tables = summarise(panel(*WORLD), backtest(panel(*WORLD), fake_fit)).tables
    counts = {(row["forecaster"], row["horizon"]): row["n"] for row in tables["scores"]}
    for row in tables["comparisons"]:
        pair = [counts[row[key], row["horizon"]] for key in ("forecaster", "against")]
        assert row["n"] <= min(pair)


def test_few_place_years_are_not_testable():
    found = backtest(panel(*WORLD), fake_fit, Settings(horizons=(3,), last_origin=2018))
    rows = [row for row in summarise(panel(*WORLD), found).tables["scores"] if row["n"] < 30]
    assert rows
    assert all(row["coverage_90"] is None for row in rows)


def test_a_users_panel_is_laid_over_the_projects():
    own = panel("wenzhou,city,2021,70000,,,,no,", "wenzhou,city,2022,72000,38000,,,no,")
    both = laid_over(own, Panel.bundled())
    rows = both.of("wenzhou")
    assert rows[2022].urban == 72000
    assert (rows[2021].urban, rows[2021].rural) == (70000, None)  # never a ratio of two sources
    assert rows[2019] == Panel.bundled().of("wenzhou")[2019]


def test_only_outcomes_of_the_users_panel_are_scored(tmp_path):
    file = tmp_path / "panel.csv"
    file.write_text(f"{HEAD}\nwenzhou,city,2022,72000,38000,,,no,\n", "utf-8")
    scored = scored_panel(file)
    found = backtest(scored.panel, fake_fit, Settings(outcomes=scored.outcomes))
    assert {(s.target.place, s.target.year) for s in found.scored} == {("wenzhou", 2022)}
