"""Multinomial draws from rows of weights, of which some may be zero."""

from __future__ import annotations

import numpy as np

__all__ = ["multinomial"]


def multinomial(weights: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw ``size`` tokens from each row.

    Args:
        weights: of at least 0, each row with one above 0, on any scale, shape (rows, categories).
        size: tokens, of at least 0.
        rng: generator.

    Returns:
        counts, shape (rows, categories).
    """
    shares = weights / weights.sum(axis=-1, keepdims=True)
    # NumPy gives what rounding leaves over to the last category, so that one has to be alive.
    if (weights[:, -1] > 0).all():
        return rng.multinomial(size, shares)
    largest = weights.argmax(axis=1)
    index = np.arange(len(weights))
    shares[index, largest], shares[index, -1] = shares[index, -1], shares[index, largest]
    drawn = rng.multinomial(size, shares)
    drawn[index, largest], drawn[index, -1] = drawn[index, -1], drawn[index, largest].copy()
    return drawn
