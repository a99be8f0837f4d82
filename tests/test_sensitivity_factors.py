"""What a sensitivity study moves: unknowns through their priors, levers around the plan."""

import numpy as np
import pytest

from calibration.draws import draw
from calibration.prior_draws import SHARE_GROUPS
from calibration.quantiles import physical_bounds
from model.errors import InputError
from scenarios.inputs.overrides import moved
from scenarios.inputs.plan import Size
from scenarios.inputs.scenario import load_scenario
from scenarios.sensitivity.factors import TREND_PATH
from scenarios.sensitivity.marginals import weighted_quantile
from scenarios.sensitivity.plan import Question, sensitivity_plan


def plan_of(kind="unknowns", scenario="three_programmes", *, difference=False, groups=False):
    question = Question("ratio", 2024, kind, difference, groups)
    return sensitivity_plan(load_scenario(scenario), Size(1, 1, 0.01), question, {})


UNKNOWNS, LEVERS = plan_of(), plan_of("levers")


def at(plan, **places):
    names = tuple(name.replace("__", ".") for name in places)
    return plan.factors.setting(names, np.array(list(places.values()), np.float64))


def test_levers_and_unknowns_are_never_moved_together() -> None:
    unknowns, levers = (set(plan.factors.space.names) for plan in (UNKNOWNS, LEVERS))
    assert not unknowns & levers
    assert unknowns - {TREND_PATH} <= set(UNKNOWNS.pack.cards())
    assert len(unknowns) > 200
    assert len(levers) > 10


def test_what_only_published_figures_feel_is_not_moved() -> None:
    sections = {name.partition(".")[0] for name in UNKNOWNS.factors.space.names}
    assert "survey" not in sections
    assert "trend" in sections


def test_the_centre_is_the_central_draw() -> None:
    setting = UNKNOWNS.factors.setting((), np.empty(0))
    assert setting.unknowns == pytest.approx(draw(UNKNOWNS.pack, None).values())
    assert (setting.draw, setting.seed) == (0, 1)
    assert setting.pilot == UNKNOWNS.worlds.pilot


