"""The target desk scores what is modelled, says what decides it, and carries the rest."""

import json

import numpy as np
import pytest

from calibration.packs.pack import load_pack
from calibration.packs.pack_schema import Target
from scenarios.__main__ import run
from scenarios.commands.targets_screen import print_desk
from scenarios.forecasting.levels import CELLS, Pairs
from scenarios.forecasting.monte_carlo_error import Cells
from scenarios.goals.target_deciders import (
    FEWEST_DRAWS,
    Uncertain,
    chance_of,
    rank_correlation,
)
from scenarios.goals.target_scores import Score, Scorer, joint_probability
from scenarios.goals.targets import attainment, target_samples
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario

YEARS = range(2022, 2025)
DRAWS, SEEDS = 8, 2


def goal(indicator, value, direction=">=", year=2024, modelled="modelled", unit="persons"):
    return Target(
        indicator=indicator, year=year, kind="target", value=value, unit=unit, direction=direction,
        modelled=modelled, section="x", zh="x", en="x", source=("own_assumption",),
    )  # fmt: skip


def score(values, target, direction=">="):
    values = np.asarray(values, np.float64)
    cells = Cells(np.arange(len(values)), np.arange(len(values)))
    return Score(goal("jobs", target, direction), values, cells)


@pytest.fixture(scope="module")
def plan():
    return make_plan(load_scenario("pilot"), Size(DRAWS, SEEDS, 0.01))


@pytest.fixture(scope="module")
def redraws(plan):
    from scenarios.forecasting.forecast import redraws_of

    return redraws_of(plan)


@pytest.fixture(scope="module")
def pairs():
    """Pairs whose pilot raises rural income by 1 to 8 per cent, more in later draws."""
    draw = np.repeat(np.arange(DRAWS), SEEDS)
    trend = {name: np.full((len(draw), 3), 1000.0) for name in ("rural_income", "urban_income")}
    trend["low_income"] = np.full((len(draw), 3), 500.0)
    lift = 1.0 + 0.01 * (1 + draw)[:, None]
    pilot = {**trend, "rural_income": trend["rural_income"] * lift}
    means = {"trend": trend, "no_pilot": trend, "pilot": pilot}
    return Pairs(draw, np.tile(np.arange(1, SEEDS + 1), DRAWS), means)


def jobs(pairs):
    return {"workshop_jobs": np.tile(100.0 * (1 + pairs.draw)[:, None], (1, 3))}


def scorer(plan, redraws, *goals):
    return Scorer(goals, redraws, plan.pack.value("survey_urban_weight"))


# Scores.


def test_the_shortfall_is_what_is_missing_on_the_side_that_counts():
    assert score([8, 12, 10], 10).shortfall.tolist() == [2, 0, 0]
    assert score([8, 12, 10], 10, "<=").shortfall.tolist() == [0, 2, 0]
    assert score([8, 12, 10], 10, "=").shortfall.tolist() == [2, 2, 0]


def test_the_joint_probability_needs_all_at_once():
    first, second = score([1, 1, 0, 0], 1), score([1, 0, 1, 0], 1)
    assert joint_probability([first]) == 0.5
    assert joint_probability([first, second]) == 0.25
    assert joint_probability([]) is None


def test_the_desk_and_the_forecast_give_the_same_probabilities(plan, redraws, pairs):
    found = Scorer(plan.pack.targets, redraws, plan.pack.value("survey_urban_weight"))
    scores = found.scores(pairs, jobs(pairs))
    samples = target_samples(scores.levels, pairs, jobs(pairs))
    official = attainment(plan.pack.targets, scores.levels, samples)
    scored = {(a.indicator, a.year): a for a in official if a.modelled}
    assert set(scored) == set(scores.by_goal)
    for key, one in scores.by_goal.items():
        assert one.probability == pytest.approx(scored[key].probability, abs=1e-12)
        assert float(np.median(one.values)) == pytest.approx(scored[key].value, rel=1e-12)
        assert one.error == pytest.approx(scored[key].mc_error, abs=1e-9)


def test_every_target_is_scored_in_the_same_cells(plan, redraws, pairs):
    found = scorer(plan, redraws, goal("workshop_jobs", 450.0), goal("rural_income", 50000.0))
    scores = found.scores(pairs, jobs(pairs)).by_goal
    assert {len(one.values) for one in scores.values()} == {max(CELLS, 200 * len(pairs.draw))}
    assert scores["workshop_jobs", 2024].probability == 0.5


def test_what_is_carried_or_undelivered_is_not_scored(plan, redraws, pairs):
    simulated = {**jobs(pairs), "alliances": np.zeros((len(pairs.draw), 3))}
    found = scorer(
        plan, redraws,
        goal("gdp_per_head", 1.0, modelled="carried"),
        goal("alliances", 180.0, modelled="delivered"),
        goal("workshop_jobs", 1.0, modelled="delivered", year=2023),
        goal("workshop_jobs", 1.0, year=2027),
    ).scores(pairs, simulated)  # fmt: skip
    assert set(found.by_goal) == {("workshop_jobs", 2023)}


