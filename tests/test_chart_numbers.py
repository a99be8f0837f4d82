"""What charts compute from stored tables, against cases worked out by hand."""

from pathlib import Path

import pandas as pd

from results.charts.policy_contributions import tag_differences
from results.charts.posted_flows import mean_flows
from results.run import Run
from results.run_folder import RunFolder
from results.series import bars, quantiles


def _small(tmp_path: Path, postings: list[tuple[object, ...]]) -> Run:
    folder = RunFolder.create(tmp_path / "small", "abc")
    folder.write_table(
        "postings",
        pd.DataFrame(
            postings,
            columns=["draw", "seed", "world", "year", "payer", "payee", "kind", "tag", "amount"],
        ),
    )
    folder.write_table(
        "indicators",
        pd.DataFrame(
            [(0, seed, "pilot", 2024, "ratio", 1.7) for seed in (1, 2)],
            columns=["draw", "seed", "world", "year", "indicator", "value"],
        ),
    )
    return Run(folder, {"years": {"2024": {}}}, {})


def test_tag_differences_by_hand(tmp_path: Path) -> None:
    def wages(seed: int, world: str, amount: float) -> tuple[object, ...]:
        return (0, seed, world, 2024, "enterprises", "households", "wages", "workshops", amount)

    run = _small(
        tmp_path,
        [
            wages(1, "pilot", 100.0),
            wages(1, "no_pilot", 40.0),
            wages(2, "pilot", 90.0),
            wages(2, "no_pilot", 10.0),
            wages(1, "trend", 0.0),
            wages(2, "trend", 0.0),
            (0, 1, "pilot", 2024, "treasury", "households", "capital", "workshops", 1e6),
            (0, 1, "pilot", 2023, "enterprises", "households", "wages", "workshops", 1e6),
            (0, 1, "pilot", 2024, "enterprises", "collectives", "property", "workshops", 1e6),
        ],
    )
    found = tag_differences(run, 2024)
    assert found["pilot"]["workshops"]["median"] == 70.0
    assert found["all"]["workshops"]["median"] == 95.0
    assert found["pilot"]["workshops"]["p05"] is None


def test_mean_flows_by_hand(tmp_path: Path) -> None:
    run = _small(
        tmp_path,
        [
            (0, 1, "pilot", 2024, "world", "households", "property", "houses", 30.0),
            (0, 2, "pilot", 2024, "world", "households", "property", "houses", 10.0),
            (0, 2, "pilot", 2024, "world", "collectives", "property", "land", 8.0),
            (0, 2, "trend", 2024, "world", "collectives", "property", "land", 1e9),
            (0, 1, "pilot", 2024, "enterprises", "households", "wages", "trend", 500.0),
        ],
    )
    flows, trend = mean_flows(run, 2024)
    assert list(flows.amount) == [20.0, 4.0]
    assert trend == 250.0


def test_intervals_need_runs() -> None:
    assert quantiles(pd.Series([1.0, 3.0])) == {"median": 2.0, "p05": None, "p95": None}
    point = quantiles(pd.Series(range(101), dtype=float))
    assert point == {"median": 50.0, "p05": 5.0, "p95": 95.0}
    assert bars([point])["array"] == [45.0]
    assert bars([{"median": 1.0, "p05": None, "p95": None}])["array"] == [0.0]


def test_the_envelope_holds_what_no_cheaper_mix_beats() -> None:
    from results.charts.pareto_front import _envelope

    table = pd.DataFrame(
        {"cost_yuan": [3.0, 0.0, 1.0, 2.0, 1.0], "ratio_gain": [5.0, 0.0, 2.0, 1.0, 3.0]}
    )
    assert _envelope(table, "ratio").index.tolist() == [1, 4, 0]