def test_what_was_fitted_moves_through_its_posterior() -> None:
    rows = np.sort(UNKNOWNS.pack.cards()["trend.gap_drift"].posterior)
    middle, top = (at(UNKNOWNS, trend__gap_drift=u).unknowns["trend.gap_drift"] for u in (0.5, 1.0))
    assert middle == rows[len(rows) // 2 - 1]
    assert top == rows[-1]


def test_a_weighted_posterior_is_read_by_its_weights() -> None:
    values, weight = np.array([3.0, 1.0, 2.0]), np.array([0.5, 0.2, 0.3])
    read = [weighted_quantile(values, weight, u) for u in (0.0, 0.2, 0.21, 0.5, 0.51, 1.0)]
    assert read == [1.0, 1.0, 2.0, 2.0, 3.0, 3.0]


@pytest.mark.parametrize("u", [0.0, 1e-6, 0.3, 0.999, 1.0])
def test_every_prior_gives_a_possible_value_anywhere(u: float) -> None:
    names = UNKNOWNS.factors.space.names
    setting = UNKNOWNS.factors.setting(names, np.full(len(names), u))
    for path, card in UNKNOWNS.pack.cards().items():
        low, high = physical_bounds(path, card)
        assert low <= setting.unknowns[path] <= high, path
    for group in SHARE_GROUPS:
        assert sum(setting.unknowns[path] for path in group) == pytest.approx(1.0)


def test_a_point_is_read_from_the_prior_as_draws_are() -> None:
    from calibration.named_numbers import uniforms

    path = "land.rent_yuan_per_mu"
    u = float(uniforms(f"unknown: {path}", np.array([7]))[0])
    expected = draw(UNKNOWNS.pack, 7).parameters.value(path)
    assert at(UNKNOWNS, land__rent_yuan_per_mu=u).unknowns[path] == pytest.approx(expected)


def test_no_value_of_a_draw_is_cut_on_its_way_into_a_run() -> None:
    for index in range(20):
        for path, value in draw(UNKNOWNS.pack, index).values().items():
            assert moved(path, value, {path: {"value": value}}) == value, path


def test_luck_has_factors_of_its_own() -> None:
    assert at(UNKNOWNS, luck__trend_path=0.999).draw == 255
    assert [at(UNKNOWNS, luck__seed=u).seed for u in (0.05, 0.35, 0.65, 0.95)] == [1, 2, 3, 4]


def test_an_unknown_that_the_scenario_fixes_is_no_factor(tmp_path) -> None:
    file = tmp_path / "fixed.toml"
    fixed = 'extends = "three_programmes"\n[parameters]\n"land.rent_yuan_per_mu" = '
    file.write_text(fixed + '{ value = 700.0, unit = "yuan per mu and year" }\n', encoding="utf-8")
    plan = plan_of(scenario=str(file))
    assert "land.rent_yuan_per_mu" not in plan.factors.space.names
    assert plan.factors.setting((), np.empty(0)).unknowns["land.rent_yuan_per_mu"] == 700.0


def test_a_lever_moves_half_its_plan_either_way_within_its_range() -> None:
    planned = LEVERS.worlds.pilot["circular_charity"]["grants_yuan_per_year"]
    ends = [
        at(LEVERS, circular_charity__grants_yuan_per_year=u).pilot["circular_charity"]
        for u in (0.0, 0.5, 1.0)
    ]
    values = [end["grants_yuan_per_year"] / planned for end in ends]
    np.testing.assert_allclose(values, [0.5, 1.0, 1.5], rtol=1e-6)
    middle = at(LEVERS, three_incomes__arable_mu=0.0).pilot["three_incomes"]["arable_mu"]
    whole = LEVERS.worlds.pilot["three_incomes"]["arable_mu"]
    assert middle == pytest.approx({year: 0.5 * value for year, value in whole.items()})


def test_groups_are_sections_and_families() -> None:
    sections = plan_of(groups=True).factors.space.group_names
    assert {"land", "trend", TREND_PATH} <= set(sections)
    families = plan_of("levers", groups=True).factors.space.group_names
    assert set(families) == {"three incomes and houses", "workshops", "charity and pairing"}


def test_a_run_has_the_values_of_its_point() -> None:
    from scenarios.running.pair import county_of
    from scenarios.running.population_on_disk import ensure_population

    ensure_population(UNKNOWNS.pack, 0.01, lambda: None)
    setting = at(UNKNOWNS, land__rent_yuan_per_mu=0.9, trend__gap_drift=0.1, luck__trend_path=0.5)
    (job,) = UNKNOWNS.jobs_of(setting, {"land.rent_yuan_per_mu": 0.9})
    parameters = county_of(job).parameters
    for path, value in setting.unknowns.items():
        assert parameters.value(path) == value, path
    assert job.draw == 128


def test_the_world_without_the_pilot_is_one_for_all_levers() -> None:
    plan = plan_of("levers", difference=True)
    jobs = [
        plan.jobs_of(at(plan, circular_charity__grants_yuan_per_year=u), {"x": u})
        for u in (0.1, 0.9)
    ]
    assert jobs[0][1].id == jobs[1][1].id
    assert jobs[0][0].id != jobs[1][0].id
    assert list(jobs[0][1].worlds["many"]) == ["no_pilot"]
    assert plan.worlds_per_point == 1
    assert plan_of(difference=True).worlds_per_point == 3


@pytest.mark.parametrize(
    ("question", "key"),
    [(Question("rati", 2024), "--outcome"), (Question("ratio", 2031), "--year")],
)
def test_what_is_not_simulated_cannot_be_asked(question, key) -> None:
    with pytest.raises(InputError) as caught:
        sensitivity_plan(load_scenario("pilot"), Size(1, 1, 0.01), question, {})
    assert caught.value.key == key
