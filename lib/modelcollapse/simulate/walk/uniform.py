"""The uniform law between 0 and an upper end that is fitted."""

from __future__ import annotations

import numpy as np

from modelcollapse.arguments import real

__all__ = ["Uniform"]


class Uniform:
    """Unif(0, θ); the estimate is the largest draw ("likelihood") or (n + 1)/n times it ("unbiased").

    Args:
        upper: θ of the truth, above 0.

    Raises:
        InvalidArgument: for an upper end that is not above 0.
    """

    name = "uniform"
    estimators: tuple[str, ...] = ("unbiased", "likelihood")
    smallest = 1

    def __init__(self, *, upper: float = 1.0) -> None:
        self.truth = np.array([real("upper", upper, above=0.0)])

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace each upper end by the estimate from ``size`` draws below it."""
        # All n draws stay below x·θ with probability xⁿ, so the n-th root of one draw is the largest of n.
        largest = (1.0 - rng.random(parameters.shape)) ** (1.0 / size)
        parameters *= largest
        if estimator == "unbiased":
            parameters *= (size + 1) / size
