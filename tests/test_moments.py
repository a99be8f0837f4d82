"""Moments are read strictly, counted honestly, and measured as their names say."""

import numpy as np
import pytest
from real_county import outcome, population, real_county, yueqing

from calibration.behaviour.moments import (
    MOMENTS,
    missing_moments,
    moments_of,
    read_evidence,
    titles,
)
from calibration.behaviour.simulated_moments import (
    MEASURES,
    Simulated,
    fifths,
    median_to_mean,
    simulated,
    village_columns,
)
from calibration.packs.pack import available_packs, load_pack
from model.errors import InputError
from model.parameters import Parameters
from scenarios.fitting.moment_worlds import YEARS

ALL = read_evidence().moments
TEXT = MOMENTS.read_text(encoding="utf-8")


def changed(tmp_path, before, after):
    assert before in TEXT
    file = tmp_path / "moments.toml"
    file.write_text(TEXT.replace(before, after, 1), encoding="utf-8")
    return file


# What is counted ---------------------------------------------------------------------------------


def test_every_moment_is_measured_and_nothing_else():
    assert set(MEASURES) == set(ALL)


def test_no_fitted_moment_is_the_source_of_a_prior_or_met_by_construction():
    assert all(row.independent for row in ALL.values() if row.role == "fitted")


def test_no_prior_of_a_parameter_cites_a_document_that_only_moments_have():
    own = set(read_evidence().sources)
    assert not own & {card.source for card in Parameters.cards().values()}


def test_yueqing_has_all_moments_and_their_values_come_from_its_facts():
    pack, found = yueqing(), {moment.name: moment for moment in moments_of(yueqing())}
    assert missing_moments(pack) == ()
    assert set(found) == set(ALL)
    # 918 million yuan for 23,001 houses: the plan's own 39,900 a house
    assert found["house_owner_gain"].value == pytest.approx(39_900, rel=1e-3)
    assert found["house_owner_gain"].observed == pytest.approx(np.log(918e6 / 23_001))
    assert found["household_loan_stock"].value == 6.1e9


@pytest.mark.parametrize("county", [name for name in available_packs() if name != "yueqing"])
def test_a_figure_filled_from_another_place_is_no_moment_of_the_county(county):
    pack = load_pack(county)
    names = {moment.name for moment in moments_of(pack)}
    assert "absorbed_jobs" in pack.filled
    assert "outlet_jobs_kept" not in names
    assert "rural_median_to_mean" in names  # the nation's, for everybody
    assert set(missing_moments(pack)) == {
        name for name, row in ALL.items() if row.role == "fitted"
    } - {moment.name for moment in moments_of(pack, "fitted")}


def test_every_moment_names_its_documents():
    for row in ALL.values():
        assert titles(row.source)


# Reading -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('source = "yueqing_plan"\n', 'source = "yueqing_pla"\n', "did you mean 'yueqing_plan'"),
        ('source = "yueqing_plan"\n', 'source = "workshop_sizes"\n', "after September 2022"),
        ('vintage = "to 2022"\nnote = "press copy; 210', 'vintage = "post-2022"\nnote = "press '
         'copy; 210', "after September 2022"),
        ("[[not_counted]]", "[[not_count]]", "did you mean 'not_counted'"),
        ("observation = 0.10", "observation = 0.0", "greater than 0"),
        ("observation = 0.10", "observation = nan", "finite"),
        ("independent = true", "independent = false", "cannot be fitted"),
        ('role = "fitted"', 'role = "fit"', "role"),
        ('fact = "houses_household_income_yuan"\n', "", "either a value"),
        ('scale = "log"', 'scal = "log"', "scal"),
        ("[moments.house_owner_gain]", "[moments.house_owner_gain", "not a file of moments"),
    ],
    ids=["misspelt source", "later source", "later document", "misspelt table", "no spread",
         "not a number", "not independent", "role", "no value", "key", "syntax"],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_a_reason(tmp_path, before, after, message):
    with pytest.raises(InputError, match=message):
        read_evidence(changed(tmp_path, before, after))


def test_a_moment_in_logs_must_be_above_0(tmp_path):
    file = changed(tmp_path, "value = 0.12\n", "value = -0.12\n")
    with pytest.raises(InputError, match="above 0"):
        moments_of(yueqing(), path=file)


def test_a_moment_that_nothing_measures_is_named():
    with pytest.raises(InputError, match="rural_gini"):
        simulated("rural_ginny", None)


# Measuring ---------------------------------------------------------------------------------------


def test_median_to_mean_by_hand():
    # persons 1, 1, 2 with 10, 20, 60: the middle of four persons lies at 20 to 60, mean 37.5
    assert median_to_mean(np.array([60.0, 10.0, 20.0]), np.array([2.0, 1.0, 1.0])) == 60 / 37.5
    values = np.exp(0.6 * np.random.Generator(np.random.Philox(1)).standard_normal(200_000))
    even = np.ones(len(values))
    assert median_to_mean(values, even) == pytest.approx(np.exp(-0.18), rel=0.01)


def test_fifths_by_hand():
    low, high = fifths(np.arange(1.0, 11.0), np.ones(10))
    assert (low, high) == (1.5, 9.5)


def test_villages_are_those_of_the_population():
    whole, part = village_columns(yueqing()), population(0.02).villages
    assert len(whole["id"]) == 514
    assert whole["pays_dividends"].sum() == 49
    rows = np.searchsorted(whole["id"], part["id"])
    for name in ("kind", "town", "households", "revenue", "operating", "pays_dividends"):
        assert np.array_equal(whole[name][rows], part[name]), name


@pytest.fixture(scope="module")
def world():
    county = real_county(None)
    return Simulated(yueqing(), county.parameters, county.start, outcome(county))


def test_moments_met_by_construction_are_met(world):
    assert simulated("register_to_rural_mean", world) == pytest.approx(16376.5 / 41991, rel=1e-3)
    assert simulated("rural_gini", world) == pytest.approx(0.35, abs=2e-3)
    shares = [simulated(f"rural_{name}_share", world) for name in
              ("wage", "business", "property", "transfer")]  # fmt: skip
    assert shares == pytest.approx([0.586, 0.24, 0.048, 0.126], abs=2e-3)


def test_moments_of_houses_follow_the_parameters(world):
    houses = world.parameters.houses
    years = 0.5 * 23_001 / houses.baseline_per_year
    assert world.years_open == pytest.approx(years)
    gain = simulated("house_collective_gain", world)
    assert gain == pytest.approx(houses.collective_fee_yuan * years)
    assert simulated("house_owner_gain", world) <= 1.1 * houses.rent_yuan * years


def test_farm_output_is_the_farm_share_of_rural_business_income_over_farm_workers(world):
    farming = world.parameters.farming
    exact = 0.24 * 41_991 * 499_224 * farming.business_share
    exact /= farming.employment_share * 0.569 * 499_224
    assert simulated("farm_output_per_worker", world) == pytest.approx(exact, rel=5e-3)


def test_collectives_are_measured_over_all_villages(world):
    assert world.collectives.total.sum() == pytest.approx(2.593e9, rel=1e-6)
    assert 0.0 < simulated("dividend_share_of_revenue", world) < 0.12
    rich = simulated("rich_village_dividend", world)
    assert rich > simulated("median_village_dividend", world) > 0.0


def test_a_world_of_a_calibration_is_one_year_long():
    assert list(YEARS) == [2022]
