"""Official targets: what is forecast, and how likely each one is met.

Goals for incomes and the ratio are judged by published figures, so they are scored with the
survey's error. Only what the model computes gets a probability; the rest is carried along.

The goals for residents' and rural income imply an urban income and so a ratio:

    implied ratio = ((residents - (1 - w) * rural) / w) / rural

with w the urban weight: the urbanisation goal (1.717 for 2024) or the survey's own weight, moved by
the same gain (1.706). Both stand beside the official "below 1.75", which 2021 already met.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasting.levels import Levels, Pairs
from scenarios.forecasting.monte_carlo_error import Cells
from scenarios.forecasting.summarise import probability

Floats = NDArray[np.float64]

PUBLISHED = {
    "ratio": "ratio_published",
    "rural_income": "rural_income_published",
    "resident_income": "resident_income_published",
    "low_income": "low_income",
}
"""Which quantity of the levels table a target's indicator is judged by. The income of low-income
households comes from their register, not from the survey."""

OVER_CARRIED = {"income_to_gdp": ("resident_income", "gdp_per_head")}
"""Ratios of a modelled indicator to the goal for a carried one. They get a value but, as the
carried part is only the plan's word, no probability."""


class Goal(Protocol):
    """A row of a pack's targets."""

    @property
    def indicator(self) -> str:
        """Name of the indicator."""
        ...

    @property
    def year(self) -> int:
        """Year of the goal."""
        ...

    @property
    def kind(self) -> str:
        """`baseline` or `target`."""
        ...

    @property
    def value(self) -> float | None:
        """The goal, in the unit of the indicator."""
        ...

    @property
    def direction(self) -> str:
        """`>=`, `<=` or `=`."""
        ...

    @property
    def modelled(self) -> str:
        """`modelled`, or how the indicator is treated instead."""
        ...

    @property
    def unit(self) -> str:
        """Unit of the goal."""
        ...


@dataclass(frozen=True)
class Attainment:
    """One target: `value` is the median forecast, None where nothing is computed.

    by_baseline: probability by the disputed starting figure, where one matters.
    """

    indicator: str
    year: int
    target: float
    direction: str
    unit: str
    modelled: bool
    derived: bool = False
    value: float | None = None
    probability: float | None = None
    mc_error: float | None = None
    by_baseline: dict[str, float] = field(default_factory=dict)


Samples = Mapping[str, tuple[Floats, Cells]]
"""Values by indicator, float64 (cells, years), and what the cells belong to."""


def attainment(goals: Sequence[Goal], levels: Levels, samples: Samples) -> list[Attainment]:
    """Score every target of the years simulated; `samples` as of `target_samples`."""
    plan = {(goal.indicator, goal.year): goal.value for goal in goals if goal.kind == "target"}
    scored = []
    for goal in goals:
        if goal.kind != "target" or goal.year not in levels.years or goal.value is None:
            continue
        plain = Attainment(
            goal.indicator, goal.year, goal.value, goal.direction, goal.unit, modelled=False
        )
        if goal.modelled == "modelled" and goal.indicator in samples:
            scored.append(_score(plain, levels, samples))
        else:
            scored.append(replace(plain, value=_over_carried(goal, plan, levels, samples)))
    return scored


def target_samples(
    levels: Levels, pairs: Pairs, simulated: Mapping[str, Floats], world: str = "pilot"
) -> dict[str, tuple[Floats, Cells]]:
    """Samples that targets are judged by: levels, urbanisation and simulated indicators.

    simulated: indicators of that world by name, float64 (pairs, years).
    """
    found = {name: (values, Cells(pairs.draw)) for name, values in simulated.items()}
    for name, quantity in PUBLISHED.items():
        found[name] = (levels.samples[quantity, world], levels.cells)
    found["urbanisation"] = (levels.urban_share, levels.cells)
    return found


def implied_ratio(resident_income: float, rural_income: float, urban_weight: float) -> float:
    """Ratio implied by goals for residents' and rural income, at an urban weight."""
    urban = (resident_income - (1.0 - urban_weight) * rural_income) / urban_weight
    return urban / rural_income


def implied_targets(
    goals: Sequence[Goal],
    levels: Levels,
    samples: Samples,
    survey_weight_2021: float,
    urbanisation_2021: float,
) -> list[Attainment]:
    """The ratios that the plan's own incomes imply, scored like an official target."""
    value = {(g.indicator, g.year): g.value for g in goals if g.kind == "target" and g.value}
    scored = []
    for year in levels.years:
        parts = [value.get((n, year)) for n in ("resident_income", "rural_income", "urbanisation")]
        if any(part is None for part in parts):
            continue
        residents, rural, share = (float(part) for part in parts if part is not None)
        weights = {
            "ratio_implied_by_urbanisation": share,
            "ratio_implied_by_survey_weight": survey_weight_2021 + share - urbanisation_2021,
        }
        for name, weight in weights.items():
            goal = implied_ratio(residents, rural, weight)
            plain = Attainment(name, year, goal, "<=", "ratio", modelled=False, derived=True)
            scored.append(_score(plain, levels, {name: samples["ratio"]}))
    return scored


def _score(plain: Attainment, levels: Levels, samples: Samples) -> Attainment:
    values, cells = samples[plain.indicator]
    of_year = values[:, plain.year - levels.years.start]
    met = met_by(of_year, plain.target, plain.direction)
    share, error = probability(met, cells)
    return replace(
        plain,
        modelled=True,
        value=float(np.median(of_year)),
        probability=share,
        mc_error=error,
        by_baseline=_by_baseline(met, levels) if plain.indicator == "low_income" else {},
    )


def _over_carried(
    goal: Goal, plan: Mapping[tuple[str, int], float | None], levels: Levels, samples: Samples
) -> float | None:
    """Median of a modelled indicator over the plan's figure for a carried one."""
    above, below = OVER_CARRIED.get(goal.indicator, ("", ""))
    carried = plan.get((below, goal.year))
    if above not in samples or not carried:
        return None
    return float(np.median(samples[above][0][:, goal.year - levels.years.start])) / carried


def met_by(values: Floats, target: float, direction: str) -> NDArray[np.bool_]:
    """Which values meet a target; `=` allows a thousandth."""
    if direction == ">=":
        return values >= target
    if direction == "<=":
        return values <= target
    return np.isclose(values, target, rtol=1e-3)


def _by_baseline(met: NDArray[np.bool_], levels: Levels) -> dict[str, float]:
    return {
        f"{figure:g}": float(met[levels.baseline == figure].mean())
        for figure in np.unique(levels.baseline)
    }
