"""A table of worlds enlarged by its emulator: many more points, each with errors of real worlds.

    moments(x) = emulator mean(x) + residual of one of the nearest simulated worlds

Residuals are taken whole, so that moments of one world stay related as they were, and from the
neighbourhood, so that they may be wider in some part of the priors than in another. Whether this is
good enough is tested on real worlds: `calibration.behaviour.recovery` lets them play the data.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from calibration.behaviour.emulator import Emulator
from calibration.behaviour.worlds_table import Floats, Worlds, even_places, scores
from calibration.named_numbers import uniforms

NEIGHBOURS = 20
POINTS = 2**15


def enlarged(
    worlds: Worlds,
    emulator: Emulator,
    alive: Callable[[Floats], NDArray[np.bool_]] | None = None,
    points: int = POINTS,
    key: int = 21,
) -> Worlds:
    """Emulated worlds over the priors, or over the part of them that is `alive`."""
    from scipy.spatial import cKDTree

    place = even_places(points, worlds.place.shape[1], key)
    if alive is not None:
        place = place[alive(place)]
    residual = worlds.moments - emulator.predict(worlds.place)[0]
    near = cKDTree(scores(worlds.place)).query(scores(place), k=min(NEIGHBOURS, len(worlds)))[1]
    near, row = np.reshape(near, (len(place), -1)), np.arange(len(place))
    chosen = (uniforms(f"enlarged table {key}", row) * near.shape[1]).astype(np.int64)
    taken = near[row, chosen]
    return Worlds(worlds.paths, place, worlds.names, emulator.predict(place)[0] + residual[taken])
