"""`sanjin allocate` on real worlds: every mix of a small menu, and what a search finds of them."""

import json
from itertools import product

import numpy as np
import pandas as pd
import pytest

from results.record import verify
from results.run import Run
from scenarios.__main__ import run
from scenarios.allocation import search
from scenarios.allocation.allocation_run import searched
from scenarios.allocation.measured import measured
from scenarios.allocation.menu import mix_name
from scenarios.allocation.money import money_rows, payer_of
from scenarios.allocation.study import Question, allocation
from scenarios.inputs.plan import Size
from scenarios.inputs.scenario import load_scenario
from scenarios.running.many_worlds import run_many

BUDGET = 120e6
SMALL = ["three_programmes", "--budget", str(BUDGET), "--steps", "0.5,1"]
SIZE = ["--draws", "3", "--scale", "0.01", "--workers", "1"]
KEYS = ["draw", "world"]


@pytest.fixture(scope="module")
def allocated(tmp_path_factory) -> Run:
    folder = tmp_path_factory.mktemp("allocation") / "run"
    assert run(["allocate", *SMALL, *SIZE, "--out", str(folder)]) == 0
    return Run.open(folder)


def study(**asked):
    question = Question(**{"budget_yuan": BUDGET, **asked})
    return allocation(
        load_scenario("three_programmes"), None, Size(3, 1, 0.01), question,
        by="family", steps=(0.5, 1.0),
    )  # fmt: skip


def brute_force(allocated: Run, outcome: str = "low_income", sign: float = 1.0):
    """Gains and public money of every mix, (draws, mixes), worked out from the stored tables."""
    table = allocated.table("indicators")
    rows = table[(table.indicator == outcome) & (table.year == 2024)]
    wide = rows.pivot(index="draw", columns="world", values="value").drop(columns="trend")
    money = allocated.table("money")
    paid = money[money.payer == "public"].groupby(KEYS)["amount"].sum().unstack("world")
    paid = paid.reindex(columns=wide.columns).fillna(0.0)
    nothing = "mix_0_0_0"
    return sign * wide.sub(wide[nothing], axis=0), paid.sub(paid[nothing], axis=0)


def shortlisted(allocated: Run, label: str) -> dict:
    return next(row for row in allocated.summary["shortlist"] if row["label"] == label)


def test_every_mix_of_a_small_menu_is_run(allocated: Run) -> None:
    assert allocated.summary["mixes"]["all"] is True
    names = {mix_name(mix) for mix in product(range(3), repeat=3)}
    assert set(allocated.table("choices")["mix"]) == names
    assert set(allocated.table("indicators").world) == names | {"trend"}
    assert allocated.summary["value_model"] is None


def test_the_choice_is_that_of_brute_force(allocated: Run) -> None:
    gains, cost = brute_force(allocated)
    affordable = cost.columns[(cost <= BUDGET).all()]
    assert 0 < len(affordable) < 27
    expected = {
        "worst_tenth": gains[affordable].min(),
        "expected": gains[affordable].mean(),
        "regret": -gains[affordable].rsub(gains[affordable].max(axis=1), axis=0).max(),
    }
    for criterion, scores in expected.items():
        label = allocated.summary["by_criterion"][criterion]
        assert scores[shortlisted(allocated, label)["mix"]] == pytest.approx(scores.max())
    mine = shortlisted(allocated, allocated.summary["choice"])
    assert mine["gain_worst"] == pytest.approx(gains[mine["mix"]].min())
    assert mine["gain"] == pytest.approx(gains[mine["mix"]].mean())
    assert mine["cost_yuan"] == pytest.approx(cost[mine["mix"]].mean())
    behind = gains[affordable].max(axis=1) - gains[mine["mix"]]
    assert mine["regret_largest"] == pytest.approx(behind.max(), abs=1e-9)


