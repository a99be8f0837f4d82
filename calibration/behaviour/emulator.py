"""A cheap stand-in for the simulation: a quadratic in the normal scores of the free parameters.

    moment = b0 + sum b_i z_i + sum b_ij z_i z_j + residual

The residual holds what is not in the formula: seeds, all other parameters, and the formula's own
error. Worlds that were kept out of the fit say how well it predicts.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.behaviour.worlds_table import Worlds, scores
from model.errors import InputError

Floats = NDArray[np.float64]

KEPT_OUT = 5
"""Every fifth world is kept out of the fit and predicted."""


@dataclass(frozen=True, eq=False)
class Emulator:
    """Of all moments of a table of worlds.

    coefficients: (terms, moments); inverse: (terms, terms), of the normal equations; residual:
    (moments,) variance around the formula, seeds and other parameters included.
    """

    names: tuple[str, ...]
    coefficients: Floats
    inverse: Floats
    residual: Floats

    def predict(self, place: Floats) -> tuple[Floats, Floats]:
        """Mean and variance of the mean at places in the priors; (points, moments) each."""
        terms = quadratic_terms(scores(place))
        spread = np.einsum("ij,jk,ik->i", terms, self.inverse, terms)
        return terms @ self.coefficients, spread[:, None] * self.residual[None, :]


@dataclass(frozen=True)
class Validation:
    """How an emulator predicts worlds that it has not seen, for one moment.

    explained: share of their variance; covered: share inside its 95 % interval; worlds: how many.
    """

    moment: str
    explained: float
    covered: float
    worlds: int


def quadratic_terms(z: Floats) -> Floats:
    """1, every score, every square less 1 and every product; (points, terms)."""
    count = z.shape[1]
    squares = z**2 - 1.0
    products = [z[:, i] * z[:, j] for i in range(count) for j in range(i)]
    return np.column_stack([np.ones(len(z)), z, squares, *products])


def terms_of(parameters: int) -> int:
    """Number of terms for a number of parameters."""
    return 1 + 2 * parameters + parameters * (parameters - 1) // 2


def fit(worlds: Worlds) -> Emulator:
    """Fit by least squares; InputError with fewer than twice as many worlds as terms."""
    terms = quadratic_terms(scores(worlds.place))
    rows, count = terms.shape
    if rows < 2 * count:
        raise InputError(
            "too few worlds for an emulator", value=rows, allowed=f"at least {2 * count}"
        )
    inverse = np.linalg.pinv(terms.T @ terms)
    coefficients = inverse @ (terms.T @ worlds.moments)
    errors = worlds.moments - terms @ coefficients
    residual = np.asarray((errors**2).sum(axis=0) / (rows - count))
    return Emulator(worlds.names, coefficients, np.asarray(inverse, np.float64), residual)


def validate(worlds: Worlds) -> list[Validation]:
    """Fit without every fifth world and predict those."""
    out = np.arange(len(worlds)) % KEPT_OUT == 0
    seen, unseen = worlds.rows(~out), worlds.rows(out)
    emulator = fit(seen)
    mean, variance = emulator.predict(unseen.place)
    errors = unseen.moments - mean
    spread = np.maximum(unseen.moments.var(axis=0), 1e-300)
    inside = np.abs(errors) <= 1.96 * np.sqrt(variance + emulator.residual)
    return [
        Validation(
            name,
            float(1.0 - (errors[:, k] ** 2).mean() / spread[k]),
            float(inside[:, k].mean()),
            len(unseen),
        )
        for k, name in enumerate(worlds.names)
    ]
