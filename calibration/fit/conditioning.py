"""Exact conditioning of one quantity on its observations, for many scales at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calibration.fit.observations import Observations, Quantity
from calibration.fit.paths import Geography, Points, levels_at, parts
from calibration.fit.scales import SETTINGS, lockdowns, scales, variances
from calibration.shocks import Floats

LARGE = 1e9
"""More than any squared distance of observations from what was expected, in their own spreads."""


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
        # One Cholesky factor of [[K, y], [y', large]] holds that of K and, in its last row, L^-1 y.
        n = len(self.seen)
        bordered = np.empty((len(z), n + 1, n + 1))
        bordered[:, :n, :n] = self._seen_covariance(self._weights(z))
        bordered[:, :n, n] = bordered[:, n, :n] = self._rest()
        bordered[:, n, n] = LARGE
        factor = np.linalg.cholesky(bordered)
        half = np.log(np.diagonal(factor, axis1=1, axis2=2)[:, :n]).sum(axis=1)
        square = np.sum(factor[:, n, :n] ** 2, axis=1)
        return np.asarray(-0.5 * square - half - 0.5 * n * np.log(2 * np.pi))

    def conditional(self, z: Floats, wanted: Points) -> tuple[Floats, Floats]:
        """Mean (n, k) and covariance (n, k, k) of k wanted points given the observations."""
        weights = self._weights(z)
        prior = _mixed(parts(wanted, wanted), weights)
        mean = np.tile(self.prior_mean(wanted), (len(z), 1))
        if not len(self.seen):
            return mean, prior
        across = {
            name: part @ self.seen.design.T for name, part in parts(wanted, self.points).items()
        }
        link = _mixed(across, weights)
        gain = np.linalg.solve(self._seen_covariance(weights), np.swapaxes(link, 1, 2))
        mean = mean + np.einsum("nik,i->nk", gain, self._rest())
        return mean, prior - link @ gain

    def prior_mean(self, points: Points) -> Floats:
        """Prior mean of points; (n,)."""
        setting = SETTINGS[self.quantity]
        known = lockdowns(self.quantity)[0] * float(self.origin >= 2021)
        return np.asarray(
            setting.start[0] * points.start
            + setting.drift[0] * points.slope
            + known * points.pulses[:, 2]
        )

    def simulate(self, z: Floats, normals: Floats) -> Floats:
        """Observations that the model makes with one vector of scales; normals as observations."""
        covariance = self._seen_covariance(self._weights(z[None, :]))[0]
        mean = self.seen.design @ self.prior_mean(self.points)
        return np.asarray(mean + np.linalg.cholesky(covariance) @ normals)

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
    between = {name: design @ part @ design.T for name, part in parts(points, points).items()}
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
