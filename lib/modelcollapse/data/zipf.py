"""Word frequencies by rank, after Zipf and Mandelbrot."""

from __future__ import annotations

import numpy as np

from modelcollapse.arguments import integer, real

__all__ = ["zipf_mandelbrot"]


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
