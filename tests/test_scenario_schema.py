"""A scenario is what its files say, however they are split, and every setting has its card."""

import tomllib
from dataclasses import fields

import pytest

from calibration.packs.pack import available_packs, load_pack
from model.errors import InputError
from model.policies import available
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import LIBRARY, content_hash, library_names, load_scenario
from scenarios.inputs.settings import (
    build_policy,
    lever_of,
    plain_settings,
    read_settings,
)
from scenarios.running.worlds import plan_settings, unmatched_levers, worlds_of

FLAT = """
county = "yueqing"
years = [2022, 2024]
title = { zh = "平路情景", en = "flat" }
[policies.workshops]
start = 2023-01-01
intensity = 1.5
workshops = { 2022 = 10, 2024 = 60 }
[policies.circular_charity]
grants_yuan_per_year = 5e5
[switches]
learning = false
"""
BOTTOM = """
county = "yueqing"
[policies.circular_charity]
grants_yuan_per_year = 500000
[policies.three_incomes]
[policies.workshops]
intensity = 4
"""
TOP = """
extends = "bottom"
without = ["three_incomes", "workshops"]
years = [2022, 2024]
[switches]
learning = false
[policies.workshops]
workshops = { 2024 = 60.0, 2022 = 10.0 }
intensity = 1.5
start = 2023-01-01
"""


def scenario(folder, name, text):
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load_scenario(str(folder / f"{name}.toml"))


def test_a_composed_scenario_is_the_flat_one(tmp_path):
    flat = scenario(tmp_path, "flat", FLAT)
    scenario(tmp_path, "bottom", BOTTOM)
    composed = scenario(tmp_path, "top", TOP)
    assert composed.canonical() == flat.canonical()
    assert composed.sha256() == flat.sha256()


def test_every_setting_counts_in_the_hash(tmp_path):
    flat = scenario(tmp_path, "flat", FLAT)
    for old, new in [("1.5", "1.6"), ("60", "61"), ("2023-01-01", "2023-01-02"), ("false", "true")]:
        assert scenario(tmp_path, "other", FLAT.replace(old, new)).sha256() != flat.sha256()


def test_the_title_does_not_count(tmp_path):
    flat = scenario(tmp_path, "flat", FLAT)
    assert scenario(tmp_path, "other", FLAT.replace("flat", "x")).sha256() == flat.sha256()


def test_the_same_run_has_the_same_fingerprint_however_it_is_written(tmp_path):
    flat = scenario(tmp_path, "same", FLAT)
    scenario(tmp_path, "bottom", BOTTOM)
    (tmp_path / "composed").mkdir()
    (tmp_path / "composed" / "bottom.toml").write_text(BOTTOM, encoding="utf-8")
    composed = scenario(tmp_path / "composed", "same", TOP)
    size = Size(draws=2, seeds=1, scale=0.1)
    assert make_plan(flat, size).fingerprint == make_plan(composed, size).fingerprint


@pytest.mark.parametrize(
    "change", [{"draws": 3}, {"seeds": 2}, {"scale": 0.2}, {"evidence": "evaluation"}]
)
def test_the_size_of_a_run_counts_in_its_fingerprint(change):
    plain = {"draws": 2, "seeds": 1, "scale": 0.1}
    pilot = load_scenario("pilot")
    assert (
        make_plan(pilot, Size(**plain)).fingerprint
        != make_plan(pilot, Size(**{**plain, **change})).fingerprint
    )


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_are_read_as_they_are_saved(tmp_path, mark):
    (tmp_path / "s.toml").write_bytes(FLAT.encode(mark))
    assert load_scenario(str(tmp_path / "s.toml")).title["zh"] == "平路情景"


def test_line_ends_of_windows_are_accepted(tmp_path):
    (tmp_path / "s.toml").write_bytes(FLAT.replace("\n", "\r\n").encode())
    assert load_scenario(str(tmp_path / "s.toml")).policies


