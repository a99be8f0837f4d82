"""History matching, posterior and recovery against a simulator whose posterior is known."""

from dataclasses import replace

import made_worlds
import numpy as np
import pytest
from made_worlds import LUCK, NAMES, NOISE, PATHS, worlds
from scipy.special import ndtr

from calibration.behaviour.abc_fit import (
    effective_size,
    posterior,
    resampled,
    weighted_quantiles,
    weights,
)
from calibration.behaviour.emulator import fit, quadratic_terms, terms_of, validate
from calibration.behaviour.enlarged_table import enlarged
from calibration.behaviour.history_matching import (
    CUT_OFF,
    Matching,
    design,
    implausibility,
    next_wave,
)
from calibration.behaviour.recovery import DATA_SETS, rank_band, recover, unrecovered
from calibration.behaviour.screening import least_correlation, rank_correlation, screen
from calibration.behaviour.worlds_table import Worlds, even_places, scores
from model.errors import InputError

TABLE = worlds(1000)


def made(*observed):
    return made_worlds.moments(*observed)


# Emulator ----------------------------------------------------------------------------------------


def test_the_emulator_is_exact_for_a_quadratic():
    place = even_places(200, 3, key=3)
    z = scores(place)
    exact = np.stack([1 + z[:, 0] - 2 * z[:, 1] ** 2 + z[:, 0] * z[:, 2], z[:, 2]], axis=1)
    emulator = fit(Worlds(PATHS, place, ("a", "b"), exact))
    unseen = even_places(50, 3, key=4)
    z = scores(unseen)
    mean, _ = emulator.predict(unseen)
    assert mean[:, 0] == pytest.approx(1 + z[:, 0] - 2 * z[:, 1] ** 2 + z[:, 0] * z[:, 2], abs=1e-6)
    assert emulator.residual == pytest.approx([0, 0], abs=1e-12)


def test_the_residual_is_the_luck_of_worlds():
    assert np.sqrt(fit(TABLE).residual) == pytest.approx([LUCK] * 3, rel=0.08)


def test_terms_are_counted_as_they_are_built():
    for parameters in (1, 2, 5, 9):
        assert quadratic_terms(np.zeros((4, parameters))).shape[1] == terms_of(parameters)


def test_validation_knows_a_moment_that_nothing_moves():
    checks = {check.moment: check for check in validate(worlds(4000))}
    assert checks["of_first"].explained > 0.85
    assert checks["of_second"].explained > 0.95
    assert checks["of_nothing"].explained < 0.05
    for check in checks.values():
        assert check.covered == pytest.approx(0.95, abs=0.025)


def test_too_few_worlds_are_refused():
    with pytest.raises(InputError, match="too few worlds"):
        fit(worlds(terms_of(3)))


# History matching --------------------------------------------------------------------------------


def test_ruled_out_space_is_that_of_the_formula():
    # of_first observed at 1: |z - 1| > 3 sqrt(0.5^2 + 0.3^2) is ruled out, nothing else is
    matching = next_wave(Matching(made(1.0, 1.0, 0.0)), TABLE)
    reach = CUT_OFF * np.hypot(NOISE, LUCK)
    low, high = ndtr(np.array([1.0 - reach, 1.0 + reach]))
    second_low, second_high = ndtr(np.array([-reach / 2, reach / 2]))
    exact = 1.0 - (high - low) * (second_high - second_low)
    assert matching.ruled_out == pytest.approx(exact, abs=0.01)


def test_a_second_wave_never_gives_space_back():
    first = next_wave(Matching(made(1.2, 3.0, 0.0)), TABLE)
    place = design(first, 300, 3, key=8)
    assert first.not_ruled_out(place).all()
    second = next_wave(first, Worlds(PATHS, place, NAMES, made_worlds.simulated(place, seed=8)))
    assert second.ruled_out >= first.ruled_out > 0.1
    assert len(second.waves) == 2


def test_a_moment_that_the_emulator_cannot_predict_rules_nothing_out():
    matching = next_wave(Matching(made(0.0, 1.0, 25.0)), TABLE)
    assert matching.waves[0].used == ("of_first", "of_second")
    assert matching.ruled_out < 0.5


