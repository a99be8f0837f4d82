"""How colours look in grey and to colour-blind readers: linear light, dichromacy, lightness."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

RGB_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
# Viénot, Brettel and Mollon 1999, "Digital video colourmaps for checking the legibility of
# displays by dichromats", on linear RGB.
RGB_TO_LMS = np.array(
    [[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]]
)
DICHROMATS = {
    "protanopia": np.array([[0.0, 2.02344, -2.52581], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    "deuteranopia": np.array([[1.0, 0.0, 0.0], [0.494207, 0.0, 1.24827], [0.0, 0.0, 1.0]]),
}


def linear(colour: str) -> NDArray[np.float64]:
    """Linear light of a colour as #rrggbb."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def seen(colour: str, eyes: str) -> NDArray[np.float64]:
    """CIELAB of a colour as normal or colour-blind eyes see it, or in grey."""
    light = linear(colour)
    if eyes in DICHROMATS:
        cones = DICHROMATS[eyes] @ RGB_TO_LMS @ light
        light = np.clip(np.linalg.solve(RGB_TO_LMS, cones), 0.0, 1.0)
    scaled = RGB_TO_XYZ @ light / (RGB_TO_XYZ @ np.ones(3))
    root = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    lightness = 116 * root[1] - 16
    if eyes == "grey":
        return np.array([lightness, 0.0, 0.0])
    return np.array([lightness, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def closest(colours: tuple[str, ...], eyes: str) -> float:
    """Smallest distance between two of the colours, in CIELAB."""
    return min(
        float(np.linalg.norm(seen(first, eyes) - seen(second, eyes)))
        for first, second in combinations(colours, 2)
    )
