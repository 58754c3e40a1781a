"""The mean of a normal law whose covariance is known."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import integer, real
from modelcollapse.errors import InvalidArgument

__all__ = ["GaussianMean", "truth_of"]


def truth_of(dimension: Any, covariance: Any, mean: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean as d coordinates and the lower triangular root of the covariance.

    Raises:
        InvalidArgument: for a dimension below 1, a mean of another length, or a covariance that is not
            positive definite.
    """
    d = integer("dimension", dimension, minimum=1)
    if np.ndim(mean) == 0:
        centre = np.full(d, real("mean", mean))
    else:
        centre = np.array([real(f"mean[{i}]", coordinate) for i, coordinate in enumerate(mean)])
        if len(centre) != d:
            raise InvalidArgument("mean", mean, f"must have {d} coordinates")
    if np.ndim(covariance) == 0:
        return centre, np.sqrt(real("covariance", covariance, above=0.0)) * np.eye(d)
    matrix = np.asarray(covariance, dtype=float)
    rule = f"must be a positive definite array of shape ({d}, {d})"
    if matrix.shape != (d, d) or not np.isfinite(matrix).all() or not np.allclose(matrix, matrix.T):
        raise InvalidArgument("covariance", covariance, rule)
    try:
        return centre, np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        raise InvalidArgument("covariance", covariance, rule) from None


class GaussianMean:
    """N(μ, Σ) with Σ known; the estimate is the sample mean, drawn as one normal vector.

    Args:
        dimension: d ≥ 1.
        covariance: Σ as a positive number (times the identity) or a positive definite (d, d) array.
        mean: coordinates of the truth, one number for all or d of them.
        bias: (c, v) for two more estimators: "shifted" adds c·size^(−v) to each coordinate of the sample mean,
            "shrunk" multiplies it by 1 − c·size^(−v).

    Raises:
        InvalidArgument: for arguments outside these ranges.
    """

    name = "gaussian-mean"
    smallest = 1

    def __init__(
        self,
        *,
        dimension: int = 1,
        covariance: Any = 1.0,
        mean: Any = 0.0,
        bias: tuple[float, float] | None = None,
    ) -> None:
        self.truth, root = truth_of(dimension, covariance, mean)
        diagonal = np.diag(root)
        # One multiplication does where the coordinates are independent.
        self._root: np.ndarray = diagonal if (root == np.diag(diagonal)).all() else root
        self.estimators: tuple[str, ...] = ("mean",)
        self._bias = (0.0, 1.0)
        if bias is not None:
            if not isinstance(bias, tuple | list) or len(bias) != 2:
                raise InvalidArgument("bias", bias, "must be a pair (coefficient, exponent)")
            self._bias = (real("bias coefficient", bias[0]), real("bias exponent", bias[1], above=0.0))
            self.estimators = ("mean", "shifted", "shrunk")

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace each mean by the estimate from ``size`` draws around it."""
        move = rng.standard_normal(parameters.shape)
        if self._root.ndim == 2:
            move = move @ self._root.T
        else:
            move *= self._root
        move *= 1.0 / np.sqrt(size)
        parameters += move
        if estimator != "mean":
            coefficient, exponent = self._bias
            if estimator == "shifted":
                parameters += coefficient * float(size) ** -exponent
            else:
                parameters *= 1.0 - coefficient * float(size) ** -exponent
