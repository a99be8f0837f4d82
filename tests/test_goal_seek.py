"""Goal seek finds the least setting that does, what it costs, and says where nothing does."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from calibration.packs.pack_schema import Target
from model.policies import available
from scenarios.forecasting.monte_carlo_error import Cells
from scenarios.goals.goal_seek import STEPS, LeverRange, Seeker, Tried, lever_ranges
from scenarios.goals.target_desk import Seek, effort
from scenarios.goals.target_scores import Score, Scores
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario
from scenarios.inputs.settings import build_policy, plain_settings

JOBS = Target(
    indicator="jobs", year=2024, kind="target", value=1.0, unit="persons", direction=">=",
    modelled="modelled", section="x", zh="x", en="x", source=("own_assumption",),
)  # fmt: skip


@pytest.fixture(scope="module")
def plan():
    return make_plan(load_scenario("three_programmes"), Size(1, 1, 0.01))


@dataclass
class Formula(Seeker):
    """A seeker whose probability is min(1, intensity of workshops / 4); each unit costs 10 yuan."""

    plan_: object
    asked: list = field(default_factory=list)

    def __post_init__(self):
        self.worlds_run = 0

    @property
    def policies(self):
        return self.plan_.worlds.pilot

    def tried(self, policies):
        intensity = policies["workshops"]["intensity"]
        self.asked.append(intensity)
        share = min(1.0, intensity / 4.0)
        values = np.arange(1000.0) < round(1000.0 * share)
        cells = Cells(np.arange(1000))
        scores = {("jobs", 2024): Score(JOBS, values.astype(float), cells)}
        return Tried(Scores(scores, {}, None), 10.0 * intensity)


def levers(plan):
    return {lever.name: lever for lever in lever_ranges(plan.worlds.pilot, only_intensity=True)}


def test_the_least_setting_is_found_with_its_cost(plan):
    seeker, lever = Formula(plan), levers(plan)["workshops.intensity"]
    found = seeker.least(("jobs", 2024), 0.8, lever)
    assert found.reached
    assert 3.2 <= found.setting <= 3.2 + (lever.high - lever.low) / 2**STEPS
    assert found.probability >= 0.8
    assert found.extra_cost_yuan == pytest.approx(10.0 * (found.setting - 1.0))


def test_a_lever_that_does_nothing_cannot_reach_it(plan):
    seeker = Formula(plan)
    found = seeker.least(("jobs", 2024), 0.8, levers(plan)["circular_charity.intensity"])
    assert not found.reached
    assert found.setting is found.extra_cost_yuan is None
    assert found.probability == 0.25
    assert not seeker.least(
        ("no such target", 2024), 0.8, levers(plan)["workshops.intensity"]
    ).reached


def test_effort_lists_the_cheapest_first_and_asks_nothing_of_what_is_met(plan):
    seeker = Formula(plan)
    scores = seeker.tried(plan.worlds.pilot).scores
    found = effort(seeker, scores, Seek(goal=0.8))
    (entry,) = found["targets"]
    assert entry["probability_before"] == 0.25
    assert [lever["reached"] for lever in entry["levers"]] == [True, False, False]
    assert entry["levers"][0]["lever"] == "workshops.intensity"
    (met,) = effort(seeker, scores, Seek(goal=0.2))["targets"]
    assert met["already"]
    assert met["levers"] == []


def test_every_lever_of_every_policy_can_be_moved_to_its_end():
    world = {name: plain_settings(kind()) for name, kind in available().items()}
    found = list(lever_ranges(world, only_intensity=False))
    assert {lever.policy for lever in found} == set(world)
    for lever in found:
        moved = lever.moved(world, 1.0)[lever.policy]
        policy = build_policy(lever.policy, moved)
        value = getattr(policy, lever.setting)
        last = max(v for _, v in value) if isinstance(value, tuple) else value
        assert last == pytest.approx(lever.high)
        assert build_policy(lever.policy, lever.moved(world, 0.0)[lever.policy])


def test_a_path_by_year_moves_as_a_whole():
    lever = LeverRange(
        "p", "s", "mu", "x", "x", {"2022": 10.0, "2024": 40.0}, 40.0, 100.0, path=True, whole=False
    )
    world = lever.moved({"p": {"s": None}}, 0.5)
    assert lever.value(0.5) == 70.0
    assert world["p"]["s"] == {"2022": pytest.approx(17.5), "2024": pytest.approx(70.0)}
