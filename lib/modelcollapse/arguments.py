"""Checked arguments: every public function reads its inputs through these.

Each function returns the value in its plain Python or NumPy type, or raises ``InvalidArgument``
naming the argument, the value and the rule. Booleans and strings are never numbers.
"""

from __future__ import annotations

import difflib
import math
import numbers
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from modelcollapse.errors import InvalidArgument

__all__ = [
    "choice",
    "distribution",
    "generator",
    "integer",
    "integer_array",
    "integers",
    "per_generation",
    "probability",
    "real",
    "real_array",
    "reals",
]

# Sizes above this are typing errors; they would also lose exactness as floats.
LARGEST_INTEGER = 2**53


def integer(argument: str, value: Any, *, minimum: int, maximum: int = LARGEST_INTEGER) -> int:
    """Return a whole number in [minimum, maximum]."""
    rule = f"must be a whole number of at least {minimum}"
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Integral):
        raise InvalidArgument(argument, value, rule)
    number = int(value)
    if number < minimum:
        raise InvalidArgument(argument, value, rule)
    if number > maximum:
        raise InvalidArgument(argument, value, f"must be at most {maximum}")
    return number


def integers(
    argument: str, value: Any, *, minimum: int, length: int | None = None, maximum: int = LARGEST_INTEGER
) -> np.ndarray:
    """Return a one-dimensional array of whole numbers, from a sequence that is not empty."""
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise InvalidArgument(argument, value, "must be a whole number or a sequence of whole numbers")
    if isinstance(value, np.ndarray) and value.ndim != 1:
        raise InvalidArgument(argument, value, "must be one-dimensional")
    if isinstance(value, range | np.ndarray) and len(value) >= max(length or 0, 1):
        array = np.asarray(value)
        if array.dtype.kind in "iu" and array.min() >= minimum and array.max() <= maximum:
            return array.astype(np.int64)
    # Entry by entry, for a message that names the one that is wrong.
    items = list(value)
    if not items:
        raise InvalidArgument(argument, value, "must not be empty")
    checked = [
        integer(f"{argument}[{i}]", item, minimum=minimum, maximum=maximum) for i, item in enumerate(items)
    ]
    if length is not None and len(checked) < length:
        raise InvalidArgument(argument, value, f"must hold one entry for each of {length} generations")
    return np.array(checked, dtype=np.int64)


def per_generation(argument: str, value: Any, *, minimum: int = 0) -> tuple[np.ndarray, bool]:
    """Return generations as an array, and whether a single one was asked for."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return integers(argument, value, minimum=minimum), False
    return np.array([integer(argument, value, minimum=minimum)]), True


def real(
    argument: str,
    value: Any,
    *,
    above: float | None = None,
    minimum: float | None = None,
    below: float | None = None,
) -> float:
    """Return a finite real number, within the bounds that are given."""
    rules = ["must be a finite number"]
    if above is not None:
        rules.append(f"above {above:g}")
    if minimum is not None:
        rules.append(f"of at least {minimum:g}")
    if below is not None:
        rules.append(f"below {below:g}")
    rule = " ".join(rules)
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real):
        raise InvalidArgument(argument, value, rule)
    try:
        number = float(value)
    except OverflowError:
        raise InvalidArgument(argument, value, rule) from None
    if (
        not math.isfinite(number)
        or (above is not None and number <= above)
        or (minimum is not None and number < minimum)
        or (below is not None and number >= below)
    ):
        raise InvalidArgument(argument, value, rule)
    return number


def reals(
    argument: str, value: Any, *, above: float | None = None, minimum: float | None = None
) -> np.ndarray:
    """Return a one-dimensional array of finite reals, from a sequence that is not empty."""
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise InvalidArgument(argument, value, "must be a number or a sequence of numbers")
    items = list(value)
    if not items:
        raise InvalidArgument(argument, value, "must not be empty")
    return np.array(
        [real(f"{argument}[{i}]", item, above=above, minimum=minimum) for i, item in enumerate(items)]
    )


def probability(argument: str, value: Any) -> float:
    """Return a number in (0, 1]."""
    number = real(argument, value, above=0.0)
    if number > 1:
        raise InvalidArgument(argument, value, "must be at most 1")
    return number


def distribution(argument: str, value: Any) -> np.ndarray:
    """Return a one-dimensional array of probabilities of sum one, as given."""
    if isinstance(value, np.ndarray) and value.ndim != 1:
        raise InvalidArgument(argument, value, "must be one-dimensional")
    numbers = reals(argument, value, minimum=0.0)
    total = float(numbers.sum())
    # Nine digits: what a reader types in decimals, not what was meant as counts.
    if abs(total - 1) > 1e-9:
        raise InvalidArgument(argument, value, f"must be probabilities that sum to 1, not to {total:.6g}")
    return numbers


def _every(
    argument: str, value: Any, dimensions: int | None, check: Any, kinds: str, holds: Any
) -> np.ndarray:
    """Check an array by one vectorised rule; entry by entry only to name the first that breaks it."""
    array = value if isinstance(value, np.ndarray) else np.asarray(value, dtype=object)
    if not array.size:
        raise InvalidArgument(argument, value, "must not be empty")
    if dimensions is not None and array.ndim != dimensions:
        rule = "must be a number" if dimensions == 0 else "must be one-dimensional"
        raise InvalidArgument(argument, value, rule)
    if array.dtype.kind in kinds and holds(array):
        return array.copy()
    checked = []
    for index in np.ndindex(array.shape):
        item: Any = array[index]
        name = f"{argument}[{', '.join(map(str, index))}]" if index else argument
        # A plain number, so that the message shows it plainly.
        checked.append(check(name, item.item() if isinstance(item, np.generic) else item))
    return np.array(checked).reshape(array.shape)


def real_array(
    argument: str,
    value: Any,
    *,
    above: float | None = None,
    minimum: float | None = None,
    dimensions: int | None = None,
) -> np.ndarray:
    """Return an array of finite reals of any shape (or with so many dimensions); a large one costs no loop."""

    def holds(array: np.ndarray) -> bool:
        return bool(
            np.isfinite(array).all()
            and (above is None or (array > above).all())
            and (minimum is None or (array >= minimum).all())
        )

    def check(name: str, item: Any) -> float:
        return real(name, item, above=above, minimum=minimum)

    return _every(argument, value, dimensions, check, "fiu", holds).astype(float)


def integer_array(argument: str, value: Any, *, minimum: int, dimensions: int | None = None) -> np.ndarray:
    """Return an array of whole numbers of any shape (or with so many dimensions)."""

    def holds(array: np.ndarray) -> bool:
        return bool((array >= minimum).all() and (array <= LARGEST_INTEGER).all())

    def check(name: str, item: Any) -> int:
        return integer(name, item, minimum=minimum)

    return _every(argument, value, dimensions, check, "iu", holds).astype(np.int64)


def choice(argument: str, value: Any, options: Sequence[str]) -> str:
    """Return one of the named options; a near miss gets a suggestion."""
    if not isinstance(value, str) or value not in options:
        rule = "must be one of " + ", ".join(repr(option) for option in options)
        close = difflib.get_close_matches(value, options, n=1) if isinstance(value, str) else []
        if close:
            rule += f"; did you mean {close[0]!r}?"
        raise InvalidArgument(argument, value, rule)
    return value


def generator(argument: str, value: Any) -> np.random.Generator:
    """Return a NumPy random generator."""
    if not isinstance(value, np.random.Generator):
        raise InvalidArgument(argument, value, "must be a numpy.random.Generator")
    return value
