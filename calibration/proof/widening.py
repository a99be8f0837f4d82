"""The model made wider by as much as its own record asks for: a candidate, judged like any other.

Over some years a drift may change in ways that the years before did not show. The candidate gives
the model's forecasts an error of the drift more,

    sd^2 -> sd^2 + (h w)^2        h years ahead

with the w that would have given the least mean CRPS on the targets whose outcome is known at the
origin. Medians stay. Nothing is learnt from fewer than `LEAST_TARGETS`, and then w is 0.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from calibration.history.log_series import Known
from calibration.proof import scores
from calibration.proof.backtest_targets import Target
from calibration.proof.combination import is_known
from calibration.proof.rivals import NotAvailable

Floats = NDArray[np.float64]

NAME = "width_learnt"
WIDTHS: Sequence[float] = tuple(k / 1000 for k in range(17))
"""Errors of the drift that are tried, log a year."""

LEAST_TARGETS = 3


class Widening:
    """Mean scores of the model's past forecasts at every width, by target."""

    def __init__(self) -> None:
        self._seen: list[tuple[Target, Floats]] = []

    def forecast(
        self, target: Target, model: "Floats | NotAvailable", width: float
    ) -> "tuple[Floats | NotAvailable, str]":
        """The model's changes at a width, and what they are; they are kept to learn from."""
        if isinstance(model, NotAvailable):
            return model, ""
        at = [scores.crps(widened(model, target.horizon, w), target.change) for w in WIDTHS]
        self._seen.append((target, np.array(at)))
        return widened(model, target.horizon, width), f"drift sd {width:.3f}"

    def width(self, known: Known) -> float:
        """The width that was best on what is known; 0 before there is a record."""
        told = [at for target, at in self._seen if is_known(target, known)]
        return WIDTHS[int(np.argmin(np.mean(told, axis=0)))] if len(told) >= LEAST_TARGETS else 0.0


def widened(changes: Floats, years: int, width: float) -> Floats:
    """Equally likely changes around the same median with the wider sd."""
    middle, sd = float(np.median(changes)), float(np.std(changes))
    factor = np.sqrt(1.0 + (years * width / max(sd, 1e-12)) ** 2)
    return np.asarray(middle + factor * (changes - middle))
