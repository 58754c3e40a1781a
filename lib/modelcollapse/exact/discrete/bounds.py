"""Closed bounds: what Theorem 1 and Corollary 1 say, and sharper constants."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import choice, integer, real
from modelcollapse.exact.discrete.iteration import asked, iterates, shaped
from modelcollapse.exact.discrete.vocabulary import grouped

__all__ = [
    "FORMS",
    "distinct_bounds",
    "survival_lower",
    "survival_upper",
    "undecided_bounds",
]

# The theorem's constants; its sums of squares instead; and the exact second moments instead.
FORMS = ("theorem", "sums", "moments")


def _lower(p: np.ndarray, n: int, k: np.ndarray) -> np.ndarray:
    """Lower bound for probabilities (…, 1) and generations (k,)."""
    return np.asarray(-np.expm1(-n * p * iterates(int(k.max()))[k - 1]))


def _upper(p: np.ndarray, n: int, k: np.ndarray, form: str) -> np.ndarray:
    values = iterates(int(k.max()))
    if form == "theorem":
        loss = 3 * n * p**2 + 3 * k * p
    else:
        squares = values**2
        plain = np.cumsum(squares)[k - 1]
        if form == "sums":
            weighted = np.cumsum(np.arange(1, len(squares) + 1) * squares)[k - 1]
            loss = plain * n * p**2 + p * (k * plain - weighted)
        else:
            # Σ_{i<k} g_{k−i}² (1 − 1/n)^i, by its own recursion in k.
            kept = np.empty(len(squares))
            total = 0.0
            for index, square in enumerate(squares):
                total = total * (1 - 1 / n) + square
                kept[index] = total
            loss = n * (plain * p - p * (1 - p) * kept[k - 1])
    return np.asarray(1 - np.maximum(1 - loss, 0.0) * np.exp(-n * p * values[k - 1]))


def _setting(p0: float, sample_size: int, generations: Any) -> tuple[np.ndarray, int, np.ndarray, bool]:
    p = np.array(real("p0", p0, above=0.0, below=1.0))
    n = integer("sample_size", sample_size, minimum=1)
    k, single = asked(generations, minimum=1)
    return p, n, k, single


def survival_lower(p0: float, *, sample_size: int, generations: Any) -> Any:
    """Lower bound 1 − e^{−n p0 g_k} ≤ Pr(P_k ≠ 0).

    Args:
        p0: probability of the symbol, in (0, 1).
        sample_size: n ≥ 1.
        generations: k ≥ 1, an int or a sequence.

    Returns:
        float or array.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), Theorem 1.
    """
    p, n, k, single = _setting(p0, sample_size, generations)
    return shaped(_lower(p, n, k), single)


def survival_upper(p0: float, *, sample_size: int, generations: Any, form: str) -> Any:
    """Upper bound on Pr(P_k ≠ 0), 1 where it says nothing.

    Args:
        p0: probability of the symbol, in (0, 1).
        sample_size: n ≥ 1.
        generations: k ≥ 1, an int or a sequence.
        form: "theorem" (constants 3 and 3), "sums" (S_k in their place) or "moments" (exact E P_i², sharpest).

    Returns:
        float or array, at most 1.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), Theorem 1; "sums" and "moments" are derived here (P2-T1b).
    """
    choice("form", form, FORMS)
    p, n, k, single = _setting(p0, sample_size, generations)
    return shaped(_upper(p, n, k, form), single)


def undecided_bounds(p0: float, *, sample_size: int, generations: Any) -> tuple[Any, Any]:
    """Bounds on Pr(P_k ∉ {0, 1}): Theorem 1 for the symbol and for all others together.

    Args:
        p0: probability of the symbol, in (0, 1).
        sample_size: n ≥ 1.
        generations: k ≥ 1, an int or a sequence.

    Returns:
        (lower, upper), floats or arrays; the lower one can be negative, the upper one is at most 1.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), the extension of Theorem 1.
    """
    p, n, k, single = _setting(p0, sample_size, generations)
    both = (p, 1 - p)
    lower = 1 - sum(1 - _lower(r, n, k) for r in both)
    upper = 1 - sum(1 - _upper(r, n, k, "theorem") for r in both)
    return shaped(np.asarray(lower), single), shaped(np.asarray(upper), single)


def distinct_bounds(
    counts_or_probs: Any, *, sample_size: int, generations: Any, form: str
) -> tuple[Any, Any]:
    """Bounds on the expected number of different symbols in generation k, symbol by symbol.

    Args:
        counts_or_probs: counts of the starting corpus, or true probabilities of sum one.
        sample_size: n ≥ 1.
        generations: k ≥ 1, an int or a sequence.
        form: as in ``survival_upper``.

    Returns:
        (lower, upper), floats or arrays.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), Corollary 1; "sums" and "moments" are derived here (P2-T1b).
    """
    choice("form", form, FORMS)
    p, multiplicity = grouped(counts_or_probs)
    n = integer("sample_size", sample_size, minimum=1)
    k, single = asked(generations, minimum=1)
    lower = multiplicity @ _lower(p[:, None], n, k)
    upper = multiplicity @ _upper(p[:, None], n, k, form)
    return shaped(lower, single), shaped(upper, single)
