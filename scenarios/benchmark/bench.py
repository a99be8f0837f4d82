"""What a run costs on this machine, beside the plain-Mesa twin and the limit of its memory.

All is measured in one go on one machine: ratios mean something where seconds do not.
"""

import subprocess
import sys
import time

from scenarios.benchmark.bench_machine import Entry, bandwidth, entry, least_bytes
from scenarios.benchmark.bench_world import (
    Prepared,
    prepare,
    store_seconds,
    twin_times,
    world_times,
)

IMPORTS = ("numpy", "pandas", "numba", "mesa", "scipy.stats", "plotly", "pyarrow", "pydantic")
TWIN_SCALES = (0.025, 0.05)
"""The twin is slow, and its cost does not grow in proportion: measured at two sizes."""


def measure(scale: float) -> list[Entry]:
    """One entry a measurement: what, value, unit."""
    prepared = prepare(scale)
    worlds = world_times(prepared)
    seconds = next(item["value"] for item in worlds if item["what"] == "one pilot world")
    return [
        *import_times(),
        *prepared.entries,
        *worlds,
        entry("store one pair", store_seconds(prepared), "s"),
        *against_memory(prepared, seconds),
        *twin_times(TWIN_SCALES),
    ]


def import_times() -> list[Entry]:
    """Seconds that each library takes to import in a fresh process, less an empty one."""
    empty = _process_seconds("pass")
    return [
        entry(f"import {name}", _process_seconds(f"import {name}") - empty, "s") for name in IMPORTS
    ]


def against_memory(prepared: Prepared, seconds: float) -> list[Entry]:
    """The time that moving the state once a quarter would take, and how far a world is from it."""
    speed = bandwidth()
    moved = least_bytes(prepared.households, prepared.quarters)
    floor = moved / speed
    return [
        entry("memory bandwidth (copy)", speed / 1e9, "GB/s"),
        entry("memory floor of one world", floor, "s"),
        entry("one pilot world over memory floor", seconds / floor, "times"),
        entry(
            "time per household and quarter",
            1e9 * seconds / (prepared.households * prepared.quarters),
            "ns",
        ),
    ]


def _process_seconds(code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begun
