"""The trend follows its equations, uses nothing after 2021, and is the same in both its forms."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.history.gap_history import (
    READINGS,
    Change,
    drift_before_covid,
    drift_with_pulse,
    gap_changes,
)
from calibration.outlook.growth import PAST_URBANISATION_GAIN, reclassified
from calibration.outlook.shocks import SHOCKS, autoregressive, normals, uniforms
from calibration.outlook.trend import PATHS, redraw_from, trend_path
from model.parameters import Parameters

RURAL, URBAN = 41991.0, 73287.0


@dataclass(frozen=True)
class Row:
    place: str
    year: int
    urban_income_yuan: float | None
    rural_income_yuan: float | None
    level: str = "city"
    published: int | None = None


WENZHOU = (
    Row("Wenzhou", 2015, 44026, 21235),
    Row("Wenzhou", 2018, 56078, 27490),
    Row("Wenzhou", 2019, 60957, 30211),
    Row("Wenzhou", 2020, 63481, 32428),
    Row("Wenzhou", 2021, 69678, 35844),
)


@dataclass(frozen=True)
class County:
    history: tuple[Row, ...] = WENZHOU
    facts: dict[str, float] = field(
        default_factory=lambda: {
            "rural_income_yuan": RURAL,
            "urban_income_yuan": URBAN,
            "urbanisation_share": 0.659,
        }
    )

    def value(self, name):
        return self.facts[name]


COUNTY = County()
CENTRE = Parameters()
NO_ERRORS = {"survey.rotation_sd": 0.0, "survey.yearly_sd": 0.0, "survey.growth_sd": 0.0}


def rows_of(parameters, n):
    return {path: np.full(n, parameters.value(path)) for path in PATHS}


def means(path):
    return path.income.sum(axis=2)


def test_the_central_path_is_the_equation_by_hand():
    path = trend_path(COUNTY, CENTRE, None)
    rural = RURAL * 1.07 ** np.array([1, 2, 3]) * np.exp(-0.015)
    ratio = URBAN / RURAL * np.exp(-0.012 * np.array([1, 2, 3]) - 0.006)
    assert CENTRE.trend.urbanisation_gain == PAST_URBANISATION_GAIN  # so nothing is reclassified
    assert means(path)[:, 0] == pytest.approx(rural, rel=1e-12)
    assert means(path)[:, 1] / means(path)[:, 0] == pytest.approx(ratio, rel=1e-12)
    assert path.register_income == pytest.approx(16376.5 * 1.10 ** np.array([1, 2, 3]))
    assert path.prices == pytest.approx(1.02 ** np.array([1, 2, 3]))
    assert path.urbanisation == pytest.approx(0.659 + 0.0053 * np.arange(4))
    assert path.first_year == 2022


def test_the_central_path_keeps_the_source_shares():
    income = trend_path(COUNTY, CENTRE, None).income
    start = CENTRE.start
    rural = np.array(
        [
            start.rural_wage_share,
            start.rural_business_share,
            start.rural_property_share,
            start.rural_transfer_share,
        ]
    )
    urban = np.array(
        [
            start.urban_wage_share,
            start.urban_business_share,
            start.urban_property_share,
            start.urban_transfer_share,
        ]
    )
    shares = income / income.sum(axis=2, keepdims=True)
    assert np.allclose(shares[:, 0], rural / rural.sum(), rtol=1e-12)
    assert np.allclose(shares[:, 1], urban / urban.sum(), rtol=1e-12)


@given(index=st.integers(0, 10**6), gain=st.floats(0.002, 0.011), k=st.floats(0.95, 1.45))
def test_a_redraw_without_survey_is_the_simulated_path(index, gain, k):
    parameters = CENTRE.changed(
        NO_ERRORS
        | {
            "trend.urbanisation_gain": gain,
            "trend.reclassified_relative_income": k,
        }
    )
    path = trend_path(COUNTY, parameters, index)
    row = redraw_from(COUNTY, rows_of(parameters, 1), np.array([index]))
    assert np.allclose(means(path)[:, 0], row.rural[0], rtol=1e-12, atol=0)
    assert np.allclose(means(path)[:, 1], row.urban[0], rtol=1e-12, atol=0)
    assert np.allclose(path.register_income, row.low_income[0], rtol=1e-12, atol=0)
    assert np.array_equal(path.urbanisation, row.urban_share[0])


def test_a_redraw_row_does_not_depend_on_the_others():
    index = np.array([5, 9, 2])
    together = redraw_from(COUNTY, rows_of(CENTRE, 3), index)
    alone = redraw_from(COUNTY, rows_of(CENTRE, 1), index[2:])
    assert np.array_equal(together.rural[2], alone.rural[0])
    assert np.array_equal(together.errors.ratio[2], alone.errors.ratio[0])


def test_the_base_of_a_redraw_is_the_published_one_without_its_error():
    latent = redraw_from(COUNTY, rows_of(CENTRE, 40), np.arange(40))
    exact = redraw_from(COUNTY, rows_of(CENTRE.changed(NO_ERRORS), 40), np.arange(40))
    expected = exact.rural * np.exp(-latent.errors.rural_2021[:, None])
    assert np.allclose(latent.rural, expected, rtol=1e-12)
    expected = exact.ratio * np.exp(-latent.errors.ratio_2021[:, None])
    assert np.allclose(latent.ratio, expected, rtol=1e-12)


@given(index=st.integers(0, 10**6))
def test_a_longer_horizon_keeps_the_first_years(index):
    short = trend_path(COUNTY, CENTRE, index, range(2022, 2024))
    long = trend_path(COUNTY, CENTRE, index, range(2022, 2028))
    assert np.array_equal(short.income, long.income[:2])


def test_another_parameter_moves_no_shock():
    faster = CENTRE.changed({"trend.rural_growth": 0.08})
    before, after = (means(trend_path(COUNTY, p, 7)) for p in (CENTRE, faster))
    assert np.allclose(after[:, 0] / before[:, 0], (1.08 / 1.07) ** np.array([1, 2, 3]))
    assert np.allclose(after[:, 1] / before[:, 1], (1.08 / 1.07) ** np.array([1, 2, 3]))


def test_common_shocks_leave_the_ratio_alone():
    calm = CENTRE.changed({"trend.common_noise_sd": 0.0})
    wild = CENTRE.changed({"trend.common_noise_sd": 0.05})
    a, b = (means(trend_path(COUNTY, p, 3)) for p in (calm, wild))
    assert not np.allclose(a[:, 0], b[:, 0], rtol=1e-3)
    assert np.allclose(a[:, 1] / a[:, 0], b[:, 1] / b[:, 0], rtol=1e-12)


@given(index=st.integers(0, 10**6), sd=st.floats(0.0, 0.05))
def test_sources_deviate_but_add_up_to_the_area(index, sd):
    plain = trend_path(COUNTY, CENTRE.changed({"trend.source_growth_sd": 0.0}), index)
    path = trend_path(COUNTY, CENTRE.changed({"trend.source_growth_sd": sd}), index)
    assert np.allclose(means(path), means(plain), rtol=1e-12)
    assert np.all(path.income > 0)


@pytest.mark.parametrize(("k", "change"), [(1.0, -0.0060), (1.15, -0.0007), (1.3, 0.0046)])
def test_reclassification_moves_the_ratio_as_in_the_closed_form(k, change):
    rural, urban = reclassified(
        np.array([0.0053]), np.array([0.659]), np.array([k]), np.array([RURAL / URBAN])
    )
    assert URBAN / RURAL * (urban - rural)[0] == pytest.approx(change, abs=5e-5)


def test_only_the_excess_over_the_past_pace_moves_the_means():
    faster = CENTRE.changed(
        {
            "trend.urbanisation_gain": PAST_URBANISATION_GAIN + 0.004,
            "trend.reclassified_relative_income": 1.0,
        }
    )
    usual, fast = (means(trend_path(COUNTY, p, None)) for p in (CENTRE, faster))
    assert np.allclose(fast[:, 0], usual[:, 0], rtol=1e-12)  # movers are like those who stay
    drop = np.log(fast[0, 1] / usual[0, 1])
    assert drop == pytest.approx(0.004 / 0.659 * (RURAL / URBAN - 1.0), rel=1e-12)


def test_drift_before_covid_by_hand():
    drift = drift_before_covid(gap_changes(WENZHOU))
    assert drift == pytest.approx(np.log(60957 / 30211 * 21235 / 44026) / 4, rel=1e-12)
    assert drift == pytest.approx(-0.0068, abs=5e-5)


@given(drift=st.floats(-0.03, 0.03), pulse=st.floats(-0.05, 0.05), r=st.floats(0.6, 1.0))
def test_the_pulse_estimator_recovers_planted_values(drift, pulse, r):
    spans = ((2015, 2018), (2018, 2019), (2019, 2020), (2020, 2021), (2016, 2021))
    changes = [
        Change(
            "a",
            first,
            last,
            (last - first) * drift + pulse * ((first < 2020 <= last) - r * (first < 2021 <= last)),
        )
        for first, last in spans
    ]
    assert drift_with_pulse(changes, np.array([r]))[0] == pytest.approx(drift, abs=1e-9)


def test_a_pulse_that_no_figure_separates_is_not_estimated():
    assert drift_with_pulse([Change("a", 2015, 2021, -0.06)], np.array([0.8])) is None
    assert drift_with_pulse([], np.array([0.8])) is None


def test_only_what_was_published_on_years_to_2021_enters():
    tempting = (
        Row("Wenzhou", 2022, 1.0, 1.0),
        Row("Wenzhou", 2017, 9.0, 1.0, published=2023),
        Row("Wenzhou", 2014, 9.0, 1.0),
        Row("China", 2019, 9.0, 1.0, level="nation"),
        Row("China", 2020, 1.0, 1.0, level="nation"),
        Row("Wenzhou", 2016, None, 1.0),
    )
    assert gap_changes((*WENZHOU, *tempting)) == gap_changes(WENZHOU)


def test_readings_of_covid_come_with_their_weights_and_drifts():
    n = 4000
    quiet = CENTRE.changed(
        NO_ERRORS
        | {
            "trend.gap_noise_sd": 0.0,
            "trend.county_gap_deviation_sd": 0.0,
            "trend.covid_2022_gap": 0.0,
        }
    )
    rows = redraw_from(COUNTY, rows_of(quiet, n), np.arange(n))
    drift = np.log(rows.ratio[:, 0] * RURAL / URBAN)
    share = np.bincount(rows.reading, minlength=3) / n
    assert share == pytest.approx(list(READINGS.values()), abs=0.03)
    assert np.allclose(drift[rows.reading == 0], -0.012, atol=1e-12)
    assert np.allclose(drift[rows.reading == 2], drift_before_covid(gap_changes(WENZHOU)))
    pulse = drift[rows.reading == 1]
    steep, gentle = drift_with_pulse(gap_changes(WENZHOU), np.array([1.0, 0.6]))
    assert steep - 1e-12 <= pulse.min() < pulse.max() <= gentle + 1e-12


def test_without_history_the_default_reading_stays():
    rows = redraw_from(replace(COUNTY, history=()), rows_of(CENTRE, 50), np.arange(50))
    assert not rows.reading.any()


def test_shocks_are_standard_normal_and_independent_of_each_other():
    index = np.arange(20_000)
    drawn = np.stack([normals(name, index, 2022) for name in SHOCKS])
    assert np.abs(drawn.mean(axis=1)).max() < 0.03
    assert np.abs(drawn.std(axis=1) - 1).max() < 0.03
    between = np.corrcoef(drawn) - np.eye(len(drawn))
    assert np.abs(between).max() < 0.04
    next_year = normals("trend.common", index, 2023)
    assert abs(np.corrcoef(drawn[0], next_year)[0, 1]) < 0.03


def test_an_unknown_shock_cannot_draw():
    with pytest.raises(KeyError):
        uniforms("trend.comon", np.arange(3))


def test_autoregression_is_stationary_and_begins_anew():
    n, rho = 20_000, 0.8
    path = autoregressive(
        "survey.yearly", np.arange(n), range(2021, 2025), np.full(n, rho), restarts=(2023,)
    )
    assert np.abs(path.std(axis=0) - 1).max() < 0.03
    assert np.corrcoef(path[:, 0], path[:, 1])[0, 1] == pytest.approx(rho, abs=0.02)
    assert abs(np.corrcoef(path[:, 1], path[:, 2])[0, 1]) < 0.03
    assert np.corrcoef(path[:, 2], path[:, 3])[0, 1] == pytest.approx(rho, abs=0.02)
