"""Logistic regression."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import reals
from modelcollapse.simulate.walk import regression

__all__ = ["Logistic"]


class Logistic:
    """y is yes with probability 1/(1 + e^(−x'β)), x ~ N(0, I_d) drawn afresh in every round.

    The estimator "firth" changes the score so that the bias of order 1/n disappears.

    Args:
        coefficients: β of the truth, d ≥ 1 numbers.

    Raises:
        InvalidArgument: for coefficients that are not finite.
    """

    name = "logistic"
    estimators: tuple[str, ...] = ("maximum-likelihood", "firth")
    smallest = 50

    def __init__(self, *, coefficients: Any = (1.0, -0.5)) -> None:
        self.truth = reals("coefficients", coefficients)

    @staticmethod
    def mean(predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return p and p(1 − p) for each linear predictor."""
        chance = 1 / (1 + np.exp(-predictor))
        return chance, chance * (1 - chance)

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace each row of β by its refit to ``size`` fresh draws."""

        def respond(predictor: np.ndarray, rng: np.random.Generator) -> np.ndarray:
            return (rng.random(predictor.shape) < self.mean(predictor)[0]).astype(float)

        regression.refit(
            parameters, size, rng, respond=respond, mean=self.mean, corrected=estimator == "firth"
        )
