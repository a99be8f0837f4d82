"""The design of an ensemble: scenarios times draws times seeds, whole, in shards, or grown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from model.errors import InputError
from scenarios.running.job import Job

MOST_SHARDS = 10_000


@dataclass(frozen=True)
class Shard:
    """Part `number` of `count`, counted from 1."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> "Shard":
        """The shard that `i/n` names; InputError when it names none."""
        first, _, last = text.partition("/")
        plain = first.isascii() and first.isdecimal() and last.isascii() and last.isdecimal()
        if not plain or not 1 <= int(first) <= int(last) <= MOST_SHARDS:
            raise InputError(
                "is no shard",
                key="--shard",
                value=text,
                allowed=f"i/n with 1 <= i <= n <= {MOST_SHARDS}, for example 2/8",
            )
        return cls(int(first), int(last))

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def of(self, jobs: Sequence[Job]) -> list[Job]:
        """Every n-th job, from the i-th on: shards differ by at most one job and never overlap."""
        return list(jobs[self.number - 1 :: self.count])


@dataclass(frozen=True)
class Design:
    """Which jobs an ensemble has. A job's id is a hash of its content, so that no job is twofold.

    templates: one job a scenario, whose draw and seed are replaced.
    """

    templates: tuple[Job, ...]
    draws: range
    seeds: range

    @property
    def jobs(self) -> list[Job]:
        """Every job once; every draw of every scenario is begun before any gets its second seed.

        Scenarios with equal content are one scenario.
        """
        distinct = {template.id: template for template in self.templates}
        return [
            replace(template, draw=draw, seed=seed)
            for seed in self.seeds
            for draw in self.draws
            for template in distinct.values()
        ]

    def missing(self, done: Iterable[str]) -> list[Job]:
        """The jobs whose ids are not among those done."""
        known = frozenset(done)
        return [job for job in self.jobs if job.id not in known]

    def grown(self, draws: int, seeds: int) -> "Design":
        """The same with more draws and seeds; InputError when it would lose any."""
        for key, now, then in (
            ("--draws", len(self.draws), draws),
            ("--seeds", len(self.seeds), seeds),
        ):
            if then < now:
                raise InputError(
                    "a run only grows", key=key, value=then, allowed=f"{now} (what it has) or more"
                )
        return replace(self, draws=range(draws), seeds=range(1, seeds + 1))
