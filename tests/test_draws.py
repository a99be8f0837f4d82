"""Draws follow their priors, each from a number of its own, and know what may be known when."""

from dataclasses import replace
from math import inf, sqrt
from statistics import NormalDist
from types import SimpleNamespace
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.draws import choices, draw
from calibration.named_numbers import code
from calibration.outlook.shocks import SHOCKS
from calibration.packs.pack import load_pack
from calibration.prior_draws import SHARE_GROUPS, centres, prior_of, sample
from calibration.quantiles import beta_shape, physical_bounds, quantile
from model.errors import InputError
from model.parameters import Parameters
from model.parameters.prior import (
    beta,
    discrete,
    halfnormal,
    lognormal,
    normal,
    triangular,
    uniform,
)
from model.streams import DECISIONS

CARDS = Parameters.cards()
INDEX = np.arange(20_000)
POINTS = np.array([0.05, 0.5, 0.95])
SHARES = {path for group in SHARE_GROUPS for path in group}


@pytest.fixture(scope="module")
def pack():
    return load_pack("yueqing")


# Closed forms -------------------------------------------------------------------------------


def test_normal_has_its_centre_and_its_bounds_as_5_and_95_percent():
    values = quantile(normal(0.07, 0.05, 0.09), POINTS)
    assert values == pytest.approx([0.05, 0.07, 0.09], abs=1e-12)


def test_normal_with_uneven_bounds_keeps_the_centre_and_the_width():
    low, middle, high = quantile(normal(0.9, 0.7, 1.2), POINTS)
    assert middle == pytest.approx(0.9)
    assert high - low == pytest.approx(0.5)


def test_lognormal_has_the_median_and_the_ratio_of_its_bounds():
    low, middle, high = quantile(lognormal(50, 22, 114), POINTS)
    assert middle == pytest.approx(50)
    assert high / low == pytest.approx(114 / 22)
    assert (low, high) == pytest.approx((22, 114), rel=0.01)


def test_triangular_by_hand():
    # mode 3 of 1..9: F(3) = 2/8; u = 1/16 -> 1 + sqrt(1/16 * 8 * 2) = 2; u = 13/16 -> 9 - 3 = 6
    prior = triangular(3, 1, 9)
    assert quantile(prior, np.array([1 / 16, 1 / 4, 13 / 16])) == pytest.approx([2, 3, 6])


def test_uniform_by_hand():
    assert quantile(uniform(2, 10), POINTS) == pytest.approx([2.4, 6, 9.6])


def test_halfnormal_starts_at_0_and_meets_its_95_percent_point():
    values = quantile(halfnormal(0.012, 0.024), np.array([1e-12, 0.5, 0.95]))
    sd = 0.024 / NormalDist().inv_cdf(0.975)
    assert values == pytest.approx([0, sd * NormalDist().inv_cdf(0.75), 0.024], abs=1e-12)


def test_discrete_by_hand():
    prior = discrete((2070.0, 0.5), (2280.0, 0.25), (1840.0, 0.25))
    u = np.array([0.01, 0.49, 0.51, 0.74, 0.76, 0.99])
    assert quantile(prior, u).tolist() == [2070, 2070, 2280, 2280, 1840, 1840]


@pytest.mark.parametrize(
    "prior", [beta(0.33, 0.08, 0.65), beta(0.45, 0.22, 0.70), beta(0.6, 0.25, 0.95),
              beta(0.15, 0.0, 0.4), beta(0.3, 0.05, 0.6)], ids=str
)  # fmt: skip
def test_beta_keeps_its_mean_and_no_other_size_comes_nearer_to_its_bounds(prior):
    a, b = beta_shape(prior.central, prior.low, prior.high)
    assert a / (a + b) == pytest.approx(prior.central, rel=1e-12)
    assert quantile(prior, np.array([0.05, 0.95])) == pytest.approx(
        [prior.low, prior.high], abs=0.05
    )

    def misfit(size):
        from scipy.stats import beta as distribution

        mean = prior.central
        low, high = distribution.ppf([0.05, 0.95], mean * size, (1 - mean) * size)
        return (low - prior.low) ** 2 + (high - prior.high) ** 2

    best = misfit(a + b)
    assert all(best <= misfit((a + b) * factor) + 1e-12 for factor in (0.3, 0.9, 0.99, 1.01, 3))


def test_a_beta_with_exact_bounds_is_recovered():
    from scipy.stats import beta as distribution

    low, high = distribution.ppf([0.05, 0.95], 3.0, 7.0)
    assert beta_shape(0.3, float(low), float(high)) == pytest.approx((3.0, 7.0), rel=1e-4)


