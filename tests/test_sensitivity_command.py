"""`sanjin sensitivity` and `sanjin information` on real worlds of a small county."""

import json
import sqlite3

import pytest

from results.record import verify
from results.run import Run
from scenarios.__main__ import run
from scenarios.sensitivity import points as points_module
from scenarios.sensitivity import protocol

SMALL = [
    "sensitivity", "three_programmes", "--levers", "--groups", "--outcome", "public_cost",
    "--difference", "--scale", "0.01", "--trajectories", "2", "--keep", "2", "--workers", "1",
]  # fmt: skip
SCREENING, FIRST_SAMPLE = 2 * (3 + 2), 4 * (3 + 2) + 2 * 2


@pytest.fixture(autouse=True)
def small_samples(monkeypatch):
    monkeypatch.setattr(protocol, "SMALLEST", 4)
    monkeypatch.setattr(protocol, "NOISE_POINTS", 2)


def ledger_jobs(folder) -> int:
    with sqlite3.connect(folder / "work" / "ledger.sqlite") as database:
        return database.execute("SELECT COUNT(*) FROM jobs").fetchone()[0]


@pytest.fixture(scope="module")
def screened(tmp_path_factory):
    """A study whose budget ends with the screening."""
    folder = tmp_path_factory.mktemp("sensitivity") / "run"
    assert run([*SMALL, "--budget-worlds", str(SCREENING), "--out", str(folder)]) == 0
    return folder


def test_a_budget_for_the_screening_says_that_it_is_not_converged(screened) -> None:
    summary = Run.open(screened).summary
    assert summary["converged"] is False
    assert summary["factors"] == []
    for language, word in (("zh", "未收敛"), ("en", "Not converged")):
        assert summary["words"][language]["finding"].startswith(word)
    assert "not converged" in summary["warnings"][0]
    table = Run.open(screened).table("screening")
    assert "luck.seed" in set(table.factor)
    assert len(table) == 4
    assert (screened / "report.html").is_file()


def test_a_larger_budget_goes_on_in_the_same_folder(screened, capfd) -> None:
    before = ledger_jobs(screened)
    budget = str(SCREENING + FIRST_SAMPLE)
    assert run([*SMALL, "--budget-worlds", budget, "--out", str(screened), "--json"]) == 0
    summary = json.loads(capfd.readouterr().out)
    assert summary["size"] == 4
    assert summary["worlds"] <= int(budget)
    assert summary["noise_share"] >= 0.0
    factors = {row["factor"] for row in summary["factors"]}
    assert "the rest" in factors
    assert ledger_jobs(screened) > before
    found = Run.open(screened)
    assert set(found.table("convergence")["size"]) == {4}
    assert len(found.table("answers").drop_duplicates("job")) == summary["points"]
    assert not verify(screened)
    report = (screened / "report.html").read_text(encoding="utf-8")
    for chart in ("tornado", "convergence"):
        assert f'data-figure="{chart}"' in report
    assert 'data-figure="ratio_fan"' not in report
    again = run([*SMALL, "--budget-worlds", budget, "--out", str(screened), "--json"])
    assert (again, json.loads(capfd.readouterr().out)) == (0, summary)


def test_a_smaller_budget_than_the_screening_is_refused(tmp_path, capfd) -> None:
    arguments = [*SMALL, "--budget-worlds", "5", "--out", str(tmp_path / "run")]
    assert run(arguments) == 1
    assert f"allowed: {SCREENING} or more" in capfd.readouterr().err


def test_points_that_fail_end_with_three_and_a_list(tmp_path, capfd, monkeypatch) -> None:
    from scenarios.running.failure import Failure

    def failing(plan, jobs, store, workforce, progress):
        return [Failure(jobs[0], "raised", "does not close")]

    monkeypatch.setattr(points_module, "run_jobs", failing)
    assert run([*SMALL, "--out", str(tmp_path / "run")]) == 3
    assert "does not close" in capfd.readouterr().err
    assert not (tmp_path / "run" / "summary.json").exists()


def test_few_draws_give_no_worth_of_information(screened, tmp_path, capfd) -> None:
    folder = tmp_path / "compare"
    small = ["--draws", "2", "--seeds", "1", "--scale", "0.01", "--workers", "1"]
    assert run(["compare", "workshops_only", "no_pilot", *small, "--out", str(folder)]) == 0
    capfd.readouterr()
    for language, word in (("zh", "没有估计"), ("en", "not estimated")):
        assert run(["information", str(folder), "--lang", language]) == 0
        assert word in capfd.readouterr().out
    assert run(["information", str(folder), "--outcome", "urbanisation"]) == 1
    assert "no indicator by which" in capfd.readouterr().err
    assert run(["information", str(screened)]) == 1
    assert "two options" in capfd.readouterr().err
