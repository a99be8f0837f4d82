"""A forecast that averages the others, with weights learnt only from outcomes known by the origin.

Quantiles are averaged, not densities: the mean of forecasts that agree is as sharp as they are.
The weight of a forecaster is its precision as seen so far. CRPS grows with the standard deviation
of the misses, so

    weight ~ 1 / r^2        r = (k + sum of relative CRPS) / (k + number of them)

relative to the mean of all members on the same target, so that members scored on different targets
can be compared; k = `PRIOR_TARGETS` equal scores stand in front, so all weigh the same at first.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from calibration.history.log_series import Known
from calibration.proof.backtest_targets import Target
from calibration.proof.rivals import NotAvailable
from calibration.proof.scored import Scored, score_forecast

Floats = NDArray[np.float64]

NAME = "combined"
MEMBERS = ("model", "pooled_drift", "own_drift", "province_change", "no_change")
PRIOR_TARGETS = 5.0


def is_known(target: Target, known: Known) -> bool:
    """Whether what a target is scored on, both ends of its change, is among what is known."""
    series = known.get(target.place)
    if series is None:
        return False
    if target.base is None:
        return target.year in series.yearly_changes
    return {target.origin, target.year} <= series.values.keys()


class Combination:
    """Relative scores of the members, each with the target that it was earned on."""

    def __init__(self) -> None:
        self._seen: list[tuple[Target, str, float]] = []

    def learn(self, target: Target, rows: Sequence[Scored]) -> None:
        """Keep the relative CRPS of the members on one target."""
        found = {row.forecaster: row.crps_log for row in rows if not row.missing}
        members = {name: found[name] for name in MEMBERS if name in found}
        mean = sum(members.values()) / len(members) if members else 0.0
        if mean > 0.0:
            self._seen += [(target, name, value / mean) for name, value in members.items()]

    def weights(self, known: Known) -> dict[str, float]:
        """Weights from the outcomes that were known at an origin; they add up to 1."""
        raw = {}
        for name in MEMBERS:
            told = [v for target, who, v in self._seen if who == name and is_known(target, known)]
            raw[name] = ((PRIOR_TARGETS + len(told)) / (PRIOR_TARGETS + sum(told))) ** 2
        total = sum(raw.values())
        return {name: value / total for name, value in raw.items()}

    def forecast(
        self,
        target: Target,
        values: "Sequence[tuple[str, Floats | NotAvailable, str]]",
        weights: Mapping[str, float],
    ) -> Scored:
        """The average of the members that have a forecast for the target."""
        members = {
            name: value
            for name, value, _ in values
            if name in weights and not isinstance(value, NotAvailable)
        }
        if not members:
            return score_forecast(target, NAME, NotAvailable("no member has a forecast"), "")
        total = sum(weights[name] for name in members)
        mean = sum(weights[name] / total * value for name, value in members.items())
        return score_forecast(target, NAME, np.asarray(mean), f"{len(members)} members")
