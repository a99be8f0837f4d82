"""Where compiled kernels are kept, so that a changed rule can never run as its old self.

numba's own cache looks only at the file of the function it compiles: change a function that it
calls from another file and the old machine code runs on, silently. Here the cache folder is named
after the hash of all sources, so any change starts afresh.
"""

import hashlib
import os
import platform
import shutil
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("calibration", "model", "results", "scenarios")
_ROOT = Path(__file__).resolve().parents[2]
_THREAD_SETTINGS = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
)
_KEPT_FOLDERS = 6


def source_hash(root: Path = _ROOT, packages: tuple[str, ...] = PACKAGES) -> str:
    """The sha256 of all Python sources of the packages, by relative path."""
    digest = hashlib.sha256()
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{name} {content}\n".encode())
    return digest.hexdigest()


def kernel_key(root: Path = _ROOT) -> str:
    """What a compiled kernel depends on: sources, Python, numba, processor family."""
    parts = (source_hash(root), platform.python_version(), _numba(), platform.machine())
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


def cache_root() -> Path:
    """The user's folder for what can be made again; a temporary one where that is read-only."""
    for folder in (_user_cache(), Path(tempfile.gettempdir()) / f"sanjin-{_user_id()}"):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        if os.access(folder, os.W_OK) and _is_own(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix="sanjin-"))


def prepare(root: Path = _ROOT) -> Path:
    """Point numba at the folder of the present sources and keep libraries to one thread.

    Must run before numba is imported; worker processes inherit both through the environment.
    Returns: the folder.
    """
    for name in _THREAD_SETTINGS:
        os.environ[name] = "1"
    kernels = cache_root() / "kernels"
    folder = kernels / kernel_key(root)
    folder.mkdir(parents=True, exist_ok=True)
    if "numba" not in sys.modules:
        os.environ["NUMBA_CACHE_DIR"] = str(folder)
    prune(kernels, _KEPT_FOLDERS, keep=folder)
    return folder


def prune(parent: Path, kept: int, *, keep: Path) -> None:
    """Remove all but the folders used last; `keep` always stays."""
    os.utime(keep)
    folders = sorted(
        (path for path in parent.iterdir() if path.is_dir()),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for folder in folders[kept:]:
        if folder != keep:
            shutil.rmtree(folder, ignore_errors=True)


def is_warm(folder: Path) -> bool:
    """Whether kernels were compiled into the folder by a whole run before."""
    return (folder / "warm").is_file()


def mark_warm(folder: Path) -> None:
    """Remember that the kernels of these sources are compiled."""
    (folder / "warm").touch()


def _numba() -> str:
    try:
        return version("numba")
    except PackageNotFoundError:
        return "none"


def _user_cache() -> Path:
    named = os.environ.get("SANJIN_CACHE_DIR")
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "sanjin"


def _is_own(folder: Path) -> bool:
    """Compiled code is only ever loaded from a folder that nobody else could have filled."""
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()


def _user_id() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"
