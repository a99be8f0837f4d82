"""Pairs that cost nothing, and pairs that do what no pair should: raise, die, hang, eat memory."""

import os
import signal
import time

import pandas as pd

from scenarios.running.job import Job

SICK_DRAW = 3


def job(draw: int = 0, seed: int = 1) -> Job:
    worlds = {"no_pilot": {}, "pilot": {}, "years": [2022, 2024], "switches": {}}
    return Job("yueqing", "ab" * 32, "ex-ante", 0.1, draw, seed, worlds)


def quick(job: Job) -> dict[str, pd.DataFrame]:
    """Numbers that depend on the job alone."""
    values = [100.0 * job.draw + job.seed + place / 7.0 for place in range(5)]
    frame = pd.DataFrame({"draw": job.draw, "seed": job.seed, "value": values})
    return {"indicators": frame, "gains": frame.assign(group=[f"组{n}" for n in range(5)])}


def slow(job: Job) -> dict[str, pd.DataFrame]:
    time.sleep(0.3)
    return quick(job)


def uneven(job: Job) -> dict[str, pd.DataFrame]:
    """The later the job, the sooner it is done."""
    time.sleep(0.15 / (1 + job.draw))
    return quick(job)


def raising(job: Job) -> dict[str, pd.DataFrame]:
    if job.draw == SICK_DRAW:
        raise ArithmeticError("this draw does not close")
    return quick(job)


def dying(job: Job) -> dict[str, pd.DataFrame]:
    if job.draw == SICK_DRAW:
        os.kill(os.getpid(), signal.SIGKILL)
    return quick(job)


def hanging(job: Job) -> dict[str, pd.DataFrame]:
    if job.draw == SICK_DRAW:
        time.sleep(600.0)
    return quick(job)


def greedy(job: Job) -> dict[str, pd.DataFrame]:
    if job.draw == SICK_DRAW:
        hoard = [bytearray(64 * 1024**2) for _ in range(200)]
        return {"indicators": pd.DataFrame({"value": [len(hoard)]})}
    return quick(job)


def second_draw_raising(job: Job) -> dict[str, pd.DataFrame]:
    """The real thing, but for one draw."""
    from scenarios.running.pair import run_pair

    if job.draw == 1:
        raise ArithmeticError("this draw does not close")
    return run_pair(job)
