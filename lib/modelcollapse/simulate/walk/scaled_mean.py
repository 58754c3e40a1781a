"""A normal mean times a constant: an estimator whose bias no sample size removes."""

from __future__ import annotations

import numpy as np

from modelcollapse.arguments import real

__all__ = ["ScaledMean"]


class ScaledMean:
    """N(μ, 1); the estimate is ``factor`` times the sample mean, in every generation.

    Args:
        factor: below 1 it shrinks towards zero.
        mean: of the truth.

    Raises:
        InvalidArgument: for numbers that are not finite.
    """

    name = "scaled-mean"
    estimators: tuple[str, ...] = ("scaled",)
    smallest = 1

    def __init__(self, *, factor: float = 0.8, mean: float = 0.0) -> None:
        self.truth = np.array([real("mean", mean)])
        self._factor = real("factor", factor)

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace each mean by ``factor`` times the mean of ``size`` draws around it."""
        del estimator  # there is one
        parameters += rng.standard_normal(parameters.shape) / np.sqrt(size)
        parameters *= self._factor
