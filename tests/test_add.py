"""What the README says of adding things is enough: its blocks, pasted into a copy, work."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from readme_blocks import README, RECIPES, ROOT, blocks, lines, sections, smaller, text_of

from calibration.packs.pack import available_packs

PACKAGES = ("model", "calibration", "scenarios", "results")
RECIPE = sections(sections(text_of(README), 2)[RECIPES], 3)
POLICY, COUNTY, INDICATOR, CHART = RECIPE.values()
SMALL_TESTS = ("test_architecture.py", "test_forbidden_code.py", "test_charts.py")
"""Tests that take up new files by themselves, and what they need."""
MAKERS = ("conftest.py", *sorted(path.name for path in (ROOT / "tests").glob("fake_*.py")))


def test_the_recipes_are_the_four_promised() -> None:
    assert list(RECIPE) == ["A policy", "A county", "An indicator", "A chart"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four packages with everything that the recipes add."""
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    for recipe in RECIPE.values():
        paste(recipe, folder)
    return folder


def paste(recipe: str, folder: Path) -> None:
    """Follow one recipe: copy, then put each block where the words before it say."""
    for block in blocks(recipe):
        if block.language == "sh":
            for line in block.text.splitlines():
                if line.startswith("cp -r "):
                    source, target = line.split()[2:]
                    shutil.copytree(folder / source, folder / target)
        elif "at the end of" in block.before:
            path = folder / block.file
            path.write_text(text_of(path) + "\n\n" + block.text, encoding="utf-8")
        elif "begins with" in block.before:
            path = folder / block.file
            head, rest = text_of(path).split("[county]\n")
            rest = rest[rest.index("\n# ") :]
            path.write_text(head + block.text + rest, encoding="utf-8")
        else:
            path = folder / block.file
            assert not path.exists(), "a recipe makes a new file"
            path.write_text(block.text, encoding="utf-8")


def sanjin(folder: Path, *arguments: str) -> str:
    """What a command of the copy prints."""
    done = subprocess.run(
        [sys.executable, "-m", "scenarios", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def listed(folder: Path, what: str, key: str) -> set[str]:
    return {entry[key] for entry in json.loads(sanjin(folder, "list", what, "--json"))}


def test_the_policy_is_listed_and_its_scenario_valid(copy: Path) -> None:
    assert "care_allowance" in listed(copy, "policies", "policy")
    assert "pilot_with_care" in listed(copy, "scenarios", "scenario")
    sanjin(copy, "validate", "pilot_with_care")


def test_the_county_is_listed_and_valid(copy: Path) -> None:
    assert listed(copy, "counties", "county") == {*available_packs(), "my_county"}
    sanjin(copy, "validate", "my_county", "my_county_pilot")


def test_the_indicator_is_listed(copy: Path) -> None:
    assert "rural_above_urban_mean" in listed(copy, "indicators", "indicator")


IN_THE_COPY = """
import json
from real_county import PILOT, outcome, policies, real_county, trend_world, world
county, factors = real_county(), trend_world().factors
without = outcome(county, policies(*PILOT), factors=factors)
with world(county, (*policies(*PILOT), *policies("care_allowance")), factors=factors) as copy:
    paid, accounts = copy.run(), copy.ledger.balances()
print(json.dumps({
    "postings": [[p.year, p.payer, p.payee, p.amount] for p in paid.postings
                 if p.tag == "care_allowance"],
    "gap": abs(sum(accounts.values())) / max(map(abs, accounts.values())),
    "gain": (paid.indicators["low_income"] - without.indicators["low_income"]).tolist(),
    "cost": (paid.indicators["public_cost"] - without.indicators["public_cost"]).tolist(),
    "share": paid.indicators["rural_above_urban_mean"].tolist(),
}))
"""


def test_the_policy_pays_what_it_says_and_the_accounts_close(copy: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_THE_COPY],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(copy), str(ROOT / "tests")])},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [posting[:3] for posting in found["postings"]] == [
        [year, "treasury", "households"] for year in (2022, 2023, 2024)
    ]
    assert found["cost"] == pytest.approx([posting[3] for posting in found["postings"]])
    assert found["gap"] <= 1e-12
    assert found["gain"][1:] == pytest.approx([600.0, 600.0], rel=0.05)
    assert found["gain"][0] == pytest.approx(150.0, rel=0.05), "one quarter of 2022"
    assert all(0.0 < share < 1.0 for share in found["share"])


@pytest.mark.slow
def test_what_is_added_passes_the_tests_of_its_place(copy: Path) -> None:
    tests = copy / "tests"
    tests.mkdir()
    for name in (*SMALL_TESTS, *MAKERS):
        shutil.copy(ROOT / "tests" / name, tests)
    shutil.copy(ROOT / "pyproject.toml", copy)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-k", "care_allowance or rural_income or income.py or CareAllowance"),
            *(f"tests/{name}" for name in SMALL_TESTS),
        ],
        cwd=copy,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_the_commands_of_the_recipes_run(copy: Path) -> None:
    for recipe in (POLICY, COUNTY, INDICATOR):
        for line in lines(recipe, "sh"):
            if line.startswith("sanjin "):
                assert sanjin(copy, *smaller(line)).strip(), line
    folder = copy / "runs" / "with_indicator"
    table = pd.read_parquet(folder / "tables" / "indicators.parquet")
    assert "rural_above_urban_mean" in set(table.indicator)
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert "Rural residents above the urban mean" in report
    assert 'data-figure="rural_income"' in report
    (again,) = (line for line in lines(CHART, "sh") if line.startswith("sanjin report"))
    (folder / "report.html").unlink()
    folder.rename(copy / again.split()[-1])
    sanjin(copy, *again.split()[1:])
    assert 'data-figure="rural_income"' in (copy / again.split()[-1] / "report.html").read_text(
        encoding="utf-8"
    )


def test_the_chart_appears_in_a_report(copy: Path, tmp_path: Path) -> None:
    from fake_run import fake_run

    folder = fake_run(tmp_path / "run")
    sanjin(copy, "report", str(folder))
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert report.count('data-figure="rural_income"') == 2
    assert "Rural income per head: 41,991 yuan in 2021" in report
