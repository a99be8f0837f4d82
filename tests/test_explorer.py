"""The explorer's grid: levers that are checked, points that are what their files say."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import InputError
from results.explorer.packing import change_of, changed, shortened
from scenarios.explorer.grid import MOST_POINTS, NO_PILOT, ExplorerStudy, explorer_study
from scenarios.explorer.levers import EFFORTS, MAIN, main_levers
from scenarios.explorer.scenario_text import file_name, scenario_text
from scenarios.inputs.plan import Size
from scenarios.inputs.scenario import load_scenario
from scenarios.running.many_worlds import run_many
from scenarios.running.pair import run_pair
from scenarios.running.worlds import worlds_of

SMALL = Size(2, 1, 0.002)
DISPUTED = ("farmer_training.places=1000,3000", "alliances.aid_alliances=80,160")


@cache
def study(*levers: str, scenarios: tuple[str, ...] = ("pilot",)) -> ExplorerStudy:
    return explorer_study([load_scenario(name) for name in scenarios], SMALL, levers)


def test_the_main_levers_are_the_efforts_of_three_programmes() -> None:
    found = study()
    assert [lever.name for lever in found.levers] == [f"{name}.intensity" for name in MAIN[:3]]
    assert len(found.points) == len(EFFORTS) ** 3
    assert len({point.places for point in found.points}) == len(found.points)


def test_a_county_without_them_gets_its_next_programmes() -> None:
    assert [lever.policy for lever in main_levers(["b", "workshops", "a"])] == [
        "workshops",
        "a",
        "b",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("workshops", "is no lever"),
        ("workshops=1,2", "is no lever"),
        ("workshops.workshops=", "no number"),
        ("workshops.workshops=ten,20", "'ten', which is no number"),
        ("workshops.workshops=10", "number of different values"),
        ("workshops.workshops=10,10", "number of different values"),
        ("workshop.workshops=1,2", "did you mean 'policies.workshops'|workshops"),
        ("workshops.workshop=1,2", "did you mean 'workshops'"),
        ("workshops.workshops=-1,2", "negative"),
        ("workshops.reserved_share=0.1,2", "out of range"),
        ("workshops.workshops=nan,2", "out of range|finite|number"),
        ("workshops.start=1,2", "slider"),
        ("workshops.training_paid=0,1", "slider"),
        ("relocation.intensity=0,1", "none of the scenarios"),
    ],
)
def test_a_lever_that_cannot_be_is_refused(text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        study(text)


def test_a_lever_given_twice_is_refused() -> None:
    with pytest.raises(InputError, match="twice"):
        study("workshops.workshops=1,2", "workshops.workshops=3,4")


def test_a_grid_that_no_page_holds_is_refused() -> None:
    nine = ",".join(str(value) for value in range(9))
    levers = [f"{name}.workshops={nine}" for name in ("workshops", "neighbourhood_places")]
    with pytest.raises(InputError, match=f"up to {MOST_POINTS}"):
        study(*levers, "three_incomes.intensity=0,1,2,3,4,5")


def test_scenarios_of_different_futures_do_not_share_a_page() -> None:
    with pytest.raises(InputError, match="one future"):
        study(scenarios=("pilot", "export_slump"))


def test_a_lever_that_a_scenario_has_not_moves_nothing_there() -> None:
    found = study("three_incomes.intensity=0,1", scenarios=("pilot", "workshops_only"))
    by_base = {point.base: point.places for point in found.points}
    assert by_base.keys() == {"pilot"}
    both = study(
        "three_incomes.intensity=0,1",
        "workshops.intensity=0,1",
        scenarios=("pilot", "workshops_only"),
    )
    places = [point.places for point in both.points if point.base == "workshops_only"]
    assert places == [(None, 0), (None, 1)]


@pytest.mark.parametrize("levers", [(), DISPUTED, ("three_incomes.houses=0,300,900",)])
def test_the_file_of_a_point_is_the_point(levers: tuple[str, ...], tmp_path: Path) -> None:
    found = study(*levers)
    other = found.scenario.counterfactual_scenario()
    assert found.planned is not None
    for point in found.points[:: max(len(found.points) // 5, 1)]:
        file = tmp_path / file_name(point)
        file.write_text(scenario_text(found, point), encoding="utf-8")
        worlds = worlds_of(load_scenario(file), other, found.pack)
        assert worlds.pilot == point.worlds.pilot
        assert worlds.disputed == point.worlds.disputed
        for lever, place in zip(found.levers, point.places, strict=True):
            assert place is not None
            assert lever.planned(worlds.pilot) == pytest.approx(lever.values[place], rel=1e-12)


def test_a_quantity_by_year_moves_as_a_whole() -> None:
    found = study("workshops.workshops=50,200")
    paths = [point.worlds.pilot["workshops"]["workshops"] for point in found.points]
    assert paths == [{"2022": 5.0, "2024": 50.0}, {"2022": 20.0, "2024": 200.0}]


def test_at_the_plans_own_value_its_disputed_readings_stay() -> None:
    found = study(DISPUTED[0])
    (moved, planned) = found.points
    assert "training_persons" in planned.worlds.disputed
    assert "training_persons" not in moved.worlds.disputed
    assert planned.worlds.pilot == found.worlds.pilot


def test_every_point_is_in_one_job_with_what_it_is_compared_with() -> None:
    found = study()
    first = [job for job in found.jobs if job.draw == 0]
    names = [name for job in first for name in job.worlds["many"] if name != NO_PILOT]
    assert sorted(names) == sorted(point.name for point in found.points)
    for job in first:
        assert NO_PILOT in job.worlds["many"]
        points = [name for name in job.worlds["many"] if name != NO_PILOT]
        assert {tuple(pair) for pair in job.worlds["gains"]} == {
            (name, other) for name in points for other in (NO_PILOT, "trend")
        }


def test_the_planned_point_is_the_pilot_of_a_forecast_to_the_last_bit() -> None:
    found = study("workshops.workshops=50,100")
    (job,) = [job for job in found.jobs if job.draw == 1]
    pair = replace(job, worlds=found.worlds.plain())
    many, alone = run_many(job)["indicators"], run_pair(pair)["indicators"]
    keys = ["draw", "seed", "world", "year", "indicator"]
    renamed = many[many.world != "point_0"].assign(world=many.world.replace({"point_1": "pilot"}))
    pd.testing.assert_frame_equal(
        renamed.sort_values(keys, ignore_index=True),
        alone.sort_values(keys, ignore_index=True),
        check_exact=True,
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda part: (
        st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=2), part, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=40, deadline=None)
@given(base=JSON, other=JSON)
def test_a_document_is_its_base_and_what_differs(base: object, other: object) -> None:
    assert changed(base, change_of(base, other)) == other
    assert change_of(base, base) is None


def test_digits_are_cut_and_nothing_else() -> None:
    assert shortened({1: [0.123456789, "0.123456789", True]}) == {
        "1": [0.1234568, "0.123456789", True]
    }
