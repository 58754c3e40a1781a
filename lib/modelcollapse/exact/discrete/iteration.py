"""The iteration g_1 = 1, g_{k+1} = 1 − e^{−g_k}, its two-sided bound and its sums."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from modelcollapse.arguments import integer, integers

__all__ = ["asked", "g", "g_bounds", "g_square_sums", "iterates", "shaped"]


def asked(generations: Any, *, minimum: int) -> tuple[np.ndarray, bool]:
    """Check ``generations``; return them as an array, and whether a single number was asked for."""
    if isinstance(generations, list | tuple | range | np.ndarray):
        return integers("generations", generations, minimum=minimum), False
    return np.array([integer("generations", generations, minimum=minimum)]), True


def shaped(values: np.ndarray, single: bool) -> Any:
    """Return a float where one generation was asked for, else the array."""
    return float(values[0]) if single else values


def iterates(last: int) -> np.ndarray:
    """Return g_1, …, g_last, shape (last,)."""
    values = np.empty(last)
    x = math.inf
    for k in range(last):
        # 1 − e^{−x} itself would lose digits in proportion to k.
        x = -math.expm1(-x)
        values[k] = x
    return values


def g(generations: Any) -> Any:
    """Return g_k, the k-fold iterate of 1 − e^{−x} from infinity.

    1 − g_k is the probability that a line of descent with Poisson(1) children has died out after k − 1
    generations.

    Args:
        generations: k ≥ 1, an int or a sequence.

    Returns:
        float, or an array with one value for each entry; relative error below 1e-14 (compared with 50 digits).

    Raises:
        InvalidArgument: for generations below 1.

    Source: Suresh et al. (2024), the sequence of Theorem 1.
    """
    wanted, single = asked(generations, minimum=1)
    return shaped(iterates(int(wanted.max()))[wanted - 1], single)


def g_bounds(generations: Any) -> tuple[Any, Any]:
    """Lower and upper bound 2/(k+1+(H_k−1)/3) ≤ g_k ≤ 2/(k+1), with H_k the harmonic sum.

    Args:
        generations: k ≥ 1, an int or a sequence.

    Returns:
        (lower, upper), floats or arrays; both equal g_1 = 1 at k = 1.

    Raises:
        InvalidArgument: for generations below 1.

    Source: derived here (P2-L1s); it replaces 1/k and 3/k of Suresh et al. (2024).
    """
    wanted, single = asked(generations, minimum=1)
    harmonic = np.cumsum(1 / np.arange(1.0, wanted.max() + 1))[wanted - 1]
    lower = 2 / (wanted + 1 + (harmonic - 1) / 3)
    return shaped(lower, single), shaped(2 / (wanted + 1.0), single)


def g_square_sums(generations: Any) -> tuple[Any, Any]:
    """Sums S_k = Σ g_j² and Σ j g_j² over j ≤ k, which replace the constants of Theorem 1.

    Args:
        generations: k ≥ 1, an int or a sequence.

    Returns:
        (S_k, Σ j g_j²), floats or arrays.

    Raises:
        InvalidArgument: for generations below 1.

    Source: derived here (P2-T1b).
    """
    wanted, single = asked(generations, minimum=1)
    squares = iterates(int(wanted.max())) ** 2
    plain = np.cumsum(squares)[wanted - 1]
    weighted = np.cumsum(np.arange(1, len(squares) + 1) * squares)[wanted - 1]
    return shaped(plain, single), shaped(weighted, single)
