"""One synthetic round of a one-parameter family at finite sample size: the exact chance of an improvement."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from scipy import special

from modelcollapse.arguments import choice, integers, real
from modelcollapse.errors import InvalidArgument

__all__ = ["one_round_improvement", "tie_probability"]

FAMILIES = ("exponential", "bernoulli", "poisson")
# Errors closer than this are equal: frequencies on both sides of the truth differ by rounding.
_EQUAL = 1e-9
# Tails of the first fit that are left out hold less than the last bit.
_TAIL = 1e-17


def one_round_improvement(
    family: str, *, sample_size: Any, truth: float = 1.0, scale: str = "plain", ties: float = 0.0
) -> Any:
    """Return Pr(the refit to n synthetic draws is closer to the truth than the fit to n real ones).

    Args:
        family: "exponential", "bernoulli" or "poisson", each fitted by its sample mean.
        sample_size: n ≥ 1 of both samples, an int or a sequence.
        truth: mean of the truth; in (0, 1) for "bernoulli", and without effect for "exponential".
        scale: for "exponential", whether errors are differences of means ("plain") or of their logarithms ("log").
        ties: what an equal error counts for, 0 by default; only "bernoulli" and "poisson" have ties.

    Returns:
        a number, or an array with an entry for each sample size; absolute error below 1e-12.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P1-T7); sums over the first fit.
    """
    choice("family", family, FAMILIES)
    choice("scale", scale, ("plain", "log"))
    if scale == "log" and family != "exponential":
        raise InvalidArgument("scale", scale, f"must be 'plain' for the family {family!r}")
    single = np.ndim(sample_size) == 0
    sizes = integers("sample_size", [sample_size] if single else sample_size, minimum=1)
    share = real("ties", ties, minimum=0.0)
    if family == "exponential":
        values = np.array([_exponential(float(n), scale) for n in sizes])
    else:
        mean = real("truth", truth, above=0.0, below=1.0 if family == "bernoulli" else None)
        closer, equal = np.array([_counts(family, int(n), mean) for n in sizes]).T
        values = closer + share * equal
    return float(values[0]) if single else values


def tie_probability(family: str, *, sample_size: Any, truth: float) -> Any:
    """Return Pr(both errors have the same size), for "bernoulli" or "poisson".

    Args, raises: as ``one_round_improvement``.

    Source: derived here (P1-E5).
    """
    whole, none = (
        one_round_improvement(family, sample_size=sample_size, truth=truth, ties=ties) for ties in (1.0, 0.0)
    )
    return whole - none


def _exponential(n: float, scale: str) -> float:
    """Integrate over the first fit G: the second, G·H, must land between G and its mirror image in the truth 1."""
    nodes, weights = np.polynomial.legendre.leggauss(400)
    reach = 12 / np.sqrt(n)
    ends = [max(0.0, 1 - reach), 1.0, min(2.0, 1 + reach), 2 + reach + 40 / n]
    total = 0.0
    for low, high in pairwise(ends):
        g = low + (high - low) * (nodes + 1) / 2
        log_density = n * np.log(n) + (n - 1) * np.log(g) - n * g - special.gammaln(n)
        mirror = np.maximum(2 - g, 0.0) / g if scale == "plain" else g**-2.0
        between = np.abs(special.gammainc(n, n) - special.gammainc(n, n * mirror))
        total += float(weights @ (np.exp(log_density) * between)) * (high - low) / 2
    return total


def _counts(family: str, n: int, mean: float) -> tuple[float, float]:
    """Return the chances that the second error is smaller than the first, and that they are equal."""
    if family == "bernoulli":
        first = np.arange(n + 1.0)
        below = special.bdtr(first, n, mean)
    else:
        last = int(n * mean + 12 * np.sqrt(n * mean) + 60)
        first = np.arange(last + 1.0)
        below = special.pdtr(first, n * mean)
    chance = np.diff(below, prepend=0.0)
    kept = chance > _TAIL
    first, chance = first[kept], chance[kept]
    error = np.abs(first - n * mean)

    def up_to(count: np.ndarray) -> np.ndarray:
        """Distribution function of the second count, given each first one."""
        inside = np.maximum(np.floor(count), 0)
        if family == "bernoulli":
            values = special.bdtr(np.minimum(inside, n), n, first / n)
        else:
            values = special.pdtr(inside, first)
        return np.where(count < 0, 0.0, values)

    slack = _EQUAL * n
    low, high = n * mean - error, n * mean + error
    within = up_to(high + slack) - up_to(np.ceil(low - slack) - 1)
    closer = up_to(np.ceil(high - slack) - 1) - up_to(np.floor(low + slack))
    closer = np.maximum(closer, 0.0)
    return float(chance @ closer), float(chance @ (within - closer))
