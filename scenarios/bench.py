"""What a run costs on this machine."""

import subprocess
import sys
import time
from typing import Any

Entry = dict[str, Any]

IMPORTS = ("numpy", "pandas", "numba", "mesa", "scipy.stats", "plotly", "pyarrow", "pydantic")


def measure(scale: float) -> list[Entry]:
    """One entry a measurement: what, value, unit."""
    return [*import_times(), *population_time(scale)]


def import_times() -> list[Entry]:
    """Seconds that each library takes to import in a fresh process, less an empty one."""
    empty = _process_seconds("pass")
    return [
        _entry(f"import {name}", _process_seconds(f"import {name}") - empty, "s")
        for name in IMPORTS
    ]


def population_time(scale: float) -> list[Entry]:
    """Seconds to build the synthetic county anew."""
    from calibration.pack import load_pack
    from calibration.population import build

    pack = load_pack("yueqing")
    begun = time.perf_counter()
    build(pack, scale)
    return [_entry("population", time.perf_counter() - begun, "s")]


def _process_seconds(code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begun


def _entry(what: str, value: float, unit: str) -> Entry:
    return {"what": what, "value": round(value, 4), "unit": unit}
