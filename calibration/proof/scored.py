"""One forecast of one target with its scores."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.proof import scores
from calibration.proof.backtest_targets import Target
from calibration.proof.rivals import NotAvailable

Floats = NDArray[np.float64]

QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True)
class Scored:
    """One forecast and its scores; `missing` says why there is none.

    quantiles: of the quantity in its own unit, or of the log change where no level is known.
    """

    target: Target
    forecaster: str
    missing: str = ""
    source: str = ""
    quantiles: tuple[float, ...] = ()
    outcome: float = float("nan")
    change: float = float("nan")
    error: float = float("nan")
    error_log: float = float("nan")
    crps: float = float("nan")
    crps_log: float = float("nan")
    pit: float = float("nan")
    interval_scores: tuple[float, ...] = ()


def score_forecast(
    target: Target, forecaster: str, changes: "Floats | NotAvailable", source: str
) -> Scored:
    """Score the equally likely changes of one forecaster."""
    if isinstance(changes, NotAvailable):
        return Scored(target, forecaster, missing=changes.reason)
    levels = changes if target.base is None else np.exp(target.base + changes)
    outcome = target.change if target.base is None else float(np.exp(target.base + target.change))
    has_level = target.base is not None
    ends = [scores.interval(changes, level) for level in scores.LEVELS]
    return Scored(
        target,
        forecaster,
        source=source,
        quantiles=tuple(float(value) for value in np.quantile(levels, QUANTILES)),
        outcome=outcome,
        change=float(np.median(changes)),
        error=scores.absolute_error(levels, outcome) if has_level else float("nan"),
        error_log=scores.absolute_error(changes, target.change),
        crps=scores.crps(levels, outcome) if has_level else float("nan"),
        crps_log=scores.crps(changes, target.change),
        pit=scores.pit(changes, target.change),
        interval_scores=tuple(
            scores.interval_score(low, high, target.change, level)
            for (low, high), level in zip(ends, scores.LEVELS, strict=True)
        ),
    )