def test_the_front_is_that_of_brute_force(allocated: Run) -> None:
    low, cost = brute_force(allocated)
    ratio, _ = brute_force(allocated, "ratio", -1.0)
    points = pd.DataFrame({"low": low.mean(), "ratio": ratio.mean(), "cost": -cost.mean()})
    kept = []
    for name, one in points.iterrows():
        beaten = ((points >= one).all(axis=1) & (points > one).any(axis=1)).any()
        same = points.index[(points == one).all(axis=1)][0]
        kept += [name] if not beaten and same == name else []
    assert {row["mix"] for row in allocated.summary["front"]} == set(kept)
    costs = [row["cost_yuan"] for row in allocated.summary["front"]]
    assert costs == sorted(costs)


def test_regret_of_the_map_is_from_the_best_affordable_mix(allocated: Run) -> None:
    gains, cost = brute_force(allocated)
    affordable = cost.columns[(cost <= BUDGET).all()]
    rows = allocated.table("regret")
    rows = rows[rows.indicator == "low_income"]
    names = {row["label"]: row["mix"] for row in allocated.summary["shortlist"]}
    assert set(map(names.__getitem__, rows.option)) <= set(affordable)
    for row in rows.itertuples():
        best = gains.loc[row.draw, affordable].max()
        assert row.regret == pytest.approx(best - gains.loc[row.draw, names[row.option]], abs=1e-9)


def test_the_plan_is_a_mix_and_costs_what_its_world_costs(allocated: Run) -> None:
    plan = next(row for row in allocated.summary["shortlist"] if "planned" in row["roles"])
    assert plan["mix"] == "mix_2_2_2"
    one = study().of([study().menu.planned(), study().menu.nothing])
    tables = run_many(one.jobs[0])
    stored = allocated.table("indicators")
    mine = tables["indicators"]
    for table in (mine, stored):
        assert set(table.columns) == {"draw", "seed", "world", "year", "indicator", "value"}
    keys = ["world", "year", "indicator"]
    both = stored[stored.draw == 0].merge(mine, on=["draw", "seed", *keys])
    both = both[both.world == "mix_2_2_2"]
    assert len(both) > 30
    np.testing.assert_array_equal(both.value_x, both.value_y)


def test_the_folder_is_whole_and_the_report_tells_it(allocated: Run) -> None:
    assert verify(allocated.folder.path) == []
    page = (allocated.folder.path / "report.html").read_text(encoding="utf-8")
    for chart in ("pareto_front", "regret_map"):
        assert f'data-figure="{chart}"' in page
    assert 'data-figure="ratio_fan"' not in page
    for language in ("zh", "en"):
        words = allocated.summary["words"][language]
        assert len(words["findings"]) > 6
        assert not [text for text in words["findings"] if "{" in text or "nan" in text]
        assert words["findings"][0] in page


