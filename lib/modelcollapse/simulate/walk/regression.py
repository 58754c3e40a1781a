"""Generalised linear models with a canonical link, fitted by Newton's method, many samples at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from modelcollapse.errors import UnusableSample

__all__ = ["fit", "predict", "refit"]

# Entries of a batch of designs; a few arrays of this size stay in the processor's cache.
BATCH = 16_384
ITERATIONS = 40
# Newton's steps square their error, so the step after one of this size is below rounding.
SMALL = 1e-7
LARGEST_PREDICTOR = 30.0

# Linear predictors to means and their slopes.
Mean = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def refit(
    parameters: np.ndarray,
    size: int,
    rng: np.random.Generator,
    *,
    respond: Callable[[np.ndarray, np.random.Generator], np.ndarray],
    mean: Mean,
    corrected: bool = False,
) -> None:
    """Replace each row β by its refit to ``size`` fresh draws (x, y), x ~ N(0, I_d).

    Args:
        parameters: shape (replicates, d); overwritten.
        size: draws in a sample.
        rng: generator.
        respond: draws y for each linear predictor x'β.
        mean: the mean of y and its slope.
        corrected: as for ``fit``.

    Raises:
        UnusableSample: if a sample has no finite fit.
    """
    at_once = max(1, BATCH // size)
    for first in range(0, len(parameters), at_once):
        batch = parameters[first : first + at_once]
        design = rng.standard_normal((batch.shape[1], len(batch), size))
        response = respond(predict(design, batch), rng)
        # The parameters that made the data are a start; the fit does not depend on it.
        batch[:] = fit(design, response, batch, mean=mean, corrected=corrected)


def fit(
    design: np.ndarray, response: np.ndarray, start: np.ndarray, *, mean: Mean, corrected: bool = False
) -> np.ndarray:
    """Fit each sample by maximum likelihood, or with Firth's correction for yes and no.

    Args:
        design: shape (d, samples, size).
        response: shape (samples, size).
        start: shape (samples, d).
        mean: as for ``refit``.
        corrected: whether the score is changed so that the bias of order 1/size of a logistic fit disappears.

    Raises:
        UnusableSample: if a sample has no finite fit.
    """
    beta = start.copy()
    for _ in range(ITERATIONS):
        centre, weight = mean(np.clip(predict(design, beta), -LARGEST_PREDICTOR, LARGEST_PREDICTOR))
        weighted = design * weight
        information = np.einsum("irn,jrn->rij", weighted, design, optimize=True)
        residual = response - centre
        if corrected:
            inverse = np.linalg.inv(information)
            leverage = np.einsum("irn,rij,jrn->rn", weighted, inverse, design, optimize=True)
            residual += leverage * (0.5 - centre)
        score = np.einsum("irn,rn->ri", design, residual)
        step = np.linalg.solve(information, score[..., None])[..., 0]
        beta += step
        if np.abs(step).max() < SMALL:
            return beta
    raise UnusableSample("a sample has no finite regression fit; take more draws in every round")


def predict(design: np.ndarray, beta: np.ndarray) -> np.ndarray:
    """Return the linear predictors, shape (samples, size)."""
    return np.asarray(np.einsum("irn,ri->rn", design, beta))
