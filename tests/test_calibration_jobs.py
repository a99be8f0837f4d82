"""Worlds of a calibration on workers: none is run twice, and many failures end it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from calibration.packs.pack import load_pack
from model.errors import InputError
from scenarios.fitting.calibration_jobs import evaluator
from scenarios.fitting.calibration_run import Asked, job_of
from scenarios.running.progress import Progress
from scenarios.running.workforce import Workforce

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def asked():
    return Asked(load_pack("yueqing"), "yueqing", worlds=2000)


def jobs_of(asked, count):
    return [job_of(asked, index, {}) for index in range(count)]


def test_finished_worlds_are_not_run_again(asked, tmp_path, monkeypatch):
    log = tmp_path / "log"
    monkeypatch.setenv("MADE_WORLDS_LOG", str(log))
    with Progress("en", quiet=True) as progress:
        evaluate = evaluator(tmp_path, Workforce(1), progress, "made_moment_worlds:run")
        first = evaluate(jobs_of(asked, 4))
        both = evaluate(jobs_of(asked, 6))
    assert both[:4] == first
    assert sorted(map(int, log.read_text(encoding="utf-8").split())) == [0, 1, 2, 3, 4, 5]


def test_a_stage_in_which_many_worlds_fail_ends_the_calibration(asked, tmp_path):
    with Progress("en", quiet=True) as progress:
        evaluate = evaluator(tmp_path, Workforce(1), progress, "made_moment_worlds:raising")
        with pytest.raises(InputError, match="too many worlds failed.*does not close"):
            evaluate(jobs_of(asked, 6))


SCRIPT = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
if __name__ == "__main__":
    from calibration.packs.pack import load_pack
    from scenarios.fitting.calibration_jobs import evaluator
    from scenarios.fitting.calibration_run import Asked, job_of
    from scenarios.running.progress import Progress
    from scenarios.running.workforce import Workforce
    asked = Asked(load_pack("yueqing"), "yueqing")
    with Progress("en", quiet=True) as progress:
        evaluate = evaluator(Path({folder!r}), Workforce(2), progress, "made_moment_worlds:run")
        found = evaluate([job_of(asked, index, {{}}) for index in range(60)])
    print([values["made"] for values in found])
"""


def test_killed_half_way_it_goes_on_and_ends_the_same(tmp_path):
    script = tmp_path / "calibration.py"
    text = SCRIPT.format(root=str(ROOT), tests=str(ROOT / "tests"), folder=str(tmp_path / "run"))
    script.write_text(text, encoding="utf-8")
    log = tmp_path / "log"
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    environment = {**os.environ, "MADE_WORLDS_LOG": str(log), "PYTHONPATH": paths}
    running = subprocess.Popen(
        [sys.executable, str(script)], env=environment, start_new_session=True
    )
    while not log.is_file() or len(log.read_text(encoding="utf-8").split()) < 10:
        assert running.poll() is None
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    before = len(log.read_text(encoding="utf-8").split())
    assert before < 60
    done = subprocess.run(
        [sys.executable, str(script)], env=environment, check=True, capture_output=True, text=True
    )
    assert eval_list(done.stdout) == [100.0 * index + 1.0 for index in range(60)]
    assert len(log.read_text(encoding="utf-8").split()) <= 60 + 4  # workers and finished, unstored


def eval_list(text):
    return [float(cell) for cell in text.strip().strip("[]").split(",")]
