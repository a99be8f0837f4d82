"""A run that grows: more draws or seeds, without computing again what is there."""

from dataclasses import replace
from pathlib import Path

from results.run_folder import RunFolder
from scenarios.inputs.plan import Plan
from scenarios.inputs.recorded import plan_of, recorded_spec
from scenarios.running.design import Design
from scenarios.running.execute import Executed, execute_into, keep_spec
from scenarios.running.progress import Progress
from scenarios.running.workforce import Workforce


def grown_plan(path: Path, draws: int | None, seeds: int | None, county: str | None) -> Plan:
    """The plan of the run in a folder with more draws, more seeds, or as it is.

    Raises: InputError when it would lose any, or when code, libraries or data have changed.
    """
    plan = plan_of(recorded_spec(path), str(path), county)
    size = plan.size
    more = replace(size, draws=draws or size.draws, seeds=seeds or size.seeds).checked()
    now = Design((), range(size.draws), range(1, size.seeds + 1))
    now.grown(more.draws, more.seeds)
    return replace(plan, size=more)


def expand(path: Path, plan: Plan, workforce: Workforce, progress: Progress) -> Executed:
    """Run what the folder lacks of a grown plan.

    The folder stays the finished run that it was, and can be verified as such, until all new pairs
    are in its ledger; `take_over` then makes it the folder of the grown run.
    """
    return execute_into(RunFolder.open(path), plan, workforce, progress)


def take_over(executed: Executed) -> None:
    """Make the folder that of the grown run; it is complete again when the run is written."""
    if executed.folder.fingerprint != executed.plan.fingerprint:
        keep_spec(executed.folder, executed.plan)
        executed.folder.give_over(executed.plan.fingerprint)
