"""Functions of the unit cube whose sensitivity indices are known in closed form."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """A function of points (rows, factors) with its true first and total indices."""

    name: str
    of: Callable[[Floats], Floats]
    first: tuple[float, ...]
    total: tuple[float, ...]


def ishigami() -> Known:
    """sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1 on (-π, π)³ (Ishigami and Homma 1990)."""
    a, b = 7.0, 0.1
    one = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    two, both = a**2 / 8, b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    variance = one + two + both

    def of(u: Floats) -> Floats:
        x = np.pi * (2 * u - 1)
        return np.sin(x[:, 0]) * (1 + b * x[:, 2] ** 4) + a * np.sin(x[:, 1]) ** 2

    return Known(
        "Ishigami",
        of,
        (one / variance, two / variance, 0.0),
        ((one + both) / variance, two / variance, both / variance),
    )


def sobol_g(weights: tuple[float, ...] = (0.0, 1.0, 4.5, 9.0, 99.0)) -> Known:
    """The product of (|4 u - 2| + a) / (1 + a) (Saltelli and Sobol' 1995)."""
    a = np.array(weights)
    parts = 1 / (3 * (1 + a) ** 2)
    variance = np.prod(1 + parts) - 1
    total = parts * np.prod(1 + parts) / (1 + parts)
    return Known(
        "Sobol G",
        lambda u: np.prod((np.abs(4 * u - 2) + a) / (1 + a), axis=1),
        tuple(parts / variance),
        tuple(total / variance),
    )


def linear(slopes: tuple[float, ...] = (3.0, 2.0, 1.0, 0.0)) -> Known:
    """A weighted sum: shares of the squared weights, first and total alike."""
    w = np.array(slopes)
    shares = tuple(w**2 / np.sum(w**2))
    return Known("linear", lambda u: u @ w, shares, shares)
