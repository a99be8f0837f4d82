"""Attribution: every subset a world, games of real worlds, nested units, the split change."""

import json
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from model.errors import InputError
from results.record import verify
from results.run import Run
from scenarios.__main__ import run
from scenarios.attributing.attribution import (
    attribution,
    coalition,
    coalitions,
    games,
    outcome_name,
    players_of,
    policies_in,
)
from scenarios.attributing.attribution_words import direction_of, titled
from scenarios.attributing.change_split import PARTS, Ends, split
from scenarios.attributing.departments import DEPARTMENTS, FAMILIES, RESPONSIBLE, unions_of
from scenarios.inputs.plan import Size, make_plan
from scenarios.inputs.scenario import load_scenario
from scenarios.inputs.settings import policy_kinds
from scenarios.running.many_worlds import distinct_worlds
from scenarios.running.pair import run_pair

SIZE = ["--draws", "2", "--seeds", "1", "--scale", "0.01", "--workers", "1"]
SCENARIO = "three_programmes"
"""Three families, so eight worlds a draw."""


@pytest.fixture(scope="module")
def attributed(tmp_path_factory) -> Run:
    folder = tmp_path_factory.mktemp("attribution") / "run"
    assert run(["attribute", SCENARIO, *SIZE, "--out", str(folder)]) == 0
    return Run.open(folder)


def worth(attributed: Run, outcome: str) -> pd.DataFrame:
    """Value of every world in the last year; rows draws."""
    table = attributed.table("indicators")
    rows = table[(table.indicator == outcome) & (table.year == 2024)]
    return rows.pivot_table(index="draw", columns="world", values="value")


def test_every_family_has_a_unit_and_every_policy_a_family() -> None:
    assert {kind.family for kind in policy_kinds().values()} <= set(FAMILIES)
    assert len(FAMILIES) == 8
    assert set(RESPONSIBLE.values()) == set(DEPARTMENTS)


def test_subsets_run_from_the_counterfactual_to_the_scenario() -> None:
    plan = make_plan(load_scenario("pilot"), Size(1, 1, 0.01))
    full, empty = plan.worlds.pilot, plan.worlds.no_pilot
    players = players_of(full, empty)
    many = coalitions(players, full, empty)
    assert len(many) == 2 ** len(players) == 64
    assert many[coalition(0)] == empty
    assert many[coalition(63)] == full
    assert len(set(distinct_worlds(many).values())) == 64
    workshops = players.index("workshops")
    alone = many[coalition(1 << workshops)]
    assert policies_in(alone, "workshops") == policies_in(full, "workshops")
    assert policies_in(alone, "credit") == policies_in(empty, "credit") == {}
    assert "provincial_workshops" not in alone
    without = many[coalition(63 ^ (1 << workshops))]
    assert "provincial_workshops" in without


def test_a_family_that_both_treat_alike_is_no_player() -> None:
    study = attribution(load_scenario("no_pilot"), load_scenario("trend"), Size(1, 1, 0.01))
    assert study.settings["players"] == ["workshops"]
    with pytest.raises(InputError, match="nothing to attribute"):
        attribution(load_scenario("no_pilot"), load_scenario("no_pilot"), Size(1, 1, 0.01))


def test_shares_are_means_over_all_orders_of_the_worlds_themselves(attributed: Run) -> None:
    players = attributed.summary["players"]
    assert len(players) == 3
    values = worth(attributed, "low_income")
    table = attributed.table("attribution")
    for draw in values.index:
        rows = table[(table.draw == draw) & (table.outcome == "low_income") & (table.year == 2024)]
        for place, family in enumerate(players):
            steps = []
            for order in permutations(range(3)):
                before = sum(1 << other for other in order[: order.index(place)])
                after = values.loc[draw, coalition(before | 1 << place)]
                steps.append(after - values.loc[draw, coalition(before)])
            row = rows[rows.family == family].iloc[0]
            assert row.shapley == pytest.approx(np.mean(steps), abs=1e-9)
            assert (row.least, row.most) == pytest.approx((min(steps), max(steps)), abs=1e-9)


def test_ends_are_the_worlds_of_a_pair(attributed: Run) -> None:
    plan = make_plan(load_scenario(SCENARIO), Size(2, 1, 0.01))
    pair = run_pair(plan.jobs[1])["indicators"]
    rows = pair[(pair.year == 2024) & (pair.indicator == "ratio")].set_index("world")["value"]
    mine = worth(attributed, "ratio").loc[1]
    assert mine[coalition(0)] == rows["no_pilot"]
    assert mine[coalition(7)] == rows["pilot"]
    assert mine["trend"] == rows["trend"]


def test_shares_and_nested_shares_add_up_to_the_total(attributed: Run) -> None:
    keys = ["draw", "seed", "outcome", "year"]
    sums = attributed.table("attribution").groupby(keys)[["shapley", "owen"]].sum()
    ends = attributed.table("worth").set_index(keys)
    total = (ends.everybody - ends.nobody).reindex(sums.index)
    size = np.maximum(1.0, ends.everybody.abs().reindex(sums.index))
    assert ((sums.shapley - total).abs() / size).max() <= 1e-9
    assert ((sums.owen - total).abs() / size).max() <= 1e-9
    assert max(attributed.summary["residual"].values()) <= 1e-9
    families = [row["shapley"]["mean"] for row in attributed.summary["families"]]
    units = [row["owen"]["mean"] for row in attributed.summary["departments"]]
    expected = attributed.summary["ends"]["total"]["mean"]
    assert sum(families) == pytest.approx(expected, abs=1e-9)
    assert sum(units) == pytest.approx(expected, abs=1e-9)
    assert expected != 0.0