@given(
    centre=st.floats(-1, 1), width=st.floats(0.01, 3), low=st.floats(-2, 0), gap=st.floats(0.1, 3)
)
def test_cut_normals_stay_inside_their_bounds_and_ascend(centre, width, low, gap):
    bounds = (low, low + gap)
    centre = min(max(centre, low), low + gap)
    prior = normal(centre, centre - width, centre + width)
    values = quantile(prior, np.linspace(1e-9, 1 - 1e-9, 101), bounds)
    assert bounds[0] <= values.min()
    assert values.max() <= bounds[1]
    assert np.all(np.diff(values) >= 0)


def test_cut_normal_against_its_closed_form():
    # standard normal cut at 0: the median of the rest is the 75 % point
    value = quantile(normal(0, -1.6448536269514722, 1.6448536269514722), np.array([0.5]), (0, inf))
    assert value[0] == pytest.approx(NormalDist().inv_cdf(0.75))


def test_bounds_hold_for_what_is_a_share_or_an_amount():
    assert physical_bounds("x.y", SimpleNamespace(unit="share")) == (0, 1)
    assert physical_bounds("x.y", SimpleNamespace(unit="yuan per year"))[0] == 0
    assert physical_bounds("x.y", SimpleNamespace(unit="per year")) == (-inf, inf)
    assert physical_bounds("charity.payout_yield", CARDS["charity.payout_yield"])[0] == 0
    assert physical_bounds("trend.gap_drift", CARDS["trend.gap_drift"]) == (-inf, inf)


# Every unknown ------------------------------------------------------------------------------


@pytest.mark.parametrize("evidence", ["ex_ante", "evaluation"])
def test_sampled_quantiles_are_those_of_the_prior(evidence):
    values = sample(CARDS, INDEX, evidence)
    for path, card in CARDS.items():
        prior = prior_of(card, evidence)
        if path in SHARES or prior.shape == "discrete":
            continue
        bounds = physical_bounds(path, card)
        for point in POINTS:
            at, error = quantile(prior, np.array([point]), bounds)[0], 4 * sqrt(0.25 / len(INDEX))
            below = np.mean(values[path] < at), np.mean(values[path] <= at)
            assert below[0] - error <= point <= below[1] + error, (path, point)


@pytest.mark.parametrize(
    "path", ["start.register_income_yuan", "labour.minimum_wage_yuan_per_month"]
)
def test_discrete_values_come_with_their_weights(path):
    values = sample([path], INDEX)[path]
    for value, weight in CARDS[path].ex_ante.points:
        error = 4 * sqrt(weight * (1 - weight) / len(INDEX))
        assert np.mean(values == value) == pytest.approx(weight, abs=error)


def test_samples_respect_physical_bounds():
    for path, values in sample(CARDS, INDEX).items():
        low, high = physical_bounds(path, CARDS[path])
        assert low <= values.min(), path
        assert values.max() <= high, path
        assert np.isfinite(values).all(), path


@pytest.mark.parametrize("group", SHARE_GROUPS, ids=lambda group: group[0].split("_")[0])
def test_shares_of_an_area_add_up_to_1(group):
    values = sample(group, INDEX)
    assert sum(values.values()) == pytest.approx(np.ones(len(INDEX)), abs=1e-12)
    assert sum(centres()[path] for path in group) == pytest.approx(1, abs=1e-12)
    for path in group:
        assert np.mean(values[path]) == pytest.approx(centres()[path], abs=0.002)


def test_unknowns_are_drawn_independently():
    paths = [path for path in CARDS if path not in SHARES]
    ranks = np.array([np.argsort(np.argsort(v)) for v in sample(paths, INDEX[:4000]).values()])
    correlation = np.corrcoef(ranks) - np.eye(len(paths))
    assert np.abs(correlation).max() < 6 / sqrt(4000)


def test_no_two_things_that_draw_share_a_code():
    keys = [code(f"unknown: {path}") for path in CARDS]
    others = [crc32(name.encode()) for name in DECISIONS]
    others += [crc32(f"years: {name}".encode()) for name in SHOCKS]
    assert len(set(keys + others)) == len(keys) + len(set(others))
    assert len(set(keys)) == len(keys)


# One draw -----------------------------------------------------------------------------------


