"""Compiled code never outlives the source it was compiled from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scenarios.running import kernels

ROOT = Path(__file__).resolve().parent.parent

CALLER = """
from numba import njit
from model.rule import gain

@njit(cache=True)
def total(n):
    return n * gain()
"""
CALLEE = """
from numba import njit

@njit(cache=True)
def gain():
    return {gain}
"""
RUN = """
import sys
from pathlib import Path
root = Path(sys.argv[1])
sys.path.insert(0, {checkout!r})
from scenarios.running.kernels import prepare
folder = prepare(root)
for name in [name for name in sys.modules if name == "model" or name.startswith("model.")]:
    del sys.modules[name]
sys.path.insert(0, str(root))
from model.phase import total
print(total(10), folder.name, len(list(folder.rglob("*.nbc"))))
"""


@pytest.fixture
def packages(tmp_path):
    """A small copy of the layout: a kernel that calls a rule in another file."""
    for package in kernels.PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "model" / "phase.py").write_text(CALLER)
    (tmp_path / "model" / "rule.py").write_text(CALLEE.format(gain=1))
    return tmp_path


def total(root, cache):
    """What the kernel gives in a fresh process, the name of its folder, and files in it."""
    environment = {**os.environ, "SANJIN_CACHE_DIR": str(cache)}
    environment.pop("NUMBA_CACHE_DIR", None)
    answer = subprocess.run(
        [sys.executable, "-c", RUN.format(checkout=str(ROOT)), str(root)],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    value, folder, files = answer.stdout.split()
    return int(value), folder, int(files)


def test_a_changed_callee_is_compiled_anew(packages, tmp_path):
    cache = tmp_path / "cache"
    before = total(packages, cache)
    again = total(packages, cache)
    (packages / "model" / "rule.py").write_text(CALLEE.format(gain=2))
    after = total(packages, cache)
    assert before[0] == again[0] == 10
    assert before[1] == again[1]
    assert before[2] > 0, "nothing was cached, so the test proves nothing"
    assert after[0] == 20
    assert after[1] != before[1]


@pytest.mark.parametrize("package", kernels.PACKAGES)
def test_every_package_counts(packages, package):
    before = kernels.kernel_key(packages)
    (packages / package / "more.py").write_text("x = 1\n")
    assert kernels.kernel_key(packages) != before


def test_a_renamed_file_counts(packages):
    before = kernels.source_hash(packages)
    (packages / "model" / "rule.py").rename(packages / "model" / "law.py")
    assert kernels.source_hash(packages) != before


def test_what_is_not_source_does_not_count(packages):
    before = kernels.source_hash(packages)
    (packages / "model" / "notes.txt").write_text("x")
    (packages / "model" / "__pycache__").mkdir()
    assert kernels.source_hash(packages) == before


def test_libraries_are_kept_to_one_thread(tmp_path, monkeypatch):
    monkeypatch.setenv("SANJIN_CACHE_DIR", str(tmp_path))
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
        monkeypatch.setenv(name, "8")
    monkeypatch.setenv("NUMBA_CACHE_DIR", "before")
    folder = kernels.prepare()
    assert folder.parent.parent == tmp_path
    assert os.environ["OMP_NUM_THREADS"] == os.environ["NUMBA_NUM_THREADS"] == "1"


def test_old_folders_are_removed_and_the_present_one_stays(tmp_path):
    folders = [tmp_path / str(number) for number in range(5)]
    for age, folder in enumerate(folders):
        folder.mkdir()
        os.utime(folder, (1000 + age, 1000 + age))
    kernels.prune(tmp_path, 2, keep=folders[0])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "4"]


def test_warmth_is_remembered(tmp_path):
    assert not kernels.is_warm(tmp_path)
    kernels.mark_warm(tmp_path)
    assert kernels.is_warm(tmp_path)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root writes anywhere")
def test_a_home_that_is_read_only_gives_a_temporary_folder(tmp_path, monkeypatch):
    tmp_path.chmod(0o500)
    monkeypatch.setenv("SANJIN_CACHE_DIR", str(tmp_path / "cache"))
    assert os.access(kernels.cache_root(), os.W_OK)


def test_a_folder_of_somebody_else_is_not_trusted(tmp_path, monkeypatch):
    monkeypatch.setenv("SANJIN_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(os, "getuid", lambda: 12345, raising=False)
    assert kernels.cache_root() != tmp_path
