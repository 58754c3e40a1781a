"""The ancestral dual: how many ancestors do the tokens of the last generation have in the first?

Every token copies a uniformly chosen token of the generation before. Seen backwards, A lineages are A balls
thrown into n boxes, and the next A is the number of occupied boxes. Its law knows nothing of the symbols, so
one chain serves any probability and any vocabulary: with A ancestors among the first sample, a symbol of
probability p is absent with probability (1 − p)^A.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from modelcollapse.arguments import integer, integers
from modelcollapse.errors import InvalidArgument

__all__ = ["LARGEST_SIZE", "Row", "expected", "rows", "sizes"]

LARGEST_SIZE = 20_000

# Entries of a law below this are dropped at its two ends, and the row normalised again.
_NEGLIGIBLE = 1e-22
# From this many lineages on, a small dense matrix and its powers take over.
_FEW = 64

Row = tuple[int, np.ndarray]
Functional = Callable[[np.ndarray], np.ndarray]


def sizes(sample_size: Any, last: int) -> int | np.ndarray:
    """Check a sample size, or a schedule with one size for each of ``last`` generations.

    Raises:
        InvalidArgument: for a size below 1 or above 20,000, or a schedule that is too short.
    """
    rule = (
        f"the exact law serves sample sizes up to {LARGEST_SIZE}; beyond, use survival_lower and "
        'survival_upper, or distinct(..., method="meanfield")'
    )
    if isinstance(sample_size, list | tuple | range | np.ndarray):
        schedule = integers("sample_size", sample_size, minimum=1, length=last)
        if (schedule > LARGEST_SIZE).any():
            raise InvalidArgument("sample_size", int(schedule.max()), rule)
        return schedule
    size = integer("sample_size", sample_size, minimum=1)
    if size > LARGEST_SIZE:
        raise InvalidArgument("sample_size", size, rule)
    return size


def _trimmed(law: np.ndarray) -> Row:
    """Drop negligible ends; return what is left and where it starts."""
    kept = np.flatnonzero(law > _NEGLIGIBLE)
    return int(kept[0]), law[kept[0] : kept[-1] + 1]


def rows(boxes: int, balls: int) -> Iterator[Row]:
    """Yield, for 0, 1, …, ``balls`` balls thrown into boxes, the law of the number of occupied boxes.

    Each row is (least number, probabilities from there on), without its negligible ends, of sum one.
    """
    stay = np.arange(boxes + 1) / boxes
    move = 1 - stay
    start, law = 0, np.ones(1)
    yield start, law
    for _ in range(balls):
        here = slice(start, start + len(law))
        following = np.zeros(len(law) + 1)
        following[:-1] = law * stay[here]
        following[1:] += law * move[here]
        low, high = 0, len(following)
        while following[low] < _NEGLIGIBLE:
            low += 1
        while following[high - 1] < _NEGLIGIBLE:
            high -= 1
        start, law = start + low, following[low:high]
        # Rounding lets the sum drift; what drifts would grow with the number of generations.
        law = law / law.sum()
        yield start, law


@lru_cache(maxsize=3)
def _table(size: int) -> tuple[Row, ...]:
    return tuple(rows(size, size))


@lru_cache(maxsize=64)
def _few(size: int) -> np.ndarray:
    """The chain on 0 to at most 64 lineages as a dense matrix."""
    count = min(size, _FEW)
    matrix = np.zeros((count + 1, count + 1))
    for balls, (start, law) in enumerate(rows(size, count)):
        matrix[balls, start : start + len(law)] = law
    return matrix


def expected(functional: Functional, sample_size: int | np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Mean of a function of the number of ancestors of a whole sample.

    Args:
        functional: vectorised function of the number of lineages 1, 2, …
        sample_size: a size, or a schedule whose entry t is the size of generation t + 1.
        steps: how many generations back, each at least 0; for a schedule the sample is that of generation
            steps + 1.

    Returns:
        array of the shape of ``steps``.
    """
    if isinstance(sample_size, np.ndarray):
        return _scheduled(functional, sample_size.tolist(), steps)
    values = functional(np.arange(1.0, sample_size + 1))
    values = np.concatenate([[0.0], values])
    order, where = np.unique(steps, return_inverse=True)
    return np.asarray(_constant(values, sample_size, order)[where])


def _constant(values: np.ndarray, size: int, order: np.ndarray) -> np.ndarray:
    """Means at increasing numbers of steps, one sample size throughout."""
    means = np.empty(len(order))
    start, law, step, done = size, np.ones(1), 0, 0
    while start + len(law) - 1 > _FEW:
        while done < len(order) and order[done] == step:
            means[done] = law @ values[start : start + len(law)]
            done += 1
        if done == len(order):
            return means
        start, law = _back(start, law, _table(size))
        step += 1
    matrix = _few(size)
    full = np.zeros(len(matrix))
    full[start : start + len(law)] = law
    means[done:] = _by_powers(full, matrix, values[: len(matrix)], order[done:] - step)
    return means


def _back(start: int, law: np.ndarray, table: Sequence[Row]) -> Row:
    """Go one generation back: mix the rows of the table by the law of the number of lineages."""
    chosen = table[start : start + len(law)]
    low = chosen[0][0]
    high = max(first + len(row) for first, row in chosen)
    mixed = np.zeros(high - low)
    for weight, (first, row) in zip(law, chosen, strict=True):
        mixed[first - low : first - low + len(row)] += weight * row
    shift, mixed = _trimmed(mixed)
    return low + shift, mixed / mixed.sum()


def _by_powers(law: np.ndarray, matrix: np.ndarray, values: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """law · matrix^s · values for many s: small powers on the right, large ones on the left, one product.

    All entries are positive, so no digit is lost to cancellation, as it would be in an eigenvector expansion.
    """
    if not len(steps):
        return np.empty(0)
    stride = int(np.ceil(np.sqrt(steps.max() + 1)))
    right = np.empty((len(values), stride))
    right[:, 0] = values
    for j in range(1, stride):
        right[:, j] = matrix @ right[:, j - 1]
    giant = np.linalg.matrix_power(matrix, stride)
    left = np.empty((int(steps.max()) // stride + 1, len(law)))
    left[0] = law
    for i in range(1, len(left)):
        left[i] = left[i - 1] @ giant
    return np.asarray((left @ right)[steps // stride, steps % stride])


def _scheduled(functional: Functional, schedule: list[int], steps: np.ndarray) -> np.ndarray:
    """Means for a schedule: push the function forward through the generations, one row at a time."""
    found: dict[int, float] = {}
    last = int(steps.max())
    values = np.concatenate([[0.0], functional(np.arange(1.0, schedule[0] + 1))])
    for step in range(last + 1):
        found[step] = float(values[schedule[step]])
        if step < last:
            # A row of the table never reaches beyond the boxes, that is beyond ``values``.
            values = np.array(
                [
                    law @ values[start : start + len(law)]
                    for start, law in rows(schedule[step], schedule[step + 1])
                ]
            )
    return np.array([found[step] for step in steps.tolist()])
