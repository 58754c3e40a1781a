"""The concentration inequality that the paper rests on, and the bounds on the deviation that follow from it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import scipy.special as special

from modelcollapse.arguments import distribution, integer
from modelcollapse.arguments import real as real_number
from modelcollapse.errors import InvalidArgument

__all__ = ["concentration_rate", "deviation_tail", "paper_deviation", "prefactor"]

# Constants of the concentration inequality that the paper quotes.
_C0 = math.e**3 / (2 * math.pi)
_C1 = 6 * math.e / math.pi**1.5
# Every table of counts is listed.
LARGEST_TABLE = 200


def concentration_rate(x: float) -> float:
    """Rate φ(x) = log((1 − x)/x)/(1 − 2x) of the concentration inequality, 2 at x = ½.

    Raises:
        InvalidArgument: for x outside (0, ½].

    Source: quoted by Seddik et al. (2024), Lemma 1.
    """
    value = real_number("x", x, above=0.0)
    if value > 0.5:
        raise InvalidArgument("x", x, "must be at most 0.5")
    gap = 1 - 2 * value
    # artanh(g)/g has the limit 1.
    return 2.0 if gap < 1e-8 else float(2 * np.arctanh(gap) / gap)


def _log_prefactor(size: int, vocabulary: int) -> float:
    if _C0 * size / math.e + 2 <= vocabulary:
        return math.log(_C1 * vocabulary) + _C0 * size / (2 * math.e)
    if _C0 * size / 4 + 2 <= vocabulary:
        return math.log(_C1 * vocabulary) + vocabulary / 2 * math.log(_C0 * size / vocabulary)
    # 2^s − 2
    return vocabulary * math.log(2) + math.log1p(-(2.0 ** (1 - vocabulary)))


def prefactor(*, sample_size: int, vocabulary: int) -> float:
    """Prefactor G_n(s) of the concentration inequality; infinite beyond the range of floats.

    Args:
        sample_size: n ≥ 1.
        vocabulary: s ≥ 2.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: quoted by Seddik et al. (2024), Lemma 1, with its constants not rounded.
    """
    n = integer("sample_size", sample_size, minimum=1)
    return float(np.exp(_log_prefactor(n, integer("vocabulary", vocabulary, minimum=2))))


def paper_deviation(*, vocabulary: int, real: int, synthetic: int, balance: float = 0.25) -> float:
    """Bound on E‖p⁽ᵐ⁾ − p⁽¹⁾‖₁ for every m, Theorems 3 and 4 of the paper.

    Args:
        vocabulary: s ≥ 2.
        real: N ≥ 1.
        synthetic: n ≥ 0.
        balance: E λ₁, where λ₁ is the largest p⁽¹⁾(A) (1 − p⁽¹⁾(A)) over sets A of tokens, in (0, ¼]; at ¼
            this is Theorem 3, below it Theorem 4.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Seddik et al. (2024), Theorems 3 and 4.
    """
    s = integer("vocabulary", vocabulary, minimum=2)
    kept = integer("real", real, minimum=1)
    added = integer("synthetic", synthetic, minimum=0)
    spread = real_number("balance", balance, above=0.0)
    if spread > 0.25:
        raise InvalidArgument("balance", balance, "must be at most 0.25")
    if added == 0:
        return 0.0
    centre = 0.5 - (0.5 - 2 * spread) * (kept / (kept + added)) ** 2
    root = math.sqrt(math.pi * added / concentration_rate(centre))
    with np.errstate(over="ignore"):
        return float(np.exp(_log_prefactor(added, s) + math.log(root / kept)))


def deviation_tail(p: Any, *, sample_size: int, distance: float) -> float:
    """Exact Pr(‖p̂ − p‖₁ ≥ distance) for the frequencies of n draws from three tokens.

    Args:
        p: probabilities of three tokens, sum one.
        sample_size: n, 1 to 200.
        distance: above 0.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: definition; every table of counts is listed.
    """
    truth = distribution("p", p)
    if len(truth) != 3:
        raise InvalidArgument("p", p, "must hold three probabilities")
    n = integer("sample_size", sample_size, minimum=1, maximum=LARGEST_TABLE)
    epsilon = real_number("distance", distance, above=0.0)
    first, second = np.meshgrid(np.arange(n + 1), np.arange(n + 1))
    counts = np.stack([first, second, n - first - second])[:, first + second <= n]
    logs = special.gammaln(n + 1) + np.sum(
        special.xlogy(counts, truth[:, None]) - special.gammaln(counts + 1), axis=0
    )
    distances = np.abs(counts / n - truth[:, None]).sum(axis=0)
    # A distance that is reached exactly counts, whatever its rounding.
    return float(np.exp(logs)[distances >= epsilon - 1e-12].sum())
