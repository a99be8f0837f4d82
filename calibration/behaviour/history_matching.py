"""History matching: which parts of the priors contradict what is known, wave after wave.

    implausibility_m(x) = |observed_m - E f_m(x)| / sqrt(V_observation + V_discrepancy
                                                         + V_ensemble + V_emulator(x))

f is the emulator's mean, V_ensemble the variance around it of seeds and of all parameters that are
not free, V_emulator what the finite number of worlds leaves open. A point is ruled out when any
moment's implausibility exceeds 3 (three sigma for whatever unimodal error; Pukelsheim 1994, as in
Craig et al. 1997). The next wave is simulated only where nothing is ruled out yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.behaviour.emulator import Emulator, Validation, fit, validate
from calibration.behaviour.moments import Moment
from calibration.behaviour.worlds_table import Worlds, even_places
from model.errors import InputError

Floats = NDArray[np.float64]

CUT_OFF = 3.0
CANDIDATES = 2**16
"""Points of the priors over which space is measured and new designs are chosen."""

LEAST_EXPLAINED = 0.05
"""A moment whose emulator predicts less of unseen worlds than this is not used to rule out."""


@dataclass(frozen=True, eq=False)
class Wave:
    """What one wave found. ruled_out: share of the whole prior, this wave's and all before."""

    emulator: Emulator
    validation: tuple[Validation, ...]
    used: tuple[str, ...]
    worlds: int
    ruled_out: float


@dataclass(frozen=True, eq=False)
class Matching:
    """All waves so far, for one set of moments."""

    moments: tuple[Moment, ...]
    waves: tuple[Wave, ...] = ()

    def not_ruled_out(self, place: Floats) -> NDArray[np.bool_]:
        """Whether places in the priors survive every wave; (points,)."""
        alive = np.ones(len(place), bool)
        for wave in self.waves:
            alive &= implausibility(wave.emulator, self.moments, place, wave.used) <= CUT_OFF
        return alive

    @property
    def ruled_out(self) -> float:
        """Share of the prior that some wave rules out."""
        return self.waves[-1].ruled_out if self.waves else 0.0


def implausibility(
    emulator: Emulator, moments: Sequence[Moment], place: Floats, used: Sequence[str]
) -> Floats:
    """The greatest over the moments that are used; (points,)."""
    mean, variance = emulator.predict(place)
    greatest = np.zeros(len(place))
    for moment in moments:
        if moment.name in used:
            k = emulator.names.index(moment.name)
            total = moment.variance + emulator.residual[k] + variance[:, k]
            greatest = np.maximum(greatest, np.abs(moment.observed - mean[:, k]) / np.sqrt(total))
    return greatest


def next_wave(matching: Matching, worlds: Worlds) -> Matching:
    """Fit emulators to worlds of the space that is left, and rule out more of it."""
    checks = tuple(validate(worlds))
    used = tuple(check.moment for check in checks if check.explained >= LEAST_EXPLAINED)
    emulator = fit(worlds)
    wave = Wave(emulator, checks, used, len(worlds), 0.0)
    candidate = Matching(matching.moments, (*matching.waves, wave))
    place = even_places(CANDIDATES, worlds.place.shape[1], key=1)
    share = 1.0 - float(candidate.not_ruled_out(place).mean())
    if share == 1.0:
        raise InputError(
            "every combination of the priors contradicts the moments: the model, a prior or a "
            "discrepancy is wrong",
            key=", ".join(used),
        )
    done = Wave(emulator, checks, used, len(worlds), share)
    return Matching(matching.moments, (*matching.waves, done))


def design(matching: Matching, count: int, dimensions: int, key: int) -> Floats:
    """Evenly spread places that nothing rules out yet; (count, dimensions).

    InputError when so little is left that the candidates do not suffice.
    """
    place = even_places(CANDIDATES, dimensions, key)
    left = place[matching.not_ruled_out(place)]
    if len(left) < count:
        raise InputError(
            "too little of the priors is left for another wave",
            value=len(left),
            allowed=f"{count} points",
        )
    return left[:count]
