"""The synthetic county on disk: built once, then mapped into memory by every worker that needs it.

A folder of plain .npy files named after the content of the pack, the scale and the sources that
build it. Mapped read-only, so that all workers share the same pages of memory.
"""

import dataclasses
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from model.errors import InputError
from scenarios.running import kernels

if TYPE_CHECKING:
    from calibration.packs.pack import Pack
    from calibration.start.population import Population

TABLES = ("households", "workers", "villages", "enterprises", "outlets")
_KEPT_POPULATIONS = 4


@lru_cache(maxsize=2)
def load_checked_pack(county: str, fingerprint: str) -> "Pack":
    """The pack of that name or path; InputError when it is not the one the job was made for."""
    from calibration.packs.pack import load_pack

    pack = load_pack(county)
    if pack.fingerprint != fingerprint:
        raise InputError("the county pack changed while the run was going on", value=county)
    return pack


def ensure_population(pack: "Pack", scale: float, building: Callable[[], None]) -> Path:
    """Build and store the population unless it is there; returns its folder.

    Args: building, called before the work begins.
    """
    folder = _folder(pack, scale)
    if not (folder / "scalars.json").is_file():
        building()
        _store(_build(pack, scale), folder)
    kernels.prune(folder.parent, _KEPT_POPULATIONS, keep=folder)
    return folder


def shared_population(pack: "Pack", scale: float) -> "Population":
    """The population, mapped from disk; built first if need be."""
    return _mapped(pack.fingerprint, scale, ensure_population(pack, scale, lambda: None))


def _build(pack: "Pack", scale: float) -> "Population":
    from calibration.start.population import build

    return build(pack, scale)


def _folder(pack: "Pack", scale: float) -> Path:
    sources = kernels.source_hash(packages=("calibration", "model"))
    key = hashlib.sha256(f"{pack.fingerprint} {scale!r} {sources} {np.__version__}".encode())
    return kernels.cache_root() / "populations" / key.hexdigest()[:16]


def _store(population: "Population", folder: Path) -> None:
    """Write to a temporary folder and rename, so that a half-written population is never read."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        for table in TABLES:
            for column, values in getattr(population, table).items():
                np.save(temporary / f"{table}.{column}.npy", values, allow_pickle=False)
        np.save(temporary / "town_links.npy", population.town_links, allow_pickle=False)
        (temporary / "scalars.json").write_text(json.dumps(_scalars(population)), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(temporary, folder)  # noqa: PTH105 - Path.replace does not take folders everywhere
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        if not (folder / "scalars.json").is_file():
            raise


def _scalars(population: "Population") -> dict[str, Any]:
    return {
        "sectors": population.sectors,
        "scale": population.scale,
        "key": population.key,
        "shape": dataclasses.asdict(population.shape),
    }


@lru_cache(maxsize=1)
def _mapped(fingerprint: str, scale: float, folder: Path) -> "Population":  # noqa: ARG001 - key
    from calibration.start.population import Population

    scalars = json.loads((folder / "scalars.json").read_text(encoding="utf-8"))
    tables: dict[str, Any] = {table: _columns(folder, table) for table in TABLES}
    return Population(
        **tables,
        town_links=_mapped_array(folder / "town_links.npy"),
        sectors=scalars["sectors"],
        scale=scalars["scale"],
        key=scalars["key"],
        shape=_shape(scalars["shape"]),
    )


def _columns(folder: Path, table: str) -> dict[str, Any]:
    return {
        path.name.split(".")[1]: _mapped_array(path)
        for path in sorted(folder.glob(f"{table}.*.npy"))
    }


def _mapped_array(path: Path) -> Any:
    return np.load(path, mmap_mode="r", allow_pickle=False)


def _shape(fields: dict[str, float]) -> Any:
    from calibration.start.income_shape import IncomeShape

    return IncomeShape(**fields)
