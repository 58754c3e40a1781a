"""Covariances of regression fits for large samples: Fisher's information, the sandwich, and the first bias."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import real, reals

__all__ = ["logistic_bias", "logistic_information", "poisson_information", "poisson_score_covariance"]

# The standard normal density on a grid: sums over it are integrals to rounding, for analytic integrands.
_GRID = np.linspace(-12, 12, 2401)
_WEIGHTS = np.exp(-(_GRID**2) / 2) * (_GRID[1] - _GRID[0]) / np.sqrt(2 * np.pi)


def _split(coefficients: Any) -> tuple[np.ndarray, float, np.ndarray]:
    """Return β, its length and the projection on its direction (on the first axis if β is zero)."""
    beta = reals("coefficients", np.atleast_1d(coefficients))
    length = float(np.linalg.norm(beta))
    direction = beta / length if length else np.eye(len(beta))[0]
    return beta, length, np.outer(direction, direction)


def _logistic_moments(length: float) -> tuple[float, float]:
    """Return E w u² and E w of w = p(1 − p), p the logistic function of length·u, u standard normal."""
    chance = 1 / (1 + np.exp(-length * _GRID))
    weight = _WEIGHTS * chance * (1 - chance)
    return float(weight @ _GRID**2), float(weight.sum())


def logistic_information(coefficients: Any) -> np.ndarray:
    """Return Fisher's information of one draw (x, y): x ~ N(0, I_d), y yes with probability 1/(1 + e^(−x'β)).

    Args:
        coefficients: β, d ≥ 1 finite numbers.

    Returns:
        shape (d, d); relative error below 1e-12 for ‖β‖ up to 3.

    Raises:
        InvalidArgument: for coefficients that are not finite.

    Source: textbook; the integral over the direction of β is done on a grid.
    """
    beta, length, along = _split(coefficients)
    parallel, across = _logistic_moments(length)
    return np.asarray(parallel * along + across * (np.eye(len(beta)) - along))


def logistic_bias(coefficients: Any) -> np.ndarray:
    """Return lim n·E(β̂ − β) of the maximum-likelihood fit, for the design of ``logistic_information``.

    It points along β, away from zero: the fit is inflated.

    Args, raises: as ``logistic_information``.

    Returns:
        shape (d,).

    Source: the first-order bias of maximum likelihood, derived in ``symbolic`` (P1-T7).
    """
    beta, length, _ = _split(coefficients)
    parallel, across = _logistic_moments(length)
    chance = 1 / (1 + np.exp(-length * _GRID))
    # The slope of the weight, times x'A⁻¹x averaged over what is orthogonal to β.
    slope = _WEIGHTS * chance * (1 - chance) * (1 - 2 * chance)
    inner = float(slope @ (_GRID * (_GRID**2 / parallel + (len(beta) - 1) / across)))
    size = -inner / (2 * parallel)
    return np.asarray(size / length * beta if length else np.zeros_like(beta))


def poisson_information(coefficients: Any) -> np.ndarray:
    """Return Fisher's information of one draw (x, y): x ~ N(0, I_d), y Poisson with mean e^(x'β).

    Args, raises: as ``logistic_information``.

    Returns:
        shape (d, d).

    Source: derived here (P1-T7), a Gaussian integral.
    """
    beta, length, _ = _split(coefficients)
    return np.asarray(np.exp(length**2 / 2) * (np.eye(len(beta)) + np.outer(beta, beta)))


def poisson_score_covariance(coefficients: Any, *, mixing: float) -> np.ndarray:
    """Return the covariance of the Poisson score of one draw whose mean carries an independent gamma factor.

    The counts then have the variance m + m²/mixing at the mean m, and the fit the sandwich covariance A⁻¹BA⁻¹ with
    the information A and this B.

    Args:
        coefficients: as ``logistic_information``.
        mixing: shape of the gamma factor of mean one, above 0; the larger, the closer to Poisson.

    Returns:
        shape (d, d).

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P1-T7), a Gaussian integral.
    """
    beta, length, _ = _split(coefficients)
    shape = real("mixing", mixing, above=0.0)
    extra = np.exp(2 * length**2) * (np.eye(len(beta)) + 4 * np.outer(beta, beta))
    return np.asarray(poisson_information(beta) + extra / shape)
