"""Gaussian inputs: raw, or only the triangular factor of their Gram matrix (Bartlett)."""

from __future__ import annotations

import numpy as np

__all__ = ["bartlett", "chi_square", "raw"]


def chi_square(degrees: float | np.ndarray, size: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Draw chi-square variables."""
    return np.asarray(2 * rng.standard_gamma(np.asarray(degrees) / 2, size))


def raw(spectrum: np.ndarray, samples: int, replicates: int, rng: np.random.Generator) -> np.ndarray:
    """Draw inputs with covariance diag(spectrum), shape (replicates, samples, d)."""
    return np.asarray(rng.standard_normal((replicates, samples, len(spectrum))) * np.sqrt(spectrum))


def bartlett(spectrum: np.ndarray, samples: int, replicates: int, rng: np.random.Generator) -> np.ndarray:
    """Draw B of shape (replicates, d, min(samples, d)) with BB' distributed as X'X.

    X' = BQ for a Q with orthonormal rows that is independent of B, so that X'ε is B times as many normal variables
    as B has columns.
    """
    d, columns = len(spectrum), min(samples, len(spectrum))
    factor = np.tril(rng.standard_normal((replicates, d, columns)), -1)
    at = np.arange(columns)
    factor[:, at, at] = np.sqrt(chi_square(samples - at, (replicates, columns), rng))
    factor *= np.sqrt(spectrum)[:, None]
    return factor
