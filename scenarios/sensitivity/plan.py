"""A sensitivity study before it starts: what is moved, what is watched, and what names it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from model.errors import InputError, nearest_name
from scenarios.inputs.plan import Size, make_plan
from scenarios.running.job import Job
from scenarios.running.study import Study
from scenarios.sensitivity.factors import Factors, Setting

if TYPE_CHECKING:
    from results.record import RunSpec
    from scenarios.inputs.scenario import Scenario

SHORT = {"rural": "rural_income", "urban": "urban_income", "low": "low_income", "gini": "gini_all"}
"""Short names of outcomes."""
KINDS = ("unknowns", "levers")


@dataclass(frozen=True)
class Question:
    """What is asked. difference: pilot less no_pilot, in place of the pilot's level."""

    outcome: str
    year: int
    kind: str = "unknowns"
    difference: bool = False
    by_group: bool = False

    def of(self, tables: "Any") -> float:
        """The answer in the indicators of a run."""
        rows = tables[(tables.indicator == self.outcome) & (tables.year == self.year)]
        by_world = dict(zip(rows.world, rows.value, strict=True))
        return float(by_world["pilot"] - (by_world["no_pilot"] if self.difference else 0.0))


@dataclass(frozen=True)
class SensitivityPlan(Study):
    """A study whose jobs are found stage by stage; `jobs` holds the central one only."""

    question: Question = field(default_factory=lambda: Question("ratio", 2024))
    settings: dict[str, Any] = field(default_factory=dict)
    """Everything else that decides what is run; the budget does not: it only says when to stop."""

    @cached_property
    def factors(self) -> Factors:
        """What is moved."""
        return Factors(self, self.question.kind, by_group=self.question.by_group)

    @cached_property
    def jobs(self) -> list[Job]:
        """The run with everything at its centre."""
        return self.jobs_of(self.factors.setting((), np.empty(0)), {})

    def jobs_of(self, setting: Setting, point: dict[str, float]) -> list[Job]:
        """The jobs of one point; with levers, the world without the pilot is one for all points."""
        worlds = {"pilot": setting.pilot}
        if not self.question.difference:
            return [self._job(setting, worlds, point)]
        if self.question.kind == "levers":
            alone = self._job(setting, {"no_pilot": self.worlds.no_pilot}, {})
            return [self._job(setting, worlds, point), alone]
        return [self._job(setting, {**worlds, "no_pilot": self.worlds.no_pilot}, point)]

    @property
    def worlds_per_point(self) -> int:
        """What a point costs: with levers the trend world is shared by all points."""
        if self.question.kind == "levers":
            return 1
        return 3 if self.question.difference else 2

    def _job(self, setting: Setting, many: dict[str, Any], point: dict[str, float]) -> Job:
        shared = self._shared()
        unknowns = {path: {"value": value} for path, value in setting.unknowns.items()}
        worlds = {**shared, "parameters": unknowns, "many": many, "point": point}
        if self.disputed_of and "pilot" in many:
            worlds["disputed_of"] = dict(self.disputed_of)
        return Job(
            county=self.county,
            pack=self.pack.fingerprint,
            evidence=self.size.evidence,
            scale=self.size.scale,
            draw=setting.draw,
            seed=setting.seed,
            worlds=worlds,
        )

    @cached_property
    def spec(self) -> "RunSpec":
        """What the run record hashes: no path, host or clock."""
        from dataclasses import asdict, replace

        asked = {**asdict(self.question), **self.settings}
        spec = super().spec
        return replace(spec, settings={**spec.settings, "sensitivity": asked})


def sensitivity_plan(
    scenario: "Scenario", size: Size, question: Question, settings: dict[str, Any]
) -> SensitivityPlan:
    """The study of a scenario; InputError for an outcome or year that is not simulated."""
    from model.indicators import FOUND

    plan = make_plan(scenario, size)
    outcome = SHORT.get(question.outcome, question.outcome)
    if outcome not in FOUND:
        raise InputError(
            "is not an indicator",
            key="--outcome",
            value=question.outcome,
            nearest=nearest_name(question.outcome, [*FOUND, *SHORT]),
            allowed="a name of `sanjin list indicators`",
        )
    year = question.year or plan.years[-1]
    if year not in plan.years:
        raise InputError(
            "is not simulated",
            key="--year",
            value=year,
            allowed=f"{plan.years[0]} to {plan.years[-1]}",
        )
    asked = Question(outcome, year, question.kind, question.difference, question.by_group)
    return SensitivityPlan(
        scenario=plan.scenario,
        counterfactual=plan.counterfactual,
        pack=plan.pack,
        county=plan.county,
        worlds=plan.worlds,
        size=size,
        kind="sensitivity",
        many={"pilot": plan.worlds.pilot, "no_pilot": plan.worlds.no_pilot},
        disputed_of=_disputed(plan.worlds.disputed, question.kind),
        command=command_of(scenario.name, size, asked),
        question=asked,
        settings=settings,
    )


def command_of(scenario: str, size: Size, question: Question) -> str:
    """The command line, without the budget."""
    parts = [
        f"sanjin sensitivity {scenario} --outcome {question.outcome} --year {question.year}",
        f"--{question.kind}",
        "--difference" if question.difference else "",
        "--groups" if question.by_group else "",
        f"--scale {size.scale:g} --evidence {size.evidence} --out FOLDER",
    ]
    return " ".join(part for part in parts if part)


def _disputed(disputed: dict[str, Any], kind: str) -> dict[str, Any]:
    """Volumes that the plan's readings give: levers stand for themselves and are not read again."""
    return {"pilot": disputed} if disputed and kind == "unknowns" else {}
