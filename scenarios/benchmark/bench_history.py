"""The history of benchmarks: one row a measurement, in ratios, because seconds are a machine's.

Worlds are told as multiples of a fixed NumPy kernel measured just before and just after, and the
engine as a multiple of the plain-Mesa twin at the same size.
"""

import csv
import io
import time
from pathlib import Path

from model.errors import InputError
from results.files import to_csv, write_bytes
from scenarios.benchmark.bench_kernel import KERNEL
from scenarios.benchmark.bench_machine import Entry

OVER_KERNEL = {
    "trend_world": "one trend world",
    "pilot_world": "one pilot world",
    "population": "population",
    "start": "starting county of one draw",
    "store": "store one pair",
}
"""Column by its first word, and the entry of the benchmark that is put over the kernel's time."""

COLUMNS = (
    "date",
    "program",
    "numpy",
    "households",
    "kernel",
    *(f"{name}_over_kernel" for name in OVER_KERNEL),
    "pilot_world_over_memory_floor",
    "small_twin_households",
    "small_twin_over_engine",
    "large_twin_households",
    "large_twin_over_engine",
    "peak_mebibytes",
    "kernel_after_over_before",
    "note",
)
"""`kernel_after_over_before` far from 1: the machine was not the same all the while."""

Row = dict[str, str | float]


def history_row(entries: list[Entry], before: float, after: float, note: str) -> Row:
    """One row of the history from the entries of a benchmark.

    Args: before, after, seconds of the kernel at both ends of it; note, what else ran meanwhile.
    """
    import numpy as np

    from results.record import code_hashes, fingerprint

    values = {item["what"]: float(item["value"]) for item in entries}
    kernel = min(before, after)
    twins = [item for item in entries if item["what"].startswith("plain-Mesa twin, ")]
    ratios = [float(item["value"]) for item in entries if item["what"] == "twin over engine"]
    row: Row = {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "program": fingerprint(code_hashes()),
        "numpy": np.__version__,
        "households": int(values["households"]),
        "kernel": KERNEL,
        "pilot_world_over_memory_floor": values["one pilot world over memory floor"],
        "peak_mebibytes": values["peak memory"],
        "kernel_after_over_before": after / before,
        "note": note,
    }
    row |= {f"{name}_over_kernel": values[what] / kernel for name, what in OVER_KERNEL.items()}
    for size, twin, ratio in zip(("small", "large"), twins, ratios, strict=False):
        row[f"{size}_twin_households"] = int(twin["what"].split()[2])
        row[f"{size}_twin_over_engine"] = ratio
    return {name: _rounded(row.get(name, "")) for name in COLUMNS}


def append(file: Path, row: Row) -> None:
    """Add a row to the history, which is begun if there is none.

    Raises: InputError when the file is something else.
    """
    rows: list[list[str]] = []
    if file.is_file():
        text = file.read_text(encoding="utf-8-sig")
        heads, *rows = list(csv.reader(io.StringIO(text))) or [[]]
        if tuple(heads) != COLUMNS:
            raise InputError(
                "is no history of benchmarks", file=str(file), allowed=",".join(COLUMNS)
            )
    write_bytes(file, to_csv(COLUMNS, [*rows, [row[name] for name in COLUMNS]]))


def _rounded(value: str | float) -> str | float:
    return float(f"{value:.4g}") if isinstance(value, float) else value
