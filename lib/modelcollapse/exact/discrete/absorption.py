"""When is everything decided? The time until a symbol is either forgotten or the only one left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from modelcollapse.arguments import integer, real
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact.discrete.iteration import asked, shaped
from modelcollapse.exact.discrete.lineages import expected, rows, sizes

__all__ = ["AbsorptionTime", "absorption_time", "undecided", "undecided_constant", "waiting_time"]


def _both(p0: float, lineages: np.ndarray) -> np.ndarray:
    """Probability that independent draws show the symbol and another one."""
    # The rarer of the two keeps the digits; one lineage alone cannot show both.
    p = min(p0, 1 - p0)
    return np.where(lineages > 1, -np.expm1(lineages * np.log1p(-p)) - p**lineages, 0.0)


def undecided(p0: float, *, sample_size: Any, generations: Any) -> Any:
    """Exact Pr(P_k ∉ {0, 1}): in generation k the symbol is neither forgotten nor the only one.

    Args:
        p0: probability of the symbol in the truth, in (0, 1).
        sample_size: tokens in a generation, 1 to 20,000, or a sequence with one size for each generation.
        generations: k ≥ 0, an int or a sequence.

    Returns:
        float, or an array with one probability for each entry.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-T1x), as ``survival``.
    """
    p = real("p0", p0, above=0.0, below=1.0)
    wanted, single = asked(generations, minimum=0)
    checked = sizes(sample_size, int(wanted.max()))
    values = np.ones(len(wanted))
    later = wanted > 0
    if later.any():
        values[later] = expected(lambda a: _both(p, a), checked, wanted[later] - 1)
    return shaped(values, single)


@dataclass(frozen=True)
class AbsorptionTime:
    """Law of T = min{k : P_k ∈ {0, 1}}.

    Attributes:
        p0: probability of the symbol in the truth.
        sample_size: tokens in a generation.
        mean: E T, in generations.
        variance: Var T.
    """

    p0: float
    sample_size: int
    mean: float
    variance: float

    def survival(self, generations: Any) -> Any:
        """Pr(T > k), for an int or a sequence."""
        return undecided(self.p0, sample_size=self.sample_size, generations=generations)

    def quantile(self, level: float) -> int:
        """Smallest k with Pr(T ≤ k) ≥ level, for a level in (0, 1)."""
        wanted = real("level", level, above=0.0, below=1.0)
        low, high = 0, 1
        while 1 - self.survival(high) < wanted:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if 1 - self.survival(middle) >= wanted else (middle, high)
        return high


def absorption_time(p0: float, *, sample_size: int) -> AbsorptionTime:
    """Exact law of the first generation in which the symbol is forgotten or alone.

    Args:
        p0: probability of the symbol in the truth, in (0, 1).
        sample_size: tokens in a generation, 1 to 20,000.

    Returns:
        AbsorptionTime; relative error of the mean below 1e-11.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-T1d). In the dual the equation for the mean is triangular, and is solved as its
        rows are made.
    """
    p = real("p0", p0, above=0.0, below=1.0)
    n = integer("sample_size", sample_size, minimum=1)
    sizes(n, 1)
    return AbsorptionTime(p, n, *waiting_time(_both(p, np.arange(n + 1.0)), n))


def waiting_time(open_by_lineages: np.ndarray, sample_size: int) -> tuple[float, float]:
    """Mean and variance of the first generation k ≥ 1 in which a decision has fallen.

    Args:
        open_by_lineages: probability that it is still open when the sample has a ancestors in generation 1,
            for a = 0, …, n; zero for a < 2.
        sample_size: n, the same in every generation.
    """
    n, source = sample_size, open_by_lineages
    # first[a] is the sum over all generations of the chance that it is open, seen from a lineages;
    # second[a] is the same sum with ``first`` as its source.
    first, second = np.zeros(n + 1), np.zeros(n + 1)
    for a, (start, law) in enumerate(rows(n, n)):
        if a < 2:
            continue
        fewer = slice(start, a)
        stays = law[a - start] if start + len(law) > a else 0.0
        below = law[: a - start]
        first[a] = (source[a] + below @ first[fewer][: len(below)]) / (1 - stays)
        second[a] = (first[a] + below @ second[fewer][: len(below)]) / (1 - stays)
    mean = 1 + first[n]
    return float(mean), float(1 + 2 * second[n] + first[n] - mean**2)


def undecided_constant(sample_size: int) -> float:
    """Constant c(n) with Pr(P_k ∉ {0, 1}) ~ c(n) p0 (1 − p0) (1 − 1/n)^k for many generations.

    Args:
        sample_size: tokens in a generation, 2 to 20,000.

    Returns:
        c(n), from 4 at n = 2 towards 6; relative error below 1e-11.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-R1x): the eigenvector of the dual for the eigenvalue 1 − 1/n, by forward
        substitution.
    """
    n = integer("sample_size", sample_size, minimum=2)
    sizes(n, 1)
    value = 1 - 1 / n
    vector = np.zeros(n + 1)
    vector[2] = 1.0
    for a, (start, law) in enumerate(rows(n, n)):
        if a < 3:
            continue
        stays = law[a - start] if start + len(law) > a else 0.0
        below = law[: a - start]
        vector[a] = below @ vector[start : start + len(below)] / (value - stays)
    if not np.isfinite(vector[n]):
        raise InvalidArgument("sample_size", sample_size, "gives no finite constant")
    return float(2 * vector[n] / value)
