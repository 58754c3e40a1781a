"""A normal law whose mean and covariance are both fitted."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.simulate.walk.gaussian_mean import truth_of

__all__ = ["Gaussian", "bartlett"]


def bartlett(below: np.ndarray, halves: np.ndarray) -> np.ndarray:
    """Return lower triangles A such that A Aᵀ is the scatter of standard normal rows.

    Args:
        below: standard normals for the entries below the diagonal, row by row, shape (replicates, d(d − 1)/2).
        halves: halves of chi-squares with ν, ν − 1, …, ν − d + 1 degrees of freedom, shape (replicates, d).
    """
    d = halves.shape[1]
    triangle = np.zeros((len(halves), d, d))
    triangle[:, np.arange(d), np.arange(d)] = np.sqrt(2 * halves)
    triangle[:, *np.tril_indices(d, -1)] = below
    return triangle


class Gaussian:
    """N(μ, Σ), refitted from sufficient statistics: a normal mean and a Wishart matrix drawn by Bartlett's rule.

    The parameters are the d coordinates of the mean and then, row by row, the lower triangle of the root L with
    L Lᵀ = Σ; in one dimension (μ, σ). The estimators are named by the divisor of the covariance.

    Args:
        dimension: d ≥ 1.
        covariance: Σ as a positive number (times the identity) or a positive definite (d, d) array.
        mean: coordinates of the true mean, one number for all or d of them.

    Raises:
        InvalidArgument: for arguments outside these ranges.
    """

    name = "gaussian"
    estimators: tuple[str, ...] = ("n-1", "n")

    def __init__(self, *, dimension: int = 1, covariance: Any = 1.0, mean: Any = 0.0) -> None:
        centre, root = truth_of(dimension, covariance, mean)
        self._d = len(centre)
        self._rows, self._columns = np.tril_indices(self._d)
        self.smallest = self._d + 1
        self.truth = np.concatenate([centre, root[self._rows, self._columns]])

    def _roots(self, parameters: np.ndarray) -> np.ndarray:
        roots = np.zeros((*parameters.shape[:-1], self._d, self._d))
        roots[..., self._rows, self._columns] = parameters[..., self._d :]
        return roots

    def covariance(self, parameters: np.ndarray) -> np.ndarray:
        """Return Σ for parameters of shape (…, coordinates), as an array of shape (…, d, d)."""
        roots = self._roots(parameters)
        return np.asarray(roots @ np.swapaxes(roots, -1, -2))

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace mean and covariance by those of ``size`` draws."""
        d = self._d
        divisor = size if estimator == "n" else size - 1
        normals = rng.standard_normal((len(parameters), d + d * (d - 1) // 2))
        # Half a chi-square with n − 1, n − 2, …, n − d degrees of freedom.
        halves = rng.standard_gamma((size - 1 - np.arange(d)) / 2, size=(len(parameters), d))
        if d == 1:
            parameters[:, 0] += parameters[:, 1] * normals[:, 0] * (1.0 / np.sqrt(size))
            parameters[:, 1] *= np.sqrt(halves[:, 0] * (2.0 / divisor))
            return
        roots = self._roots(parameters)
        parameters[:, :d] += (roots @ normals[:, :d, None])[..., 0] * (1.0 / np.sqrt(size))
        fitted = roots @ bartlett(normals[:, d:], halves)
        parameters[:, d:] = fitted[:, self._rows, self._columns] * (1.0 / np.sqrt(divisor))
