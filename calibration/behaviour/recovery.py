"""Would the fit find parameters that it did not know? Simulation-based calibration on one table.

Each of some simulated worlds plays the data in turn: its own moments, blurred by observation error
and discrepancy. The fit then runs on the table, as it does on the real figures: on all other
worlds, or on the table that the emulator enlarged. Where the true value ranks among draws of the
posterior must be uniform over the worlds (Talts et al. 2018); how much narrower the posterior is
than the prior says what can be recovered at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from calibration.behaviour.abc_fit import effective_size, resampled, weights
from calibration.behaviour.worlds_table import Worlds
from calibration.named_numbers import uniforms

Floats = NDArray[np.float64]

DATA_SETS, DRAWS, BINS = 200, 63, 16
"""200 data sets, 63 draws of each posterior: ranks 0 to 63 in 16 bins of 4."""

LEAST_NARROWING = 0.10
"""A parameter whose posterior keeps more than 90 % of the prior's variance is not recovered."""

BAND = 0.99
HISTOGRAMS = 20_000


@dataclass(frozen=True)
class Recovered:
    """One parameter. counts: ranks by bin; low, high: the band that all bins should be in.

    correlation: of truths and posterior means; narrowing: 1 - posterior over prior variance, mean.
    """

    path: str
    counts: tuple[int, ...]
    low: int
    high: int
    correlation: float
    narrowing: float

    @property
    def calibrated(self) -> bool:
        """Whether every bin is inside the simultaneous band."""
        return self.low <= min(self.counts) and max(self.counts) <= self.high

    @property
    def recovered(self) -> bool:
        """Whether the data narrow the parameter at all."""
        return self.narrowing >= LEAST_NARROWING


@dataclass(frozen=True)
class Recovery:
    """All parameters, and the median effective number of worlds behind a posterior."""

    parameters: tuple[Recovered, ...]
    effective: float
    data_sets: int


def recover(
    worlds: Worlds,
    variance: Floats,
    table: Worlds | None = None,
    data_sets: int = DATA_SETS,
    key: int = 0,
) -> Recovery:
    """Play `data_sets` of the worlds, evenly spread, as data.

    table: what the fit runs on, by default the same worlds without the one that plays the data.
    variance: (moments,) of observation and discrepancy.
    """
    from scipy.special import ndtri

    fit = worlds if table is None else table
    chosen = np.unique(np.linspace(0, len(worlds) - 1, data_sets).astype(np.int64))
    count = worlds.place.shape[1]
    ranks = np.zeros((len(chosen), count), np.int64)
    means, spreads = np.zeros((len(chosen), count)), np.zeros((len(chosen), count))
    sizes = np.zeros(len(chosen))
    for turn, row in enumerate(chosen):
        error = ndtri(uniforms(f"recovery {key}: data {turn}", np.arange(len(variance))))
        data = worlds.moments[row] + np.sqrt(variance) * error
        weight = weights(fit.moments, data, variance)
        if table is None:
            weight[row] = 0.0
            weight /= weight.sum()
        sizes[turn] = effective_size(weight)
        means[turn] = weight @ fit.place
        spreads[turn] = weight @ (fit.place - means[turn]) ** 2
        u = uniforms(f"recovery {key}: posterior {turn}", np.arange(DRAWS))
        drawn = fit.place[resampled(weight, u)]
        ranks[turn] = (drawn < worlds.place[row]).sum(axis=0)
    low, high = rank_band(len(chosen))
    prior = fit.place.var(axis=0)
    return Recovery(
        tuple(
            Recovered(
                path,
                tuple(np.bincount(ranks[:, k] * BINS // (DRAWS + 1), minlength=BINS).tolist()),
                low,
                high,
                float(np.corrcoef(worlds.place[chosen, k], means[:, k])[0, 1]),
                float(1.0 - (spreads[:, k] / prior[k]).mean()),
            )
            for k, path in enumerate(worlds.paths)
        ),
        float(np.median(sizes)),
        len(chosen),
    )


@lru_cache(maxsize=32)
def rank_band(data_sets: int, bins: int = BINS, level: float = BAND) -> tuple[int, int]:
    """Counts between which all bins lie together with the given probability if ranks are uniform.

    The narrowest such band, from many simulated histograms.
    """
    ranks = uniforms("rank band", np.arange(HISTOGRAMS * data_sets)).reshape(HISTOGRAMS, data_sets)
    place = (ranks * bins).astype(np.int64) + bins * np.arange(HISTOGRAMS)[:, None]
    histograms = np.bincount(place.ravel(), minlength=HISTOGRAMS * bins).reshape(-1, bins)
    least, most = histograms.min(axis=1), histograms.max(axis=1)
    mean = data_sets / bins
    best = (0, data_sets)
    for low in range(int(mean) + 1):
        for high in range(int(np.ceil(mean)), data_sets + 1):
            if high - low >= best[1] - best[0]:
                break
            if np.mean((least >= low) & (most <= high)) >= level:
                best = (low, high)
                break
    return best


def unrecovered(recovery: Recovery) -> Sequence[str]:
    """Paths of the parameters that the moments do not narrow."""
    return [found.path for found in recovery.parameters if not found.recovered]
