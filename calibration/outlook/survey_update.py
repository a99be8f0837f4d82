"""What newly published figures say about later years: futures reweighted, errors conditioned.

A future k fixes growth, drift, reclassification and the effect of policies. Around it the shocks of
years and the errors of the survey are normal, with a covariance that k's spreads give:

    x_T = m_kT + sum of shocks to T + e_T - e_2021      x: log rural income, log ratio as published

Published figures are linear in x, so the weight of a future is the exact likelihood of what was
printed, shocks and errors integrated out, and both follow conditionally (Matheron's rule). Nothing
has to be near the figures by luck, and the effective sample size tells how many futures the result
rests on. The shock of a year moves the moving people's relative income too; that is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from calibration.behaviour.abc_fit import effective_size
from calibration.outlook.survey import sample_of
from model.errors import InputError

Floats = NDArray[np.float64]

LEAST_EFFECTIVE = 100.0
"""An update that rests on fewer futures than this is refused."""

RURAL, RATIO = 0, 1


@dataclass(frozen=True)
class Figure:
    """One published number as a linear reading of x.

    weights: what of (year, RURAL or RATIO) is in it; value: in logs; sd: of its rounding.
    """

    name: str
    weights: tuple[tuple[int, int, float], ...]
    value: float
    sd: float


@dataclass(frozen=True, eq=False)
class Futures:
    """middle: float64 (n, years, 2), m of x; errors: (n, years + 1, 2), from 2021 on, as drawn.

    shocks: (n, years, 2), of each year, as drawn. spreads: unknowns of survey and trend by path,
    (n,).
    """

    years: range
    middle: Floats
    errors: Floats
    shocks: Floats
    spreads: Mapping[str, Floats]

    @property
    def latent(self) -> Floats:
        """The true values in logs; (n, years, 2)."""
        return self.middle + np.cumsum(self.shocks, axis=1) - self.errors[:, :1]

    @property
    def published(self) -> Floats:
        """X as drawn; (n, years, 2)."""
        return self.latent + self.errors[:, 1:]


@dataclass(frozen=True, eq=False)
class Updated:
    """Futures after the figures: weights adding up to 1 (n,), and futures with errors to match."""

    weight: Floats
    futures: Futures

    @property
    def effective(self) -> float:
        """Effective number of futures."""
        return effective_size(self.weight)


def update(futures: Futures, figures: Sequence[Figure], least: float = LEAST_EFFECTIVE) -> Updated:
    """Absorb figures; InputError when too few futures are left to stand on."""
    if not figures:
        raise InputError("there is no figure to absorb")
    reading = np.stack([_row(futures.years, figure) for figure in figures])
    observed = np.array([figure.value for figure in figures])
    noise = np.diag([figure.sd**2 for figure in figures])
    spread = covariance(futures.years, futures.spreads)
    since_2021 = np.kron(_since_2021(len(futures.years)), np.eye(2))
    step = np.einsum("ir,rj->ij", reading, since_2021)
    of_errors = np.einsum("ij,njk->nik", step, spread)
    total = np.einsum("nik,jk->nij", of_errors, step) + noise
    middle = _read(reading, futures.middle)
    weight = _weights(observed - middle, total)
    found = Updated(weight, _conditioned(futures, of_errors, total, observed, reading))
    if not found.effective >= least:
        raise InputError(
            "too few futures agree with the figures: they contradict the forecast, or are not this "
            "county's; nothing was updated",
            key="effective sample size",
            value=round(found.effective, 1),
            allowed=f"at least {least:g} of {len(weight)}",
        )
    return found


def covariance(years: range, spreads: Mapping[str, Floats]) -> Floats:
    """Of (e_2021, e_years, shocks of years), rural and ratio interleaved; (n, 4T + 2, 4T + 2)."""
    span = range(years.start - 1, years.stop)
    apart = np.abs(np.subtract.outer(list(span), list(span)))
    same = np.equal.outer([sample_of(y) for y in span], [sample_of(y) for y in span])
    square = {path: values[:, None, None] ** 2 for path, values in spreads.items()}
    persistence = spreads["survey.yearly_persistence"][:, None, None]
    carried = np.where(same, persistence**apart, 0.0)
    count, errors = len(persistence), 2 * len(span)
    whole = np.zeros((count, errors + 2 * len(years), errors + 2 * len(years)))
    whole[:, RURAL:errors:2, RURAL:errors:2] = square["survey.growth_sd"] * carried
    whole[:, RATIO:errors:2, RATIO:errors:2] = (
        square["survey.yearly_sd"] * carried + square["survey.rotation_sd"] * same
    )
    each = np.eye(len(years))
    whole[:, errors + RURAL :: 2, errors + RURAL :: 2] = square["trend.common_noise_sd"] * each
    whole[:, errors + RATIO :: 2, errors + RATIO :: 2] = square["trend.gap_noise_sd"] * each
    return whole


def _since_2021(years: int) -> Floats:
    """X - m from (e_2021, e_years, shocks); (years, 2 years + 1)."""
    return np.column_stack([-np.ones(years), np.eye(years), np.tri(years)])


def _row(years: range, figure: Figure) -> Floats:
    row = np.zeros((len(years), 2))
    for year, kind, weight in figure.weights:
        row[years.index(year), kind] += weight
    return row.reshape(-1)


def _read(reading: Floats, paths: Floats) -> Floats:
    """What the figures' rows (figures, 2 years) read off paths (n, years, 2); (n, figures)."""
    return np.asarray(np.einsum("nr,ir->ni", paths.reshape(len(paths), -1), reading))


def _weights(difference: Floats, total: Floats) -> Floats:
    """Normal likelihoods of the differences, adding up to 1; (n,)."""
    inner = np.linalg.solve(total, difference[:, :, None])[:, :, 0]
    log_weight = -0.5 * ((difference * inner).sum(axis=1) + np.linalg.slogdet(total)[1])
    weight = np.exp(log_weight - log_weight.max())
    return np.asarray(weight / weight.sum())


def _conditioned(
    futures: Futures, of_errors: Floats, total: Floats, observed: Floats, reading: Floats
) -> Futures:
    """The same futures with the errors moved to what the figures imply of them."""
    drawn = _read(reading, futures.published)
    missing = np.linalg.solve(total, (observed - drawn)[:, :, None])[:, :, 0]
    moved = np.einsum("nik,ni->nk", of_errors, missing).reshape(len(futures.middle), -1, 2)
    years = len(futures.years) + 1
    return replace(
        futures,
        errors=futures.errors + moved[:, :years],
        shocks=futures.shocks + moved[:, years:],
    )
