"""A declarative case as it was read, and whether it holds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from case_rules import RULES
from real_county import County, outcome
from reshaped import DECLARED, with_columns
from small_county import small_county, small_trend

from model.outcome import WorldOutcome
from model.parameters import Parameters
from model.rules import Switches
from scenarios.inputs.settings import build_policy

SMALL = {"seed": 0, "villages": 4, "households": 200, "plants": 40, "towns": 2}
"""What makes the small county of a case, and the usual numbers."""


@dataclass(frozen=True)
class Bound:
    """What must hold of a number."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether the number is inside."""
        return self.low <= value <= self.high

    def __str__(self) -> str:
        low, high = f"{self.low:.7g}", f"{self.high:.7g}"
        return low if low == high else f"{low} to {high}"


@dataclass(frozen=True)
class Expectation:
    """A bound on a rule's result, or on an indicator in a year of a world."""

    bound: Bound
    indicator: str = ""
    year: int = 0
    world: str = "pilot"


@dataclass(frozen=True)
class Case:
    """One case as it was read and checked."""

    file: str
    name: str
    title: Mapping[str, str]
    rule: str | None
    given: Mapping[str, Any]
    policies: Mapping[str, Mapping[str, Any]]
    then: tuple[Expectation, ...]

    def failures(self) -> list[str]:
        """One sentence for every expectation that does not hold."""
        if self.rule is not None:
            value = float(self._value_of_rule())
            found = [(value, e, f"{self.rule} [{RULES[self.rule].result}]") for e in self.then]
        else:
            worlds = self._worlds()
            found = [
                (_read(worlds, e), e, f"{e.indicator} of {e.year} in {e.world}") for e in self.then
            ]
        return [
            f"{self.title['en']} ({self.title['zh']}): {what} is {value:.7g}, expected {e.bound}"
            for value, e, what in found
            if not e.bound.holds(value)
        ]

    def _value_of_rule(self) -> float:
        rule = RULES[self.rule or ""]
        return rule.function(**{rule.inputs[name]: value for name, value in self.given.items()})

    def _worlds(self) -> dict[str, WorldOutcome]:
        given = self.given
        start = small_county(**{**SMALL, **given.get("county", {})})
        trend_path = small_trend(start, growth=given.get("growth", 0.07))
        for table in DECLARED:
            if table in given:
                start = with_columns(start, table, **given[table])
        unknowns = Parameters().changed(given.get("unknowns", {}))
        switches = replace(Switches(), **given.get("switches", {}))
        county = County(start, unknowns, trend_path)
        trend = outcome(county, switches=switches)
        programmes = tuple(build_policy(n, dict(s)) for n, s in sorted(self.policies.items()))
        pilot = outcome(county, programmes, factors=trend.factors, switches=switches)
        return {"trend": trend, "pilot": pilot}


def _read(worlds: Mapping[str, WorldOutcome], expected: Expectation) -> float:
    place = expected.year - 2022
    values = {
        name: float(world.indicators[expected.indicator][place]) for name, world in worlds.items()
    }
    if expected.world == "difference":
        return values["pilot"] - values["trend"]
    return values[expected.world]
