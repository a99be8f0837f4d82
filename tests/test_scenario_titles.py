"""Charts of a comparison name its options by their titles, not by the names of files."""

from pathlib import Path

import pandas as pd
import pytest
from fake_run import fake_run

from results.charts import charts
from results.figure import scenario_name
from results.run import Run
from scenarios.running.background import scenario_titles


def test_titles_come_from_the_library_and_only_from_there() -> None:
    found = {name: words for name, *words in scenario_titles(["pilot", "../pilot", "a b", "none"])}
    assert list(found) == ["pilot"]
    assert found["pilot"][0] == "乐清村企共建试点方案"


def test_a_name_without_a_title_loses_the_marks_of_a_program(tmp_path: Path) -> None:
    run = Run.open(fake_run(tmp_path / "run"))
    assert scenario_name(run, "my_own_plan", "en") == "my own plan"
    assert scenario_name(run, "no_pilot", "zh") == "无试点（全省项目照旧）"


@pytest.mark.parametrize("chart", ["difference_fan", "regret_map"])
def test_charts_show_the_titles_that_the_run_has(tmp_path: Path, chart: str) -> None:
    run = Run.open(fake_run(tmp_path / "run"))
    names = sorted({*run.table("differences")["first"], *run.table("differences")["second"]})
    titled = pd.DataFrame(
        [("scenario", name, f"方案{name}号", f"option called {name}", "") for name in names],
        columns=["kind", "name", "zh", "en", "unit"],
    )
    run._tables["labels"] = pd.concat([run.table("labels"), titled], ignore_index=True)
    figure = charts()[chart](run, "en")
    assert "“option called " in figure.title
    assert figure.table.iloc[:, 1].str.startswith("option called ").all()
