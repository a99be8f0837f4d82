"""Numbers in (0, 1) for draws: one for each named key and index, the same in any order."""

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from calibration.quantiles import Floats

Index = NDArray[np.int64]


def uniforms(key: str, index: Index) -> Floats:
    """One number in (0, 1) per draw index for a named key; shape as `index`."""
    from model.streams import uniforms as stream  # imports numba

    return np.asarray(stream(0, code(key), 0, np.asarray(index, np.int64)))


def code(key: str) -> int:
    """What separates the numbers of one key from all others."""
    return crc32(f"draws: {key}".encode())
