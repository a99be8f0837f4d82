"""The library: a question each, the same however it is split, usable by its county, and it runs."""

from dataclasses import replace

import numpy as np
import pytest

from calibration.packs.pack import available_packs, load_pack
from model.policies import available
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import library_names, load_scenario, own_pilot
from scenarios.running.pair import county_of, run_worlds

SIZE = Size(draws=1, seeds=1, scale=0.02)
NAMES = library_names()
YUEQING_FAMILIES = {
    "three incomes and houses", "workshops", "credit", "charity and pairing",
    "training and technology", "alliances and clusters",
}  # fmt: skip
SAMPLED = (
    "export_slump", "lockdown_year", "no_credit", "urban_boom", "clusters_from_keqiao",
    "pilot_qingyuan", "pilot_keqiao",
)  # fmt: skip


def test_there_are_at_least_twenty_and_each_asks_its_own_question():
    assert len(NAMES) >= 20
    for lang in ("zh", "en"):
        asked = [load_scenario(name).question[lang] for name in NAMES]
        titles = [load_scenario(name).title[lang] for name in NAMES]
        assert len(set(asked)) == len(set(titles)) == len(NAMES)
        assert all(question.endswith(("?", "？")) for question in asked)


def flat_text(scenario):
    """The scenario in one file, as somebody who extends nothing would write it."""
    lines = [f'county = "{scenario.county}"', f"years = {list(scenario.years)}"]
    lines += [f'[counterfactual]\nscenario = "{scenario.counterfactual}"']
    for name, settings in scenario.policies.items():
        lines += [f"[policies.{name}]"]
        lines += [f"{setting} = {toml_value(value)}" for setting, value in settings.items()]
    for table in ("switches", "shocks"):
        lines += [f"[{table}]"]
        lines += [f"{key} = {toml_value(value)}" for key, value in getattr(scenario, table).items()]
    lines += ["[parameters]"]
    for path, change in scenario.parameters.items():
        known = load_pack("yueqing").cards()[path].unit
        lines += [f'"{path}" = {{ {toml_items(change)}, unit = "{known}" }}']
    return "\n".join(lines)


def toml_items(table):
    return ", ".join(f"{key} = {toml_value(value)}" for key, value in table.items())


def toml_value(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return f"{{ {toml_items(value)} }}"
    return str(value) if isinstance(value, str) else repr(value)


@pytest.mark.parametrize("name", NAMES)
def test_the_composed_scenario_has_the_hash_of_the_flat_one(name, tmp_path):
    composed = load_scenario(name)
    file = tmp_path / "flat.toml"
    file.write_text(flat_text(composed), encoding="utf-8")
    flat = load_scenario(str(file))
    assert flat.canonical() == composed.canonical()
    assert flat.sha256() == composed.sha256()


def test_scenarios_that_differ_in_name_differ_in_content():
    hashes = {name: load_scenario(name).sha256() for name in NAMES}
    assert len(set(hashes.values())) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_can_be_planned_for_its_county(name):
    scenario = load_scenario(name)
    plan = make_plan(scenario, SIZE)
    assert plan.pack.name == scenario.county
    assert plan.years[-1] <= plan.pack.horizon


def test_every_county_has_the_pilot_of_its_own_document():
    for name in available_packs():
        pilot = load_scenario(own_pilot(name))
        assert pilot.county == name
        assert pilot.years[1] == load_pack(name).horizon
    assert own_pilot("/somewhere/else") == "pilot"


def test_what_the_pack_gives_reaches_the_pilot():
    pingyang = make_plan(load_scenario("pilot_pingyang"), SIZE).worlds.pilot
    assert pingyang["public_service_jobs"]["posts"] == {"2025": 220.0}
    assert pingyang["vocational_certificates"]["places"] == {"2025": 6200.0}
    keqiao = make_plan(load_scenario("pilot_keqiao"), SIZE).worlds.pilot
    assert keqiao["village_clusters"]["clusters"] == {"2027": 10.0}
    assert keqiao["village_clusters"]["team_award_yuan"] == 200_000.0
    qingyuan = make_plan(load_scenario("pilot_qingyuan"), SIZE).worlds.pilot
    assert qingyuan["three_incomes"]["houses"] == {"2025": 100.0}
    assert qingyuan["three_incomes"]["special_fund_yuan"] == 0.0


def test_each_family_stands_alone_and_is_left_out_once():
    whole = set(load_scenario("pilot").policies)
    families = {name: kind.family for name, kind in available().items()}
    assert {families[name] for name in whole} >= YUEQING_FAMILIES
    alone = {
        frozenset(load_scenario(name).policies) - {"provincial_workshops"}
        for name in NAMES
        if name.endswith("_alone")
    }
    left_out = {
        frozenset(whole - set(load_scenario(name).policies))
        for name in NAMES
        if name.startswith("without_")
    }
    for family in YUEQING_FAMILIES:
        members = frozenset(name for name in whole if families[name] == family)
        assert members in alone, family
        assert members in left_out, family


def test_the_pilot_is_the_whole_plan_with_every_setting_that_its_pack_gives():
    whole = load_scenario("pilot")
    assert set(load_scenario("three_programmes").policies) < set(whole.policies)
    for lever in load_pack("yueqing").levers:
        if lever.policy in available():
            assert lever.policy in whole.policies, lever.used_by


@pytest.mark.parametrize(("name", "intensity"), [("half_intensity", 0.5), ("double_intensity", 2)])
def test_intensity_is_changed_everywhere(name, intensity):
    scenario = load_scenario(name)
    assert set(scenario.policies) == set(load_scenario("pilot").policies)
    assert all(settings["intensity"] == intensity for settings in scenario.policies.values())


def test_a_late_start_is_late_everywhere():
    late = load_scenario("late_start").policies.values()
    assert {settings["start"] for settings in late} == {"2023-10-01"}


def outcomes(name):
    plan = make_plan(load_scenario(name), SIZE)
    return run_worlds(plan.jobs[0], county_of(plan.jobs[0])), plan


@pytest.mark.parametrize("name", SAMPLED)
def test_a_sample_of_the_library_runs(name):
    found, plan = outcomes(name)
    for world in ("trend", "no_pilot", "pilot"):
        for values in found[world].indicators.values():
            assert np.shape(values) == (len(plan.years),)
        assert np.isfinite(found[world].indicators["ratio"]).all()
    assert (found["pilot"].indicators["ratio"] != found["trend"].indicators["ratio"]).any()


def test_cash_for_the_poorest_costs_what_workshops_would_have():
    plan = make_plan(load_scenario("transfers_not_workshops"), replace(SIZE, scale=0.1))
    found = run_worlds(plan.jobs[0], county_of(plan.jobs[0]))
    cost = {world: found[world].indicators["public_cost"].sum() for world in found}
    assert plan.counterfactual == "pilot"
    spent_on_workshops = 15e6
    assert abs(cost["pilot"] - cost["no_pilot"]) < 0.4 * spent_on_workshops
