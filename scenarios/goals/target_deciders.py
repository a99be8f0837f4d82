"""Which uncertainty decides a target: shares of the variance, and the unknown that goes with it.

Incomes and the ratio are log trend + survey error + policy effect, split as in
`scenarios.forecasting.variance`; urbanisation is trend alone; counts and money of programmes have
only what differs between draws (their unknowns) and between seeds (chance).

The unknown named is the one with the largest rank correlation: over the redraws, where the trend
decides, else over the draws. It is called clear only if chance would hardly show it among so many
(5 %, divided by their number); with few draws none is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calibration.outlook.survey import all_residents, publish, survey_urban_weight
from scenarios.forecasting.forecast import urban_weights
from scenarios.forecasting.levels import Pairs
from scenarios.forecasting.variance import Effect, parts_shares, shares, split_effect

if TYPE_CHECKING:
    from calibration.outlook.trend import Redraws
    from scenarios.inputs.plan import Plan

Floats = NDArray[np.float64]
FEWEST_DRAWS = 6
CHANCE = 0.05


@dataclass(frozen=True, eq=False)
class Uncertain:
    """What a run knows of the futures behind its targets."""

    plan: "Plan"
    redraws: "Redraws"
    pairs: Pairs
    simulated: Mapping[str, Floats]
    baselines: NDArray[np.generic]

    def decides(self, indicator: str, place: int) -> dict[str, Any]:
        """Shares by component, the largest of them, and the unknown that goes with the target.

        place: column of the year.
        """
        parts, series = self._shares(indicator, place)
        known = {name: share for name, share in parts.items() if share}
        first = max(known, key=lambda name: known[name]) if known else None
        unknown = None
        if first == "trend" and series is not None:
            unknown = _strongest(self._trend_unknowns(), series)
        elif first is not None and first not in ("survey", "chance"):
            unknown = _strongest(*self._by_draw(indicator, place))
        return {"shares": parts, "first": first, "unknown": unknown}

    def _shares(self, name: str, place: int) -> tuple[dict[str, float | None], Floats | None]:
        """Shares of the variance, and the trend's values by redraw, if it has any."""
        if name == "urbanisation":
            return {"trend": 1.0}, self.redraws.urban_share[:, place + 1]
        paths = self._paths(name, place)
        if paths is None:
            parts = split_effect(self.simulated[name][:, place], self.pairs.draw, self.baselines)
            return shares(parts), None
        trend, survey, effect = paths
        of_pairs = Effect(effect, self.pairs.draw, self.baselines)
        return parts_shares(trend, survey, self.redraws.baseline, of_pairs), trend

    def _paths(self, name: str, place: int) -> tuple[Floats, Floats, Floats] | None:
        """Log trend and survey error by redraw and log effect by pair; None for a count."""
        future, errors = self.redraws, self.redraws.errors
        rural, urban = future.rural[:, place], future.urban[:, place]
        if name == "low_income":
            trend = np.log(future.low_income[:, place])
            return trend, np.zeros_like(trend), self.pairs.effect("pilot", name)[:, place]
        if name == "rural_income":
            error = errors.rural[:, place] - errors.rural_2021
            trend = np.log(rural) + errors.rural_2021
            return trend, error, self.pairs.effect("pilot", name)[:, place]
        if name == "ratio":
            trend = np.log(urban / rural) + errors.ratio_2021
            error = errors.ratio[:, place] - errors.ratio_2021
            return trend, error, self.pairs.gap_effect("pilot")[:, place]
        if name == "resident_income":
            weight = self._weight(place)
            printed = publish(rural, urban, errors.rural[:, place], errors.ratio[:, place])
            based = publish(rural, urban, errors.rural_2021, errors.ratio_2021)
            trend = np.log(all_residents(*based, weight))
            error = np.log(all_residents(*printed, weight)) - trend
            return trend, error, self._resident_effect(place, float(weight.mean()))
        return None

    def _weight(self, place: int) -> Floats:
        weight = urban_weights(self.plan, self.redraws)
        return survey_urban_weight(weight, self.redraws.urban_share)[:, place + 1]

    def _resident_effect(self, place: int, weight: float) -> Floats:
        def mean(world: str) -> Floats:
            means = self.pairs.means[world]
            rural, urban = means["rural_income"][:, place], means["urban_income"][:, place]
            return all_residents(rural, urban, np.full(len(rural), weight))

        return np.asarray(np.log(mean("pilot") / mean("trend")))

    def _trend_unknowns(self) -> dict[str, Floats]:
        from calibration.outlook.trend import PATHS
        from calibration.prior_draws import sample

        plan = self.plan
        return sample(PATHS, self.redraws.index, plan.evidence_key, plan.pack.cards())

    def _by_draw(self, indicator: str, place: int) -> tuple[dict[str, Floats], Floats]:
        """Every unknown's value and the indicator's mean over seeds, by draw."""
        from calibration.prior_draws import sample
        from model.parameters import Parameters

        draws, code = np.unique(self.pairs.draw, return_inverse=True)
        paths = self._paths(indicator, place)
        values = self.simulated[indicator][:, place] if paths is None else paths[2]
        mean = np.bincount(code, values) / np.bincount(code)
        if len(draws) < FEWEST_DRAWS:
            return {}, mean
        plan = self.plan
        known = sample(Parameters.cards(), draws, plan.evidence_key, plan.pack.cards())
        return known, mean


def _strongest(unknowns: Mapping[str, Floats], values: Floats) -> dict[str, Any] | None:
    """The unknown with the largest rank correlation; None without enough values."""
    rows = {path: row for path, row in unknowns.items() if np.ptp(row) > 0.0}
    if len(values) < FEWEST_DRAWS or not rows or np.ptp(values) == 0.0:
        return None
    found = {path: rank_correlation(row, values) for path, row in rows.items()}
    path = max(found, key=lambda name: abs(found[name]))
    return {
        "path": path,
        "rank_correlation": found[path],
        "clear": chance_of(found[path], len(values)) * len(rows) < CHANCE,
    }


def rank_correlation(first: Floats, second: Floats) -> float:
    """Correlation of the ranks of two rows, ties by their order."""
    ranks = [np.argsort(np.argsort(row, kind="stable"), kind="stable") for row in (first, second)]
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def chance_of(correlation: float, n: int) -> float:
    """Two-sided chance of a rank correlation so large among n unrelated pairs (Student's t)."""
    from scipy.stats import t

    if abs(correlation) >= 1.0:
        return 0.0
    statistic = abs(correlation) * np.sqrt((n - 2) / (1.0 - correlation**2))
    return float(2.0 * t.sf(statistic, n - 2))
