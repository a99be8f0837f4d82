"""What knowing an unknown would be worth for a choice between options.

With today's knowledge one takes the option with the best expected outcome. If an unknown were known
before choosing, one would take the best option given its value. The expected gain is the expected
value of partial perfect information (EVPPI); of knowing everything, EVPI. Expectations given an
unknown are regressions of each option's lead on a polynomial in the normal score of the unknown's
rank (Strong, Oakley and Brennan, Medical Decision Making 34 (2014)), its degree by leave-one-out:
degree 0 means that knowing it would change nothing. As many inert columns give the floor that a
finite number of draws produces by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from model.errors import InputError
from scenarios.sensitivity.design import Floats

DEGREES = (0, 1, 2, 3)
FEWEST = 16
"""Draws below which nothing is estimated."""
BATCHES = 40
"""Sets of inert columns; the floor is the 95 % point of the largest worth in a set."""


@dataclass(frozen=True)
class Worth:
    """worth: EVPPI in the outcome's unit. changes: how often another option would be taken."""

    unknown: str
    worth: float
    changes: float


@dataclass(frozen=True)
class Information:
    """What choosing is worth now, and what knowing would add; values in the outcome's unit."""

    best: str
    lead: float
    """Expected lead of the best option over the second."""
    perfect: float
    """EVPI: knowing everything."""
    changes: float
    """How often another option would turn out best."""
    floor: float
    unknowns: tuple[Worth, ...]
    """The largest worth first."""

    @property
    def clear(self) -> tuple[Worth, ...]:
        """Unknowns whose worth no set of inert ones reaches by chance."""
        return tuple(one for one in self.unknowns if one.worth > self.floor)


def information(
    unknowns: Mapping[str, Floats], options: Mapping[str, Floats], *, seed: int = 1
) -> Information:
    """Worth of every unknown for the choice between options.

    Args: unknowns, by path float64 (draws,); options, utility by name float64 (draws,), more is
    better.
    Raises: InputError for fewer than two options, or too few draws.
    """
    names = tuple(options)
    utilities = np.stack([np.asarray(options[name], np.float64) for name in names], axis=1)
    _check(utilities, unknowns)
    means = utilities.mean(axis=0)
    best = int(means.argmax())
    leads = utilities - utilities[:, [best]]
    moving = {path: x for path, x in unknowns.items() if np.ptp(x) > 0}
    most = _gain(leads)
    found = [_worth(path, x, leads, best, most) for path, x in moving.items()]
    return Information(
        best=names[best],
        lead=float(means[best] - np.delete(means, best).max()),
        perfect=most,
        changes=_changes(leads, best),
        floor=_floor(leads, len(moving), seed),
        unknowns=tuple(sorted(found, key=lambda one: (-one.worth, one.unknown))),
    )


def _worth(path: str, values: Floats, leads: Floats, best: int, most: float) -> Worth:
    """Knowing one unknown is never worth more than knowing everything, which bounds the fit."""
    fitted = _fitted(_scores(values), leads)
    return Worth(path, min(_gain(fitted), most), _changes(fitted, best))


def _gain(leads: Floats) -> float:
    """Expected best lead less the best expected lead; leads float64 (draws, options)."""
    return float(leads.max(axis=1).mean() - leads.mean(axis=0).max())


def _changes(leads: Floats, best: int) -> float:
    return float((leads.max(axis=1) > leads[:, best]).mean())


def _scores(values: Floats) -> Floats:
    """Normal scores of ranks, ties at their mean rank."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    return np.asarray(ndtri((rankdata(values) - 0.5) / len(values)))


def _fitted(scores: Floats, columns: Floats) -> Floats:
    """Each column (draws, columns) regressed on the scores, its degree by leave-one-out."""
    fits, errors = [], []
    for degree in DEGREES:
        basis, _ = np.linalg.qr(np.vander(scores, degree + 1))
        fitted = basis @ (basis.T @ columns)
        leverage = np.sum(basis**2, axis=1)
        left_out = (columns - fitted) / np.maximum(1 - leverage, 1e-9)[:, None]
        fits.append(fitted)
        errors.append(np.sum(left_out**2, axis=0))
    chosen = np.argmin(errors, axis=0)
    return np.take_along_axis(np.array(fits), chosen[None, None, :], axis=0)[0]


def _floor(leads: Floats, unknowns: int, seed: int) -> float:
    """95 % point of the largest worth among as many inert columns."""
    generator = np.random.Generator(np.random.Philox(seed))
    draws, options = leads.shape
    scores = _scores(np.arange(draws, dtype=np.float64))
    largest = []
    for _ in range(BATCHES):
        orders = np.argsort(generator.random((unknowns, draws)), axis=1)
        shuffled = leads[orders].transpose(1, 0, 2).reshape(draws, unknowns * options)
        fitted = _fitted(scores, shuffled).reshape(draws, unknowns, options)
        gains = fitted.max(axis=2).mean(axis=0) - fitted.mean(axis=0).max(axis=1)
        largest.append(float(gains.max()))
    return float(np.quantile(largest, 0.95))


def _check(utilities: Floats, unknowns: Mapping[str, Floats]) -> None:
    if utilities.shape[1] < 2:
        raise InputError("needs two options or more", key="options", value=utilities.shape[1])
    if len(utilities) < FEWEST:
        raise InputError(
            "has too few draws to say what knowing more is worth",
            key="draws",
            value=len(utilities),
            allowed=f"{FEWEST} or more",
        )
    finite = np.isfinite(utilities).all() and all(np.isfinite(x).all() for x in unknowns.values())
    if not finite or any(len(x) != len(utilities) for x in unknowns.values()):
        raise InputError("has holes: a value is missing, NaN or infinite", key="draws")
