"""`--dry-run`: the quarter step by step with times, and what the whole run would take."""

import time
from typing import Any

from scenarios.commands.screen import print_json, print_table, show
from scenarios.inputs.plan import Plan
from scenarios.running import kernels
from scenarios.running.workforce import Workforce
from scenarios.words import Language, say

WORLDS_OF_A_PAIR = 3


def print_plan(plan: Plan, workforce: Workforce, lang: Language, *, as_json: bool) -> None:
    """Run one world of the plan, print what each step of a quarter takes, write nothing."""
    found = measured_plan(plan, workforce.processes_here)
    if as_json:
        print_json(found)
        return
    print_table(
        [say("plan", lang), "ms"],
        [[step["step"], f"{step['milliseconds']:.2f}"] for step in found["quarter"]],
    )
    total = say("plan_total", lang).format(pairs=found["pairs"], quarters=found["quarters"])
    if workforce.processes_here is None:
        show(total)
        return
    show(total + say("plan_processes", lang).format(workers=workforce.processes_here))
    show(say("expected", lang).format(seconds=found["expected_seconds"]))


def measured_plan(plan: Plan, workers: int | None) -> dict[str, Any]:
    """Steps of a quarter with their mean milliseconds, pairs, and expected seconds.

    Args: workers, processes that share the pairs; None for a cluster: no seconds are expected.
    """
    kernels.prepare()
    from scenarios.benchmark.phase_times import phase_times
    from scenarios.running.pair import county_of, new_world
    from scenarios.running.warm_up import warm_up

    warm_up(plan)
    job = plan.jobs[0]
    begun = time.perf_counter()
    county = county_of(job)
    preparing = time.perf_counter() - begun
    world = new_world(job, county, None, ())
    begun = time.perf_counter()
    seconds = phase_times(world)
    running = time.perf_counter() - begun
    world.close()
    quarters = plan.worlds.quarters
    work = len(plan.jobs) * (preparing + WORLDS_OF_A_PAIR * running)
    return {
        "quarter": [
            {"step": line, "milliseconds": 1000.0 * spent / quarters}
            for line, spent in seconds.items()
        ],
        "pairs": len(plan.jobs),
        "worlds": WORLDS_OF_A_PAIR * len(plan.jobs),
        "quarters": quarters,
        "workers": workers,
        "expected_seconds": work / workers if workers else None,
        "fingerprint": plan.fingerprint,
    }
