"""Mesa as it is meant: real agents, no features that go in 4.0, and nothing kept after a world."""

import ast
import gc
import weakref
from pathlib import Path

import mesa
import pytest
from small_county import small_county, small_trend
from twin_county import TwinCounty

from model.county import CountyModel
from model.parameters import Parameters
from model.policies import available

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(
    path
    for folder in ("model", "calibration", "scenarios", "results", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)


def a_world(kind=CountyModel, **more):
    start = small_county()
    trend = small_trend(start, years=1)
    trend.income[:, :, 2] *= 10.0
    return kind(start, Parameters(), trend, seed=1, **more)


@pytest.mark.parametrize("kind", [CountyModel, TwinCounty])
def test_a_closed_world_is_forgotten(kind):
    world = a_world(kind)
    world.run()
    reference = weakref.ref(world)
    world.close()
    del world
    gc.collect()
    assert reference() is None


def test_closing_leaves_the_outcome():
    world = a_world()
    outcome = world.run()
    before = outcome.indicators["ratio"].copy()
    world.close()
    assert (outcome.indicators["ratio"] == before).all()
    assert outcome.postings


def test_the_county_is_a_mesa_model_and_who_decides_is_an_agent():
    world = a_world()
    assert isinstance(world, mesa.Model)
    single = [world.treasury, world.bank, world.charity_fund, world.guarantee_company]
    agents = [*world.villages, *world.enterprises, *single]
    assert all(isinstance(agent, mesa.Agent) for agent in agents)
    assert set(world.agents) == set(agents)
    assert len(world.villages) == len(world.start.villages)
    assert len(world.enterprises) == len(world.start.enterprises)
    world.close()


def test_every_household_and_worker_of_the_twin_is_an_agent():
    twin = a_world(TwinCounty)
    people = [*twin.households_in_order, *twin.workers_in_order]
    assert all(isinstance(agent, mesa.Agent) for agent in people)
    assert len(people) == len(twin.start.households) + len(twin.start.workers)
    twin.close()


@pytest.mark.parametrize("kind", [CountyModel, TwinCounty])
def test_a_world_draws_nothing_from_the_generators_of_mesa(kind):
    world = a_world(kind, policies=tuple(policy() for policy in available().values()))
    random, rng = world.random.getstate(), world.rng.bit_generator.state
    world.run()
    assert world.random.getstate() == random
    assert world.rng.bit_generator.state == rng
    world.close()


GONE = {"batch_run", "batchrunner", "PropertyLayer", "space"}


def used(tree):
    """What a file uses of Mesa that goes in 4.0."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "mesa":
            names = {*node.module.split("."), *(alias.name for alias in node.names)}
            found += sorted(names & GONE)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                parts = alias.name.split(".")
                found += sorted(set(parts) & GONE) if parts[0] == "mesa" else []
        elif isinstance(node, ast.Attribute):
            found += used_attribute(node)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in MODEL_INIT:
            found += [word.arg for word in node.keywords if word.arg == "seed"]
    return found


MODEL_INIT = {"super().__init__", "mesa.Model", "mesa.Model.__init__"}


def used_attribute(node):
    owner = ast.unparse(node.value)
    if owner.split(".")[0] == "mesa" and node.attr in GONE:
        return [node.attr]
    counted = owner in {"self", "county", "self.model", "self.county", "world", "model", "twin"}
    return ["steps"] if counted and node.attr == "steps" else []


def test_nothing_that_goes_in_mesa_4_is_used():
    texts = ((path, path.read_text(encoding="utf-8")) for path in SOURCES)
    found = {path.name: used(ast.parse(text)) for path, text in texts}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "text",
    [
        "from mesa.batchrunner import batch_run",
        "import mesa.space",
        "layer = mesa.space.PropertyLayer()",
        "class M(mesa.Model):\n    def __init__(self):\n        super().__init__(seed=1)",
        "def f(county):\n    return county.steps",
    ],
)
def test_what_goes_would_be_seen(text):
    assert used(ast.parse(text))
