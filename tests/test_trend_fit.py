"""The trend fit: exact given its scales, blind to what comes later, honest in borrowing."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from trend_panels import panel, steady

from calibration.fit.forecast import fit_trend, joined
from calibration.fit.likelihood import log_densities
from calibration.fit.paths import (
    PERSISTENCES,
    READINGS,
    drifts_of,
    geography,
    levels_at,
    parts,
)
from calibration.fit.sampler import sample_scales, standard_normals
from calibration.fit.scales import SETTINGS, scales, variances
from calibration.history.panel_data import Panel
from calibration.outlook.survey import sample_of
from model.errors import InputError

YEARS = range(2014, 2025)


def small():
    return panel(
        *steady("zhejiang", "province", range(2013, 2020), -0.01),
        *steady("wenzhou", "city", range(2015, 2020), -0.012),
        *steady("ruian", "county", (2019,), -0.012),
    )


@pytest.fixture(scope="module")
def posterior():
    return fit_trend(Panel.bundled().as_of(2021), 2021, rows=64, steps=8)


def test_a_row_after_the_origin_is_refused_wherever_it_hides():
    poisoned = panel("zhejiang,province,2019,50000,25000,,,,no,", "ruian,county,2020,,,1,2,,no,")
    with pytest.raises(InputError, match="after the origin may not be fitted") as error:
        fit_trend(poisoned, 2019)
    assert error.value.key == "line 3.year"
    with pytest.raises(InputError, match="after the origin"):
        fit_trend(Panel.for_scoring(), 2021)


def test_rows_after_the_origin_change_no_bit_of_the_fit():
    whole = Panel.bundled()
    wild = replace(
        whole,
        rows=tuple(
            replace(row, rural=row.rural and 3 * row.rural) if row.year > 2018 else row
            for row in whole.rows
        ),
    )
    a, b = (fit_trend(p.as_of(2018), 2018, rows=16, steps=2) for p in (whole, wild))
    assert np.array_equal(a.z["gap"], b.z["gap"])
    assert np.array_equal(
        a.forecast("wenzhou", 3, 50).log_ratio, b.forecast("wenzhou", 3, 50).log_ratio
    )


def test_the_same_fit_is_the_same_to_the_bit_and_another_seed_is_not():
    a, b = (fit_trend(small(), 2019, rows=16, steps=3) for _ in range(2))
    other = fit_trend(small(), 2019, rows=16, steps=3, seed=1)
    assert np.array_equal(a.z["gap"], b.z["gap"])
    assert not np.array_equal(a.z["gap"], other.z["gap"])


def test_log_densities_are_those_of_the_normal_distribution():
    a, b = (standard_normals(f"test {k}", 6, 6) for k in "ab")
    pieces = np.stack([a @ a.T, b @ b.T])
    weights = np.abs(standard_normals("test weights", 5, 2))
    error, rest = np.full(6, 0.3), standard_normals("test rest", 6, 1)[:, 0]
    found = log_densities(pieces, weights, error, rest)
    for row, value in zip(weights, found, strict=True):
        covariance = np.tensordot(row, pieces, 1) + np.diag(error**2)
        assert value == pytest.approx(multivariate_normal(np.zeros(6), covariance).logpdf(rest))


def test_the_covariance_is_that_of_paths_made_step_by_step():
    """The equations of `calibration.fit.paths` walked year by year for a city and its county."""
    n, where = 20_000, geography({"zhejiang": "province"}, {})
    places = [("wenzhou", 2018), ("wenzhou", 2021), ("yueqing", 2021), ("yueqing", 2023)]
    found = parts(*[levels_at(places, where, YEARS, printed=True)] * 2)
    size = {
        "start": 0.2, "start.city": 0.1, "start.county": 0.1, "drift": 0.02, "drift.city": 0.01,
        "drift.county": 0.01, "walk": 0.004, "shock": 0.01, "shock.city": 0.006,
        "shock.county": 0.008, "lockdowns": 0.01, "sample": 0.02, "yearly.5": 0.02,
    }  # fmt: skip
    pulse, back = 0.02, 0.7
    covariance = sum(value**2 * found[name] for name, value in size.items())
    for a, b, value in (
        ("2020", "2020", 1),
        ("2020", "2021", -back),
        ("2021", "2020", -back),
        ("2021", "2021", back**2),
    ):
        covariance = covariance + pulse**2 * value * found[f"pulse.{a}.{b}"]
    made = _walked(n, size, pulse, back, places)
    assert np.allclose(np.cov(made.T), covariance, atol=0.04 * np.diag(covariance).max())
    correlation = np.corrcoef(made.T)
    spread = np.sqrt(np.diag(covariance))
    assert np.allclose(correlation, covariance / np.outer(spread, spread), atol=0.02)


def _walked(n, size, pulse, back, places):
    luck = iter(standard_normals("walked", n, 400).T)

    def drawn(name, scale=None):
        return (size[name] if scale is None else scale) * next(luck)

    start = {"wenzhou": drawn("start") + drawn("start.city")}
    start["yueqing"] = start["wenzhou"] + drawn("start.county")
    drift, city, county = drawn("drift"), drawn("drift.city"), drawn("drift.county")
    step = drawn("", pulse)
    lockdowns = drawn("lockdowns")
    level, found = dict(start), {}
    errors = dict.fromkeys(level)
    samples = {}
    for year in YEARS[1:]:
        drift = drift + drawn("walk")
        common = drift + drawn("shock") + city + drawn("shock.city")
        common = common + (year == 2020) * step - (year == 2021) * back * step
        common = common + (year == 2022) * lockdowns
        level["wenzhou"] = level["wenzhou"] + common
        level["yueqing"] = level["yueqing"] + common + county + drawn("shock.county")
        for place, weight in (("wenzhou", 0.32), ("yueqing", 1.0)):
            if (place, sample_of(year)) not in samples:
                samples[place, sample_of(year)] = weight * drawn("sample")
                errors[place] = drawn("yearly.5")
            else:
                kept = PERSISTENCES[5]
                errors[place] = kept * errors[place] + np.sqrt(1 - kept**2) * drawn("yearly.5")
            printed = level[place] + samples[place, sample_of(year)] + weight * errors[place]
            found[place, year] = printed
    return np.stack([found[key] for key in places], axis=1)


def test_a_published_level_is_known_at_the_origin_and_an_unseen_one_is_not(posterior):
    row = Panel.bundled().of("yueqing")[2021]
    known = posterior.forecast("yueqing", 1, 400)
    assert known.log_ratio_origin == pytest.approx(np.log(row.urban / row.rural), abs=0.002)
    assert posterior.forecast("ruian", 1, 400).log_ratio_origin.std() > 0.05


def test_what_is_printed_has_the_survey_error_on_top_and_what_is_true_has_not():
    fit = fit_trend(small(), 2019, rows=64, steps=4)
    printed = fit.forecast("ruian", 4, 4000)
    true = fit.forecast("ruian", 4, 4000, observed=False)
    assert printed.log_ratio_origin.std() < 0.002 < true.log_ratio_origin.std()
    assert printed.log_ratio[:, -1].std() > true.log_ratio[:, -1].std() * 0.9
    # a new sample answers in 2023: the printed change of that year varies more
    change = [np.diff(f.log_ratio, axis=1)[:, 2].std() for f in (printed, true)]
    assert change[0] > 1.2 * change[1]


def test_growth_of_both_areas_and_the_gap_belong_together(posterior):
    found = posterior.forecast("wenzhou", 3, 200)
    path = np.column_stack([found.log_ratio_origin, found.log_ratio])
    assert np.allclose(found.growth_urban - found.growth_rural, np.diff(path, axis=1))
    assert found.log_ratio.shape == found.growth_rural.shape == (200, 3)
    assert found.years == (2022, 2023, 2024)


def test_more_futures_keep_the_first_and_a_seed_gives_others(posterior):
    few, many = (posterior.forecast("wenzhou", 2, n).log_ratio for n in (50, 90))
    assert np.allclose(many[:50], few, rtol=0, atol=1e-12)
    assert not np.allclose(posterior.forecast("wenzhou", 2, 50, seed=1).log_ratio, few)


def test_the_first_futures_already_hold_every_reading_by_its_weight(posterior):
    reading = posterior.forecast("wenzhou", 1, 32).reading
    assert np.bincount(reading).tolist() == [16, 8, 8]


def test_a_place_without_history_borrows_and_says_from_where(posterior):
    assert posterior.forecast("wenzhou", 1, 10).borrowed_from is None
    assert posterior.forecast("yueqing", 1, 10).borrowed_from == "wenzhou"
    assert posterior.forecast("quzhou", 1, 10).borrowed_from == "zhejiang"
    assert posterior.forecast("somewhere", 1, 10).borrowed_from == "zhejiang"


def test_a_borrowed_drift_is_wider_and_leans_to_the_city():
    rows = [
        *steady("zhejiang", "province", range(2013, 2020), -0.01),
        *steady("ningbo", "city", range(2013, 2020), 0.0),
        *steady("wenzhou", "city", range(2013, 2020), -0.02),
    ]
    fit = fit_trend(panel(*rows), 2019, rows=64, steps=6)
    drift = fit.drifts("gap", ["wenzhou", "yueqing", "cixi", "quzhou"], range(2020, 2023), 4000)
    city, county, elsewhere, unseen = drift.mean(axis=0)
    assert city < -0.015
    assert county < unseen < elsewhere
    assert drift[:, 1].std() > drift[:, 0].std()


def test_steady_paths_are_carried_on():
    fit = fit_trend(small(), 2019, rows=64, steps=6)
    found = fit.forecast("wenzhou", 3, 2000)
    assert found.drift.mean() == pytest.approx(-0.012, abs=0.002)
    assert found.growth_rural.mean() == pytest.approx(0.08, abs=0.004)


def test_a_step_of_2020_says_nothing_on_the_drift_where_2021_takes_it_back():
    def drift(step, reading):
        rows = [*steady("zhejiang", "province", range(2013, 2022), -0.01)]
        cells = rows[7].split(",")
        cells[3] = f"{float(cells[3]) * np.exp(step):.2f}"
        rows[7] = ",".join(cells)
        fit = fit_trend(panel(*rows), 2021, rows=64, steps=6)
        drawn = fit.drifts("gap", ["zhejiang"], range(2022, 2025), 2048)[:, 0]
        return drawn[np.tile(fit.reading, 32) == READINGS.index(reading)].mean()

    assert drift(-0.03, "two_years") == pytest.approx(drift(0.0, "two_years"), abs=0.001)


def test_covid_is_unknown_before_it_came():
    before, after = (
        fit_trend(
            panel(*steady("zhejiang", "province", range(2013, last + 1), -0.01)),
            last,
            rows=32,
            steps=4,
        )
        for last in (2019, 2021)
    )
    assert before.forecast("zhejiang", 1, 2000).log_ratio.std() < 0.012
    shock = after.forecast("zhejiang", 1, 4000)
    assert (shock.log_ratio[:, 0] - shock.log_ratio_origin).mean() == pytest.approx(
        -0.016, abs=0.002
    )


def test_the_scales_have_the_spread_of_their_priors():
    z = standard_normals("scales", 4000, len(SETTINGS["gap"].priors))
    found = scales("gap", z)
    assert np.quantile(found["noise"], 0.95) == pytest.approx(0.03, rel=0.05)
    total = sum(found[name] ** 2 for name in ("shock", "shock.city", "shock.county"))
    assert np.allclose(total, found["noise"] ** 2)
    shares = [
        np.mean(found[n] ** 2 / found["noise"] ** 2)
        for n in ("shock", "shock.city", "shock.county")
    ]
    assert shares == pytest.approx([1 / 3] * 3, abs=0.02)
    weights = variances("gap", found, "two_years")
    assert sum(weights[f"yearly.{k}"] for k in range(len(PERSISTENCES))) == pytest.approx(
        found["yearly"] ** 2
    )


def test_the_sampler_finds_a_posterior_that_is_known():
    """Prior N(0, I), likelihood N(y | z, s^2): mean y / (1 + s^2), variance s^2 / (1 + s^2)."""
    y, s = np.array([2.0, -1.0]), 0.5

    def likelihood(z):
        return -0.5 * np.sum((z - y) ** 2, axis=1) / s**2

    ends = sample_scales(likelihood, 2, "known", chains=3000, steps=12)
    assert ends.z.mean(axis=0) == pytest.approx(y / (1 + s**2), abs=0.04)
    assert ends.z.var(axis=0) == pytest.approx(s**2 / (1 + s**2), rel=0.1)
    assert ends.log_evidence == pytest.approx(_log_evidence(y, s), abs=0.15)


def _log_evidence(y, s):
    """ln of the mean of exp(-|z - y|^2 / 2 s^2) over z ~ N(0, I)."""
    return float(np.sum(0.5 * np.log(s**2 / (1 + s**2)) - 0.5 * y**2 / (1 + s**2)))


def test_drifts_of_points_are_slopes_of_levels():
    where = geography({"zhejiang": "province"}, {})
    drift = drifts_of(["yueqing"], where, YEARS, range(2022, 2025))
    levels = levels_at([("yueqing", 2021), ("yueqing", 2024)], where, YEARS, printed=False)
    both = joined(levels, drift)
    found = parts(both, both)
    for name in ("drift", "drift.city", "drift.county", "walk"):
        part = found[name]
        change = part[1] - part[0]
        assert part[2] == pytest.approx(change / 3), name


def test_horizons_and_numbers_are_checked(posterior):
    with pytest.raises(InputError, match="horizon"):
        posterior.forecast("wenzhou", 0, 10)
    with pytest.raises(InputError, match="futures"):
        posterior.forecast("wenzhou", 1, 0)


def test_the_fitted_drift_of_the_province_is_near_its_plain_mean(posterior):
    """Plain means: -0.011 a year from 2013, -0.018 over 2019 to 2021."""
    drift = posterior.forecast("zhejiang", 3, 1024).drift
    assert -0.018 < drift.mean() < -0.008
    assert 0.002 < drift.std() < 0.01
