"""What newly published figures say about later years: futures reweighted, errors conditioned.

A future k fixes growth, drift, reclassification and the effect of policies. Around it the shocks of
years and the errors of the survey are normal, with a covariance that k's spreads give:

    x_T = m_kT + sum of shocks to T + e_T - e_2021      x: log rural income, log ratio as published

Published figures are linear in x, so the weight of a future is the exact likelihood of what was
printed, shocks and errors integrated out, and both follow conditionally (Matheron's rule). Nothing
has to be near the figures by luck, and the effective sample size tells how many futures the result
rests on. Places above the county (`calibration.outlook.above`) are further paths, whose drifts and
shocks go with the county's. The shock of a year moves the moving people's relative income too;
that is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from calibration.behaviour.abc_fit import effective_size
from calibration.outlook.above import Above
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
    place: one above the county whose ratio it is; "" for the county itself.
    """

    name: str
    weights: tuple[tuple[int, int, float], ...]
    value: float
    sd: float
    place: str = ""


@dataclass(frozen=True, eq=False)
class Futures:
    """middle: float64 (n, years, 2), m of x; errors: (n, years + 1, 2), from 2021 on, as drawn.

    shocks: (n, years, 2), of each year, as drawn. spreads: unknowns of survey and trend by path,
    (n,). above: places that the county lies in.
    """

    years: range
    middle: Floats
    errors: Floats
    shocks: Floats
    spreads: Mapping[str, Floats]
    above: tuple[Above, ...] = ()

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
    reading = np.stack([_row(futures, figure) for figure in figures])
    observed = np.array([figure.value for figure in figures])
    noise = np.diag([figure.sd**2 for figure in figures])
    spread = with_above(futures, covariance(futures.years, futures.spreads))
    step = np.einsum("ir,rj->ij", reading, _steps(futures))
    of_errors = np.einsum("ij,njk->nik", step, spread)
    total = np.einsum("nik,jk->nij", of_errors, step) + noise
    count = len(futures.middle)
    middles = [futures.middle.reshape(count, -1), *(place.middle for place in futures.above)]
    middle = np.einsum("nr,ir->ni", np.concatenate(middles, axis=1), reading)
    weight = _weights(observed - middle, total)
    states = _states(futures, spread)
    drawn = np.einsum("nk,ik->ni", states, step)
    missing = np.linalg.solve(total, (observed - middle - drawn)[:, :, None])[:, :, 0]
    moved = np.einsum("nik,ni->nk", of_errors, missing)
    found = Updated(weight, _moved(futures, moved))
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


def with_above(futures: Futures, whole: Floats) -> Floats:
    """The covariance with (e_2021, e_years, shocks of years) of every place above added to it."""
    years, count = len(futures.years), len(whole)
    if not futures.above:
        return whole
    first, each = 2 * (2 * years + 1), 2 * years + 1
    found = np.zeros((count, *2 * (first + each * len(futures.above),)))
    found[:, :first, :first] = whole
    shock = futures.spreads["trend.gap_noise_sd"][:, None, None] ** 2 * np.eye(years)
    of_county = slice(2 * (years + 1) + RATIO, first, 2)
    error = whole[:, RATIO : 2 * (years + 1) : 2, RATIO : 2 * (years + 1) : 2]
    places = [
        (place, slice(at + years + 1, at + each), slice(at, at + years + 1))
        for number, place in enumerate(futures.above)
        for at in (first + each * number,)
    ]
    for place, mine, errors in places:
        found[:, errors, errors] = place.survey**2 * error
        shared = place.share[:, None, None] * shock
        found[:, mine, of_county] = found[:, of_county, mine] = shared
        for other, theirs, _ in places:
            both = np.minimum(place.share, other.share)[:, None, None] * shock
            found[:, mine, theirs] = both
    return found


def _steps(futures: Futures) -> Floats:
    """From (errors and shocks) to what is read: the county's two rows a year, then each place's."""
    once = _since_2021(len(futures.years))
    years, each = once.shape
    county, places = np.kron(once, np.eye(2)), np.kron(np.eye(len(futures.above)), once)
    steps = np.zeros((len(county) + len(places), county.shape[1] + places.shape[1]))
    steps[: 2 * years, : 2 * each] = county
    steps[2 * years :, 2 * each :] = places
    return steps


def _states(futures: Futures, spread: Floats) -> Floats:
    """Errors and shocks as drawn, those of places above drawn beside them; (n, states)."""
    count, years = len(futures.middle), len(futures.years)
    own = np.concatenate([futures.errors, futures.shocks], axis=1).reshape(count, -1)
    found, nearer, share = [own], futures.shocks[:, :, RATIO], np.ones(count)
    sd = futures.spreads["trend.gap_noise_sd"]
    for number, place in enumerate(futures.above):
        at = own.shape[1] + number * (2 * years + 1)
        part = place.share / np.maximum(share, 1e-12)
        fresh = sd * np.sqrt(np.maximum(place.share * (1.0 - part), 0.0))
        nearer, share = part[:, None] * nearer + fresh[:, None] * place.luck, place.share
        errors = spread[:, at : at + years + 1, at : at + years + 1]
        root = np.linalg.cholesky(errors + 1e-18 * np.eye(years + 1))
        drawn = np.einsum("nij,nj->ni", root, place.error_luck)
        found.append(np.concatenate([drawn, nearer], axis=1))
    return np.concatenate(found, axis=1)


def _row(futures: Futures, figure: Figure) -> Floats:
    """What a figure reads: weights on the county's rural and ratio by year, then each place's."""
    years = futures.years
    row, others = np.zeros((len(years), 2)), np.zeros((len(futures.above), len(years)))
    names = [place.place for place in futures.above]
    for year, kind, weight in figure.weights:
        if figure.place:
            others[names.index(figure.place), years.index(year)] += weight
        else:
            row[years.index(year), kind] += weight
    return np.concatenate([row.reshape(-1), others.reshape(-1)])


def _weights(difference: Floats, total: Floats) -> Floats:
    """Normal likelihoods of the differences, adding up to 1; (n,)."""
    inner = np.linalg.solve(total, difference[:, :, None])[:, :, 0]
    log_weight = -0.5 * ((difference * inner).sum(axis=1) + np.linalg.slogdet(total)[1])
    weight = np.exp(log_weight - log_weight.max())
    return np.asarray(weight / weight.sum())


def _moved(futures: Futures, moved: Floats) -> Futures:
    """The same futures with the county's errors and shocks moved to what the figures imply."""
    years = len(futures.years) + 1
    own = moved[:, : 2 * (2 * years - 1)].reshape(len(moved), -1, 2)
    return replace(
        futures,
        errors=futures.errors + own[:, :years],
        shocks=futures.shocks + own[:, years:],
    )
