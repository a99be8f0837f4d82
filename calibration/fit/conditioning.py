"""Exact conditioning of one quantity on its observations, for many scales at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calibration.fit.likelihood import log_densities
from calibration.fit.observations import Observations, Quantity
from calibration.fit.paths import Geography, Points, levels_at, parts
from calibration.fit.scales import SETTINGS, lockdowns, scales, variances
from calibration.outlook.shocks import Floats


@dataclass(frozen=True)
class Model:
    """The trend model of one quantity over the observations of a panel, in one reading of covid.

    Nothing is expected of years after the origin that could not be known then: the pulses of 2020
    and 2021 are in the model from origin 2020 on, the lockdowns of 2022 from origin 2021 on.
    """

    quantity: Quantity
    seen: Observations
    points: Points
    where: Geography
    years: range
    reading: str
    origin: int
    between: Mapping[str, Floats]

    @property
    def dimensions(self) -> int:
        """Number of scales."""
        return len(SETTINGS[self.quantity].priors)

    def log_likelihood(self, z: Floats) -> Floats:
        """Log density of the observations; z: float64 (n, dimensions), gives (n,)."""
        if not len(self.seen):
            return np.zeros(len(z))
        weights = self._weights(z)
        names = [name for name in self.between if name in weights]
        return log_densities(
            np.stack([self.between[name] for name in names]),
            np.stack([weights[name] for name in names], axis=1),
            self.seen.error,
            self._rest(),
        )

    def inverse(self, z: Floats) -> Floats:
        """Inverse covariance of the observations; float64 (n, observations, observations)."""
        if not len(self.seen):
            return np.zeros((len(z), 0, 0))
        return np.asarray(np.linalg.inv(self._seen_covariance(self._weights(z))))

    def conditional(self, z: Floats, inverse: Floats, wanted: Points) -> tuple[Floats, Floats]:
        """Mean (n, k) and covariance (n, k, k) of k wanted points given the observations."""
        weights = self._weights(z)
        prior = _mixed(parts(wanted, wanted), weights)
        mean = np.tile(self.prior_mean(wanted), (len(z), 1))
        if not len(self.seen):
            return mean, prior
        found = parts(wanted, self.points).items()
        link = _mixed({name: part @ self.seen.design.T for name, part in found}, weights)
        gain = link @ inverse
        return mean + gain @ self._rest(), prior - gain @ np.swapaxes(link, 1, 2)

    def prior_mean(self, points: Points) -> Floats:
        """Prior mean of points; (n,)."""
        setting = SETTINGS[self.quantity]
        known = lockdowns(self.quantity)[0] * float(self.origin >= 2021)
        return np.asarray(
            setting.start[0] * points.start
            + setting.drift[0] * points.slope
            + known * points.pulses[:, 2]
        )

    def of(self, seen: Observations) -> "Model":
        """The same model over other observations."""
        return model_of(self.quantity, seen, self.where, self.years, self.reading, self.origin)

    def covariance(self, z: Floats, a: Points, b: Points) -> Floats:
        """Prior covariance of two sets of points; float64 (n, len(a), len(b))."""
        return _mixed(parts(a, b), self._weights(z))

    def _weights(self, z: Floats) -> dict[str, Floats]:
        found = variances(self.quantity, scales(self.quantity, z), self.reading)
        unknown = (("pulse", "own pulse") if self.origin < 2020 else ()) + (
            ("lockdowns",) if self.origin < 2021 else ()
        )
        return {name: value for name, value in found.items() if not name.startswith(unknown)}

    def _seen_covariance(self, weights: Mapping[str, Floats]) -> Floats:
        return _mixed(self.between, weights) + np.diag(self.seen.error**2)

    def _rest(self) -> Floats:
        return self.seen.value - self.seen.design @ self.prior_mean(self.points)


def model_of(
    quantity: Quantity,
    seen: Observations,
    where: Geography,
    years: range,
    reading: str,
    origin: int,
) -> Model:
    """The model of one quantity with its covariances between observations worked out."""
    points = levels_at(seen.points, where, years, printed=True)
    design = seen.design
    between = {
        name: design @ part @ design.T
        for name, part in parts(points, points).items()
        if np.any(part)
    }
    return Model(quantity, seen, points, where, years, reading, origin, between)


def _mixed(found: Mapping[str, Floats], weights: Mapping[str, Floats]) -> Floats:
    """Sum of parts times weights; (n, rows, columns)."""
    names = [name for name in found if name in weights and np.any(found[name])]
    if not names:
        n = len(next(iter(weights.values())))
        return np.zeros((n, *next(iter(found.values())).shape))
    stacked = np.stack([found[name] for name in names])
    mixed = np.stack([weights[name] for name in names], axis=1) @ stacked.reshape(len(names), -1)
    return np.asarray(mixed.reshape(-1, *stacked.shape[1:]))
