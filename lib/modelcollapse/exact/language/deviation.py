"""How far synthetic data carry a model away from the fit to its real data, and how much of it that allows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.special as special

from modelcollapse.arguments import choice, distribution, integer, per_generation
from modelcollapse.arguments import real as real_number
from modelcollapse.exact.language.concentration import paper_deviation

__all__ = [
    "BOUNDS",
    "Deviation",
    "deviation",
    "expected_deviation",
    "gaussian_deviation",
    "max_synthetic",
    "synthetic_limit",
    "synthetic_size",
]

BOUNDS = ("sharp", "sure", "paper")
# The mean over generation 1 sums over every count of N draws.
LARGEST = 100_000


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
    spread = fitted * (1 - fitted)
    roots = float(np.sum(np.sqrt(spread)))
    return _deviation(len(fitted), kept, added, generations, float(np.sum(spread)), roots)


def expected_deviation(p: Any, *, real: int, synthetic: int, generations: Any) -> Deviation:
    """Deviation from generation 1, as in ``deviation``, averaged over generation 1.

    Args:
        p: probabilities of the truth, sum one; its length is the vocabulary of the paper's bound.
        real: N, 1 to 100,000.
        synthetic: n ≥ 0.
        generations: m ≥ 1, an int or a sequence.

    Returns:
        Deviation, every entry a mean over the N real tokens (a bound on the mean, for the bounds).

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P4-D3).
    """
    truth, times = np.unique(distribution("p", p), return_counts=True)
    kept, added = _sizes(real, synthetic)
    integer("real", real, minimum=1, maximum=LARGEST)
    # E √(q(1 − q)) for Nq ~ Bin(N, p), one token at a time.
    held = np.arange(kept + 1)
    spread = np.sqrt(held / kept * (1 - held / kept))
    ways = special.gammaln(kept + 1) - special.gammaln(held + 1) - special.gammaln(kept - held + 1)
    roots = 0.0
    for share, count in zip(truth.tolist(), times.tolist(), strict=True):
        law = np.exp(ways + special.xlogy(held, share) + special.xlog1py(kept - held, -share))
        roots += count * float(law @ spread)
    second = (1 - 1 / kept) * float(times @ (truth * (1 - truth)))
    return _deviation(int(times.sum()), kept, added, generations, second, roots)


def _deviation(
    vocabulary: int, kept: int, added: int, generations: Any, second: float, roots: float
) -> Deviation:
    """Put together the sums Σ q(1 − q) and Σ √(q(1 − q))."""
    m, single = per_generation("generations", generations, minimum=1)
    beta = added * (added - 1) / (kept + added) ** 2
    share = added * (1 - beta ** (m - 1.0)) / (kept**2 + (2 * kept + 1) * added)
    moments = np.sqrt(share) * roots
    sure = 2 * added / (kept + added)
    sharp = np.minimum(moments, sure)
    paper = paper_deviation(vocabulary=max(vocabulary, 2), real=kept, synthetic=added)
    if single:
        return Deviation(float(share[0] * second), float(moments[0]), sure, float(sharp[0]), paper)
    return Deviation(share * second, moments, sure, sharp, paper)


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
