"""Word frequencies by rank, after Zipf and Mandelbrot."""

from __future__ import annotations

import numpy as np

from modelcollapse.arguments import integer, real

__all__ = ["zipf_mandelbrot", "zipf_with_collision"]


def zipf_mandelbrot(ranks: int, *, exponent: float, shift: float) -> np.ndarray:
    """Probabilities proportional to 1/(rank + shift)^exponent for rank 1, …, ranks.

    Args:
        ranks: how many symbols, at least 1.
        exponent: at least 0.
        shift: at least 0.

    Returns:
        array of shape (ranks,), of sum one.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Mandelbrot's generalisation of Zipf's law.
    """
    rank = np.arange(1.0, integer("ranks", ranks, minimum=1) + 1)
    power = real("exponent", exponent, minimum=0.0)
    weights = (rank + real("shift", shift, minimum=0.0)) ** -power
    return np.asarray(weights / weights.sum())


def zipf_with_collision(ranks: int, *, collision: float) -> np.ndarray:
    """Zipf probabilities 1/rank^a with the exponent a for which Σ p² has a given value.

    Args:
        ranks: how many symbols, at least 2.
        collision: Σ p², above 1/ranks and below 1.

    Returns:
        array of shape (ranks,), of sum one.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: our choice for figures whose distributions are given by Σ p² only.
    """
    count = integer("ranks", ranks, minimum=2)
    wanted = real("collision", collision, above=1 / count, below=1.0)
    low, high = 0.0, 1.0
    while _collision(count, high) < wanted:
        low, high = high, 2 * high
    # Bisection to the last bit, so that there is no tolerance to choose.
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if _collision(count, middle) < wanted else (low, middle)
    return zipf_mandelbrot(count, exponent=high, shift=0.0)


def _collision(ranks: int, exponent: float) -> float:
    p = zipf_mandelbrot(ranks, exponent=exponent, shift=0.0)
    return float(p @ p)
