"""How many different symbols are left? Mean and variance of the vocabulary, exactly or by a mean field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from modelcollapse.arguments import choice, integer, integers, reals
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact.discrete.iteration import asked, shaped
from modelcollapse.exact.discrete.lineages import expected, sizes

__all__ = ["distinct", "distinct_variance", "grouped"]

METHODS = ("exact", "meanfield")


def grouped(counts_or_probs: Any) -> tuple[np.ndarray, np.ndarray]:
    """Check a vocabulary; return its different positive probabilities and how many symbols have each.

    Raises:
        InvalidArgument: unless it holds whole-number counts (some above 0) or probabilities of sum one.
    """
    if isinstance(counts_or_probs, str | bytes) or not np.iterable(counts_or_probs):
        raise InvalidArgument(
            "counts_or_probs", counts_or_probs, "must be counts or probabilities of symbols"
        )
    array = np.asarray(counts_or_probs)
    if array.ndim == 1 and array.size and np.issubdtype(array.dtype, np.integer):
        if array.min() < 0:
            integers("counts_or_probs", array[array < 0][:1], minimum=0)  # raises, naming the value
        if array.max() == 0:
            raise InvalidArgument("counts_or_probs", counts_or_probs, "must hold a count above 0")
        values, multiplicity = np.unique(array[array > 0], return_counts=True)
        return values / array.sum(), multiplicity.astype(float)
    numbers = reals("counts_or_probs", array.ravel() if array.ndim == 1 else [], minimum=0.0)
    if abs(numbers.sum() - 1) > 1e-9:
        raise InvalidArgument(
            "counts_or_probs", counts_or_probs, "must be whole-number counts, or probabilities that sum to 1"
        )
    values, multiplicity = np.unique(numbers[numbers > 0], return_counts=True)
    return values, multiplicity.astype(float)


def _present(p: np.ndarray, multiplicity: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """How many symbols a independent draws show on average, as a function of a."""
    # A lone symbol has probability 1, and log1p(−1) would be −∞ with a warning.
    logarithms = np.log1p(-np.minimum(p, 1 - 1e-16))
    return lambda a: sum(
        count * -np.expm1(a * logarithm) for logarithm, count in zip(logarithms, multiplicity, strict=True)
    )


def distinct(counts_or_probs: Any, *, sample_size: Any, generations: Any, method: str = "exact") -> Any:
    """Expected number of different symbols that occur in generation k.

    Args:
        counts_or_probs: counts of the starting corpus (whole numbers), or true probabilities (sum one).
        sample_size: tokens in a generation, or a sequence with one size for each generation; at most 20,000
            for the exact method, at least 2 for the mean field.
        generations: k ≥ 0, an int or a sequence; generation 0 counts the symbols there are.
        method: "exact" (ancestral dual), or "meanfield": mean and variance of the number of ancestors only,
            any sample size; for n ≥ 100 its relative error is below 1e-4 up to k = n/10 and below 2e-3 up to
            k = n/2 (measured in ``tests``, not proved).

    Returns:
        float, or an array with one number for each entry.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-C1); Corollary 1 of Suresh et al. (2024) bounds this number.
    """
    choice("method", method, METHODS)
    p, multiplicity = grouped(counts_or_probs)
    wanted, single = asked(generations, minimum=0)
    last = int(wanted.max())
    values = np.full(len(wanted), multiplicity.sum())
    later = wanted > 0
    if method == "meanfield":
        if later.any():
            values[later] = _meanfield(p, multiplicity, sample_size, wanted[later])
    else:
        checked = sizes(sample_size, last)
        if later.any():
            values[later] = expected(_present(p, multiplicity), checked, wanted[later] - 1)
    return shaped(values, single)


def _meanfield(p: np.ndarray, multiplicity: np.ndarray, sample_size: Any, wanted: np.ndarray) -> np.ndarray:
    """The number of ancestors taken as normal, with its mean and variance followed back."""
    last = int(wanted.max())
    found: dict[int, tuple[float, float]] = {}
    if isinstance(sample_size, list | tuple | range | np.ndarray):
        schedule = integers("sample_size", sample_size, minimum=2, length=last).astype(float)
        for k in wanted.tolist():
            # Back from the sample of generation k to that of generation 1.
            mean, variance = schedule[k - 1], 0.0
            for boxes in schedule[: k - 1][::-1]:
                mean, variance = _occupied(mean, variance, boxes)
            found[k] = mean, variance
    else:
        size = float(integer("sample_size", sample_size, minimum=2))
        mean, variance = size, 0.0
        for k in range(1, last + 1):
            found[k] = mean, variance
            mean, variance = _occupied(mean, variance, size)
    logarithms = np.log1p(-np.minimum(p, 1 - 1e-16))
    return np.array(
        [
            float(multiplicity @ -np.expm1(logarithms * found[k][0] + logarithms**2 * found[k][1] / 2))
            for k in wanted.tolist()
        ]
    )


def _occupied(mean: float, variance: float, boxes: float) -> tuple[float, float]:
    """Mean and variance of the number of occupied boxes, for a normal number of balls."""

    def empty(together: int) -> float:
        """Chance that so many given boxes stay empty: E (1 − together/n)^A."""
        if together >= boxes:
            return 0.0
        logarithm = float(np.log1p(-together / boxes))
        return float(np.exp(min(logarithm * mean + logarithm**2 * variance / 2, 0.0)))

    one, two = empty(1), empty(2)
    spread = boxes * one + boxes * (boxes - 1) * two - (boxes * one) ** 2
    return boxes * (1 - one), max(spread, 0.0)


def distinct_variance(counts_or_probs: Any, *, sample_size: Any, generations: Any) -> Any:
    """Variance of the number of different symbols in generation k.

    Args:
        counts_or_probs: as in ``distinct``.
        sample_size: tokens in a generation, 1 to 20,000, or a sequence with one size for each generation.
        generations: k ≥ 0, an int or a sequence.

    Returns:
        float, or an array with one variance for each entry; absolute error below 1e-9 times the squared
        number of symbols.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here: two symbols are absent together with probability E (1 − p_i − p_j)^A.
    """
    p, multiplicity = grouped(counts_or_probs)
    wanted, single = asked(generations, minimum=0)
    checked = sizes(sample_size, int(wanted.max()))
    values = np.zeros(len(wanted))
    later = wanted > 0
    pairs = np.outer(multiplicity, multiplicity) - np.diag(multiplicity)
    rest = np.maximum(1 - p[:, None] - p[None, :], 0.0)

    def absent(a: np.ndarray) -> np.ndarray:
        return np.asarray(multiplicity @ (1 - p[:, None]) ** a[None, :])

    def both_absent(a: np.ndarray) -> np.ndarray:
        return np.array([float(np.sum(pairs * rest**number)) for number in a.tolist()])

    if later.any():
        steps = wanted[later] - 1
        alone, together = expected(absent, checked, steps), expected(both_absent, checked, steps)
        values[later] = alone + together - alone**2
    return shaped(values, single)
