"""A study: any number of worlds of one county on the same draws and seeds, ready to start.

It is a plan like that of a forecast, with `many` worlds in the place of the pilot. Its first
scenario gives years, switches, moved unknowns and shocks, which all worlds share.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scenarios.comparing.many_gains import LEVEL
from scenarios.inputs.plan import Plan
from scenarios.running.job import Job
from scenarios.running.many_worlds import RUNNER, jobs_of_worlds, templates
from scenarios.running.worlds import World

if TYPE_CHECKING:
    from results.record import RunSpec

TREND = "trend"


@dataclass(frozen=True)
class Study(Plan):
    """Worlds by name and what is measured between them.

    kind: comparison, attribution and so on. gains: pairs of worlds between which winners and losers
    are counted, in jobs that hold both. together: all worlds of a draw and seed are one job.
    disputed_of: by world. settings: what else decides the numbers.
    """

    runner: str = RUNNER
    kind: str = ""
    many: Mapping[str, World] = field(default_factory=dict)
    gains: tuple[tuple[str, str], ...] = ()
    together: bool = False
    disputed_of: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    command: str = ""

    @cached_property
    def jobs(self) -> list[Job]:
        """Every job of the study; those of one draw and seed stand together."""
        template = Job(
            county=self.county,
            pack=self.pack.fingerprint,
            evidence=self.size.evidence,
            scale=self.size.scale,
            draw=0,
            seed=1,
            worlds=self._shared(),
        )
        each = templates(template, range(self.size.draws), range(1, self.size.seeds + 1))
        return [job for one in each for job in self._jobs(one)]

    def _jobs(self, template: Job) -> list[Job]:
        most = len(self.many) if self.together else None
        return [self._measured(job) for job in jobs_of_worlds(template, self.many, most)]

    def _measured(self, job: Job) -> Job:
        """The job with what is to be measured in it, of its own worlds only."""
        names = set(job.worlds["many"])
        more = {
            "gains": [list(pair) for pair in gains_in(self.gains, names)],
            "disputed_of": {name: self.disputed_of[name] for name in names & set(self.disputed_of)},
        }
        given = {key: value for key, value in more.items() if value}
        return Job(**{**job.__dict__, "worlds": {**job.worlds, **given}})

    def _shared(self) -> dict[str, Any]:
        kept = ("years", "switches", "parameters", "shocks")
        return {key: value for key, value in self.worlds.plain().items() if key in kept}

    @cached_property
    def spec(self) -> "RunSpec":
        """What the run record hashes: no path, host or clock."""
        from results.record import RunSpec

        return RunSpec(
            scenario=self.scenario.name,
            scenario_text=json.dumps(self.many, sort_keys=True, ensure_ascii=False, indent=1),
            county=self.pack.name,
            pack_fingerprint=self.pack.fingerprint,
            evidence=self.size.evidence,
            draws=range(self.size.draws),
            seeds=range(1, self.size.seeds + 1),
            scale=self.size.scale,
            settings={
                "study": self.kind,
                "command": self.command,
                "counterfactual": self.counterfactual,
                "gains": [list(pair) for pair in self.gains],
                "disputed_of": dict(self.disputed_of),
                **self.settings,
                **self._shared(),
            },
        )


def gains_in(gains: tuple[tuple[str, str], ...], names: set[str]) -> list[tuple[str, str]]:
    """Contrasts that a job with these worlds can measure; the trend's level only beside others."""
    known = {*names, TREND, LEVEL}
    others = [pair for pair in gains if pair[0] in names and pair[1] in known]
    levels = [pair for pair in gains if pair == (TREND, LEVEL)]
    return others + levels if others else []


def indicators_of(tables: "Mapping[str, Any]") -> Any:
    """The indicators table of a study, its trend worlds once a draw and seed."""
    table = tables["indicators"]
    return table.drop_duplicates(["draw", "seed", "world", "year", "indicator"])
