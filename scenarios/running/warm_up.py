"""Compiles every kernel once, by running one small pair, before workers start."""

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.inputs.plan import Plan

SMALL_SCALE = 0.01


def warm_up(plan: "Plan") -> None:
    """Run the plan's first pair at a small scale in this process; its results are thrown away."""
    from scenarios.running.worker import runner_of

    job = plan.jobs[0]
    runner_of(plan.runner)(replace(job, scale=min(job.scale, SMALL_SCALE)))
