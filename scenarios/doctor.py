"""What this machine has, against what a run needs."""

import os
import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from scenarios.running import kernels

LIBRARIES = (
    "mesa",
    "numpy",
    "pandas",
    "numba",
    "scipy",
    "pyarrow",
    "pydantic",
    "SALib",
    "plotly",
    "typer",
    "rich",
    "jinja2",
)
LEAST_MEMORY_GIB = 4.0
LEAST_DISK_GIB = 1.0

Finding = dict[str, Any]
"""What was looked at, what was found, and `fine`, `poor` or `unfit`."""


def examine() -> list[Finding]:
    """One finding a line, without any request to another machine."""
    return [
        _python(),
        *(_library(name) for name in LIBRARIES),
        _processors(),
        _memory(),
        _disk(Path.cwd()),
        _cache(),
    ]


def _finding(what: str, found: object, state: str) -> Finding:
    return {"what": what, "found": str(found), "state": state}


def _python() -> Finding:
    fit = sys.version_info >= (3, 11)
    return _finding("Python", platform.python_version(), "fine" if fit else "unfit")


def _library(name: str) -> Finding:
    try:
        return _finding(name, version(name), "fine")
    except PackageNotFoundError:
        return _finding(name, "not installed", "unfit")


def _processors() -> Finding:
    return _finding("processors", os.cpu_count() or 1, "fine")


def _memory() -> Finding:
    try:
        gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    except (AttributeError, ValueError, OSError):
        return _finding("memory", "unknown", "fine")
    return _finding("memory", f"{gib:.1f} GiB", "fine" if gib >= LEAST_MEMORY_GIB else "poor")


def _disk(folder: Path) -> Finding:
    gib = shutil.disk_usage(folder).free / 1024**3
    state = "fine" if gib >= LEAST_DISK_GIB else "poor"
    return _finding("free disk here", f"{gib:.1f} GiB", state)


def _cache() -> Finding:
    folder = kernels.cache_root()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return _finding("cache", f"{folder} ({size / 1024**2:.0f} MiB)", "fine")
