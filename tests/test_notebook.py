"""The notebook door: its page prints what it says, its exports hold the stored numbers."""

import csv
import subprocess
import sys
from pathlib import Path

import cheap_run
import numpy as np
import pandas as pd
import pytest
from fake_run import fake_run
from hypothesis import given, settings
from hypothesis import strategies as st
from page_code import ROOT, outputs, printed

import scenarios
from model.errors import InputError
from results.run import Run
from scenarios.notebook.calls import open_run
from scenarios.notebook.finished import FinishedRun
from scenarios.notebook.main_module import left_out
from scenarios.notebook.tidy import EXPERIMENT, YEARS

PAGES = sorted(
    page for page in (ROOT / "docs").glob("*.md") if outputs(page.read_text(encoding="utf-8"))
)
"""Every page with Python on it."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    return FinishedRun(Run.open(fake_run(tmp_path_factory.mktemp("notebook") / "run")))


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all pages, with the run that the README's first command leaves."""
    folder = tmp_path_factory.mktemp("pages")
    fake_run(folder / "runs" / "yueqing")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("file", PAGES, ids=lambda page: page.stem)
def test_a_page_prints_what_it_says(file: Path, workplace: Path) -> None:
    page = file.read_text(encoding="utf-8")
    for (code, stated), found in zip(outputs(page), printed(page, workplace), strict=True):
        assert (stated or "") == found, code


def test_a_forecast_is_run_once_and_then_opened(cheap: Path, tmp_path: Path) -> None:
    size = {"draws": 2, "seeds": 1, "scale": float(cheap_run.SCALE), "workers": 1}
    first = scenarios.forecast("yueqing", **size, out=tmp_path / "run")
    assert len(cheap_run.runs_of(cheap)) == 2
    again = scenarios.forecast("yueqing", **size, out=tmp_path / "run")
    assert cheap_run.runs_of(cheap) == []
    assert again.summary == first.summary
    assert first.report.is_file()


def test_three_lines_lead_to_a_figure() -> None:
    code, _ = outputs((ROOT / "docs" / "notebook.md").read_text(encoding="utf-8"))[0]
    assert len([line for line in code.splitlines() if line.strip()]) == 3


def test_the_door_is_not_opened_by_looking_at_it() -> None:
    code = (
        "import sys, scenarios; assert 'forecast' in scenarios.__all__; "
        "print([name for name in sys.modules if name.split('.')[0] in "
        "('pandas', 'mesa', 'plotly', 'numba')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="forcast"):
        scenarios.forcast  # noqa: B018 - the look-up is what is tested


def test_names_that_are_wrong_say_which_is_nearest(finished: FinishedRun) -> None:
    for call, wrong, near in (
        (finished.table, "level", "levels"),
        (finished.figure, "ratio_fans", "ratio_fan"),
    ):
        with pytest.raises(InputError) as found:
            call(wrong)
        assert found.value.nearest == near
    with pytest.raises(InputError, match="language"):
        finished.figure("ratio_fan", "fr")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"county": "yueqin"}, "yueqing"),
        ({"draws": 0}, "out of range"),
        ({"scale": 2.0}, "out of range"),
        ({"scenario": "pilott"}, "pilot"),
        ({"evidence": "later"}, "evidence"),
    ],
)
def test_a_forecast_that_cannot_be_is_refused(
    arguments: dict[str, object], problem: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=problem):
        scenarios.forecast(**arguments, out=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_comparison_needs_two() -> None:
    with pytest.raises(InputError, match="2 to 12"):
        scenarios.compare("pilot")


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no run"):
        open_run(tmp_path)


def test_figures_are_those_of_the_report(finished: FinishedRun) -> None:
    from results.charts import charts_of

    assert finished.figures == list(charts_of())
    figure = finished.figure("ratio_fan", "zh")
    assert finished.fingerprint in figure.layout.annotations[-1].text
    assert "收入比" in figure.layout.title.text


def test_a_table_that_is_changed_changes_nothing(finished: FinishedRun) -> None:
    table = finished.table("indicators")
    table.loc[:, "value"] = 0.0
    assert finished.table("indicators").value.abs().max() > 0.0


def test_the_long_file_holds_the_table(finished: FinishedRun, tmp_path: Path) -> None:
    file = finished.write_long(tmp_path / "long.csv")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as text:
        head, *rows = csv.reader(text)
    long = finished.long()
    assert head == list(long.columns)
    assert [row[:5] for row in rows] == long[head[:5]].astype(str).to_numpy().tolist()
    assert [float(row[5]) for row in rows] == long.value.tolist()


def test_experiments_and_outcomes_are_the_stored_numbers(finished: FinishedRun) -> None:
    experiments, outcomes = finished.ema()
    table, years = finished.table("indicators"), outcomes[YEARS][0]
    assert experiments[EXPERIMENT[:2]].notna().all().all()
    arrays = {name: array for name, array in outcomes.items() if name != YEARS}
    assert sum(int(np.isfinite(array).sum()) for array in arrays.values()) == len(table)
    stored = table.set_index(["draw", "seed", "world", "indicator", "year"])["value"]
    for place, row in experiments.iterrows():
        for name, array in arrays.items():
            keys = [(row.draw, row.seed, row.policy, name, int(year)) for year in years]
            np.testing.assert_array_equal([stored.get(key, np.nan) for key in keys], array[place])


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_both_exports_agree_for_any_order_and_any_number(data: st.DataObject) -> None:
    draws = data.draw(st.lists(st.integers(0, 99), min_size=1, max_size=3, unique=True))
    keys = [
        (draw, seed, world, year, indicator)
        for draw in draws
        for seed in (1, 2)
        for world in ("pilot", "trend")
        for year in (2022, 2023)
        for indicator in ("ratio", "=cmd")
    ]
    floats = st.floats(allow_nan=False, allow_infinity=False, width=64)
    values = data.draw(st.lists(floats, min_size=len(keys), max_size=len(keys)))
    columns = ["draw", "seed", "world", "year", "indicator"]
    table = pd.DataFrame(keys, columns=columns).assign(value=values)
    table = table.iloc[data.draw(st.permutations(range(len(table))))]
    unknowns = pd.DataFrame(
        [(draw, "land.rent", float(draw)) for draw in draws], columns=["draw", "parameter", "value"]
    )
    run = FinishedRun(Run(None, {}, {}, {"indicators": table, "draws": unknowns}))  # type: ignore[arg-type]
    experiments, outcomes = run.ema()
    long = run.long().set_index(columns)["value"]
    for place, row in experiments.iterrows():
        assert row["land.rent"] == row.draw
        for name in ("ratio", "=cmd"):
            both = [long[(row.draw, row.seed, row.policy, year, name)] for year in (2022, 2023)]
            np.testing.assert_array_equal(outcomes[name][place], both)
    same = experiments.groupby("scenario")[["draw", "seed"]].nunique()
    assert (same == 1).all().all()


def test_workers_are_started_without_the_callers_script() -> None:
    main = sys.modules["__main__"]
    before = dict(main.__dict__)
    with left_out():
        assert "__file__" not in main.__dict__
        assert main.__spec__ is None
    assert {key: main.__dict__.get(key) for key in ("__file__", "__spec__")} == {
        key: before.get(key) for key in ("__file__", "__spec__")
    }
