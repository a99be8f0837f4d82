"""Options beside each other: one command, small counties, real worlds."""

import json

import numpy as np
import pandas as pd
import pytest

from model.errors import InputError
from results.record import verify
from results.run import Run
from scenarios.__main__ import run
from scenarios.comparing.comparison import MAIN, comparison, pairs_of
from scenarios.comparing.comparison_words import of_hundred
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario
from scenarios.running.many_worlds import run_many
from scenarios.running.pair import run_pair

KEYS = ["contrast", "year", "breakdown", "group"]
OPTIONS = ("workshops_only", "no_pilot", "trend")
SMALL = ["--draws", "2", "--seeds", "2", "--scale", "0.01", "--workers", "1"]


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """A run folder of three options, one of them the trend."""
    folder = tmp_path_factory.mktemp("compare") / "run"
    assert run(["compare", *OPTIONS, *SMALL, "--out", str(folder)]) == 0
    return Run.open(folder)


def pair(summary, first, second):
    (found,) = (p for p in summary["pairs"] if (p["first"], p["second"]) == (first, second))
    return found["years"]["2024"]


def test_every_two_options_are_compared_in_every_indicator(compared) -> None:
    found = [(p["first"], p["second"]) for p in compared.summary["pairs"]]
    assert found == list(pairs_of(OPTIONS))
    entries = pair(compared.summary, "workshops_only", "no_pilot")
    assert set(MAIN) < set(entries)
    assert set(entries) == set(compared.table("indicators").indicator)


def test_differences_add_up_future_by_future(compared) -> None:
    table = compared.table("indicators")
    rows = table[(table.indicator == "rural_income") & (table.year == 2024)]
    wide = rows.pivot_table(index=["draw", "seed"], columns="world", values="value")
    assert len(wide) == 4
    for first, second in pairs_of(OPTIONS):
        expected = np.median(wide[first] - wide[second])
        found = pair(compared.summary, first, second)["rural_income"]["median"]
        assert found == pytest.approx(expected, abs=1e-9)


def test_wins_turn_round_with_the_order_and_trend_ties_with_itself(compared, tmp_path) -> None:
    folder = tmp_path / "turned"
    assert run(["compare", "trend", "no_pilot", *SMALL, "--out", str(folder)]) == 0
    turned = pair(Run.open(folder).summary, "trend", "no_pilot")
    for name, entry in pair(compared.summary, "no_pilot", "trend").items():
        if entry["median"] is not None:
            assert entry["median"] == pytest.approx(-turned[name]["median"], abs=1e-6), name
        assert (entry["wins"], entry["losses"]) == (turned[name]["losses"], turned[name]["wins"])
        if entry["good"]:
            assert entry["wins"] + entry["losses"] + entry["ties"] == 4


def test_gains_are_those_of_a_pair_and_add_up(compared) -> None:
    plan = make_plan(load_scenario("workshops_only"), Size(2, 2, 0.01))
    expected = run_pair(plan.jobs[0])["gains"].set_index(KEYS).sort_index()
    gains = compared.table("gains")
    mine = gains[(gains.draw == 0) & (gains.seed == 1)]
    mine = mine.set_index(KEYS).sort_index()
    checked = 0
    for contrast, other in (("pilot_vs_no_pilot", "no_pilot"), ("pilot_vs_trend", "trend")):
        for breakdown in ("decile", "register", "village_tier", "town"):
            theirs = expected.loc[(contrast, 2024, breakdown)]
            ours = mine.loc[(f"workshops_only_vs_{other}", 2024, breakdown)]
            columns = ["persons", "gain_per_head", "winners_share"]
            pd.testing.assert_frame_equal(ours[columns], theirs[columns])
            checked += len(theirs)
    assert checked > 20
    assert (gains.losers_share + gains.winners_share <= 1.0 + 1e-12).all()
    assert (gains.lost_per_head <= 0.0).all()
    assert (gains.gain_per_head >= gains.lost_per_head - 1e-9).all()


