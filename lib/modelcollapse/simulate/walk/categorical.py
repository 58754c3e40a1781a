"""A distribution on finitely many symbols, fitted by the frequencies."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import reals
from modelcollapse.errors import InvalidArgument

__all__ = ["Categorical"]


class Categorical:
    """A distribution on symbols; the estimate is the table of frequencies of the draws.

    Args:
        probabilities: of the truth, positive, with sum 1.

    Raises:
        InvalidArgument: for probabilities that are not.
    """

    name = "categorical"
    estimators: tuple[str, ...] = ("frequencies",)
    smallest = 1

    def __init__(self, probabilities: Any = (0.5, 0.3, 0.2)) -> None:
        truth = reals("probabilities", probabilities, above=0.0)
        if abs(truth.sum() - 1) > 1e-9:
            raise InvalidArgument("probabilities", probabilities, "must have the sum 1")
        self.truth = truth

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace each table by the frequencies of ``size`` draws from it."""
        del estimator  # there is one
        # Counts have an exact sum; rounding in the frequencies may exceed it by a bit, which NumPy refuses.
        parameters /= parameters.sum(axis=1, keepdims=True)
        parameters[...] = rng.multinomial(size, parameters)
        parameters *= 1.0 / size
