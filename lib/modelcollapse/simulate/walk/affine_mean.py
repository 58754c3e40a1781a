"""A biased estimator of a normal mean."""

from __future__ import annotations

import numpy as np

from modelcollapse.arguments import real

__all__ = ["AffineMean"]


class AffineMean:
    """N(μ, 1); the estimate is slope · (sample mean) + shift.

    Args:
        slope: below 1 it shrinks towards zero.
        shift: added to every estimate.
        mean: of the truth.

    Raises:
        InvalidArgument: for numbers that are not finite.
    """

    name = "affine-mean"
    estimators: tuple[str, ...] = ("affine",)
    smallest = 1

    def __init__(self, *, slope: float = 1.0, shift: float = 0.0, mean: float = 0.0) -> None:
        self.truth = np.array([real("mean", mean)])
        self._slope, self._shift = real("slope", slope), real("shift", shift)

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace each mean by the affine image of the mean of ``size`` draws around it."""
        del estimator  # there is one
        parameters += rng.standard_normal(parameters.shape) / np.sqrt(size)
        parameters *= self._slope
        parameters += self._shift
