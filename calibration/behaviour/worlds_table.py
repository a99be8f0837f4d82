"""A table of simulated worlds: where each stood in its priors, and what it says of every moment.

One table serves screening, history matching, the posterior and the check that parameters can be
recovered, so that no world is run twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.behaviour.moments import Moment
from calibration.named_numbers import uniforms
from calibration.prior_draws import Cards, Evidence, prior_of
from calibration.quantiles import physical_bounds, quantile

Floats = NDArray[np.float64]

LEAST, MOST = 1e-6, 1.0 - 1e-6
"""Places in a prior are kept off its ends, where normal scores are infinite."""


@dataclass(frozen=True, eq=False)
class Worlds:
    """place: float64 (worlds, paths) in (0, 1), position in each prior; paths: their names.

    moments: float64 (worlds, moments) on each moment's own scale, in the order of `names`.
    """

    paths: tuple[str, ...]
    place: Floats
    names: tuple[str, ...]
    moments: Floats

    def __len__(self) -> int:
        return len(self.place)

    def rows(self, chosen: NDArray[np.generic]) -> "Worlds":
        """Some of the worlds."""
        return Worlds(self.paths, self.place[chosen], self.names, self.moments[chosen])

    def joined(self, other: "Worlds") -> "Worlds":
        """These worlds and then others of the same parameters and moments."""
        if (self.paths, self.names) != (other.paths, other.names):
            raise ValueError("tables of different parameters or moments")
        place = np.concatenate([self.place, other.place])
        return Worlds(self.paths, place, self.names, np.concatenate([self.moments, other.moments]))

    def only(self, paths: Sequence[str]) -> "Worlds":
        """The same worlds with some of the parameters."""
        columns = [self.paths.index(path) for path in paths]
        return Worlds(tuple(paths), self.place[:, columns], self.names, self.moments)

    def measuring(self, names: Sequence[str]) -> "Worlds":
        """The same worlds with some of the moments."""
        columns = [self.names.index(name) for name in names]
        return Worlds(self.paths, self.place, tuple(names), self.moments[:, columns])

    def usable(self) -> "Worlds":
        """Without worlds that lack a moment."""
        return self.rows(np.asarray(np.isfinite(self.moments).all(axis=1)))


def scores(place: Floats) -> Floats:
    """Normal scores of places in priors; shape as `place`."""
    from scipy.special import ndtri

    return np.asarray(ndtri(np.clip(place, LEAST, MOST)))


def on_scale(moments: Sequence[Moment], values: Mapping[str, float]) -> list[float]:
    """What a world says of the moments, in logs where a moment is compared in logs."""
    out = []
    for moment in moments:
        value = values[moment.name]
        usable = value > 0.0 if moment.scale == "log" else np.isfinite(value)
        out.append((float(np.log(value)) if moment.scale == "log" else value) if usable else np.nan)
    return out


def drawn_places(paths: Iterable[str], index: NDArray[np.int64]) -> Floats:
    """Where the ordinary draws stand in the priors; (draws, paths)."""
    return np.stack([uniforms(f"unknown: {path}", index) for path in paths], axis=1)


def values_at(paths: Sequence[str], place: Floats, evidence: Evidence, cards: Cards) -> Floats:
    """Values of parameters at places in their priors; shape as `place`, columns as `paths`."""
    columns = [
        quantile(
            prior_of(cards[path], evidence),
            np.clip(place[:, column], LEAST, MOST),
            physical_bounds(path, cards[path]),
        )
        for column, path in enumerate(paths)
    ]
    return np.stack(columns, axis=1)


def even_places(count: int, dimensions: int, key: int) -> Floats:
    """The first `count` points of a scrambled Sobol sequence, (count, dimensions) in (0, 1)."""
    from scipy.stats.qmc import Sobol

    luck = np.random.Generator(np.random.Philox(np.random.SeedSequence(key)))
    sequence = Sobol(dimensions, scramble=True, seed=luck)
    points = sequence.random_base2(max(1, int(np.ceil(np.log2(max(count, 2))))))
    return np.asarray(np.clip(points[:count], LEAST, MOST))
