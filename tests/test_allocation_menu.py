"""The menu: steps, worlds of mixes, capacities, and the file of a user with its mistakes."""

from pathlib import Path

import pytest

from calibration.packs.pack import load_pack
from model.errors import InputError
from scenarios.allocation.capacities import asked_by, capacities_of
from scenarios.allocation.menu import default_menu, mix_name, steps_within
from scenarios.allocation.study import Question, allocation, objective_name, scenario_of
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario

SMALL = Size(1, 1, 0.01)
STEPS = (0.5, 1.0, 1.5)


@pytest.fixture(scope="module")
def plan():
    return make_plan(load_scenario("pilot"), SMALL)


@pytest.fixture(scope="module")
def families(plan):
    worlds = plan.worlds
    return default_menu(worlds.pilot, worlds.no_pilot, "family", STEPS, capacities_of(plan.pack))


def study(file: Path | None = None, *, by: str = "family", **asked):
    question = Question(**{"budget_yuan": 1e8, **asked})
    return allocation(load_scenario("pilot"), None, SMALL, question, by=by, steps=STEPS, file=file)


def test_ends_of_the_menu_are_the_counterfactual_and_the_plan(plan, families) -> None:
    assert families.count == 4**6
    assert families.world(families.nothing) == plan.worlds.no_pilot
    planned = families.planned()
    assert planned == (2,) * 6
    assert families.world(planned) == plan.worlds.pilot


def test_a_step_moves_intensities_and_nothing_else(plan, families) -> None:
    place = [option.name for option in families.options].index("workshops")
    mix = tuple(1 if k == place else 0 for k in range(6))
    world = families.world(mix)
    assert "provincial_workshops" not in world
    half, whole = world["workshops"], plan.worlds.pilot["workshops"]
    assert half == {**whole, "intensity": 0.5}
    assert mix_name(mix) == "mix_0_1_0_0_0_0"


def test_single_policies_are_options_too(plan) -> None:
    worlds = plan.worlds
    menu = default_menu(worlds.pilot, worlds.no_pilot, "policy", (1.0,), ())
    assert len(menu.options) == len(worlds.pilot) == 19
    assert menu.world(menu.planned()) == worlds.pilot
    assert menu.world(menu.nothing) == worlds.no_pilot


def test_steps_beyond_the_bounds_of_the_intensity_are_left_out(plan) -> None:
    doubled = {"workshops": {**plan.worlds.pilot["workshops"], "intensity": 4.0}}
    assert steps_within(doubled, STEPS) == [0.5, 1.0]


def test_capacities_are_facts_of_the_pack_with_their_source() -> None:
    pack = load_pack("yueqing")
    found = {one.name: one for one in capacities_of(pack)}
    villages = found["specialist_villages"]
    plan = pack.sources["yueqing_plan"].title
    assert villages.most == 514.0
    assert (villages.source_zh, villages.source_en) == (f"官方：{plan}", f"official: {plan}")
    assert found["paired_households"].most == pytest.approx(18000.0 / 1.8)
    assert found["paired_households"].source_en.startswith("assumption")


def test_a_step_stops_at_what_there_is(families) -> None:
    """One and a half times 514 specialist villages is 771; there are 514."""
    (credit,) = (option for option in families.options if option.name == "credit")
    assert [step.met for step in credit.steps] == [(), (), ("specialist_villages",)]
    policies = credit.steps[2].policies
    assert asked_by(policies, "rural_finance.specialist_villages") == pytest.approx(514.0)
    assert policies["rural_finance"]["intensity"] == 1.5
    assert asked_by(policies, "rural_finance.stations") == pytest.approx(7.5)


def test_disputed_volumes_follow_the_policies_that_are_taken(families) -> None:
    disputed = {"c": {"other": {"workshops": {"workshops": {"2024": 1.0}}}}}
    place = [option.name for option in families.options].index("workshops")
    with_it = tuple(1 if k == place else 0 for k in range(6))
    assert families.disputed(with_it, disputed) == disputed
    assert families.disputed(families.nothing, disputed) == {}


def test_a_county_stands_for_its_own_plan() -> None:
    assert scenario_of("yueqing").name == "pilot"
    assert scenario_of("cixi").name == "pilot_cixi"
    assert scenario_of("three_programmes").name == "three_programmes"
    with pytest.raises(InputError, match="no such scenario"):
        scenario_of("yueqin")


def test_budget_and_objective_name_the_run_and_the_stage_does_not() -> None:
    one = study()
    assert one.fingerprint == one.of(one.menu.mixes()[:3]).fingerprint
    assert one.fingerprint != study(budget_yuan=2e8).fingerprint
    assert one.fingerprint != study(objective="ratio").fingerprint
    assert "--budget 1e+08 --objective low_income --criterion worst-tenth" in one.command


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"budget_yuan": -1.0}, "--budget: is out of range"),
        ({"budget_yuan": float("nan")}, "--budget: is out of range"),
        ({"sure": 0.2}, "--sure: is out of range"),
        ({"objective": "registr"}, "did you mean 'register'"),
        ({"objective": "urbanisation"}, "no indicator of this name has a good direction"),
        ({"objective": "public_cost"}, "is no objective"),
    ],
)
def test_questions_that_cannot_be_asked(asked, words: str) -> None:
    with pytest.raises(InputError) as error:
        study(**asked)
    assert words in str(error.value)


