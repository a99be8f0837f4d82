"""A calibration from its worlds to stored draws: on a formula, killed half-way, and refused."""

import shutil
from dataclasses import replace

import made_moment_worlds
import numpy as np
import pytest
from made_moment_worlds import FREED, formula

from calibration.behaviour import fitted_draws
from calibration.behaviour.fitted_draws import basis_of, fitted_of, posterior_range, read_fitted
from calibration.behaviour.moments import moments_of
from calibration.behaviour.recovery import rank_band
from calibration.draws import draw
from calibration.packs.pack import load_pack
from model.errors import InputError
from scenarios.fitting.calibration_report import keep, prior_only, read_worlds, report_of
from scenarios.fitting.calibration_run import Asked, calibrate, fingerprint_of


def quiet(stage):
    """Hears what stage it is and says nothing."""


@pytest.fixture(scope="module")
def asked():
    return Asked(load_pack("yueqing"), "yueqing", worlds=2000)


@pytest.fixture(scope="module")
def found(asked):
    return calibrate(asked, formula, quiet)


@pytest.fixture(scope="module")
def report(found):
    return report_of(found)


@pytest.fixture(scope="module")
def files(found, report, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fitted")
    keep(found, report, folder)
    return folder


@pytest.fixture
def stored(files, tmp_path, monkeypatch):
    """The fit of the formula in the place of the program's own."""
    shutil.copytree(files, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(fitted_draws, "FITTED", tmp_path)
    monkeypatch.setattr(fitted_draws.files_of, "__defaults__", (tmp_path,))
    monkeypatch.setattr(fitted_draws.read_fitted, "__defaults__", (tmp_path,))
    fitted_draws._KEPT.clear()
    yield tmp_path
    fitted_draws._KEPT.clear()


# What it finds -----------------------------------------------------------------------------------


def test_screening_frees_what_the_formula_depends_on(found):
    free = {link.moment: link.path for link in found.links if link.free}
    assert FREED.items() <= free.items()
    assert len(found.free) <= len(found.fitted)
    assert len(set(found.free)) == len(found.free)


def test_a_moment_that_nothing_moves_frees_nothing(found):
    informed = {link.moment for link in found.links}
    assert "outlet_jobs_kept" not in informed
    assert "rich_village_dividend" not in informed


def test_two_waves_rule_out_more_and_more(found):
    first, second = found.matching.waves
    assert 0.0 < first.ruled_out <= second.ruled_out < 1.0


def test_the_posterior_moves_towards_the_figures(report):
    for row in report["checks"]:
        if row["role"] == "fitted" and row["moment"] in FREED:
            assert row["posterior"]["tail"] >= min(0.9 * row["prior"]["tail"], 0.8), row["moment"]


def test_ranks_of_simulated_truths_are_uniform(found):
    """All bins of all parameters lie in one band at once, as chance leaves them in 99 %."""
    assert found.recovery is not None
    parameters = found.recovery.parameters
    low, high = rank_band(found.recovery.data_sets, level=1.0 - 0.01 / len(parameters))
    for one in parameters:
        assert low <= min(one.counts), one.path
        assert max(one.counts) <= high, one.path


def test_the_same_worlds_give_the_same_report(asked):
    small = replace(asked, worlds=1000)
    first, second = (report_of(calibrate(small, formula, quiet)) for _ in range(2))
    assert first == second


def test_worlds_that_failed_are_left_out(asked):
    def sick(jobs):
        return [{} if job.draw % 50 == 3 else values
                for job, values in zip(jobs, formula(jobs), strict=True)]  # fmt: skip

    found = calibrate(asked, sick, quiet)
    assert found.failed == 2000 // 50
    assert len(found.prior) == 0.6 * 2000 * 0.98
    assert found.posterior is not None


def test_when_no_moment_says_anything_all_is_prior_only(asked):
    still = {moment.name: moment.value for moment in moments_of(asked.pack)}
    found = calibrate(asked, lambda jobs: [still] * len(jobs), quiet)
    report = report_of(found)
    assert found.free == ()
    assert found.posterior is None
    assert len(prior_only(report, list(asked.cards))) == len(asked.cards)


@pytest.mark.parametrize(("name", "value"), [("worlds", 10), ("scale", 0.0), ("scale", 2.0)])
def test_sizes_out_of_range_are_refused(asked, name, value):
    with pytest.raises(InputError, match="out of range"):
        replace(asked, **{name: value}).checked()


# What draws take ---------------------------------------------------------------------------------


def test_draws_take_rows_of_the_posterior_by_index(asked, found, stored):
    fitted = read_fitted("yueqing", "ex_ante", stored)
    for index in (0, 1, 17):
        values = draw(asked.pack, index).values()
        row = [values[path] for path in fitted.paths]
        assert any(np.array_equal(row, stored_row) for stored_row in fitted.values)
        assert values == draw(asked.pack, index).values()


def test_everything_else_is_drawn_as_before(asked, found, stored):
    with_fit = draw(asked.pack, 5).values()
    without = draw(asked.pack, 5, fitted=False).values()
    assert {path for path in without if with_fit[path] != without[path]} == set(found.free)


def test_many_draws_have_the_posterior_as_distribution(found, stored):
    fitted = read_fitted("yueqing", "ex_ante", stored)
    values = fitted.at(np.arange(20_000))
    for column, path in enumerate(fitted.paths):
        exact = fitted.weight @ fitted.values[:, column]
        spread = fitted.values[:, column].std()
        assert values[path].mean() == pytest.approx(exact, abs=4 * spread / 20_000**0.5)


def test_the_other_evidence_and_the_centre_are_not_touched(asked, found, stored):
    for index, evidence in ((5, "evaluation"), (None, "ex_ante")):
        fitted, plain = (
            draw(asked.pack, index, evidence, fitted=use).values() for use in (True, False)
        )
        assert fitted == plain


def test_labels_say_where_draws_come_from(asked, found, stored):
    basis = basis_of(asked.pack, "ex_ante", asked.cards)
    assert {path for path in found.free if basis[path] != "posterior"} == set()
    assert basis["houses.rent_yuan"] in ("prior", "posterior")
    assert basis["takeup.hassle"] == "prior only"
    hindsight = basis_of(asked.pack, "evaluation", asked.cards)
    assert all(hindsight[path] == "prior only" for path in found.free)
    middle, low, high = posterior_range(asked.pack, "ex_ante", asked.cards, found.free[0])
    assert low < middle < high
    assert posterior_range(asked.pack, "ex_ante", asked.cards, "takeup.hassle") is None


def test_a_fit_of_other_figures_is_not_used(asked, found, stored):
    facts = dict(asked.pack.facts)
    facts["farmhouse_loans_yuan"] = facts["farmhouse_loans_yuan"].model_copy(
        update={"value": 9.9e9}
    )
    other = asked.pack.model_copy(update={"facts": facts, "fingerprint": "0" * 64})
    assert fitted_of(asked.pack, "ex_ante") is not None
    assert fitted_of(other, "ex_ante") is None
    assert draw(other, 3).values() == draw(other, 3, fitted=False).values()


def test_another_county_does_not_borrow_the_fit(stored):
    assert fitted_of(load_pack("cixi"), "ex_ante") is None


@pytest.mark.parametrize("change", ["cell", "row", "head", "report"])
def test_a_damaged_fit_is_refused(found, stored, change):
    table, report = stored / "yueqing_ex_ante.csv", stored / "yueqing_ex_ante.json"
    lines = table.read_text(encoding="utf-8").splitlines()
    if change == "cell":
        lines[5] = lines[5].replace(lines[5].split(",")[1], "0.123", 1)
    elif change == "row":
        del lines[9]
    elif change == "head":
        lines[0] = "mass" + lines[0][6:]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if change == "report":
        report.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="stored fit|changed since"):
        read_fitted("yueqing", "ex_ante", stored)


def test_the_table_of_worlds_comes_back(found, stored):
    worlds = read_worlds(stored / "yueqing_ex_ante_worlds.csv")
    assert worlds.paths == found.free
    assert len(worlds) == len(found.prior)
    assert worlds.place == pytest.approx(found.prior.place, abs=6e-6)


def test_other_sizes_are_another_run(asked):
    names = {
        fingerprint_of(one)
        for one in (
            asked,
            replace(asked, worlds=3000),
            replace(asked, scale=0.05),
            replace(asked, evidence="evaluation"),
        )
    }
    assert len(names) == 4


def test_the_formula_is_of_this_county():
    assert set(FREED) <= {moment.name for moment in moments_of(made_moment_worlds.yueqing())}
