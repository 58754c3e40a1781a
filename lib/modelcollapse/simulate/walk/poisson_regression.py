"""Poisson regression."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import real, reals
from modelcollapse.simulate.walk import regression

__all__ = ["PoissonRegression"]


class PoissonRegression:
    """y is a count of mean e^(x'β), x ~ N(0, I_d) drawn afresh in every round.

    Args:
        coefficients: β of the truth, d ≥ 1 numbers.
        mixing: shape of a gamma factor of mean one in each count's own mean; none by default. With it the counts
            are overdispersed, and the Poisson fit is misspecified.

    Raises:
        InvalidArgument: for coefficients that are not finite or a shape that is not above 0.
    """

    name = "poisson-regression"
    estimators: tuple[str, ...] = ("maximum-likelihood",)
    smallest = 50

    def __init__(self, *, coefficients: Any = (0.5, -0.25), mixing: float | None = None) -> None:
        self.truth = reals("coefficients", coefficients)
        self._mixing = None if mixing is None else real("mixing", mixing, above=0.0)

    @staticmethod
    def mean(predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the mean, which is its own slope, for each linear predictor."""
        mean = np.exp(predictor)
        return mean, mean

    def _respond(self, predictor: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        mean, _ = self.mean(predictor)
        if self._mixing is not None:
            mean = mean * rng.standard_gamma(self._mixing, size=mean.shape) / self._mixing
        return rng.poisson(mean).astype(float)

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace each row of β by its refit to ``size`` fresh draws."""
        del estimator  # there is one
        regression.refit(parameters, size, rng, respond=self._respond, mean=self.mean)