def test_short_names_of_objectives() -> None:
    assert objective_name("register") == "low_income"
    assert objective_name("rural") == "rural_income"
    assert objective_name("ratio") == "ratio"


def test_all_mixes_of_a_large_menu_are_refused() -> None:
    with pytest.raises(InputError, match="too many to run them all"):
        study(by="policy", search="all")


OWN = """
scenario = "pilot"
against = "trend"

[options.training]
zh = "培训"
en = "training"
policies = ["farmer_training"]
steps = [1.0, 2.0]

[options.workshops]
policies = ["workshops"]
steps = [1.0]

[options.workshops.settings.for_the_register.workshops]
reserved_share = 0.3
workshops = { 2022 = 10, 2024 = 50 }

[capacities.pupils]
levers = ["farmer_training.places"]
most = 4000
unit = "attendances"
source = "the county school"

[limits.workshop_jobs]
most = 12000.0
over = "largest"
source = "the labour bureau"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "menu.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_menu_of_ones_own(tmp_path) -> None:
    found = study(written(tmp_path, OWN))
    menu = found.menu
    assert found.counterfactual == "trend"
    assert menu.world(menu.nothing) == {}
    assert [(o.zh, o.en, len(o.steps)) for o in menu.options] == [
        ("培训", "training", 2),
        ("workshops", "workshops", 2),
    ]
    twice = menu.options[0].steps[1]
    assert twice.met == ("pupils",)
    assert asked_by(twice.policies, "farmer_training.places") == pytest.approx(4000.0)
    own = menu.world((0, 2))
    assert own["workshops"]["reserved_share"] == 0.3
    assert own["workshops"]["workshops"] == {"2022": 10.0, "2024": 50.0}
    assert own["workshops"]["intensity"] == 1.0
    (limit,) = menu.limits
    assert (limit.indicator, limit.most, limit.over) == ("workshop_jobs", 12000.0, "largest")
    disputed = {"c": {"r": {"workshops": {"workshops": {}, "outreach": 2.0}}}}
    assert menu.disputed((0, 2), disputed) == {"c": {"r": {"workshops": {"outreach": 2.0}}}}
    assert "--menu MENU.toml" in found.command


TRAINING = '[options.training]\npolicies = ["farmer_training"]\n'

MISTAKES = {
    "no options": ('scenario = "pilot"\n', "options: is missing"),
    "unknown table": (TRAINING + "[option.x]\n", "did you mean 'options'"),
    "unknown key": (TRAINING + "step = [1.0]\n", "did you mean 'steps'"),
    "unknown policy": ('[options.a]\npolicies = ["workshop"]\n', "did you mean 'workshops'"),
    "policy not in the plan": ('[options.a]\npolicies = ["relocation"]\n', "of the scenario"),
    "policy in two options": (
        TRAINING + '[options.b]\npolicies = ["farmer_training"]\n',
        "stands in two options, training and b",
    ),
    "falling steps": (TRAINING + "steps = [1.0, 0.5]\n", "must rise"),
    "step of nothing": (TRAINING + "steps = [0.0, 1.0]\n", "options.training.steps.0"),
    "too large a step": (TRAINING + "steps = [6.0]\n", "less than or equal to 5"),
    "no step": (TRAINING + "steps = []\n", "has no step"),
    "step as text": (TRAINING + 'steps = ["half"]\n', "options.training.steps.0"),
    "settings of another policy": (
        TRAINING + "[options.training.settings.more.workshops]\nintensity = 2.0\n",
        "is not a policy of this option",
    ),
    "unknown setting": (
        TRAINING + "[options.training.settings.more.farmer_training]\nplace = 2.0\n",
        "did you mean 'places'",
    ),
    "capacity of no lever": (
        TRAINING + '[capacities.c]\nlevers = ["farmer_training.place"]\nmost = 1\nunit = "x"\n'
        'source = "y"\n',
        "did you mean 'farmer_training.places'",
    ),
    "capacity without source": (
        TRAINING + '[capacities.c]\nlevers = ["farmer_training.places"]\nmost = 1\nunit = "x"\n',
        "capacities.c.source: is missing",
    ),
    "limit on no indicator": (
        TRAINING + '[limits.workshop_job]\nmost = 1.0\nsource = "y"\n',
        "did you mean 'workshop_jobs'",
    ),
    "limit over what": (
        TRAINING + '[limits.workshop_jobs]\nmost = 1.0\nover = "mean"\nsource = "y"\n',
        "limits.workshop_jobs.over",
    ),
    "unknown scenario": ('scenario = "pilott"\n' + TRAINING, "did you mean 'pilot'"),
    "not a number": (TRAINING + "steps = [nan]\n", "finite"),
    "not TOML": ("[options", "is not TOML"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_in_a_menu_are_named(name: str, tmp_path) -> None:
    text, words = MISTAKES[name]
    with pytest.raises(InputError) as error:
        study(written(tmp_path, text))
    assert words in str(error.value), str(error.value)
    assert "menu.toml" in str(error.value) or name == "unknown scenario"


def test_a_menu_that_is_not_there(tmp_path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        study(tmp_path / "none.toml")
