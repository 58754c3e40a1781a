"""Poisson regression."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import real
from modelcollapse.simulate.walk.regression import CanonicalRegression

__all__ = ["PoissonRegression"]


class PoissonRegression(CanonicalRegression):
    """y is a count of mean e^(x'β).

    Args:
        coefficients: β of the truth.
        mixing: shape of a gamma factor of mean one in each count's own mean; none by default. With it the counts
            are overdispersed, and the Poisson fit is misspecified.

    Raises:
        InvalidArgument: for coefficients that are not finite or a shape that is not above 0.
    """

    name = "poisson-regression"

    def __init__(self, *, coefficients: Any = (0.5, -0.25), mixing: float | None = None) -> None:
        super().__init__(coefficients=coefficients)
        self._mixing = None if mixing is None else real("mixing", mixing, above=0.0)

    def respond(self, predictor: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Draw the counts."""
        mean, _ = self.mean(predictor)
        if self._mixing is not None:
            mean = mean * rng.standard_gamma(self._mixing, size=mean.shape) / self._mixing
        return rng.poisson(mean).astype(float)

    def mean(self, predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the mean, which is its own slope."""
        mean = np.exp(predictor)
        return mean, mean
