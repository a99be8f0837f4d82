"""Unknowns that a scenario moves and shocks to the trend: strict to read, exact in what they do."""

import numpy as np
import pytest

from calibration.draws import draw
from calibration.outlook.trend import redraw, trend_path
from calibration.outlook.trend_shocks import QUANTITIES, redraws_shocked, shocked
from calibration.packs.pack import load_pack
from model.errors import InputError
from model.parameters import Parameters
from scenarios.inputs.overrides import bounds, moved, overridden
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario
from scenarios.running.pair import county_of

SIZE = Size(draws=1, seeds=1, scale=0.02)
YEARS = range(2022, 2025)


def scenario(folder, text, extends="pilot"):
    file = folder / "own.toml"
    file.write_text(f'extends = "{extends}"\n{text}', encoding="utf-8")
    return load_scenario(str(file))


WRONG = {
    "unknown path": (
        '[parameters]\n"land.rent_yuan_per_m" = { times = 2 }',
        ["land.rent_yuan_per_m:", "did you mean 'land.rent_yuan_per_mu'"],
    ),
    "no unit": ('[parameters]\n"land.rent_yuan_per_mu" = { value = 500 }', ["states no unit"]),
    "other unit": (
        '[parameters]\n"land.rent_yuan_per_mu" = { value = 500, unit = "yuan" }',
        ["has another unit", "yuan per mu and year"],
    ),
    "two changes": (
        '[parameters]\n"land.rent_yuan_per_mu" = { times = 2, plus = 1, unit = "yuan" }',
        ["exactly one of value, times, plus"],
    ),
    "no change": ('[parameters]\n"land.forgone_share" = {}', ["exactly one of"]),
    "a bare number": ('[parameters]\n"land.forgone_share" = 0.5', ["must be a table"]),
    "text": ('[parameters]\n"land.forgone_share" = { times = "2" }', ["must be a number"]),
    "share above one": (
        '[parameters]\n"land.forgone_share" = { value = 1.5, unit = "share of rent" }',
        ["leaves the range", "0 to 1"],
    ),
    "negative amount": (
        '[parameters]\n"land.rent_yuan_per_mu" = { value = -1, unit = "yuan per mu and year" }',
        ["leaves the range"],
    ),
    "absurd amount": (
        '[parameters]\n"land.rent_yuan_per_mu" = { value = 1e12, unit = "yuan per mu and year" }',
        ["leaves the range"],
    ),
    "negative factor": (
        '[parameters]\n"land.forgone_share" = { times = -1 }', ["too early or too small"],
    ),
    "unknown key": (
        '[parameters]\n"land.forgone_share" = { time = 2 }', ["did you mean 'times'"],
    ),
    "unknown quantity": ("[shocks]\nrural_wage = { 2023 = -0.1 }", ["did you mean 'rural_wages'"]),
    "year outside": ("[shocks]\nrural_wages = { 2025 = -0.1 }", ["2022 to 2024"]),
    "no year": ("[shocks]\nrural_wages = { all = -0.1 }", ["is not a year"]),
    "more than all": ("[shocks]\nrural_wages = { 2023 = -1.1 }", ["is out of range"]),
    "percent": ('[shocks]\nrural_wages = { 2023 = "-10%" }', ["must be a number"]),
    "nothing": ("[shocks]\nrural_wages = {}", ["must be a table of sizes by year"]),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_is_named(case, tmp_path):
    text, words = WRONG[case]
    with pytest.raises(InputError) as caught:
        scenario(tmp_path, text)
    for word in (*words, "own.toml"):
        assert word in str(caught.value)


def test_a_scenario_without_either_table_keeps_its_hash(tmp_path):
    plain = scenario(tmp_path, "")
    empty = scenario(tmp_path, "[parameters]\n[shocks]")
    assert plain.sha256() == empty.sha256() == load_scenario("pilot").sha256()
    assert "shocks" not in plain.canonical()


@pytest.mark.parametrize(
    "text",
    [
        '[parameters]\n"land.forgone_share" = { times = 0.5 }',
        '[parameters]\n"land.forgone_share" = { times = 0.6 }',
        "[shocks]\nprices = { 2023 = 0.02 }",
        "[shocks]\nprices = { 2024 = 0.02 }",
    ],
)
def test_every_change_counts_in_hash_and_fingerprint(text, tmp_path):
    own, pilot = scenario(tmp_path, text), load_scenario("pilot")
    assert own.sha256() != pilot.sha256()
    jobs = {make_plan(one, SIZE).jobs[0].id for one in (own, pilot)}
    assert len(jobs) == 2


def test_a_later_file_has_the_last_word(tmp_path):
    (tmp_path / "below.toml").write_text(
        'extends = "pilot"\n[parameters]\n"land.forgone_share" = { times = 0.5 }\n'
        '"contracts.lease_years" = { plus = 1, unit = "years" }\n'
        "[shocks]\nprices = { 2023 = 0.1 }\nrural_wages = { 2022 = 0.1 }",
        encoding="utf-8",
    )
    own = scenario(
        tmp_path,
        '[parameters]\n"land.forgone_share" = { times = 0.9 }\n[shocks]\nprices = { 2024 = 0.2 }',
        extends="below",
    )
    assert own.parameters == {
        "land.forgone_share": {"times": 0.9}, "contracts.lease_years": {"plus": 1.0},
    }  # fmt: skip
    assert own.shocks == {"prices": {"2024": 0.2}, "rural_wages": {"2022": 0.1}}


def test_changes_reach_the_unknowns_of_a_pair(tmp_path):
    own = scenario(
        tmp_path,
        '[parameters]\n"contracts.lease_years" = { value = 12, unit = "years" }\n'
        '"workshops.closure_hazard" = { times = 2 }\n'
        '"collective.project_yield" = { plus = 0.01, unit = "per year" }',
    )
    plain = county_of(make_plan(load_scenario("pilot"), SIZE).jobs[0]).parameters
    moved_ones = county_of(make_plan(own, SIZE).jobs[0]).parameters
    assert moved_ones.contracts.lease_years == 12.0
    assert moved_ones.workshops.closure_hazard == 2 * plain.workshops.closure_hazard
    assert moved_ones.collective.project_yield == pytest.approx(
        plain.collective.project_yield + 0.01, abs=1e-12
    )
    changed = [p for p in Parameters.cards() if plain.value(p) != moved_ones.value(p)]
    assert sorted(changed) == sorted(own.parameters)


def test_single_draws_are_cut_at_the_range():
    change = {"land.forgone_share": {"times": 3.0}}
    values = moved("land.forgone_share", np.array([0.1, 0.2, 0.9]), change)
    np.testing.assert_allclose(values, [0.3, 0.6, 1.0])
    low, high = bounds("land.forgone_share", Parameters.cards()["land.forgone_share"])
    assert (low, high) == (0.0, 1.0)
    assert overridden(Parameters(), {}) == Parameters()


@pytest.mark.parametrize("path", sorted(Parameters.cards()))
def test_the_range_of_every_unknown_holds_its_priors(path):
    card = Parameters.cards()[path]
    low, high = bounds(path, card)
    for prior in (card.ex_ante, card.evaluation):
        assert low <= prior.low <= prior.high <= high


@pytest.fixture(scope="module")
def central():
    pack = load_pack("yueqing")
    return trend_path(pack, draw(pack, None).parameters, None, YEARS)


def test_a_shock_lasts_from_its_year_on(central):
    hit = shocked(central, {"rural_business": {"2023": -0.2}})
    ratio = hit.income / central.income
    np.testing.assert_allclose(ratio[:, 0, 1], [1.0, 0.8, 0.8])
    ratio[:, 0, 1] = 1.0
    np.testing.assert_array_equal(ratio, np.ones_like(ratio))
    np.testing.assert_array_equal(hit.register_income, central.register_income)


def test_a_shock_can_be_made_good(central):
    back = shocked(central, {"urban_income": {"2022": -0.2, "2023": 0.25}})
    np.testing.assert_allclose(
        back.income[:, 1].sum(axis=1) / central.income[:, 1].sum(axis=1), [0.8, 1.0, 1.0]
    )


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_quantity_moves_something(name, central):
    hit = shocked(central, {name: {"2023": 0.05}})
    fields = ("income", "register_income", "urbanisation", "prices")
    apart = [f for f in fields if np.any(getattr(hit, f) != getattr(central, f))]
    wanted = {"register_income": "register_income", "prices": "prices"}
    assert apart == [wanted.get(name, "urbanisation" if name == "urbanisation" else "income")]
    assert np.all(getattr(hit, apart[0])[0] == getattr(central, apart[0])[0])


def test_futures_are_hit_like_the_simulated_county(central):
    futures = redraw(load_pack("yueqing"), "ex_ante", 300, years=YEARS)
    shocks = {"rural_income": {"2023": -0.1}, "urban_wages": {"2024": 0.2}, "prices": {"2022": 0.1}}
    hit = redraws_shocked(futures, central, shocks)
    np.testing.assert_allclose((hit.rural / futures.rural)[:, 1:], 0.9, rtol=1e-12)
    share = central.income[2, 1, 0] / central.income[2, 1].sum()
    np.testing.assert_allclose((hit.urban / futures.urban)[:, 2], 1 + 0.2 * share, rtol=1e-12)
    np.testing.assert_allclose(hit.prices / futures.prices, 1.1, rtol=1e-12)
    np.testing.assert_array_equal(hit.low_income, futures.low_income)
    assert redraws_shocked(futures, central, {}) is futures