def test_the_same_command_goes_on_and_says_the_same(allocated: Run, capfd) -> None:
    folder = str(allocated.folder.path)
    assert run(["allocate", *SMALL, *SIZE, "--out", folder, "--json"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert "words" not in said
    kept = {key: value for key, value in allocated.summary.items() if key != "words"}
    assert said == kept


def test_another_budget_is_another_run(allocated: Run, capfd) -> None:
    arguments = ["allocate", "three_programmes", "--budget", "1e7", "--steps", "0.5,1", *SIZE]
    assert run([*arguments, "--out", str(allocated.folder.path)]) == 1
    assert "another run" in capfd.readouterr().err or "differs" in capfd.readouterr().err


class Known:
    """Stages that take mixes from worlds that were all run already, and remember which."""

    def __init__(self, allocated: Run, asked) -> None:
        self.tables = {name: allocated.table(name) for name in ("indicators", "money")}
        self.study, self.mixes = asked, []

    def run(self, mixes):
        self.mixes += [mix for mix in mixes if mix not in self.mixes]
        asked = self.study
        return measured(self.tables, asked.menu, self.mixes, asked.question.objective, asked.years)


@pytest.mark.parametrize(
    ("objective", "criterion"),
    [
        ("low_income", "worst_tenth"),
        ("low_income", "expected"),
        ("low_income", "regret"),
        ("ratio", "worst_tenth"),
        pytest.param("ratio", "expected", marks=pytest.mark.slow),
        pytest.param("ratio", "regret", marks=pytest.mark.slow),
    ],
)
def test_the_search_chooses_what_brute_force_chooses(
    allocated: Run, criterion: str, objective: str
) -> None:
    """Real worlds, searched by the model; the best of all mixes is the yardstick."""
    asked = study(search="model", criterion=criterion, objective=objective)
    stages = Known(allocated, asked)
    found = searched(asked, stages)
    assert found is not None
    assert len(stages.mixes) < 27
    whole = measured(
        stages.tables, asked.menu, asked.menu.mixes(), asked.question.objective, asked.years
    )
    best, mine = search.chosen(asked, whole), search.chosen(asked, found.found)
    assert best is not None
    assert mine is not None
    values = whole.gains()[:, best]
    np.testing.assert_allclose(found.found.gains()[:, mine], values, rtol=1e-6, atol=1e-9)


def test_leaving_an_option_out_is_run_for_every_option_of_the_choice(allocated: Run) -> None:
    rules = {(row["what"], row["option"]) for row in allocated.summary["rules"]}
    mine = shortlisted(allocated, allocated.summary["choice"])
    taken = {option for option, step in mine["steps"].items() if step}
    assert rules == {("disappoints", ""), ("over_budget", ""), ("not_best", "")} | {
        ("for_nothing", option) for option in taken
    }
    gains, _ = brute_force(allocated)
    row = next(row for row in allocated.summary["rules"] if row["what"] == "disappoints")
    own = gains[mine["mix"]]
    assert row["failures"] == int((own < 0.5 * own.mean()).sum())


def test_nothing_affordable_is_said(tmp_path, capfd) -> None:
    (tmp_path / "menu.toml").write_text(
        '[options.workshops]\npolicies = ["workshops"]\nsteps = [1.0]\n'
        '[limits.rural_income]\nmost = 1.0\nsource = "made up"\n',
        encoding="utf-8",
    )
    own = ["--menu", str(tmp_path / "menu.toml"), "--draws", "1", "--scale", "0.01"]
    folder = tmp_path / "run"
    arguments = ["allocate", "pilot", "--budget", "1e9", *own, "--workers", "1"]
    assert run([*arguments, "--out", str(folder)]) == 0
    said = capfd.readouterr().out
    assert "No mix on the menu keeps within" in said
    summary = Run.open(folder).summary
    assert summary["choice"] is None
    assert summary["rules"] == []
    assert (folder / "report.html").is_file()


class Post:
    def __init__(self, payer: str, payee: str, kind: str, tag: str, amount: float = 1.0) -> None:
        self.payer, self.payee, self.kind, self.tag = payer, payee, kind, tag
        self.amount, self.year = amount, 2023


@pytest.mark.parametrize(
    ("post", "payer"),
    [
        (Post("treasury", "collectives", "capital", "special_fund"), "public"),
        (Post("treasury", "bank", "spending", "credit"), "public"),
        (Post("treasury", "households", "transfers", "register"), "public"),
        (Post("enterprises", "world", "capital", "workshops"), "private"),
        (Post("enterprises", "households", "wages", "workshops"), ""),
        (Post("enterprises", "bank", "capital", "credit"), ""),
        (Post("world", "charity", "capital", "charity"), "private"),
        (Post("world", "collectives", "spending", "land"), ""),
        (Post("households", "bank", "business", "credit"), ""),
    ],
)
def test_who_pays(post: Post, payer: str) -> None:
    assert payer_of(post) == payer


def test_money_is_summed_by_year_payer_and_tag() -> None:
    posts = [
        Post("treasury", "bank", "spending", "credit", 2.0),
        Post("treasury", "bank", "capital", "credit", 3.0),
        Post("enterprises", "households", "wages", "workshops", 9.0),
    ]
    assert list(money_rows(posts)) == [(2023, "public", "credit", 5.0)]


@pytest.mark.parametrize("steps", ["", "1,0.5", "0,1", "one", "6"])
def test_steps_that_are_none(steps: str, tmp_path, capfd) -> None:
    arguments = ["allocate", "pilot", "--budget", "1e8", "--steps", steps]
    assert run([*arguments, "--out", str(tmp_path / "run")]) == 1
    assert "--steps: are no steps" in capfd.readouterr().err


def test_a_budget_is_asked_for(capfd) -> None:
    assert run(["allocate", "pilot"]) == 2
    assert "--budget" in capfd.readouterr().err