def test_the_central_draw_is_the_default_up_to_shares(pack):
    central = draw(pack, None).parameters
    default = Parameters()
    for path, card in pack.cards().items():
        tolerance = 0.002 if path in SHARES else 0.0
        centre = np.mean(card.posterior) if card.posterior else default.value(path)
        assert central.value(path) == pytest.approx(centre, rel=tolerance or 1e-12, abs=0), path


def test_the_central_draw_with_hindsight_is_the_centre_of_the_evaluation_priors(pack):
    central = draw(pack, None, "evaluation").parameters
    assert central.workshops.median_span_jobs == 50
    assert draw(pack, None).parameters.workshops.median_span_jobs == 90
    for path, card in pack.cards().items():
        if path not in SHARES and not card.posterior:
            assert central.value(path) == card.evaluation.central


def test_a_draw_is_a_row_of_the_sample(pack):
    values = sample(CARDS, np.array([3, 17, 1_000_005]), cards=pack.cards())
    for row, index in enumerate((3, 17, 1_000_005)):
        drawn = draw(pack, index, fitted=False).values()
        assert drawn == {path: column[row] for path, column in values.items()}


def test_adding_draws_or_unknowns_changes_no_other(pack, monkeypatch):
    county = SimpleNamespace(conflicts=pack.conflicts)  # of which nothing was fitted
    before = [draw(county, index) for index in range(3)]
    assert [draw(county, index) for index in (2, 1, 0)] == before[::-1]
    rents = sample(["land.rent_yuan_per_mu"], np.arange(50))["land.rent_yuan_per_mu"]
    assert rents[:3].tolist() == [drawn.parameters.land.rent_yuan_per_mu for drawn in before]
    extended = {"aaa.new": CARDS["land.forgone_share"], **CARDS}
    monkeypatch.setattr(Parameters, "cards", staticmethod(lambda: extended))
    after = sample(extended, np.arange(3))
    for index, drawn in enumerate(before):
        for path in CARDS:
            assert after[path][index] == drawn.parameters.value(path), path


def test_ex_ante_draws_never_touch_an_evaluation_prior(pack, monkeypatch):
    before = [draw(pack, index) for index in (None, 0, 5)]
    poisoned = {
        path: replace(card, evaluation=SimpleNamespace(shape="poison"))
        for path, card in CARDS.items()
    }
    monkeypatch.setattr(Parameters, "cards", staticmethod(lambda: poisoned))
    assert [draw(pack, index, "ex_ante") for index in (None, 0, 5)] == before
    with pytest.raises(AttributeError):
        draw(pack, 0, "evaluation")


def test_hindsight_moves_only_what_it_informs(pack):
    before, after = (
        draw(pack, 11, evidence, fitted=False).values() for evidence in ("ex_ante", "evaluation")
    )
    moved = {path for path in CARDS if before[path] != after[path]}
    cards = pack.cards().items()
    assert moved == {path for path, card in cards if card.hindsight and not card.posterior}


def test_readings_of_conflicts_come_with_their_weights(pack):
    conflict = pack.conflicts["charity_jobs"]
    rows = choices("charity_jobs", conflict, INDEX)
    for row, reading in enumerate(conflict.readings):
        error = 4 * sqrt(reading.weight * (1 - reading.weight) / len(INDEX))
        assert np.mean(rows == row) == pytest.approx(reading.weight, abs=error)


def test_a_reading_without_weight_is_never_drawn(pack):
    for name, conflict in pack.conflicts.items():
        taken = set(choices(name, conflict, INDEX[:3000]).tolist())
        assert taken <= {row for row, r in enumerate(conflict.readings) if r.weight > 0}, name


def test_the_low_income_reading_is_the_one_the_parameters_use(pack):
    seen = set()
    for index in range(40):
        drawn = draw(pack, index)
        reading = pack.conflicts["low_income_2021"].reading(drawn.baseline["low_income_2021"])
        assert reading.value == drawn.parameters.start.register_income_yuan
        seen.add(reading.name)
    assert seen == {"text", "annex"}
    assert draw(pack, None).baseline == {n: c.chosen for n, c in pack.conflicts.items()}


@pytest.mark.parametrize("index", [-1, True])
def test_what_is_no_index_is_refused(pack, index):
    with pytest.raises(InputError, match="not the index of a draw"):
        draw(pack, index)


def test_unknown_evidence_and_paths_are_refused_with_the_nearest_name(pack):
    with pytest.raises(InputError, match="did you mean 'ex_ante'"):
        draw(pack, 0, "exante")
    with pytest.raises(InputError, match="did you mean 'land.rent_yuan_per_mu'"):
        sample(["land.rent_yuan_per_m"], INDEX[:1])
