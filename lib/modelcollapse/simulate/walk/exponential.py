"""The exponential law, by its mean."""

from __future__ import annotations

import numpy as np

from modelcollapse.arguments import real

__all__ = ["Exponential"]


class Exponential:
    """Exponential draws; the estimate is the sample mean, drawn as one gamma variable.

    Args:
        mean: of the truth, above 0.

    Raises:
        InvalidArgument: for a mean that is not above 0.
    """

    name = "exponential"
    estimators: tuple[str, ...] = ("mean",)
    smallest = 1

    def __init__(self, *, mean: float = 1.0) -> None:
        self.truth = np.array([real("mean", mean, above=0.0)])

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace each mean by that of ``size`` exponential draws."""
        del estimator  # there is one
        parameters *= rng.standard_gamma(size, size=parameters.shape)
        parameters /= size
