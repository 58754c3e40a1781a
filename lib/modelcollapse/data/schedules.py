"""Schedules: how many samples each generation of training sees.

A schedule is a growth factor for each synthetic round, times the size of the real sample. Convention "A" (the
default) gives the first synthetic round the size of the real sample: round t has factor g(t), so that with
g(t) = t^{1+s} the sizes are n, n, n·2^{1+s}, …. Convention "B" counts the real stage as round 1: round t has
factor g(t + 1).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from modelcollapse.arguments import LARGEST_INTEGER, choice, integer, integers, real
from modelcollapse.errors import InvalidArgument

__all__ = ["Schedule", "constant", "explicit", "linear", "log_power", "power"]


@dataclass(frozen=True)
class Schedule:
    """Sizes of the samples, generation by generation.

    Attributes:
        name: what it is called in tables and messages.
        growth: exponent a of sizes that grow like t^a up to logarithms; ``nan`` for explicit sizes.
        log_growth: exponent b of a further factor (ln t)^b.
        convention: "A" or "B", see the module.
        factor: growth factor of each synthetic round, vectorised; unused where ``given`` is set.
        given: explicit sizes of the synthetic rounds.
    """

    name: str
    growth: float
    log_growth: float = 0.0
    convention: str = "A"
    factor: Callable[[np.ndarray], np.ndarray] | None = None
    given: tuple[int, ...] = ()

    def factors(self, rounds: Any, *, sample_size: int) -> np.ndarray:
        """Return the unrounded sizes of synthetic rounds 1, …, ``rounds`` as multiples of ``sample_size``.

        Args:
            rounds: T ≥ 0.
            sample_size: n ≥ 1 of the real stage; explicit sizes are divided by it.

        Returns:
            array of shape (rounds,), all above 0.

        Raises:
            InvalidArgument: for arguments outside these ranges, or more rounds than explicit sizes.
        """
        count = integer("rounds", rounds, minimum=0)
        size = integer("sample_size", sample_size, minimum=1)
        if self.factor is None:
            if count > len(self.given):
                raise InvalidArgument(
                    "generations", count + 1, f"must be at most {len(self.given) + 1}: the schedule ends"
                )
            return np.array(self.given[:count], dtype=float) / size
        first = 1 if self.convention == "A" else 2
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            factors = np.asarray(self.factor(np.arange(first, first + count, dtype=float)), dtype=float)
        self._refuse(factors, ~(np.isfinite(factors) & (factors > 0)), "must be a finite number above 0")
        return factors

    def _refuse(self, sizes: np.ndarray, bad: np.ndarray, rule: str) -> None:
        if bad.any():
            at = int(np.flatnonzero(bad)[0])
            raise InvalidArgument(f"schedule {self.name}, round {at + 1}", float(sizes[at]), rule)

    def sizes(self, *, sample_size: int, generations: int) -> np.ndarray:
        """Return the whole sizes, rounded up, with which generations 1, …, ``generations`` are fitted.

        Args:
            sample_size: n ≥ 1 real samples, the first entry.
            generations: G ≥ 1.

        Returns:
            array of shape (generations,), whole numbers of at least 1.

        Raises:
            InvalidArgument: for arguments outside these ranges, or sizes that are not finite, below 1 after
                rounding or too large.
        """
        size = integer("sample_size", sample_size, minimum=1)
        rounds = integer("generations", generations, minimum=1) - 1
        raw = size * self.factors(rounds, sample_size=size)
        nearest = np.rint(raw)
        # A size that is whole in exact arithmetic may come out a few bits off, and is not rounded to the next.
        whole = np.where(np.abs(raw - nearest) <= 1e-15 * raw, nearest, np.ceil(raw))
        rule = f"must give a whole size from 1 to {LARGEST_INTEGER} after rounding up"
        self._refuse(whole, ~((whole >= 1) & (whole <= LARGEST_INTEGER)), rule)
        return np.concatenate([[size], whole.astype(np.int64)])


def power(s: float, *, convention: str = "A") -> Schedule:
    """Return sizes n·t^{1+s}: superlinear for s > 0, linear at 0, constant at −1.

    Source: Xu, He and Cheng (2025), abstract: schedules O(t^{1+s}).
    """
    exponent = 1 + real("s", s)
    choice("convention", convention, ("A", "B"))
    return Schedule(f"power({s:g})", exponent, convention=convention, factor=lambda t: t**exponent)


def constant() -> Schedule:
    """Return the same size n in every generation."""
    return Schedule("constant", 0.0, factor=np.ones_like)


def linear(*, convention: str = "A") -> Schedule:
    """Return sizes n·t, the border at which errors still add up without bound."""
    choice("convention", convention, ("A", "B"))
    return Schedule("linear", 1.0, convention=convention, factor=lambda t: t)


def log_power(s: float = 0.0, *, log_exponent: float = 2.0, convention: str = "A") -> Schedule:
    """Return sizes n·t^{1+s}·ln(t + 1)^b: at s = 0 and b > 1 barely superlinear, and summable."""
    exponent, log_power_exponent = 1 + real("s", s), real("log_exponent", log_exponent)
    choice("convention", convention, ("A", "B"))
    return Schedule(
        f"log_power({s:g}, {log_exponent:g})",
        exponent,
        log_growth=log_power_exponent,
        convention=convention,
        factor=lambda t: t**exponent * np.log1p(t) ** log_power_exponent,
    )


def explicit(sizes: Any) -> Schedule:
    """Return given sizes for the synthetic rounds 1, 2, …: whole numbers of at least 1."""
    given = tuple(int(size) for size in integers("sizes", sizes, minimum=1))
    return Schedule(f"explicit({len(given)} rounds)", math.nan, given=given)
