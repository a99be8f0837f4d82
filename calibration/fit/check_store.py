"""The full simulation check as a small table: `python -m calibration.fit check` makes it."""

import csv
from dataclasses import replace
from pathlib import Path

from calibration.fit.observations import Quantity
from calibration.fit.simulation_check import BINS, DATA_SETS, STEPS, band, check
from calibration.history.panel_data import LAST_YEAR_OF_FIT, Panel

FILE = Path(__file__).parents[1] / "fitted" / "trend_check.csv"
RUNS: tuple[tuple[Quantity, str], ...] = (("gap", "pulse"), ("rural", "pulse"))
"""The reading with a reversal has every parameter that the others have, and one more."""

PLACES = ("zhejiang", "wenzhou", "huzhou", "cangnan", "jiashan")
HEAD = ("quantity", "reading", "parameter", "data_sets", "low", "high")
BIN_NAMES = tuple(f"bin_{number}" for number in range(1, BINS + 1))


def write_check(
    data_sets: int = DATA_SETS, steps: int = STEPS, runs: tuple[tuple[Quantity, str], ...] = RUNS
) -> None:
    """Run the check on the design of the panel to 2021 and write its table, run by run."""
    lines: list[tuple[object, ...]] = []
    for quantity, reading in runs:
        found = check(
            telling(Panel.bundled().as_of(LAST_YEAR_OF_FIT)),
            LAST_YEAR_OF_FIT,
            quantity,
            reading,
            data_sets,
            steps,
        )
        low, high = band(data_sets, BINS, BINS * len(found.names))
        recovered = found.recovery()
        for name, counts in zip(found.names, found.histograms(), strict=True):
            told = (f"{value:.2f}" for value in recovered[name])
            lines.append((quantity, reading, name, data_sets, low, high, *counts, *told))
        with FILE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow((*HEAD, *BIN_NAMES, "correlation", "variance_removed"))
            writer.writerows(lines)


def telling(panel: Panel) -> Panel:
    """The rows of a province, two cities and two counties, so that 200 fits take minutes."""
    return replace(panel, rows=tuple(row for row in panel.rows if row.place in PLACES))


def read_check() -> list[dict[str, str]]:
    """Rows of the table."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
