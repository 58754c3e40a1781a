"""Traces of the resolvent of an isotropic Gram matrix, from a bidiagonal matrix with the same singular values."""

from __future__ import annotations

import numpy as np

from modelcollapse.simulate.regression.designs import chi_square

__all__ = ["traces"]


def traces(
    dimension: int, ridges: np.ndarray, samples: int, replicates: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return Σ 1/(e + λ) and Σ 1/(e + λ)² over the min(d, T) eigenvalues e of X'X/T that are not zero.

    Householder reflections from both sides make X bidiagonal, with independent chi variables. The determinant of
    the tridiagonal X'X/T + λ is a product of pivots; the sums are the derivatives of its log, carried along.

    Returns:
        two arrays of shape (replicates, ridges).
    """
    rank, longer = min(dimension, samples), max(dimension, samples)
    at = np.arange(rank)
    diagonal = chi_square(longer - at, (replicates, rank), rng)
    above = chi_square(rank - 1 - at[:-1], (replicates, rank - 1), rng)
    pivot = diagonal[:, :1] / samples + ridges
    slope, bend = np.ones_like(pivot), np.zeros_like(pivot)
    first, second = 1 / pivot, 1 / pivot**2
    for i in range(1, rank):
        coupling = (diagonal[:, i - 1] * above[:, i - 1] / samples**2)[:, None]
        ahead = (diagonal[:, i] + above[:, i - 1])[:, None] / samples
        relative = slope / pivot
        bend = coupling * (bend / pivot - 2 * relative**2) / pivot
        slope = 1 + coupling * relative / pivot
        pivot = ahead + ridges - coupling / pivot
        first += slope / pivot
        second += (slope / pivot) ** 2 - bend / pivot
    return first, second