def test_a_figure_that_no_parameters_can_give_is_an_error():
    with pytest.raises(InputError, match="every combination of the priors contradicts"):
        next_wave(Matching(made(40.0, 1.0, 0.0)), TABLE)


def test_a_wider_discrepancy_is_never_less_lenient():
    emulator, place = fit(TABLE), even_places(500, 3, key=9)
    strict = made(1.5, -2.0, 0.0)
    lenient = tuple(replace(moment, discrepancy_sd=1.0) for moment in strict)
    for used in (("of_first",), NAMES):
        narrow, wide = (implausibility(emulator, m, place, used) for m in (strict, lenient))
        assert np.all(wide <= narrow)


def test_a_design_that_does_not_fit_into_what_is_left_is_refused():
    matching = next_wave(Matching(made(3.4, 8.0, 0.0)), TABLE)
    with pytest.raises(InputError, match="too little of the priors is left"):
        design(matching, 60_000, 3, key=8)


# Posterior ---------------------------------------------------------------------------------------


def exact_posterior(observed, slope, shift):
    """Normal score of a parameter: prior N(0, 1), moment slope z + shift, luck and noise around."""
    variance = LUCK**2 + NOISE**2
    precision = 1.0 + slope**2 / variance
    return slope * (observed - shift) / variance / precision, precision**-0.5


@pytest.mark.parametrize("observed", [(0.5, 1.5), (-1.0, 3.0)])
def test_the_posterior_is_the_conjugate_one(observed):
    given = made(*observed, 0.0)
    found = posterior(enlarged(TABLE, fit(TABLE)), given)
    assert found.effective > 500
    for column, (value, slope, shift) in enumerate(((observed[0], 1, 0), (observed[1], 2, 1))):
        mean, sd = exact_posterior(value, slope, shift)
        z = scores(found.place)[:, column]
        middle = float(found.weight @ z)
        assert middle == pytest.approx(mean, abs=0.12)
        assert float(np.sqrt(found.weight @ (z - middle) ** 2)) == pytest.approx(sd, rel=0.12)


def test_worlds_alone_and_the_enlarged_table_agree():
    table, given = worlds(6000), made(0.5, 1.5, 0.0)
    alone, emulated = posterior(table, given), posterior(enlarged(TABLE, fit(TABLE)), given)
    error = 4.0 * np.sqrt(1 / 12 / alone.effective) + 0.02
    assert alone.moments_of_place()[0] == pytest.approx(emulated.moments_of_place()[0], abs=error)


def test_what_no_moment_informs_keeps_its_prior():
    found = posterior(enlarged(TABLE, fit(TABLE)), made(0.5, 1.5, 0.0))
    mean, variance = found.moments_of_place()
    assert mean[2] == pytest.approx(0.5, abs=0.04)
    assert variance[2] == pytest.approx(1 / 12, rel=0.1)


def test_a_posterior_on_too_few_worlds_is_refused():
    with pytest.raises(InputError, match="rests on too few worlds") as refused:
        posterior(worlds(150), made(2.9, 6.5, 0.0))
    assert float(refused.value.value) < 50


def test_weights_by_hand():
    # two worlds, at 0 and at 1 from the figure, variance 1: exp(0) to exp(-1/2)
    found = weights(np.array([[2.0], [3.0]]), np.array([2.0]), np.array([1.0]))
    assert found == pytest.approx([1 / (1 + np.exp(-0.5)), np.exp(-0.5) / (1 + np.exp(-0.5))])
    assert effective_size(found) == pytest.approx(1 / (found**2).sum())


def test_resampling_follows_the_weights_and_quantiles_are_weighted():
    weight = np.array([0.1, 0.0, 0.6, 0.3])
    rows = resampled(weight, (np.arange(1000) + 0.5) / 1000)
    assert np.bincount(rows, minlength=4).tolist() == [100, 0, 600, 300]
    assert weighted_quantiles(np.array([5.0, 1.0]), np.array([1.0, 3.0]), (0.375,)) == [1.0]


