"""Why the forecast is not a line: shares of the variance of the published log ratio.

    ln published = ln trend + policy effect(draw, seed) + survey error

The parts are independent by construction, so their variances add up. Two of them are split by the
law of total variance: Var(X) = Var(E(X | group)) + E(Var(X | group)).

- trend: growth, drift, shocks of years, covid readings, reclassification; within baselines.
- conflicting_baselines: between the readings of disputed figures of 2021, of trend and effect.
- policy: between draws, of the mean over seeds, less what chance leaves in such a mean.
- chance: between seeds of one draw.
- survey: the error printed, less that of 2021, from which the published path starts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.outlook.trend import Redraws
from scenarios.forecasting.levels import Pairs

Floats = NDArray[np.float64]

COMPONENTS = ("trend", "policy", "survey", "chance", "conflicting_baselines")


def variance_shares(
    redraws: Redraws,
    pairs: Pairs,
    world: str = "pilot",
    year: int = -1,
    baselines: NDArray[np.generic] | None = None,
) -> dict[str, float | None]:
    """Shares by component, adding up to 1; None for what the ensemble cannot tell.

    year: column of the years, the last by default. baselines: (pairs,), which readings of disputed
    figures each pair's draw has, if any.
    """
    survey = redraws.errors.ratio[:, year] - redraws.errors.ratio_2021
    trend = np.log(redraws.ratio[:, year]) + redraws.errors.ratio_2021
    effect = Effect(pairs.gap_effect(world)[:, year], pairs.draw, baselines)
    return parts_shares(trend, survey, redraws.baseline, effect)


@dataclass(frozen=True, eq=False)
class Effect:
    """An effect by pair, the draw of each pair, and which readings its draw has; (pairs,)."""

    values: Floats
    draw: NDArray[np.int64]
    baselines: NDArray[np.generic] | None = None


def parts_shares(
    trend: Floats, survey: Floats, baseline: NDArray[np.generic], effect: Effect
) -> dict[str, float | None]:
    """Shares of the variance of trend + survey + effect, all in logs, adding up to 1.

    trend, survey, baseline: (redraws,), with the figure of 2021 that a redraw starts from.
    """
    trend_between, trend_within = between_and_within(trend, baseline)
    split = split_effect(effect.values, effect.draw, effect.baselines)
    parts = {
        "trend": trend_within,
        "survey": float(np.var(survey, ddof=1)),
        "policy": split["policy"],
        "chance": split["chance"],
        "conflicting_baselines": trend_between + (split["conflicting_baselines"] or 0.0),
    }
    return shares({name: parts[name] for name in COMPONENTS})


def between_and_within(values: Floats, group: NDArray[np.generic]) -> tuple[float, float]:
    """Variance between group means and mean variance within groups, of independent values.

    The between part has what the finite groups leave in their means taken off, and is never
    negative; both add up to the sample variance. values, group: (n,).
    """
    total = float(np.var(values, ddof=1))
    labels, code = np.unique(group, return_inverse=True)
    size = np.bincount(code)
    if len(labels) < 2 or len(labels) == len(values):
        return 0.0, total
    mean = np.bincount(code, values) / size
    within = float(np.sum((values - mean[code]) ** 2) / (len(values) - len(labels)))
    between = max(0.0, total - within)
    return between, total - between


def split_effect(
    effect: Floats, draw: NDArray[np.int64], baselines: NDArray[np.generic] | None = None
) -> dict[str, float | None]:
    """Variance of the effect by policy parameters, chance and baselines; None if not estimable.

    effect: (pairs,) log; draw: (pairs,).
    """
    labels, code = np.unique(draw, return_inverse=True)
    seeds = np.bincount(code)
    mean = np.bincount(code, effect) / seeds
    chance = None
    if seeds.max() > 1:
        chance = float(np.sum((effect - mean[code]) ** 2) / np.sum(seeds - 1))
    if len(labels) < 2:
        return {"policy": None, "chance": chance, "conflicting_baselines": None}
    left_in_means = (chance or 0.0) * float(np.mean(1.0 / seeds))
    between_draws = max(0.0, float(np.var(mean, ddof=1)) - left_in_means)
    if baselines is None:
        return {"policy": between_draws, "chance": chance, "conflicting_baselines": 0.0}
    first = np.unique(draw, return_index=True)[1]
    between, _ = between_and_within(mean, baselines[first])
    between = min(between, between_draws)
    return {"policy": between_draws - between, "chance": chance, "conflicting_baselines": between}


def shares(parts: Mapping[str, float | None]) -> dict[str, float | None]:
    """Each part over the sum of the known ones; None stays None."""
    total = sum(part for part in parts.values() if part is not None)
    return {
        name: None if part is None else (part / total if total > 0 else 0.0)
        for name, part in parts.items()
    }
