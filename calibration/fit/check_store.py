"""The full simulation check as a small table: `python -m calibration.fit check` makes it."""

import csv
from collections.abc import Callable
from pathlib import Path

from calibration.fit.forecast import QUANTITIES
from calibration.fit.observations import Quantity
from calibration.fit.paths import READINGS
from calibration.fit.simulation_check import BINS, DATA_SETS, STEPS, band, check
from calibration.history.panel_data import LAST_YEAR_OF_FIT, Panel

FILE = Path(__file__).parents[1] / "fitted" / "trend_check.csv"
RUNS: tuple[tuple[Quantity, str], ...] = tuple((q, r) for q in QUANTITIES for r in READINGS)
"""Both quantities in all three readings of the covid years."""

HEAD = ("quantity", "reading", "parameter", "data_sets", "low", "high")
BIN_NAMES = tuple(f"bin_{number}" for number in range(1, BINS + 1))


def write_check(
    data_sets: int = DATA_SETS,
    steps: int = STEPS,
    runs: tuple[tuple[Quantity, str], ...] = RUNS,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Run the check on the whole panel as known for the fit; write its table, run by run."""
    panel, lines = Panel.bundled().as_of(LAST_YEAR_OF_FIT), list[tuple[object, ...]]()
    for quantity, reading in runs:
        say(f"{quantity}, {reading}: {data_sets} data sets")
        found = check(panel, LAST_YEAR_OF_FIT, quantity, reading, data_sets, steps)
        low, high = band(data_sets, BINS, BINS * len(found.names))
        recovered = found.recovery()
        for name, counts in zip(found.names, found.histograms(), strict=True):
            told = (f"{value:.2f}" for value in recovered[name])
            lines.append((quantity, reading, name, data_sets, low, high, *counts, *told))
        with FILE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow((*HEAD, *BIN_NAMES, "correlation", "variance_removed"))
            writer.writerows(lines)


def outside_the_band() -> list[dict[str, str]]:
    """Rows of the table with a bin outside the band: parameters whose fit is not calibrated."""
    return [
        row
        for row in read_check()
        if not all(int(row["low"]) <= int(row[name]) <= int(row["high"]) for name in BIN_NAMES)
    ]


def read_check() -> list[dict[str, str]]:
    """Rows of the table."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
