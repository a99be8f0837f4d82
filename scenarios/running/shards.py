"""One run on many machines without any connection between them: shards, and their merger.

A shard is every n-th pair of a run, in a folder and a ledger of its own. Merged, all shards give
the tables of the undivided run, bit by bit, because a pair depends on nothing but its job.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.errors import InputError
from results.errors import RunFolderError
from results.record import fingerprint
from results.run_folder import SCRATCH, RunFolder, read_json
from scenarios.inputs.plan import Plan
from scenarios.inputs.recorded import NAMED, differing, plan_of, spec_to_keep
from scenarios.running.design import Shard
from scenarios.running.execute import LEDGER, Executed, collected, open_folder, run_jobs
from scenarios.running.failure import Failure
from scenarios.running.progress import Progress
from scenarios.running.run_files import write_failures
from scenarios.running.store import PairStore
from scenarios.running.workforce import Workforce

SHARD_FILE = "shard.json"


@dataclass(frozen=True)
class ShardFolder:
    """A shard that was begun: where, which one, and of what run."""

    path: Path
    shard: Shard
    spec: dict[str, Any]

    @property
    def run(self) -> str:
        """Fingerprint of the undivided run."""
        return fingerprint({part: value for part, value in self.spec.items() if part != NAMED})


@dataclass(frozen=True)
class ShardDone:
    """What came of a shard."""

    folder: RunFolder
    pairs: int
    failures: list[Failure]


def run_shard(
    plan: Plan,
    shard: Shard,
    out: Path | None,
    workforce: Workforce,
    progress: Progress,
) -> ShardDone:
    """Run what is missing of one shard; its ledger stays for `merge`."""
    folder, jobs = open_folder(plan, out, shard), shard.of(plan.jobs)
    content = {"shard": shard.number, "shards": shard.count, "spec": spec_to_keep(plan)}
    folder.write_json("shard", content)
    with PairStore(folder.scratch / LEDGER) as store:
        failures = run_jobs(plan, jobs, store, workforce, progress)
    write_failures(folder, failures)
    return ShardDone(folder, len(jobs), failures)


def merge(
    paths: Sequence[Path], out: Path | None, progress: Progress, county: str | None = None
) -> Executed:
    """Put all shards of one run together; the tables are those of the undivided run.

    Args: county, path of the county pack, if it is not where it was when the shards ran.
    Raises: InputError, RunFolderError for shards that are foreign, twofold, missing or unfinished.
    """
    shards = _whole_set([read_shard(path) for path in paths])
    plan = plan_of(shards[0].spec, str(shards[0].path), county)
    with ExitStack() as opened:
        stores = [opened.enter_context(PairStore(_ledger(shard))) for shard in shards]
        failures = [
            _finished(shard, store, plan) for shard, store in zip(shards, stores, strict=True)
        ]
        folder = open_folder(plan, out)
        with PairStore(folder.scratch / LEDGER) as target:
            failed = [failure for of_shard in failures for failure in of_shard]
            _copy(plan, list(zip(shards, stores, strict=True)), target, failed, progress)
            return collected(plan, folder, target, target.failures(plan.jobs))


def read_shard(path: Path) -> ShardFolder:
    """The shard in a folder; RunFolderError when there is none or its description is damaged."""
    if not (path / SHARD_FILE).is_file():
        raise RunFolderError(
            "there is no shard in this folder",
            file=str(path),
            remedy="name folders that `--shard` wrote",
        )
    content = read_json(path, SHARD_FILE)
    try:
        shard = Shard.parse(f"{content['shard']}/{content['shards']}")
        return ShardFolder(path, shard, dict(content["spec"]))
    except (InputError, KeyError, TypeError, ValueError):
        raise RunFolderError(
            "the file is damaged", file=str(path / SHARD_FILE), remedy="run the shard again"
        ) from None


def _whole_set(shards: list[ShardFolder]) -> list[ShardFolder]:
    """The shards in order of their numbers, if they are all the shards of one run."""
    first, by_number = shards[0], dict[int, ShardFolder]()
    for shard in shards:
        if shard.run != first.run:
            parts = ", ".join(differing(first.spec, shard.spec))
            raise InputError(
                f"is a shard of another run than {first.path}; what differs: {parts}",
                file=str(shard.path),
            )
        if shard.shard.count != first.shard.count:
            raise InputError(
                f"is shard {shard.shard}, and {first.path} is shard {first.shard}: they overlap",
                file=str(shard.path),
            )
        other = by_number.setdefault(shard.shard.number, shard)
        if other is not shard:
            raise InputError(f"is shard {shard.shard} as {other.path} is", file=str(shard.path))
    count = first.shard.count
    missing = [f"{number}/{count}" for number in range(1, count + 1) if number not in by_number]
    if missing:
        shown = ", ".join(missing[:8]) + (" …" if len(missing) > 8 else "")
        raise InputError(f"{len(missing)} of {count} shards are missing: {shown}", key="SHARD")
    return [by_number[number] for number in sorted(by_number)]


def _ledger(shard: ShardFolder) -> Path:
    path = shard.path / SCRATCH / LEDGER
    if not path.is_file():
        raise InputError(
            f"shard {shard.shard} has lost its pairs; run it again",
            file=str(path),
        )
    return path


def _finished(shard: ShardFolder, store: PairStore, plan: Plan) -> list[Failure]:
    """The failures of a shard that is otherwise whole; InputError when pairs are missing."""
    jobs = shard.shard.of(plan.jobs)
    failures = store.failures(jobs)
    there = store.intact(jobs) | {failure.job.id for failure in failures}
    missing = len(jobs) - len(there)
    if missing:
        raise InputError(
            f"shard {shard.shard} is not finished: {missing} of {len(jobs)} pairs are missing or "
            "damaged; run its command again",
            file=str(shard.path),
        )
    return failures


def _copy(
    plan: Plan,
    sources: list[tuple[ShardFolder, PairStore]],
    target: PairStore,
    failures: list[Failure],
    progress: Progress,
) -> None:
    """Take over every pair that the target lacks, one at a time, and every failure."""
    failed = {failure.job.id for failure in failures}
    done = target.intact(plan.jobs)
    progress.begin(total=len(plan.jobs), done=len(done))
    for failure in failures:
        if failure.job.id not in done:
            target.put_failure(failure)
            progress.advance(failed=True)
    for shard, store in sources:
        for job in shard.shard.of(plan.jobs):
            if job.id not in done | failed:
                target.put(job, store.read(job), store.seconds(job))
                progress.advance(failed=False)
    progress.end()
