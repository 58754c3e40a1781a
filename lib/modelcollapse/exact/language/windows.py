"""Draws from more than the last generation: a window of generations, or the whole history."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import integer, per_generation, probability
from modelcollapse.errors import InvalidArgument

__all__ = ["history_collision", "history_limit", "window_collision", "window_decay"]

# The second moments of a window are a dense matrix over its pairs of generations.
LARGEST_WINDOW = 40


def _window(window: Any, sample_size: Any) -> tuple[int, int]:
    """Check a window; return its width and the draws from each of its generations."""
    n = integer("sample_size", sample_size, minimum=1)
    width = integer("window", window, minimum=1, maximum=LARGEST_WINDOW)
    if width > n:
        raise InvalidArgument("window", window, f"must be at most sample_size = {n}")
    return width, n // width


def _advance(pairs: np.ndarray, each: int, width: int) -> np.ndarray:
    """One generation for the pairwise chances of two different tokens; newest generation first."""
    present = len(pairs)
    drawn = pairs - np.diag(np.diagonal(pairs)) / each
    following = np.empty((min(present + 1, width),) * 2)
    following[0, 0] = drawn.sum() / present**2
    kept = len(following) - 1
    following[0, 1:] = following[1:, 0] = pairs.sum(axis=0)[:kept] / present
    following[1:, 1:] = pairs[:kept, :kept]
    return following


def window_collision(s0: float, *, sample_size: int, window: int, generations: Any) -> Any:
    """Expected collision probability S_m when each generation is fitted to draws from the last K ones.

    Args:
        s0: S₀ of the truth, in (0, 1].
        sample_size: n; ⌊n/K⌋ tokens come from each generation in the window, of as many as there are yet.
        window: K, 1 to 40 and at most n.
        generations: m ≥ 0, an int or a sequence.

    Returns:
        float, or an array with one value for each entry.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P4-Fig6), for the scheme of Seddik et al. (2024).
    """
    start = probability("s0", s0)
    width, each = _window(window, sample_size)
    wanted, single = per_generation("generations", generations)
    pairs = np.full((1, 1), 1 - start)
    values = np.empty(len(wanted))
    for m in range(int(wanted.max()) + 1):
        if m:
            pairs = _advance(pairs, each, width)
        values[wanted == m] = 1 - pairs[0, 0]
    return float(values[0]) if single else values


def window_decay(*, sample_size: int, window: int) -> float:
    """Share of its diversity that the windowed recursion loses in each generation in the long run, 1 − λ.

    Args:
        sample_size: n; ⌊n/K⌋ tokens come from each generation.
        window: K, 1 to 40 and at most n.

    Returns:
        float, close to 4/((K + 1)² n).

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P4-Fig6): leading eigenvalue of the second moments.
    """
    width, each = _window(window, sample_size)
    index = [(a, b) for a in range(width) for b in range(a, width)]
    matrix = np.empty((len(index), len(index)))
    for column, (a, b) in enumerate(index):
        pairs = np.zeros((width, width))
        pairs[a, b] = pairs[b, a] = 1.0
        following = _advance(pairs, each, width)
        matrix[:, column] = [following[i, j] for i, j in index]
    return float(1 - np.abs(np.linalg.eigvals(matrix)).max())


def history_collision(s0: float, *, sample_size: int, generations: Any) -> Any:
    """Expected collision probability S_m when every token comes from a random past generation.

    Args:
        s0: S₀ of the truth, in (0, 1].
        sample_size: n ≥ 1.
        generations: m ≥ 0, an int or a sequence.

    Returns:
        float, or an array with one value for each entry.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P4-Fig6): the pooled mean loses a share 1/(n (m + 1)²) in generation m.
    """
    start = probability("s0", s0)
    n = integer("sample_size", sample_size, minimum=1)
    wanted, single = per_generation("generations", generations)
    past = np.arange(1.0, max(int(wanted.max()), 1))
    kept = np.concatenate([[0.0], np.cumsum(np.log1p(-1 / (n * (past + 1) ** 2)))])
    pooled = (1 - start) * np.exp(kept[np.maximum(wanted - 1, 0)])
    values = np.where(wanted > 0, 1 - (1 - 1 / n) * pooled, start)
    return float(values[0]) if single else values


def history_limit(s0: float, *, sample_size: int) -> float:
    """S_∞ = 1 − (1 − S₀) sin(π/√n)/(π/√n) of the same recursion: below 1 for every n ≥ 2.

    Args:
        s0: S₀ of the truth, in (0, 1].
        sample_size: n ≥ 1.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P4-Fig6); Euler's product for the sine.
    """
    start = probability("s0", s0)
    n = integer("sample_size", sample_size, minimum=1)
    # NumPy's sinc holds the factor π already; at n = 1 it would leave a rounding error.
    return 1.0 if n == 1 else float(1 - (1 - start) * np.sinc(1 / np.sqrt(n)))