# Recovery ----------------------------------------------------------------------------------------


def test_ranks_are_uniform_when_the_fit_is_right():
    found = recover(TABLE, np.full(3, NOISE**2), enlarged(TABLE, fit(TABLE), points=2**12))
    assert found.data_sets == DATA_SETS
    assert all(one.calibrated for one in found.parameters)
    assert unrecovered(found) == ["made.idle"]
    first, second, idle = found.parameters
    # 1 less the variance of the score's posterior, as far as places and scores go together
    assert second.narrowing > first.narrowing > 0.5
    assert abs(idle.narrowing) < 0.05
    assert first.correlation > 0.75


@pytest.mark.parametrize("error", [0.5, -0.5], ids=["too high", "too low"])
def test_ranks_are_not_uniform_when_the_fit_is_biased(error):
    wrong = enlarged(TABLE, fit(TABLE), points=2**12)
    wrong = Worlds(wrong.paths, wrong.place, wrong.names, wrong.moments + [error, 0, 0])
    found = recover(TABLE, np.full(3, NOISE**2), wrong)
    assert not found.parameters[0].calibrated
    assert found.parameters[1].calibrated


def test_ranks_are_not_uniform_when_the_fit_is_too_sure():
    # the fit believes that the noise is a third of what it is
    right, luck = enlarged(TABLE, fit(TABLE), points=2**13), np.random.default_rng(4)
    noisy = TABLE.moments + NOISE * luck.standard_normal(TABLE.moments.shape)
    data = Worlds(TABLE.paths, TABLE.place, TABLE.names, noisy)
    found = recover(data, np.full(3, (NOISE / 3) ** 2), right)
    assert not found.parameters[0].calibrated


def test_the_band_holds_all_bins_together_as_often_as_it_says():
    low, high = rank_band(200)
    luck = np.random.default_rng(12)
    histograms = luck.multinomial(200, np.full(16, 1 / 16), size=20_000)
    inside = ((histograms >= low) & (histograms <= high)).all(axis=1).mean()
    assert 0.985 <= inside <= 0.9985
    assert low < 200 / 16 < high


# Screening ---------------------------------------------------------------------------------------


def test_screening_finds_what_is_there_and_frees_each_once():
    links = screen(TABLE, made(0.0, 1.0, 0.0))
    assert {(link.moment, link.path) for link in links if link.free} == {
        ("of_first", "made.first"),
        ("of_second", "made.second"),
    }
    assert all(link.path != "made.idle" for link in links)


def test_never_more_free_parameters_than_moments():
    place = even_places(800, 6, key=2)
    mixed = scores(place).sum(axis=1, keepdims=True)
    table = Worlds(tuple("abcdef"), place, ("sum",), mixed)
    links = screen(table, made_worlds.moments(0.0, names=("sum",)))
    assert len(links) == 6
    assert sum(link.free for link in links) == 1


def test_a_moment_that_is_less_exact_than_the_prior_frees_nothing():
    blurred = tuple(replace(moment, discrepancy_sd=30.0) for moment in made(0.0, 1.0, 0.0))
    assert not any(link.free for link in screen(TABLE, blurred))


def test_learnable_shares_are_those_of_a_straight_line():
    first = next(link for link in screen(TABLE, made(0, 1, 0)) if link.path == "made.first")
    assert first.learnable == pytest.approx(1 / (1 + LUCK**2 + NOISE**2), rel=0.06)


def test_luck_alone_rarely_passes():
    luck = np.random.default_rng(3)
    passed = [
        (np.abs(rank_correlation(luck.random((300, 40)), luck.random((300, 5))))
         > least_correlation(300, 200)).any()
        for _ in range(60)
    ]  # fmt: skip
    assert np.mean(passed) <= 0.05


def test_rank_correlation_by_hand():
    found = rank_correlation(np.array([[1.0], [2.0], [3.0]]), np.array([[10.0], [30.0], [20.0]]))
    assert found[0, 0] == pytest.approx(0.5)