def test_units_hold_each_family_once() -> None:
    unions = unions_of(FAMILIES)
    assert sorted(place for members in unions.values() for place in members) == list(range(8))
    assert len(unions["agriculture"]) == 3


def test_the_change_splits_into_five_parts_that_add_up(attributed: Run) -> None:
    table = attributed.table("change_split")
    wide = table.pivot_table(index=["draw", "outcome"], columns="part", values="value")
    # Nothing is left over: the last number of the path is what it would be computed directly.
    scale = np.where(wide.index.get_level_values("outcome") == "ratio", 1.0, 1e5)
    assert (np.abs(wide[list(PARTS)].sum(axis=1) - wide.total) / scale).max() <= 1e-12
    effect = worth(attributed, "ratio")
    effect = effect[coalition(7)] - effect["trend"]
    middle = wide.xs("ratio", level="outcome")
    np.testing.assert_allclose(middle.policy + middle.displacement, effect, atol=1e-12)
    rural = wide.xs("rural_income", level="outcome")
    assert (rural.displacement <= 0.0).all()
    assert (rural.policy > 0.0).all()
    composition = attributed.table("indicators")
    rows = composition[(composition.world == "trend") & (composition.year == 2024)]
    rows = rows[rows.indicator == "ratio_composition"].set_index("draw")["value"]
    np.testing.assert_allclose(middle.reclassification, rows, atol=1e-12)


def test_the_split_of_a_path_worked_out_by_hand() -> None:
    one = {key: np.array([value]) for key, value in
           {"start": 100.0, "fixed": 118.0, "trend": 120.0, "scenario": 125.0, "lost": -2.0,
            "error": np.log(1.1)}.items()}  # fmt: skip
    found = {part: value.item() for part, value in split(Ends(**one)).items()}
    expected = {"trend": 18.0, "reclassification": 2.0, "policy": 7.0, "displacement": -2.0,
                "survey": 12.5, "total": 37.5}  # fmt: skip
    assert found == pytest.approx(expected)


def test_another_outcome_takes_no_new_world(attributed: Run, capfd) -> None:
    folder = str(attributed.folder.path)
    before = (attributed.folder.path / "tables" / "indicators.parquet").read_bytes()
    arguments = [*SIZE, "--out", folder, "--outcome", "rural", "--json"]
    assert run(["attribute", SCENARIO, *arguments]) == 0
    said = capfd.readouterr()
    assert json.loads(said.out)["outcome"] == "rural_income"
    assert "2 of 2 pairs were done before" in said.err
    assert (attributed.folder.path / "tables" / "indicators.parquet").read_bytes() == before


def test_the_folder_is_whole_and_shows_the_waterfall(attributed: Run) -> None:
    assert verify(attributed.folder.path) == []
    page = (attributed.folder.path / "report.html").read_text(encoding="utf-8")
    assert 'data-figure="waterfall"' in page
    assert 'data-figure="change_split"' in page
    assert 'data-figure="difference_fan"' not in page


def test_outcomes_have_short_names_and_near_misses_are_told() -> None:
    assert outcome_name("gini") == "gini_all"
    assert outcome_name("workshop_jobs") == "workshop_jobs"
    with pytest.raises(InputError) as found:
        outcome_name("rurel_income")
    assert found.value.nearest == "rural_income"


@pytest.mark.parametrize(
    ("low", "high", "outcome", "called"),
    [(1.0, 2.0, "rural_income", "helping"), (-2.0, -1.0, "rural_income", "hindering"),
     (-2.0, -1.0, "ratio", "helping"), (-1.0, 1.0, "ratio", "unclear"),
     (None, None, "ratio", "unclear")],
)  # fmt: skip
def test_what_two_families_do(low, high, outcome, called) -> None:
    mean = 0.0 if low is None else (low + high) / 2.0
    assert direction_of({"p05": low, "p95": high, "mean": mean}, outcome) == called


def test_a_draw_that_lacks_a_subset_is_left_out() -> None:
    index = pd.MultiIndex.from_product([(0, 1), (1,)], names=["draw", "seed"])
    tables = {
        (coalition(mask), "ratio"): pd.DataFrame({2024: [1.0 + mask, 2.0 + mask]}, index)
        for mask in range(4)
    }
    tables[coalition(2), "ratio"].iloc[0, 0] = np.nan
    kept, worth = games(tables, "ratio", 2)
    assert list(kept) == [(1, 1)]
    np.testing.assert_allclose(worth, [[[2.0, 3.0, 4.0, 5.0]]])
    del tables[coalition(3), "ratio"]
    with pytest.raises(InputError, match="every subset"):
        games(tables, "ratio", 2)


@pytest.mark.parametrize(("language", "pilot"), [("zh", "村企共建"), ("en", "pilot plan")])
def test_sentences_name_scenarios_by_their_titles(language: str, pilot: str) -> None:
    """No identifier of a file stands in a sentence that an office reads."""
    study = attribution(load_scenario("pilot"), None, Size(1, 1, 0.01, "ex-ante"))
    assert pilot in titled(study, "pilot", language)
    assert "no_pilot" not in titled(study, study.counterfactual, language)
    assert titled(study, "mine", language) == "“mine”"
