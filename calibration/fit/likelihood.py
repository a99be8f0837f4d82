"""Log density of normal observations whose covariance is a weighted sum of parts, compiled."""

import numpy as np

from calibration.outlook.shocks import Floats
from model.compiled import compiled


@compiled
def log_densities(parts: Floats, weights: Floats, error: Floats, rest: Floats) -> Floats:
    """Log density of `rest` under N(0, sum of weights * parts + diag(error^2)), by row of weights.

    parts: float64 (parts, n, n). weights: float64 (rows, parts). error, rest: float64 (n,).
    """
    n = rest.shape[0]
    found = np.empty(weights.shape[0])
    matrix = np.empty((n, n))
    solved = np.empty(n)
    for row in range(weights.shape[0]):
        _mixed_below(parts, weights[row], matrix)
        for i in range(n):
            matrix[i, i] += error[i] ** 2
        found[row] = _log_density(matrix, rest, solved)
    return found


@compiled
def _mixed_below(parts: Floats, weights: Floats, matrix: Floats) -> None:
    """Lower triangle of the weighted sum of parts, in place."""
    n = matrix.shape[0]
    matrix[:] = 0.0
    for part in range(parts.shape[0]):
        weight = weights[part]
        if weight != 0.0:
            for i in range(n):
                for j in range(i + 1):
                    matrix[i, j] += weight * parts[part, i, j]


@compiled
def _log_density(matrix: Floats, rest: Floats, solved: Floats) -> float:
    """Log density by the Cholesky factor L, which takes the place of the lower triangle.

    solved: room for L^-1 rest. A matrix that is not positive definite gives nan.
    """
    n = rest.shape[0]
    half = square = 0.0
    for i in range(n):
        gap = rest[i]
        for j in range(i):
            total = matrix[i, j]
            for k in range(j):
                total -= matrix[i, k] * matrix[j, k]
            matrix[i, j] = total / matrix[j, j]
            gap -= matrix[i, j] * solved[j]
        square_left = matrix[i, i]
        for k in range(i):
            square_left -= matrix[i, k] ** 2
        matrix[i, i] = np.sqrt(square_left)
        solved[i] = gap / matrix[i, i]
        half += np.log(matrix[i, i])
        square += solved[i] ** 2
    return -0.5 * square - half - 0.5 * n * np.log(2.0 * np.pi)
