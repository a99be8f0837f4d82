"""Worlds of a simulator that is a formula: normal moments of parameters with uniform priors."""

import numpy as np

from calibration.behaviour.moments import Moment
from calibration.behaviour.worlds_table import Worlds, even_places, scores

PATHS = ("made.first", "made.second", "made.idle")
NAMES = ("of_first", "of_second", "of_nothing")
LUCK = 0.3
"""Spread of a moment between worlds of the same parameters."""

NOISE = 0.5
"""Of observation and discrepancy together: 0.3 and 0.4."""


def moments(*observed, names=NAMES):
    """Moments of observed values, each with observation sd 0.3 and discrepancy sd 0.4."""
    return tuple(
        Moment(name, name, name, "fitted", "plain", "number", value, 0.3, 0.4, ("made",), "derived",
               True, "made")
        for name, value in zip(names, observed, strict=True)
    )  # fmt: skip


def simulated(place, seed=0):
    """Two parameters in normal scores show in one moment each; the third shows in none."""
    z = scores(place)
    luck = np.random.Generator(np.random.Philox(seed)).standard_normal((len(place), 3))
    clear = np.stack([z[:, 0], 2.0 * z[:, 1] + 1.0, np.zeros(len(z))], axis=1)
    return clear + LUCK * luck


def worlds(count=1000, seed=0, key=5):
    """Worlds evenly spread over the priors."""
    place = even_places(count, len(PATHS), key)
    return Worlds(PATHS, place, NAMES, simulated(place, seed))
