"""What a study reads an unknown from: its prior, or its own column of a stored posterior.

The forecast takes whole rows of a posterior, so that fitted unknowns go together as the data leave
them. Indices of variance need factors that are independent: here each fitted unknown moves through
its own column, and what the columns have to do with each other is left out.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from calibration.packs.pack import Pack
    from calibration.prior_draws import Evidence
    from model.parameters import Unknown


@dataclass(frozen=True)
class Marginals:
    """Values of a county's unknowns by probability, under one set of evidence."""

    pack: "Pack"
    evidence: "Evidence"

    def centre(self, card: "Unknown") -> float:
        """What the central draw takes, before shares are scaled to add up to 1."""
        from calibration.prior_draws import centre

        return centre(card, self.evidence)

    def at(self, path: str, card: "Unknown", probability: float) -> float:
        """The value with this probability below it."""
        from calibration.prior_draws import prior_of
        from calibration.quantiles import physical_bounds, quantile

        stored = self._stored(path, card)
        if stored is not None:
            values, weight = stored
            return weighted_quantile(values, weight, probability)
        prior, bounds = prior_of(card, self.evidence), physical_bounds(path, card)
        return float(quantile(prior, np.array([probability]), bounds)[0])

    def _stored(self, path: str, card: "Unknown") -> tuple[np.ndarray, np.ndarray] | None:
        """Values and weights of a posterior, float64 (rows,) each; None where none was fitted."""
        from calibration.behaviour.fitted_draws import fitted_of

        if card.posterior:
            return np.asarray(card.posterior), np.ones(len(card.posterior))
        fitted = fitted_of(self.pack, self.evidence)
        if fitted is None or path not in fitted.paths:
            return None
        return fitted.values[:, fitted.paths.index(path)], fitted.weight


def weighted_quantile(values: np.ndarray, weight: np.ndarray, probability: float) -> float:
    """The first value whose share of the weight, itself included, reaches the probability."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order]) / np.sum(weight)
    return float(values[order][min(int(np.searchsorted(reached, probability)), len(values) - 1)])
