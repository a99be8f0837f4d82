"""A run before it starts: scenario, county, worlds, draws, seeds, scale, and what names it."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from model.errors import InputError
from scenarios.inputs.scenario import Scenario
from scenarios.running.design import Design
from scenarios.running.job import Evidence, EvidenceKey, Job, evidence_key
from scenarios.running.pool import RUNNER
from scenarios.running.worlds import Worlds, worlds_of

if TYPE_CHECKING:
    from calibration.packs.pack import Pack
    from results.record import RunSpec

MOST_DRAWS = 100_000
MOST_SEEDS = 10_000


@dataclass(frozen=True)
class Size:
    """How much is run."""

    draws: int = 16
    seeds: int = 2
    scale: float = 1.0
    evidence: Evidence = "ex-ante"

    def checked(self) -> "Size":
        """The same size; InputError where a number is out of range."""
        for key, value, most in (
            ("--draws", self.draws, MOST_DRAWS),
            ("--seeds", self.seeds, MOST_SEEDS),
        ):
            if not 1 <= value <= most:
                raise InputError("is out of range", key=key, value=value, allowed=f"1 to {most}")
        if not 0.001 <= self.scale <= 1.0:
            raise InputError(
                "is out of range", key="--scale", value=self.scale, allowed="0.001 to 1"
            )
        if self.evidence not in ("ex-ante", "evaluation"):
            raise InputError(
                "is no set of evidence",
                key="--evidence",
                value=self.evidence,
                allowed="ex-ante, evaluation",
            )
        return self


@dataclass(frozen=True)
class Plan:
    """One run, ready to start."""

    scenario: Scenario
    counterfactual: str
    pack: "Pack"
    county: str
    """The pack as the user named it: a name or a path."""
    worlds: Worlds
    size: Size
    runner: str = RUNNER

    @cached_property
    def jobs(self) -> list[Job]:
        """Every pair of the run."""
        template = Job(
            county=self.county,
            pack=self.pack.fingerprint,
            evidence=self.size.evidence,
            scale=self.size.scale,
            draw=0,
            seed=1,
            worlds=self.worlds.plain(),
        )
        design = Design((template,), range(self.size.draws), range(1, self.size.seeds + 1))
        return design.jobs

    @cached_property
    def spec(self) -> "RunSpec":
        """What the run record hashes: no path, host or clock."""
        from results.record import RunSpec

        return RunSpec(
            scenario=self.scenario.name,
            scenario_text=_text(self.scenario.canonical()),
            county=self.pack.name,
            pack_fingerprint=self.pack.fingerprint,
            evidence=self.size.evidence,
            draws=range(self.size.draws),
            seeds=range(1, self.size.seeds + 1),
            scale=self.size.scale,
            parameters=self._fit(),
            settings={"counterfactual": self.counterfactual, **self.worlds.plain()},
        )

    def _fit(self) -> dict[str, str]:
        """What names the fitted behaviour that draws take from, if there is any."""
        from calibration.behaviour.fitted_draws import fit_name

        found = fit_name(self.pack, self.evidence_key)
        return {"fitted": found} if found else {}

    @cached_property
    def fingerprint(self) -> str:
        """Twelve digits that name the run."""
        return self.spec.fingerprint

    @property
    def evidence_key(self) -> "EvidenceKey":
        """The set of evidence as draws name it."""
        return evidence_key(self.size.evidence)

    @property
    def years(self) -> range:
        """The simulated years."""
        return range(self.worlds.years[0], self.worlds.years[1] + 1)


def make_plan(
    scenario: Scenario, size: Size, *, county: str | None = None, against: Scenario | None = None
) -> Plan:
    """Load the county and fill in the worlds.

    Args: county, name or path of a pack, by default the scenario's; against, a scenario in the
    place of the scenario's own counterfactual.
    """
    from calibration.packs.pack import load_pack

    size.checked()
    named = scenario.county if county is None else county
    if named is None:
        raise InputError("names no county", file=scenario.file, key="county")
    pack = load_pack(named)
    other = against or scenario.counterfactual_scenario()
    return Plan(scenario, other.name, pack, named, worlds_of(scenario, other, pack), size)


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1)
