"""Saved runs side by side: pairs by hand, and no difference where the futures are not the same."""

import json
from pathlib import Path

import pandas as pd
import pytest

from results.run_folder import RunFolder
from scenarios.app.comparing import differing_parts, paired_differences
from scenarios.app.saved_runs import Saved

SPEC = {
    "county": {"name": "yueqing", "pack": "a"}, "draws": [0, 1, 2], "seeds": [1], "scale": 0.01,
    "evidence": "ex-ante", "code": "c", "libraries": {"numpy": "2"}, "parameters": {},
    "settings": {"years": [2022, 2024], "pilot": {}},
}  # fmt: skip


def saved(path: Path, ratios: dict[int, float], spec: dict | None = None) -> Saved:
    """A run folder with one indicator of three draws, the last year and the year before."""
    folder = RunFolder.create(path, path.name)
    rows = [
        (draw, 1, world, year, "ratio", value + (0.0 if year == 2024 else 9.0))
        for draw, value in ratios.items()
        for world in ("trend", "no_pilot", "pilot")
        for year in (2023, 2024)
    ][::-1]
    columns = ["draw", "seed", "world", "year", "indicator", "value"]
    folder.write_table("indicators", pd.DataFrame(rows, columns=columns))
    (path / "run.json").write_text(json.dumps({"spec": {**SPEC, **(spec or {})}}), "utf-8")
    return Saved(path.name, path, None, None)


def test_differences_are_taken_pair_by_pair_in_the_last_year(tmp_path):
    one = saved(tmp_path / ("1" * 12), {0: 1.70, 1: 1.80, 2: 1.60})
    two = saved(tmp_path / ("2" * 12), {0: 1.69, 1: 1.77, 2: 1.61})
    (found,) = paired_differences(two, one)
    assert found.entry["median"] == pytest.approx(-0.01)
    assert found.entry["p05"] == pytest.approx(-0.03 + 0.1 * 0.02)
    assert found.entry["p95"] == pytest.approx(0.01 - 0.1 * 0.02)
    assert (found.lower, found.pairs) == (2, 3)


def test_only_pairs_that_both_runs_have_count(tmp_path):
    one = saved(tmp_path / ("1" * 12), {0: 1.70, 1: 1.80})
    two = saved(tmp_path / ("2" * 12), {1: 1.75, 5: 1.0})
    (found,) = paired_differences(two, one)
    assert found.pairs == 1
    assert found.entry["median"] == pytest.approx(-0.05)
    assert paired_differences(saved(tmp_path / ("3" * 12), {7: 1.0}), one) == []


@pytest.mark.parametrize(("part", "value"), [
    ("county", {"name": "cixi", "pack": "a"}), ("draws", [0, 1]), ("seeds", [1, 2]), ("scale", 1.0),
    ("evidence", "evaluation"), ("code", "d"), ("libraries", {}), ("parameters", {"fitted": "x"}),
])  # fmt: skip
def test_runs_of_other_futures_are_told_apart(tmp_path, part, value):
    one = saved(tmp_path / ("1" * 12), {0: 1.7})
    two = saved(tmp_path / ("2" * 12), {0: 1.7}, {part: value})
    assert differing_parts([one, two]) == [part]


def test_another_policy_is_the_same_future_and_a_shock_is_not(tmp_path):
    one = saved(tmp_path / ("1" * 12), {0: 1.7})
    policy = {"years": [2022, 2024], "pilot": {"workshops": {}}}
    two = saved(tmp_path / ("2" * 12), {0: 1.7}, {"settings": policy})
    shock = {**SPEC["settings"], "shocks": {"rural_business": {"2023": -0.1}}}
    three = saved(tmp_path / ("3" * 12), {0: 1.7}, {"settings": shock})
    assert differing_parts([one, two]) == []
    assert differing_parts([one, three]) == ["shocks"]


def test_a_run_without_a_record_is_comparable_with_nothing(tmp_path):
    one = saved(tmp_path / ("1" * 12), {0: 1.7})
    (one.folder / "run.json").write_text("[]", "utf-8")
    assert differing_parts([one, one])
