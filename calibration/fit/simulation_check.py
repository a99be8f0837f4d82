"""Simulation-based calibration of the trend fit, and which of its parameters can be recovered.

Parameters are drawn from the prior, figures made from them at the places and years of a panel, and
the fit applied to these figures. The rank of the true value among the posterior draws is then even
if and only if the sampler and the equations agree (Talts, Betancourt, Simpson, Vehtari and Gelman
2018). How near posterior means come to the true values says what such a panel can tell at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from calibration.fit.conditioning import Model, model_of
from calibration.fit.forecast import FIRST_YEAR, LONGEST_HORIZON, joined
from calibration.fit.observations import Quantity, observations
from calibration.fit.paths import Points, drifts_of, geography
from calibration.fit.sampler import sample_scales, standard_normals
from calibration.fit.scales import SETTINGS, scales
from calibration.history.panel_data import Panel
from calibration.outlook.shocks import Floats, Index

DATA_SETS, DRAWS, STEPS, BINS = 200, 63, 40, 8
LEVEL = 0.99
DRIFTS = ("zhejiang", "wenzhou", "yueqing")
"""Places whose drift is checked beside the scales, as far as the panel has their province."""


@dataclass(frozen=True)
class Check:
    """Of every parameter and data set: the truth, its rank, and mean and sd of the posterior.

    truth, mean, sd, prior_sd: float64 (data sets, parameters). rank: int64, the same, 0 to draws.
    """

    names: tuple[str, ...]
    draws: int
    truth: Floats
    rank: Index
    mean: Floats
    sd: Floats

    def histograms(self, bins: int = BINS) -> Index:
        """Counts of ranks by parameter and bin; (parameters, bins)."""
        edges = np.linspace(-0.5, self.draws + 0.5, bins + 1)
        return np.stack([np.histogram(column, edges)[0] for column in self.rank.T])

    def outside(self, bins: int = BINS, level: float = LEVEL) -> list[str]:
        """Parameters whose histogram leaves the band that holds all bins of all at once."""
        low, high = band(len(self.rank), bins, bins * len(self.names), level)
        counts = self.histograms(bins)
        bad = np.any((counts < low) | (counts > high), axis=1)
        return [name for name, out in zip(self.names, bad, strict=True) if out]

    def recovery(self) -> dict[str, tuple[float, float]]:
        """Correlation of truth and posterior mean, and share of variance removed, by parameter."""
        found = {}
        for k, name in enumerate(self.names):
            truth = self.truth[:, k]
            correlation = float(np.corrcoef(truth, self.mean[:, k])[0, 1])
            left = float(np.mean(self.sd[:, k] ** 2) / np.var(truth))
            found[name] = correlation, 1.0 - left
        return found


def check(
    panel: Panel,
    origin: int,
    quantity: Quantity,
    reading: str,
    data_sets: int = DATA_SETS,
    steps: int = STEPS,
) -> Check:
    """Simulation-based calibration of one quantity in one reading of covid."""
    model = _model(panel, origin, quantity, reading)
    wanted = drifts_of(list(DRIFTS), model.where, model.years, range(origin + 1, origin + 4))
    rows = list(_runs(model, wanted, f"check: {quantity}: {reading}", data_sets, steps))
    truth, drawn = (np.stack(part) for part in zip(*rows, strict=True))
    names = (*SETTINGS[quantity].priors, *(f"drift of {place}" for place in DRIFTS))
    return Check(
        names=names,
        draws=DRAWS,
        truth=truth,
        rank=np.sum(drawn < truth[:, None, :], axis=1),
        mean=drawn.mean(axis=1),
        sd=drawn.std(axis=1, ddof=1),
    )


def band(data_sets: int, bins: int, comparisons: int, level: float = LEVEL) -> tuple[int, int]:
    """Counts between which all bins stay with a probability of `level` at least (Bonferroni)."""
    from scipy.stats import binom

    tail = (1.0 - level) / (2 * comparisons)
    low, high = binom.ppf([tail, 1.0 - tail], data_sets, 1.0 / bins)
    return int(low), int(high)


def _runs(
    model: Model, wanted: Points, key: str, data_sets: int, steps: int
) -> Iterator[tuple[Floats, Floats]]:
    """Truth (parameters,) and posterior draws (draws, parameters) of one data set after another."""
    true_z = standard_normals(f"{key}: truth", data_sets, model.dimensions)
    size = len(model.points.year) + len(wanted.year) + len(model.seen)
    luck = standard_normals(f"{key}: luck", data_sets, size)
    for number in range(data_sets):
        made, drift = simulated(model, wanted, true_z[number], luck[number])
        name = f"{key}: {number}"
        ends = sample_scales(made.log_likelihood, model.dimensions, name, DRAWS, steps)
        mean, covariance = made.conditional(ends.z, made.inverse(ends.z), wanted)
        normals = standard_normals(f"{name}: drift", DRAWS, len(wanted.year))
        factor = np.linalg.cholesky(covariance)
        drawn = mean + np.einsum("nij,nj->ni", factor, normals)
        truth = np.concatenate([_shown(model.quantity, true_z[number][None])[0], drift])
        yield truth, np.concatenate([_shown(model.quantity, ends.z), drawn], axis=1)


def simulated(model: Model, wanted: Points, z: Floats, normals: Floats) -> tuple[Model, Floats]:
    """The model with figures that it makes itself, and the wanted points that go with them.

    z: float64 (dimensions,). normals: float64 (points + wanted + observations,).
    """
    both = joined(model.points, wanted)
    n, m = len(model.points.year), len(both.year)
    covariance = model.covariance(z[None], both, both)[0]
    root = np.linalg.cholesky(covariance + 1e-12 * np.eye(m))
    drawn = model.prior_mean(both) + root @ normals[:m]
    value = model.seen.design @ drawn[:n] + model.seen.error * normals[m:]
    return replace(model, seen=replace(model.seen, value=value)), drawn[n:]


def _model(panel: Panel, origin: int, quantity: Quantity, reading: str) -> Model:
    seen = observations(panel, quantity)
    where = geography(
        {row.place: row.level for row in panel.rows}, {row.place: row.parent for row in panel.rows}
    )
    first = max(min(row.year for row in panel.rows) - 1, FIRST_YEAR)
    years = range(first, origin + LONGEST_HORIZON + 1)
    return model_of(quantity, seen, where, years, reading, origin)


def _shown(quantity: Quantity, z: Floats) -> Floats:
    """Scales as a table, in the order of their priors; (n, dimensions)."""
    found = scales(quantity, z)
    return np.stack([found[name] for name in SETTINGS[quantity].priors], axis=1)