def test_income_over_gdp_has_a_value_and_no_probability(plan, redraws, pairs):
    found = scorer(
        plan, redraws,
        goal("gdp_per_head", 100000.0, modelled="carried"),
        goal("income_to_gdp", 0.64, "<=", modelled="ratio of modelled to carried", unit="ratio"),
    ).scores(pairs, {})  # fmt: skip
    assert not found.by_goal
    residents = found.levels.samples["resident_income_published", "pilot"][:, 2]
    assert np.allclose(found.over_carried["income_to_gdp", 2024], residents / 1e5)


# What decides.


def uncertain(plan, redraws, pairs):
    none = np.full(len(pairs.draw), "same")
    return Uncertain(plan, redraws, pairs, jobs(pairs), none)


def test_shares_add_up_and_the_trend_decides_incomes(plan, redraws, pairs):
    for name in ("rural_income", "resident_income", "ratio", "low_income"):
        found = uncertain(plan, redraws, pairs).decides(name, 2)
        assert sum(found["shares"].values()) == pytest.approx(1.0)
        assert found["first"] in found["shares"]
    rural = uncertain(plan, redraws, pairs).decides("rural_income", 2)
    assert rural["first"] == "trend"
    assert rural["unknown"]["clear"]
    assert rural["unknown"]["path"].startswith("trend.")
    low = uncertain(plan, redraws, pairs).decides("low_income", 2)
    assert low["shares"]["survey"] == 0.0


def test_urbanisation_is_decided_by_its_own_unknown(plan, redraws, pairs):
    found = uncertain(plan, redraws, pairs).decides("urbanisation", 2)
    assert found["unknown"]["path"] == "trend.urbanisation_gain"
    assert found["unknown"]["rank_correlation"] > 0.99


def test_a_count_that_differs_between_draws_only_is_decided_by_policy(plan, redraws, pairs):
    found = uncertain(plan, redraws, pairs).decides("workshop_jobs", 2)
    assert found["shares"]["policy"] == pytest.approx(1.0)
    assert found["first"] == "policy"
    assert abs(found["unknown"]["rank_correlation"]) <= 1.0


def test_few_draws_name_no_unknown(plan, redraws, pairs):
    few = pairs.draw < FEWEST_DRAWS - 1
    cut = Pairs(
        pairs.draw[few], pairs.seed[few],
        {w: {n: v[few] for n, v in m.items()} for w, m in pairs.means.items()},
    )  # fmt: skip
    assert uncertain(plan, redraws, cut).decides("workshop_jobs", 2)["unknown"] is None


def test_rank_correlations_by_hand():
    x = np.array([1.0, 2.0, 3.0, 4.0])
    assert rank_correlation(x, x**3) == pytest.approx(1.0)
    assert rank_correlation(x, -x) == pytest.approx(-1.0)
    assert rank_correlation(x, np.array([2.0, 1.0, 4.0, 3.0])) == pytest.approx(0.6)
    assert chance_of(1.0, 4) == 0.0
    assert chance_of(0.0, 10) == pytest.approx(1.0)
    assert chance_of(0.632, 10) == pytest.approx(0.05, abs=0.001)


# The command.


@pytest.mark.slow
def test_the_command_scores_carries_and_searches(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    size = ["--draws", "2", "--seeds", "1", "--scale", "0.01", "--out", str(tmp_path / "desk")]
    seek = ["--seek-draws", "1", "--seek-scale", "0.01", "--scenario", "workshops_only"]
    assert run(["targets", "yueqing", *size, *seek, "--goal", "0.9", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    pack = load_pack("yueqing")
    goals = [goal for goal in pack.targets if goal.kind == "target"]
    assert [(row["indicator"], row["year"]) for row in found["targets"]] == [
        (goal.indicator, goal.year) for goal in goals
    ]
    hold_the_indicators_of_annex_1(found)
    assert found["effort"]["scale"] == 0.01
    assert {lever["lever"] for t in found["effort"]["targets"] for lever in t["levers"]} == {
        "workshops.intensity"
    }
    for lang, words in (("zh", ("不模拟", "单靠")), ("en", ("not modelled", "by this lever"))):
        print_desk(found, lang)
        said = capsys.readouterr().out
        assert all(word in said for word in words)


def hold_the_indicators_of_annex_1(found):
    by_number = {row["number"]: row for row in found["targets"] if row["year"] == 2024}
    for number in (3, 5, 6, 9, 10, 11, 12, 14):
        assert 0.0 <= by_number[number]["probability"] <= 1.0
        assert by_number[number]["p05"] <= by_number[number]["value"] <= by_number[number]["p95"]
        assert by_number[number]["expected_shortfall"] >= 0.0
    for number in (1, 2, 4, 8):
        assert by_number[number]["status"] == "not modelled"
        assert by_number[number]["probability"] is by_number[number]["value"] is None
    assert by_number[7]["probability"] is None
    assert by_number[7]["value"] == pytest.approx(0.66, abs=0.05)
    assert set(by_number[12]["by_baseline"]) == {"14645", "16376.5"}
    assert found["joint"]["by_year"]["2024"] <= min(
        row["probability"]
        for row in found["targets"]
        if row["year"] == 2024 and row["probability"] is not None
    )


def test_bad_input_is_a_sentence(capsys):
    assert run(["targets", "yuequing"]) == 1
    assert "did you mean 'yueqing'" in capsys.readouterr().err
    assert run(["targets", "yueqing", "--scenario", "pilto"]) == 1
    assert "did you mean 'pilot'" in capsys.readouterr().err
    assert run(["targets", "yueqing", "--goal", "1.5"]) == 2