@pytest.mark.parametrize("name", library_names())
def test_a_scenario_of_the_library_is_complete(name):
    found = load_scenario(name)
    assert set(found.title) == set(found.question) == {"zh", "en"}
    for pack in available_packs():
        if found.county == pack:
            make_plan(found, Size(draws=1, seeds=1, scale=0.1))


def test_the_library_has_each_policy_family_alone():
    alone = {tuple(load_scenario(name).policies) for name in library_names()}
    assert {("three_incomes",), ("workshops",), ("circular_charity",)} <= alone


def test_the_worlds_of_the_pilot():
    plan = make_plan(load_scenario("pilot"), Size(draws=1, seeds=1, scale=0.1))
    assert set(plan.worlds.pilot) == set(load_scenario("pilot").policies)
    assert list(plan.worlds.no_pilot) == ["provincial_workshops"]
    assert plan.worlds.quarters == 12


def test_the_trend_has_no_policies():
    assert load_scenario("trend").policies == {}


def test_the_plan_of_the_county_fills_in_what_the_scenario_leaves_open():
    pack = load_pack("yueqing")
    scenario = load_scenario("workshops_only")
    worlds = worlds_of(scenario, scenario.counterfactual_scenario(), pack)
    assert plan_settings(pack)["workshops"]["workshops"] == {"2022": 10.0, "2024": 100.0}
    assert worlds.pilot["workshops"]["workshops"] == {"2022": 10.0, "2024": 100.0}


def test_the_scenario_has_the_last_word(tmp_path):
    pack = load_pack("yueqing")
    own = scenario(tmp_path, "flat", FLAT)
    worlds = worlds_of(own, own.counterfactual_scenario(), pack)
    assert worlds.pilot["workshops"]["workshops"] == {"2022": 10.0, "2024": 60.0}
    assert worlds.pilot["circular_charity"]["grants_yuan_per_year"] == 5e5


@pytest.mark.parametrize("name", available_packs())
def test_every_lever_of_a_plan_names_a_setting_of_its_policy(name):
    assert unmatched_levers(load_pack(name)) == []


@pytest.mark.parametrize("name", available())
def test_a_policy_survives_being_written_down(name):
    policy = available()[name]()
    assert build_policy(name, plain_settings(policy)) == policy


@pytest.mark.parametrize("name", available())
def test_every_lever_has_a_range_that_holds_its_default(name):
    kind = available()[name]
    defaults = plain_settings(kind())
    for field in fields(kind):
        card = lever_of(field)
        if card is None:
            continue
        assert card.zh
        assert card.en
        assert card.source
        value = defaults[field.name]
        for number in value.values() if isinstance(value, dict) else [float(value)]:
            assert card.low <= number <= card.high, field.name


def test_a_unit_may_stand_beside_a_value():
    given = {"grants_yuan_per_year": {"value": 3e5, "unit": "yuan per year"}}
    read = read_settings("circular_charity", given, None, 2024)
    assert read == {"grants_yuan_per_year": 3e5}


def test_a_path_may_have_a_unit():
    given = {"workshops": {"unit": "workshops", "2022": 5}}
    assert read_settings("workshops", given, None, 2024) == {"workshops": {"2022": 5.0}}


def test_a_chain_of_files_may_not_bite_its_tail(tmp_path):
    (tmp_path / "a.toml").write_text('extends = "b"')
    (tmp_path / "b.toml").write_text('extends = "a"')
    with pytest.raises(InputError, match="extends itself"):
        load_scenario(str(tmp_path / "a.toml"))


def test_a_chain_of_files_may_not_be_endless(tmp_path):
    for number in range(12):
        (tmp_path / f"s{number}.toml").write_text(f'extends = "s{number + 1}"')
    with pytest.raises(InputError, match="too many files"):
        load_scenario(str(tmp_path / "s0.toml"))


def test_library_files_are_plain_toml():
    for path in LIBRARY.glob("*.toml"):
        assert tomllib.loads(path.read_text(encoding="utf-8"))


def test_the_hash_is_that_of_the_content():
    assert content_hash({"b": 1, "a": [1.0]}) == content_hash({"a": [1.0], "b": 1})
    assert content_hash({"a": 1}) != content_hash({"a": 2})