def test_cost_is_what_the_tables_say(compared) -> None:
    costs = compared.table("costs")
    row = costs[(costs.contrast == "no_pilot_vs_trend") & (costs.draw == 1) & (costs.seed == 2)]
    table = compared.table("indicators")
    mine = table[(table.draw == 1) & (table.seed == 2) & (table.indicator == "public_cost")]
    spent = mine.groupby("world")["value"].sum()
    assert row.cost_yuan.item() == pytest.approx(spent["no_pilot"] - spent["trend"])
    listed = {(r["contrast"], r["group"]) for r in compared.summary["cost_per_yuan"]}
    assert ("no_pilot_vs_trend", "rural") in listed
    assert ("workshops_only_vs_no_pilot", "register") in listed


def test_the_folder_is_whole_and_its_report_tells_the_findings(compared) -> None:
    assert verify(compared.folder.path) == []
    page = (compared.folder.path / "report.html").read_text(encoding="utf-8")
    for language in ("zh", "en"):
        assert compared.summary["words"][language]["finding"].split("，")[0].split(":")[0] in page
    assert 'data-figure="difference_fan"' in page
    assert 'data-figure="regret_map"' in page
    assert 'data-figure="ratio_fan"' not in page


def test_json_leads_with_the_first_two(compared, capfd) -> None:
    folder = str(compared.folder.path)
    assert run(["compare", *OPTIONS, *SMALL, "--out", folder, "--json"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert (said["scenario"], said["against"]) == OPTIONS[:2]
    assert said["years"] == compared.summary["pairs"][0]["years"]
    assert "words" not in said


def test_two_seeds_tell_what_pairing_is_worth(compared) -> None:
    rows = [r for r in compared.summary["pairing"] if r["indicator"] == "rural_income"]
    assert all(row["freedom"] == 2 for row in rows)
    assert all(row["independent"] >= 0.0 for row in rows)


def test_one_seed_says_that_it_cannot(tmp_path, capfd) -> None:
    one = ["--draws", "1", "--seeds", "1", "--scale", "0.01", "--workers", "1"]
    assert run(["compare", "no_pilot", "trend", *one, "--out", str(tmp_path / "r")]) == 0
    said = capfd.readouterr().out
    assert "not estimated with one seed" in said
    assert "too few futures" in said


def test_the_same_policies_tie(tmp_path) -> None:
    (tmp_path / "twin.toml").write_text('extends = "no_pilot"\n', encoding="utf-8")
    study = comparison(
        [load_scenario("no_pilot"), load_scenario(tmp_path / "twin.toml")], Size(1, 1, 0.01)
    )
    table = run_many(study.jobs[0])["indicators"].set_index(["world", "year", "indicator"])
    pd.testing.assert_frame_equal(table.loc["no_pilot"], table.loc["twin"])


def refused(tmp_path, text: str) -> InputError:
    (tmp_path / "other.toml").write_text(text, encoding="utf-8")
    scenarios = [load_scenario("no_pilot"), load_scenario(tmp_path / "other.toml")]
    with pytest.raises(InputError) as found:
        comparison(scenarios, Size(1, 1, 0.01))
    return found.value


def test_options_share_one_future(tmp_path) -> None:
    error = refused(tmp_path, 'extends = "no_pilot"\n[shocks]\nrural_income = { 2023 = -0.1 }\n')
    assert error.key == "shocks"
    assert "one future" in error.problem


def test_names_must_differ() -> None:
    scenario = load_scenario("no_pilot")
    with pytest.raises(InputError, match="twice"):
        comparison([scenario, scenario], Size(1, 1, 0.01))


def test_of_a_hundred_adds_up() -> None:
    assert of_hundred({"wins": 1, "losses": 1, "ties": 1}) in (
        {"wins": 34, "losses": 33, "ties": 33},
        {"wins": 33, "losses": 34, "ties": 33},
        {"wins": 33, "losses": 33, "ties": 34},
    )
    assert set(of_hundred({"wins": 0, "losses": 0, "ties": 0}).values()) == {0}
    assert of_hundred({"wins": 31, "losses": 1, "ties": 0}) == {"wins": 97, "losses": 3, "ties": 0}
