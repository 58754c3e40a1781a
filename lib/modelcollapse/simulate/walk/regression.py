"""Generalised linear models with a canonical link, fitted by Newton's method, many samples at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

from modelcollapse.arguments import reals
from modelcollapse.errors import UnusableSample

__all__ = ["CanonicalRegression"]

# Entries of a batch of designs; a few arrays of this size stay in the processor's cache.
BATCH = 16_384
ITERATIONS = 40
# Newton's steps square their error, so the step after one of this size is below rounding.
SMALL = 1e-7
LARGEST_PREDICTOR = 30.0


class CanonicalRegression(ABC):
    """A response y whose mean is a function of x'β, x ~ N(0, I_d) drawn afresh in every round.

    Args:
        coefficients: β of the truth, d ≥ 1 numbers.

    Raises:
        InvalidArgument: for coefficients that are not finite.
    """

    name: str
    estimators: tuple[str, ...] = ("maximum-likelihood",)
    smallest = 50

    def __init__(self, *, coefficients: Any = (1.0, -0.5)) -> None:
        self.truth = reals("coefficients", coefficients)

    @abstractmethod
    def respond(self, predictor: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Draw y for each linear predictor x'β."""

    @abstractmethod
    def mean(self, predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the mean of y and its slope, for each linear predictor."""

    def refit(self, parameters: np.ndarray, size: int, rng: np.random.Generator, *, estimator: str) -> None:
        """Replace each row of β by its refit to ``size`` fresh draws."""
        at_once = max(1, BATCH // size)
        for first in range(0, len(parameters), at_once):
            batch = parameters[first : first + at_once]
            design = rng.standard_normal((batch.shape[1], len(batch), size))
            response = self.respond(_predict(design, batch), rng)
            # The parameters that made the data are a start; the fit does not depend on it.
            batch[:] = self._fit(design, response, batch.copy(), corrected=estimator == "firth")

    def _fit(
        self, design: np.ndarray, response: np.ndarray, beta: np.ndarray, *, corrected: bool
    ) -> np.ndarray:
        for _ in range(ITERATIONS):
            mean, weight = self.mean(np.clip(_predict(design, beta), -LARGEST_PREDICTOR, LARGEST_PREDICTOR))
            weighted = design * weight
            information = np.einsum("irn,jrn->rij", weighted, design, optimize=True)
            residual = response - mean
            if corrected:
                inverse = np.linalg.inv(information)
                leverage = np.einsum("irn,rij,jrn->rn", weighted, inverse, design, optimize=True)
                residual += leverage * (0.5 - mean)
            score = np.einsum("irn,rn->ri", design, residual)
            step = np.linalg.solve(information, score[..., None])[..., 0]
            beta += step
            if np.abs(step).max() < SMALL:
                return beta
        raise UnusableSample(f"{self.name}: a sample has no finite fit; take more draws in every round")


def _predict(design: np.ndarray, beta: np.ndarray) -> np.ndarray:
    return np.asarray(np.einsum("irn,ri->rn", design, beta))
