"""How a set of simulated pairs stands with the official targets: value, probability, shortfall.

Every target is scored in the same cells: each simulated pair under the same redraws of trend and
survey. So targets can be asked for together, and two sets of pairs can be compared cell by cell.

    expected shortfall = mean of max(0, target - value), or of max(0, value - target) for a ceiling
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasting.levels import Levels, Pairs, cells_of, combine
from scenarios.forecasting.monte_carlo_error import Cells
from scenarios.forecasting.summarise import probability
from scenarios.goals.targets import OVER_CARRIED, met_by, target_samples

if TYPE_CHECKING:
    from calibration.outlook.trend import Redraws
    from calibration.packs.pack import Target

Floats = NDArray[np.float64]
Key = tuple[str, int]
"""Indicator and year."""


@dataclass(frozen=True, eq=False)
class Score:
    """A target and the values it is held against, float64 (cells,)."""

    goal: "Target"
    values: Floats
    cells: Cells
    """What the values belong to: draws and redraws, or draws alone."""

    @property
    def met(self) -> NDArray[np.bool_]:
        """In which cells it is met."""
        return met_by(self.values, float(self.goal.value or 0.0), self.goal.direction)

    @property
    def probability(self) -> float:
        """Share of cells in which it is met."""
        return float(self.met.mean())

    @property
    def error(self) -> float | None:
        """Monte Carlo error of the probability."""
        return probability(self.met, self.cells)[1]

    @property
    def shortfall(self) -> Floats:
        """By how much each cell misses it, 0 where it is met."""
        target = float(self.goal.value or 0.0)
        if self.goal.direction == "<=":
            return np.maximum(0.0, self.values - target)
        if self.goal.direction == ">=":
            return np.maximum(0.0, target - self.values)
        return np.abs(self.values - target)


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores by target, and targets over a carried figure, which have values only."""

    by_goal: Mapping[Key, Score]
    over_carried: Mapping[Key, Floats]
    levels: Levels


class Scorer:
    """Scores pairs against the goals of one pack under the redraws of one run."""

    def __init__(
        self, goals: Sequence["Target"], redraws: "Redraws", survey_weight_2021: float | Floats
    ) -> None:
        self._goals = [goal for goal in goals if goal.kind == "target" and goal.value is not None]
        self._redraws, self._weight = redraws, survey_weight_2021

    def scores(self, pairs: Pairs, simulated: Mapping[str, Floats]) -> Scores:
        """Score every goal that the pairs, or the redraws, say something about.

        simulated: indicators of the pilot by name, float64 (pairs, years).
        """
        levels = combine(pairs, self._redraws, self._weight)
        pair_of_cell = cells_of(len(pairs.draw), len(self._redraws))[0]
        samples = target_samples(levels, pairs, simulated)
        found, over = {}, {}
        for goal in self._goals:
            if goal.year not in levels.years:
                continue
            place = goal.year - levels.years.start
            key = (goal.indicator, goal.year)
            if _says_something(goal, samples):
                values, cells = samples[goal.indicator]
                by_cell = len(values) == len(pair_of_cell)
                column = values[:, place] if by_cell else values[pair_of_cell, place]
                own = cells if by_cell else Cells(pairs.draw[pair_of_cell])
                if np.isfinite(column).all():
                    found[key] = Score(goal, column, own)
            elif goal.indicator in OVER_CARRIED:
                above, below = OVER_CARRIED[goal.indicator]
                carried = self._planned(below, goal.year)
                if carried and above in samples:
                    over[key] = samples[above][0][:, place] / carried
        return Scores(found, over, levels)

    def _planned(self, indicator: str, year: int) -> float | None:
        rows = [g.value for g in self._goals if (g.indicator, g.year) == (indicator, year)]
        return rows[0] if rows else None


def _says_something(goal: "Target", samples: Mapping[str, tuple[Floats, Cells]]) -> bool:
    """Whether a goal can be scored: a volume only if some policy of the scenario delivers it."""
    if goal.indicator not in samples:
        return False
    delivered = goal.modelled == "delivered" and bool(np.any(samples[goal.indicator][0]))
    return delivered or goal.modelled == "modelled"


def joint_probability(scores: Iterable[Score]) -> float | None:
    """Share of cells in which all targets are met; None for no target."""
    met = [score.met for score in scores]
    return float(np.logical_and.reduce(met).mean()) if met else None
