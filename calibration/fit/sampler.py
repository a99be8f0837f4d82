"""Posterior of a few scales by elliptical slice sampling of many short chains, by named numbers.

In the space where the prior is N(0, I). Chains start from points of the prior, drawn by their
likelihood, and then take steps on ellipses (Murray, Adams and MacKay 2010): a step has nothing to
tune and leaves the posterior as it is. All chains step together, each with numbers of its own, so
the result is a pure function of the key, and the ends of the chains are the posterior's rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from calibration.named_numbers import uniforms
from calibration.outlook.shocks import Floats, Index

FIRST_POINTS = 1500
STEPS = 16
MOST_TRIES = 60
"""An ellipse shrinks at every refusal, so that it never comes to this many."""

LogLikelihood = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Chains:
    """Ends of the chains and what tells whether they have mixed.

    z: float64 (chains, dimensions). log_likelihood: float64 (steps + 1, chains), by step.
    log_evidence: of the starting points, ln of the mean likelihood under the prior.
    """

    z: Floats
    log_likelihood: Floats
    log_evidence: float

    @property
    def drift(self) -> float:
        """How far the mean log likelihood still moved in the second half of the steps, in sds."""
        half = len(self.log_likelihood) // 2
        late, last = self.log_likelihood[half], self.log_likelihood[-1]
        return float(abs(last.mean() - late.mean()) / (last.std() + 1e-12))


def sample_scales(
    log_likelihood: LogLikelihood, dimensions: int, key: str, chains: int, steps: int = STEPS
) -> Chains:
    """Rows of the posterior; the likelihood takes (n, dimensions) and gives (n,)."""
    first = standard_normals(f"{key}: first", FIRST_POINTS, dimensions)
    known = log_likelihood(first)
    weight = np.exp(known - known.max())
    evidence = float(known.max() + np.log(weight.mean()))
    rows = _systematic(weight, chains, key)
    z, level = first[rows], known[rows]
    path = [level]
    for step in range(steps):
        z, level = _stepped(log_likelihood, z, level, f"{key}: step {step}")
        path.append(level)
    return Chains(z, np.stack(path), evidence)


def standard_normals(key: str, n: int, dimensions: int) -> Floats:
    """Standard normal numbers by name; more rows keep the first ones. float64 (n, dimensions)."""
    from scipy.special import ndtri

    index: Index = np.arange(n)
    columns = [ndtri(uniforms(f"fit: {key}: {d}", index)) for d in range(dimensions)]
    return np.stack(columns, axis=1) if columns else np.zeros((n, 0))


def _stepped(
    log_likelihood: LogLikelihood, z: Floats, level: Floats, key: str
) -> tuple[Floats, Floats]:
    """One step of every chain along its ellipse."""
    chains: Index = np.arange(len(z))
    other = standard_normals(f"{key}: ellipse", *z.shape)
    floor = level + np.log(uniforms(f"fit: {key}: floor", chains))
    angle = 2 * np.pi * uniforms(f"fit: {key}: angle 0", chains)
    low, high = angle - 2 * np.pi, angle.copy()
    new, reached = z.copy(), level.copy()
    open_ = chains
    for number in range(1, MOST_TRIES):
        turn = angle[open_, None]
        tried = z[open_] * np.cos(turn) + other[open_] * np.sin(turn)
        found = log_likelihood(tried)
        good = found > floor[open_]
        new[open_[good]], reached[open_[good]] = tried[good], found[good]
        open_ = open_[~good]
        if not open_.size:
            break
        back = angle[open_] < 0
        low[open_[back]], high[open_[~back]] = angle[open_[back]], angle[open_[~back]]
        u = uniforms(f"fit: {key}: angle {number}", open_)
        angle[open_] = low[open_] + u * (high[open_] - low[open_])
    return new, reached


def _systematic(weight: Floats, n: int, key: str) -> Index:
    """N rows drawn by weight, evenly spread, in an order that says nothing."""
    start = uniforms(f"fit: {key}: start", np.zeros(1, np.int64))[0]
    steps = np.cumsum(weight)
    rows = np.searchsorted(steps / steps[-1], (np.arange(n) + start) / n)
    order = np.argsort(uniforms(f"fit: {key}: order", np.arange(n)), kind="stable")
    return np.asarray(np.minimum(rows, len(weight) - 1)[order], dtype=np.int64)
