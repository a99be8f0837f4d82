"""The fit that comes with the program: current, within its evidence, recoverable, on its page."""

import numpy as np
import pytest

from calibration.behaviour.emulator import fit
from calibration.behaviour.enlarged_table import enlarged
from calibration.behaviour.fitted_draws import FITTED, fit_fingerprint, fitted_of, read_fitted
from calibration.behaviour.moments import moments_of
from calibration.behaviour.recovery import BINS, DRAWS, recover
from calibration.draws import draw
from calibration.packs.pack import load_pack
from calibration.quantiles import physical_bounds
from model.parameters import Parameters
from scenarios.fitting.calibration_report import read_worlds
from scenarios.reference.identifiability_page import entries, identifiability_page, stored_reports

REDO = "run `sanjin calibrate yueqing --worlds 20000 --keep` and `make docs`"


@pytest.fixture(scope="module")
def pack():
    return load_pack("yueqing")


@pytest.fixture(scope="module")
def stored():
    return read_fitted("yueqing", "ex_ante")


def test_the_fit_is_of_the_present_priors_and_figures(pack, stored):
    now = fit_fingerprint(pack, stored.paths, "ex_ante")
    assert stored.report["fingerprint"] == now, f"the fit is out of date: {REDO}"
    assert fitted_of(pack, "ex_ante") is not None


def test_only_ex_ante_priors_were_fitted():
    names = {path.name for path in FITTED.glob("*_evaluation*")}
    assert names == set(), "a fit with hindsight must never be what a backtest draws from"


def test_never_more_free_parameters_than_independent_moments(stored):
    independent = [
        moment for moment in stored.report["moments"]
        if moment["role"] == "fitted" and moment["independent"]
    ]  # fmt: skip
    assert 0 < len(stored.paths) <= len(independent)
    freed = [link for link in stored.report["links"] if link["free"]]
    assert len({link["moment"] for link in freed}) == len(freed) == len(stored.paths)
    assert not any(path.startswith(("trend.", "survey.")) for path in stored.paths)


def test_at_least_two_waves_ruled_space_out(stored):
    waves = stored.report["waves"]
    assert len(waves) >= 2
    assert 0.0 < waves[0]["ruled_out"] <= waves[-1]["ruled_out"] < 1.0
    for wave in waves:
        for check in wave["emulator"]:
            if check["moment"] in wave["used"]:
                assert check["explained"] > 0.05
                assert 0.85 <= check["covered"] <= 1.0, check


def test_the_posterior_rests_on_enough_worlds(stored):
    assert stored.report["effective"] >= 500
    assert stored.report["effective_simulated"] >= 50
    assert stored.report["failed"] <= 0.01 * stored.report["worlds"]


def test_values_are_possible_and_emulator_and_worlds_agree(stored):
    cards = Parameters.cards()
    for column, path in enumerate(stored.paths):
        low, high = physical_bounds(path, cards[path])
        assert low <= stored.values[:, column].min()
        assert stored.values[:, column].max() <= high
    for row in stored.report["parameters"]:
        # worlds alone leave a standard error of about 1/sqrt(effective) posterior sds
        limit = 4.0 / stored.report["effective_simulated"] ** 0.5 + 0.1
        assert abs(row["emulated_less_simulated"]) < limit, row["path"]


def test_fitted_moments_are_met_better_than_by_the_priors(stored):
    rows = [row for row in stored.report["checks"] if row["role"] == "fitted"]
    before, after = (
        np.mean([row[when]["tail"] for row in rows]) for when in ("prior", "posterior")
    )
    assert after > before
    assert not any(row["posterior"]["contradicts"] for row in rows)


def test_ranks_are_uniform_and_parameters_recovered_on_the_stored_worlds(pack, stored):
    worlds = read_worlds(FITTED / "yueqing_ex_ante_worlds.csv")
    assert worlds.paths == stored.paths
    assert len(worlds) >= 1000
    known = {moment.name: moment for moment in moments_of(pack, "fitted")}
    variance = np.array([known[name].variance for name in worlds.names])
    table = enlarged(worlds, fit(worlds), points=2**13)
    found = recover(worlds, variance, table)
    said = {row["path"]: row for row in stored.report["recovery"]["parameters"]}
    for one in found.parameters:
        assert one.calibrated, (one.path, one.counts)
        assert one.recovered == said[one.path]["recovered"], one.path
        assert sum(one.counts) == found.data_sets
    assert len(said[stored.paths[0]]["counts"]) == BINS
    assert (DRAWS + 1) % BINS == 0


def test_forecasts_draw_from_it(pack, stored):
    taken = draw(pack, 3).values()
    row = [taken[path] for path in stored.paths]
    assert any(np.array_equal(row, one) for one in stored.values)


# The page ----------------------------------------------------------------------------------------


def test_the_page_names_every_parameter_as_estimated_informed_or_prior_only():
    page = identifiability_page()
    for report in stored_reports():
        for path in Parameters.cards():
            if not path.startswith(("trend.", "survey.")):
                assert f"`{path}`" in page or path.partition(".")[2] in page, path
        for row in report["parameters"]:
            assert f"| `{row['path']}` |" in page


def test_the_page_shows_what_contradicts_and_what_was_not_counted():
    page = identifiability_page()
    contradicted = [
        row["moment"]
        for report in stored_reports()
        for row in report["checks"]
        if row["posterior"]["contradicts"]
    ]
    assert page.count("**contradicts**") == len(contradicted)
    assert "met by construction" in page
    assert "a prior was made from it" in page


def test_entries_are_what_the_fit_estimates(stored):
    mine = [entry for entry in entries() if entry["county"] == "yueqing"]
    assert {entry["parameter"] for entry in mine} == set(stored.paths)
