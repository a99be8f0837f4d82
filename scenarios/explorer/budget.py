"""What an explorer will take, before it starts: worlds, time, and the size of its page."""

import time
from dataclasses import replace
from typing import Any

from scenarios.explorer.grid import NO_PILOT, ExplorerStudy
from scenarios.running import kernels
from scenarios.running.study import TREND

PAGE_BYTES = 5_140_000
"""The page without points: the plotting library, assumptions and sources."""
POINT_BYTES = 3_600
"""What a point adds, packed; measured on 64 points of Yueqing."""
MOST_BYTES = 6_000_000


def page_bytes(points: int) -> int:
    """Expected size of the page."""
    return PAGE_BYTES + points * POINT_BYTES


def budget(study: ExplorerStudy, workers: int | None) -> dict[str, Any]:
    """Counts, expected seconds from one measured world, expected bytes; runs nothing else.

    Args: workers, processes that share the worlds; None for a cluster: no seconds are expected.
    """
    seconds = None
    if workers is not None:
        seconds = study.worlds_in_all * _seconds_of_a_warm_world(study) / workers
    return {
        "points": len(study.points),
        "draws": study.size.draws,
        "seeds": study.size.seeds,
        "worlds": study.worlds_in_all,
        "workers": workers,
        "expected_seconds": seconds,
        "expected_bytes": page_bytes(len(study.points)),
        "fingerprint": study.fingerprint,
    }


def _seconds_of_a_warm_world(study: ExplorerStudy) -> float:
    """What a world takes once the population is built and the kernels are compiled."""
    from scenarios.running.population_on_disk import ensure_population
    from scenarios.running.warm_up import warm_up

    folder = kernels.prepare()
    ensure_population(study.pack, study.size.scale, lambda: None)
    if not kernels.is_warm(folder):
        warm_up(study)
        kernels.mark_warm(folder)
    return _seconds_of_a_world(study)


def _seconds_of_a_world(study: ExplorerStudy) -> float:
    """What a world with the whole plan takes, with the counting of who gains."""
    from scenarios.running.many_worlds import run_many

    job, last = study.jobs[0], list(study.many)[-1]
    seconds = []
    for names in ([NO_PILOT], [NO_PILOT, last]):
        many = {name: study.many[name] for name in names}
        gains = [[last, NO_PILOT], [last, TREND]] if last in names else []
        begun = time.perf_counter()
        run_many(replace(job, worlds={**job.worlds, "many": many, "gains": gains}))
        seconds.append(time.perf_counter() - begun)
    return max(seconds[1] - seconds[0], 0.0) or seconds[1]
