"""No county runs another county's plan without saying so."""

from dataclasses import fields

import pytest

from calibration.packs.pack import available_packs, load_pack, pack_folder
from calibration.packs.pack_linter import lint
from model.errors import InputError
from model.policies import available
from model.policies.policy import foreign_defaults
from scenarios.__main__ import run
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import library_names, load_scenario
from scenarios.inputs.settings import lever_of
from scenarios.running.worlds import plan_settings

SMALL = Size(draws=1, seeds=1, scale=0.1)
QUZHOU = """
county = "quzhou"
years = [2022, 2024]
[policies.{policy}]
{settings}
"""
LEVERS = {
    f"{policy}.{field.name}": card
    for policy, kind in available().items()
    for field in fields(kind)
    if (card := lever_of(field)) is not None and field.name != "intensity"
}
SIZED = [name for name, card in LEVERS.items() if card.sized_for]
COUNTED = (
    "alliances", "attendances", "bases", "brokers", "businesses", "clusters", "enterprises",
    "enterprises and bodies", "farms", "firms", "flats", "houses", "households", "mu", "number",
    "persons", "persons per year", "projects", "sessions", "stations", "towns", "villages",
    "workshops", "yuan", "yuan per village and year",
)  # fmt: skip
PER_PIECE = {
    "disabled_employment.places_per_base", "e_commerce_and_homestays.jobs_per_homestay",
    "farm_technology.mu_per_grower", "farm_technology.persons_per_lesson",
    "home_processing.workers_per_broker", "neighbourhood_places.most_jobs",
    "new_farmers.jobs_per_farm", "pairing.matches_per_donor", "startup_loans.yuan_per_loan",
    "village_clusters.villages",
    "village_clusters.award_yuan", "village_clusters.team_award_yuan",
}  # fmt: skip
"""Counted in such units but by piece: by the base, the farm, the lesson, the award."""


def written(folder, policy, settings=""):
    path = folder / "own.toml"
    path.write_text(QUZHOU.format(policy=policy, settings=settings), encoding="utf-8")
    return load_scenario(str(path))


def test_every_count_of_a_plan_says_whose_it_is():
    counted = {name for name, card in LEVERS.items() if card.unit in COUNTED}
    assert counted - PER_PIECE <= set(SIZED)
    assert counted >= PER_PIECE
    assert {LEVERS[name].sized_for for name in SIZED} <= set(available_packs())


@pytest.mark.parametrize(
    "policy", sorted({name.partition(".")[0] for name in SIZED} - {"profit_sharing"})
)
def test_a_plan_without_a_volume_is_refused(tmp_path, policy):
    missing = foreign_defaults(available()[policy], plan_settings(load_pack("quzhou")), "quzhou")
    with pytest.raises(InputError) as caught:
        make_plan(written(tmp_path, policy), SMALL)
    said = str(caught.value)
    owner = LEVERS[f"{policy}.{missing[0]}"].sized_for
    for part in (f"policies.{policy}.{missing[0]}", "quzhou", owner, "levers.csv", "own.toml"):
        assert part in said


def test_a_volume_that_the_scenario_gives_is_enough(tmp_path):
    plan = make_plan(written(tmp_path, "settlement", "flats = { 2024 = 300 }"), SMALL)
    assert plan.worlds.pilot["settlement"]["flats"] == {"2024": 300.0}


def test_a_policy_of_rates_needs_no_number(tmp_path):
    plan = make_plan(written(tmp_path, "basic_pension"), SMALL)
    assert plan.worlds.pilot["basic_pension"]["extra_yuan_per_month"] == 10.0


def test_a_missing_volume_of_the_counterfactual_is_refused_too(tmp_path):
    written(tmp_path, "settlement")
    path = tmp_path / "against.toml"
    text = QUZHOU.format(policy="profit_sharing", settings="")
    path.write_text(f'{text}\n[counterfactual]\nscenario = "own"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.toml: policies\.settlement\.flats"):
        make_plan(load_scenario(str(path)), SMALL)


def test_validate_says_so(tmp_path, capsys):
    assert run(["validate", written(tmp_path, "workshops").file]) == 1
    assert "policies.workshops.workshops" in capsys.readouterr().err


@pytest.mark.parametrize("name", library_names())
def test_no_scenario_of_the_library_borrows_a_volume_silently(name):
    scenario = load_scenario(name)
    pack = load_pack(scenario.county)
    plan = plan_settings(pack)
    for policy, given in scenario.policies.items():
        known = {**plan.get(policy, {}), **given}
        assert foreign_defaults(available()[policy], known, pack.name) == []


def test_the_linter_names_what_a_plan_leaves_open():
    keqiao, cixi = (
        {r.key: r.en for r in lint(load_pack(n), pack_folder(n)) if "no number" in r.en}
        for n in ("keqiao", "cixi")
    )
    assert keqiao == {}
    assert "award_clusters, team_awards" in cixi["village_clusters"]
