"""Yes and no, by the probability of yes."""

from __future__ import annotations

import numpy as np

from modelcollapse.arguments import real

__all__ = ["Bernoulli"]


class Bernoulli:
    """Bernoulli draws; the estimate is their frequency.

    Args:
        probability: of the truth, in (0, 1).

    Raises:
        InvalidArgument: for a probability outside (0, 1).
    """

    name = "bernoulli"
    estimators: tuple[str, ...] = ("mean",)
    smallest = 1

    def __init__(self, *, probability: float = 0.5) -> None:
        self.truth = np.array([real("probability", probability, above=0.0, below=1.0)])

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace each probability by the frequency in ``size`` draws."""
        del estimator  # there is one
        parameters[:] = rng.binomial(size, parameters)
        parameters /= size
