"""How far synthetic data carry a model away from the fit to its real data, and how much of it that allows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from modelcollapse.arguments import choice, distribution, integer, per_generation
from modelcollapse.arguments import real as real_number
from modelcollapse.errors import InvalidArgument

__all__ = [
    "BOUNDS",
    "Deviation",
    "concentration_rate",
    "deviation",
    "gaussian_deviation",
    "max_synthetic",
    "paper_deviation",
    "prefactor",
    "synthetic_limit",
    "synthetic_size",
]

BOUNDS = ("sharp", "sure", "paper")

# Constants of the concentration inequality that the paper quotes.
_C0 = math.e**3 / (2 * math.pi)
_C1 = 6 * math.e / math.pi**1.5


@dataclass(frozen=True)
class Deviation:
    """Distance of generation m from generation 1, the fit to the real data alone; given that fit.

    Attributes:
        second_moment: E‖p⁽ᵐ⁾ − q‖₂², exact.
        by_moments: bound on E‖p⁽ᵐ⁾ − q‖₁ from the exact second moment of each token.
        sure: bound on ‖p⁽ᵐ⁾ − q‖₁ that holds always, whatever was drawn: 2n/(N + n).
        sharp: the smaller of these two.
        paper: bound of the paper's Theorem 3; infinite where it exceeds the range of floats.
    """

    second_moment: Any
    by_moments: Any
    sure: float
    sharp: Any
    paper: float


def _sizes(real: Any, synthetic: Any) -> tuple[int, int]:
    return integer("real", real, minimum=1), integer("synthetic", synthetic, minimum=0)


def deviation(q: Any, *, real: int, synthetic: int, generations: Any) -> Deviation:
    """Deviation from generation 1 when N real tokens are kept and n synthetic ones added in each generation.

    Args:
        q: probabilities of generation 1, sum one; its length is the vocabulary of the paper's bound.
        real: N ≥ 1.
        synthetic: n ≥ 0.
        generations: m ≥ 1, an int or a sequence.

    Returns:
        Deviation, floats or arrays with one value for each entry.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P4-D3); ``paper`` is Seddik et al. (2024), Theorem 3.
    """
    fitted = distribution("q", q)
    kept, added = _sizes(real, synthetic)
    m, single = per_generation("generations", generations, minimum=1)
    beta = added * (added - 1) / (kept + added) ** 2
    share = added * (1 - beta ** (m - 1.0)) / (kept**2 + (2 * kept + 1) * added)
    moments = np.sqrt(share) * float(np.sum(np.sqrt(fitted * (1 - fitted))))
    sure = 2 * added / (kept + added)
    second = share * float(np.sum(fitted * (1 - fitted)))
    sharp = np.minimum(moments, sure)
    paper = paper_deviation(vocabulary=max(len(fitted), 2), real=kept, synthetic=added)
    if single:
        return Deviation(float(second[0]), float(moments[0]), sure, float(sharp[0]), paper)
    return Deviation(second, moments, sure, sharp, paper)


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
    if size == 0:
        return -math.inf
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
    kept, added = _sizes(real, synthetic)
    spread = real_number("balance", balance, above=0.0)
    if spread > 0.25:
        raise InvalidArgument("balance", balance, "must be at most 0.25")
    if added == 0:
        return 0.0
    centre = 0.5 - (0.5 - 2 * spread) * (kept / (kept + added)) ** 2
    root = math.sqrt(math.pi * added / concentration_rate(centre))
    with np.errstate(over="ignore"):
        return float(np.exp(_log_prefactor(added, s) + math.log(root / kept)))


def synthetic_limit(*, real: int, support: int, tolerance: float, bound: str = "sharp") -> float:
    """Largest number of synthetic tokens, not rounded, that a bound allows; see ``max_synthetic``."""
    kept = integer("real", real, minimum=1)
    s = integer("support", support, minimum=2)
    epsilon = real_number("tolerance", tolerance, above=0.0, below=2.0)
    choice("bound", bound, BOUNDS)
    if bound == "paper":
        logarithm = math.log(math.sqrt(2 * math.pi) * kept * epsilon / (6 * math.e * s))
        return 2 * math.pi / math.e**2 * min(s - 2.0, logarithm)
    sure = epsilon / (2 - epsilon) * kept
    if bound == "sure":
        return sure
    room = (s - 1) - (2 * kept + 1) * epsilon**2
    return math.inf if room <= 0 else max(sure, (kept * epsilon) ** 2 / room)


def max_synthetic(*, real: int, support: int, tolerance: float, bound: str = "sharp") -> float:
    """How much synthetic data may be added in each generation?

    The largest whole n for which a bound ensures E‖p⁽ᵐ⁾ − p⁽¹⁾‖₁ ≤ tolerance for every generation m, whatever
    generation 1 is. The distance is from the fit to the real data, not from the truth.

    Args:
        real: N ≥ 1 real tokens, kept in every generation.
        support: tokens of positive probability, at least 2.
        tolerance: L1 distance, in (0, 2).
        bound: "sharp" (exact second moment, or the sure bound where that allows more), "sure" (2n/(N + n)),
            or "paper" (the sufficient condition (11) of the paper).

    Returns:
        a whole number, or ``math.inf`` where no limit is needed.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P4-E11); "paper" is Seddik et al. (2024), equation (11).
    """
    limit = synthetic_limit(real=real, support=support, tolerance=tolerance, bound=bound)
    if math.isinf(limit):
        return limit
    # A limit that is whole in exact arithmetic may come out a rounding error below.
    return max(0, math.floor(limit * (1 + 1e-12)))


def synthetic_size(*, real: int, share: float) -> int:
    """Synthetic tokens that make up a share α of all tokens: α/(1 − α) times the real ones, rounded.

    Args:
        real: N ≥ 1.
        share: α in [0, 1).

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: definition of α = n/(N + n) in Seddik et al. (2024).
    """
    kept = integer("real", real, minimum=1)
    alpha = real_number("share", share, minimum=0.0, below=1.0)
    return round(alpha / (1 - alpha) * kept)


def gaussian_deviation(q: Any, *, real: int, synthetic: int, generations: int) -> float:
    """Mean L1 deviation if every token's deviation were normal: √(2/π) times the bound by moments.

    Source: derived here (P4-D3); close where every token is expected often among the real ones.
    """
    found = deviation(q, real=real, synthetic=synthetic, generations=generations)
    return float(math.sqrt(2 / math.pi) * found.by_moments)
