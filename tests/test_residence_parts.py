"""Where people are moved, effects are shown at the residence of 2021 and by composition."""

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from results.report_tables import FIRST
from scenarios.commands import screen
from scenarios.comparing.comparison import MAIN, difference_table
from scenarios.forecasting.forecast import assemble
from scenarios.forecasting.residence import STEMS, part_names
from scenarios.forecasting.simulated import wide
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario
from scenarios.running.execute import Executed, open_folder
from scenarios.running.pair import run_pair

MOVERS = """
county = "qingyuan"
years = [2022, 2024]
[counterfactual]
scenario = "no_pilot"
[policies.provincial_workshops]
[policies.relocation]
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A small run of a programme that moves people to town."""
    folder = tmp_path_factory.mktemp("movers")
    (folder / "movers.toml").write_text(MOVERS, encoding="utf-8")
    plan = make_plan(load_scenario(str(folder / "movers.toml")), Size(2, 1, 0.05))
    pairs = [run_pair(job) for job in plan.jobs]
    tables = {name: pd.concat([pair[name] for pair in pairs]) for name in pairs[0]}
    executed = Executed(plan, open_folder(plan, folder / "run"), tables, [])
    return executed, assemble(executed)


def test_the_parts_of_every_pair_add_up(run) -> None:
    executed, _ = run
    tables = wide(executed.tables["indicators"], executed.plan.years)
    for world in ("pilot", "no_pilot", "trend"):
        for name, _ in STEMS.values():
            whole = np.asarray(tables[world, name])
            parts = [np.asarray(tables[world, part]) for part in part_names(name)]
            np.testing.assert_allclose(sum(parts), whole, rtol=1e-12)


def test_the_summary_splits_every_effect(run) -> None:
    _, forecast = run
    entries = forecast.summary["years"]["2024"]
    for stem in STEMS:
        for ending in ("pilot", "all"):
            effect = f"{stem}_effect_{ending}"
            fixed, composition = (entries[name]["median"] for name in part_names(effect))
            # of two pairs the median is the mean, and means add up
            assert fixed + composition == pytest.approx(entries[effect]["median"], rel=1e-9)


def test_moving_people_is_mostly_composition(run) -> None:
    _, forecast = run
    entries = forecast.summary["years"]["2024"]
    moved = entries["ratio_effect_pilot_composition"]["median"]
    assert moved < 0.0
    assert abs(moved) > abs(entries["ratio_effect_pilot_fixed_residence"]["median"])


def test_a_comparison_shows_the_parts(run) -> None:
    executed, _ = run
    table = difference_table(
        executed.tables["indicators"], ["pilot", "no_pilot"], executed.plan.years
    )
    last = table[table.year == 2024].set_index("indicator")["median"]
    for name, _ in STEMS.values():
        assert sum(last[part] for part in part_names(name)) == pytest.approx(last[name], rel=1e-9)
        assert set(part_names(name)) <= set(MAIN)


def test_report_and_screen_show_the_parts(run, capsys, monkeypatch) -> None:
    _, forecast = run
    for effect in ("ratio_effect_pilot", "rural_effect_pilot", "rural_effect_all"):
        assert set(part_names(effect)) <= set(FIRST)
    monkeypatch.setattr(Console, "is_terminal", False, raising=False)
    screen.print_summary(forecast.summary, "en")
    assert "by who counts as rural" in capsys.readouterr().out


def test_where_nobody_is_moved_the_screen_says_nothing_of_it() -> None:
    still = {"unit": "ratio", **dict.fromkeys(screen.QUANTILES, 1e-7)}
    assert not screen._moves(still)
    assert screen._moves({**still, "p95": 2e-4})
    assert screen._moves({**still, "unit": "yuan per head and year", "p05": -3.0})
