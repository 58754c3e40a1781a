"""The mean of a normal law whose covariance is known."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import integer, real
from modelcollapse.errors import InvalidArgument

__all__ = ["GaussianMean"]


class GaussianMean:
    """N(μ, Σ) with Σ known; the estimate is the sample mean, drawn as one normal vector.

    Args:
        dimension: d ≥ 1.
        covariance: Σ as a positive number (times the identity) or a positive definite (d, d) array.
        mean: coordinates of the truth, one number for all or d of them.

    Raises:
        InvalidArgument: for arguments outside these ranges.
    """

    name = "gaussian-mean"
    estimators: tuple[str, ...] = ("mean",)
    smallest = 1

    def __init__(self, *, dimension: int = 1, covariance: Any = 1.0, mean: Any = 0.0) -> None:
        d = integer("dimension", dimension, minimum=1)
        self.truth = np.broadcast_to(np.asarray(mean, dtype=float), (d,)).copy()
        if np.ndim(covariance) == 0:
            self._root: np.ndarray | float = np.sqrt(real("covariance", covariance, above=0.0))
            return
        matrix = np.asarray(covariance, dtype=float)
        rule = f"must be a positive definite array of shape ({d}, {d})"
        if matrix.shape != (d, d) or not np.allclose(matrix, matrix.T):
            raise InvalidArgument("covariance", covariance, rule)
        try:
            self._root = np.linalg.cholesky(matrix)
        except np.linalg.LinAlgError:
            raise InvalidArgument("covariance", covariance, rule) from None

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace each mean by the mean of ``size`` draws around it."""
        del estimator  # there is one
        move = rng.standard_normal(parameters.shape)
        if isinstance(self._root, np.ndarray):
            move = move @ self._root.T
        else:
            move *= self._root
        move *= 1.0 / np.sqrt(size)
        parameters += move
