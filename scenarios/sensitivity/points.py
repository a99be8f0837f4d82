"""Runs the points of a design as jobs of the pool, and reads back where each answer was found."""

import json
from collections.abc import Sequence

import numpy as np

from scenarios.running.arrow import decode
from scenarios.running.execute import run_jobs
from scenarios.running.failure import Failure
from scenarios.running.job import Job
from scenarios.running.progress import Progress
from scenarios.running.store import PairStore
from scenarios.running.workforce import Workforce
from scenarios.sensitivity.design import Answers, Floats
from scenarios.sensitivity.plan import SensitivityPlan


class PointsFailed(Exception):  # noqa: N818 - a statement about the runs, not a defect
    """Some points could not be run; a design with holes gives no indices."""

    def __init__(self, failures: list[Failure]) -> None:
        self.failures = failures
        super().__init__(f"{len(failures)} runs failed")


class Points:
    """Evaluates points of a plan; finished ones are taken from the store."""

    def __init__(
        self, plan: SensitivityPlan, store: PairStore, workforce: Workforce, progress: Progress
    ) -> None:
        self._plan, self._store = plan, store
        self._workforce, self._progress = workforce, progress
        self.rows: list[tuple[int, str, int, int, float]] = []
        """Every answer so far: stage, job, draw, seed, value."""
        self._stage = 0
        self._known: dict[str, float] = {}

    def __call__(self, names: tuple[str, ...], points: Floats) -> Answers:
        """Run all points; raises PointsFailed when any cannot be run."""
        jobs = [self._jobs(names, point) for point in points]
        each = list({job.id: job for of_point in jobs for job in of_point}.values())
        failures = run_jobs(self._plan, each, self._store, self._workforce, self._progress)
        if failures:
            raise PointsFailed(failures)
        self._stage += 1
        values = [self._answer(of_point) for of_point in jobs]
        return Answers(np.array([_point_of(of[0], names) for of in jobs]), np.array(values))

    def _jobs(self, names: tuple[str, ...], point: Floats) -> list[Job]:
        setting = self._plan.factors.setting(names, point)
        given = {name: float(value) for name, value in zip(names, point, strict=True)}
        return self._plan.jobs_of(setting, given)

    def _answer(self, jobs: Sequence[Job]) -> float:
        import pandas as pd

        job = jobs[0]
        if job.id not in self._known:
            tables = [decode(self._store.read(one)["indicators"]) for one in jobs]
            table = pd.concat(tables).drop_duplicates(KEYS)
            self._known[job.id] = self._plan.question.of(table)
        value = self._known[job.id]
        self.rows.append((self._stage, job.id, job.draw, job.seed, value))
        return value


KEYS = ["draw", "seed", "world", "year", "indicator"]


def _point_of(job: Job, names: tuple[str, ...]) -> list[float]:
    """The point as the job carries it into its hash, and so into the ledger."""
    point = json.loads(job.to_json())["worlds"]["point"]
    return [point[name] for name in names]
