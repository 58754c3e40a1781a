"""Logistic regression."""

from __future__ import annotations

import numpy as np

from modelcollapse.simulate.walk.regression import CanonicalRegression

__all__ = ["Logistic"]


class Logistic(CanonicalRegression):
    """y is yes with probability 1/(1 + e^(−x'β)).

    The estimator "firth" adds to the score the term that removes the bias of order 1/n.
    """

    name = "logistic"
    estimators: tuple[str, ...] = ("maximum-likelihood", "firth")

    def respond(self, predictor: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Draw yes and no, as 1 and 0."""
        chance, _ = self.mean(predictor)
        return (rng.random(predictor.shape) < chance).astype(float)

    def mean(self, predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return p and p(1 − p)."""
        chance = 1 / (1 + np.exp(-predictor))
        return chance, chance * (1 - chance)
