"""Runs an allocation into its folder, stage by stage; each stage decides what the next one runs."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.allocation.allocation_report import assemble
from scenarios.allocation.measured import Measured, measured
from scenarios.allocation.menu import Mix
from scenarios.allocation.search import (
    Models,
    Proposal,
    chosen,
    finalists,
    first_stage,
    last_stage,
    models,
    runs_all,
)
from scenarios.allocation.study import AllocationStudy
from scenarios.running.ensemble import collect
from scenarios.running.execute import LEDGER, Executed, open_folder, run_jobs
from scenarios.running.failure import Failure
from scenarios.running.progress import Progress
from scenarios.running.store import PairStore
from scenarios.running.study_run import write_study
from scenarios.running.workforce import Workforce
from scenarios.words import Language, say

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Searched:
    """All that was run: its quantities, the models of the first stage, and what they proposed."""

    found: Measured
    model: Models | None
    proposal: Proposal | None


class Stages:
    """Runs mixes of a study and keeps the tables of all that were run so far."""

    def __init__(
        self,
        study: AllocationStudy,
        store: PairStore,
        workforce: Workforce,
        progress: Progress,
    ) -> None:
        self._study, self._store = study, store
        self._workforce, self._progress = workforce, progress
        self.mixes: list[Mix] = []
        self.tables: dict[str, pd.DataFrame] = {}
        self.failures: list[Failure] = []

    def run(self, mixes: Sequence[Mix]) -> Measured | None:
        """Run further mixes; quantities of all so far, None where every job failed."""
        import pandas as pd

        fresh = [mix for mix in dict.fromkeys(mixes) if mix not in set(self.mixes)]
        if fresh:
            stage = self._study.of(fresh)
            jobs = stage.jobs
            failures = run_jobs(stage, jobs, self._store, self._workforce, self._progress)
            self.failures += failures
            failed = {failure.job.id for failure in failures}
            if len(failed) == len(jobs):
                return None
            for name, table in collect(jobs, self._store, failed).items():
                before = [self.tables[name]] if name in self.tables else []
                self.tables[name] = pd.concat([*before, table], ignore_index=True)
            self.mixes += fresh
        study = self._study
        return measured(self.tables, study.menu, self.mixes, study.question.objective, study.years)


def searched(study: AllocationStudy, stages: Stages) -> Searched | None:
    """Run all stages; None where all jobs of one failed."""
    found = stages.run(first_stage(study))
    model, proposal = None, None
    if found is not None and not runs_all(study.menu, study.question):
        model = models(study.menu, found)
        proposal = finalists(study, found, model)
        found = stages.run(proposal.mixes)
    if found is None:
        return None
    # Taking options out of the choice may itself bring forth a better mix, and so on: each step is
    # better than the one before, so this ends.
    while (place := chosen(study, found)) is not None:
        missing = [mix for mix in last_stage(found.mixes[place]) if mix not in found.mixes]
        if not missing:
            break
        found = stages.run(missing)
        if found is None:
            return None
    return Searched(found, model, proposal)


def run_allocation(
    study: AllocationStudy,
    out: Path | None,
    workforce: Workforce,
    lang: Language,
) -> tuple[Executed, dict[str, Any]]:
    """Run what is missing and write the folder.

    Returns: what ran, and the summary; the summary is empty where every job of a stage failed.
    """
    begun = time.perf_counter()
    folder = open_folder(study, out)
    with Progress(lang) as progress, PairStore(folder.scratch / LEDGER) as store:
        stages = Stages(study, store, workforce, progress)
        result = searched(study, stages)
        if result is None:
            return Executed(study, folder, {}, stages.failures), {}
        progress.note(say("writing", lang))
        executed = Executed(study, folder, stages.tables, stages.failures)
        found = assemble(study, executed, result.found, result.model, result.proposal)
        summary = write_study(executed, found, time.perf_counter() - begun, lang)
    return executed, summary
