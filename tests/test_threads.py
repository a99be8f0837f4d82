"""The number of threads of the linear algebra library changes no bit of a county or a world."""

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent


def digest(threads: str) -> str:
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    paths = os.pathsep.join((str(TESTS.parent), str(TESTS)))
    found = subprocess.run(
        [sys.executable, TESTS / "world_digest.py"],
        env={**os.environ, "PYTHONPATH": paths, **dict.fromkeys(names, threads)},
        text=True,
        capture_output=True,
        check=True,
    )
    return found.stdout


def test_one_thread_and_two_give_the_same_bits() -> None:
    one = digest("1")
    assert len(one.strip()) == 64
    assert digest("2") == one
