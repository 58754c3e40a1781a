"""When is one token all that is left? Synthetic data only: probability and time, exact and bounded.

Only one token is left when some token i has all n draws. By the ancestral dual this has the probability
E p_i^A, with A the number of ancestors of the sample in generation 1; so one chain, which knows nothing of the
tokens, serves any vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.special as special

from modelcollapse.arguments import choice, distribution, integer, integers, per_generation
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact.discrete.absorption import waiting_time
from modelcollapse.exact.discrete.lineages import LARGEST_SIZE, expected, sizes

__all__ = [
    "CollapseTime",
    "collapse_time",
    "collapse_time_bounds",
    "fixation_entropy",
    "poisson_margin",
    "step_ratio",
    "uncollapsed",
    "uncollapsed_bounds",
]

FORMS = ("paper", "sharp")


def _tokens(p: Any) -> np.ndarray:
    """Check a distribution that is not yet collapsed; return its positive probabilities, largest first."""
    checked = distribution("p", p)
    alive = np.sort(checked[checked > 0])[::-1]
    if len(alive) < 2:
        raise InvalidArgument("p", p, "must hold at least two tokens of positive probability")
    return np.asarray(alive)


def _several(p: np.ndarray, lineages: np.ndarray) -> np.ndarray:
    """Probability that so many independent draws show more than one token."""
    # The largest probability from what it lacks to one, so that a nearly certain token keeps its digits.
    others, count = np.unique(p[1:], return_counts=True)
    values = -np.expm1(lineages * np.log1p(-np.sum(p[1:])))
    for share, times in zip(others.tolist(), count.tolist(), strict=True):
        values = values - times * share**lineages
    return np.where(lineages > 1, np.maximum(values, 0.0), 0.0)


def uncollapsed(p: Any, *, sample_size: Any, generations: Any) -> Any:
    """Exact probability that generation m still holds two tokens or more.

    Args:
        p: probabilities of the tokens in the truth, sum one, at least two of them positive.
        sample_size: draws in a generation, 1 to 20,000, or a sequence with one size for each generation.
        generations: m ≥ 0, an int or a sequence.

    Returns:
        float, or an array with one probability for each entry.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P4-T1b), by the ancestral dual; Theorem 1 of Seddik et al. (2024) bounds it.
    """
    tokens = _tokens(p)
    wanted, single = per_generation("generations", generations)
    checked = sizes(sample_size, int(wanted.max()))
    values = np.ones(len(wanted))
    later = wanted > 0
    if later.any():
        values[later] = expected(lambda a: _several(tokens, a), checked, wanted[later] - 1)
    return float(values[0]) if single else values


def uncollapsed_bounds(p: Any, *, sample_size: int, generations: Any, form: str) -> tuple[Any, Any]:
    """Bounds on the probability that generation m still holds two tokens or more.

    Args:
        p: as in ``uncollapsed``.
        sample_size: n ≥ 2.
        generations: m ≥ 1, an int or a sequence.
        form: "paper" (constants 1/(1 − 1/s) with s tokens, and n) or "sharp" (min(n, s) for s, and n²/2(n − 1)).

    Returns:
        (lower, upper), floats or arrays, not cut off at 1.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Seddik et al. (2024), Theorem 1; "sharp" is derived here (P4-T1b).
    """
    tokens = _tokens(p)
    n = integer("sample_size", sample_size, minimum=2)
    wanted, single = per_generation("generations", generations, minimum=1)
    choice("form", form, FORMS)
    kept = (1 - float(tokens @ tokens)) * np.exp(wanted * np.log1p(-1 / n))
    held = len(tokens) if form == "paper" else min(n, len(tokens))
    lower = kept / (1 - 1 / held)
    upper = kept * (n if form == "paper" else n**2 / (2 * (n - 1)))
    return (float(lower[0]), float(upper[0])) if single else (lower, upper)


def fixation_entropy(p: Any) -> float:
    """h(p) = −Σ (1 − p_i) log(1 − p_i), below 1: the collapse takes about 2n·h(p) generations.

    Raises:
        InvalidArgument: for probabilities that do not sum to one, or fewer than two tokens.

    Source: mean fixation time of the Wright-Fisher diffusion; derived here (P4-T1c).
    """
    tokens = _tokens(p)
    rest = 1 - tokens
    # What the largest lacks to one is the sum of the others, without cancellation.
    rest[0] = np.sum(tokens[1:])
    return float(-np.sum(special.xlogy(rest, rest)))


def collapse_time_bounds(p: Any, *, sample_size: int, form: str) -> tuple[float, float]:
    """Bounds on the mean time to collapse.

    Args:
        p: as in ``uncollapsed``.
        sample_size: n ≥ 1.
        form: "paper", or "sharp" (n·h(p) or the paper's lower bound, whichever is larger, and 1 + 2n·h(p)).

    Returns:
        (lower, upper), generations.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Seddik et al. (2024), Theorem 1; "sharp" is derived here (P4-T1c).
    """
    tokens = _tokens(p)
    n = integer("sample_size", sample_size, minimum=1)
    choice("form", form, FORMS)
    different = 1 - float(tokens @ tokens)
    lower = 1 + different / (1 - 1 / len(tokens)) * (n - 1)
    if form == "paper":
        return lower, 1 + different * n * (n - 1)
    h = fixation_entropy(tokens)
    return max(n * h, lower), 1 + 2 * n * h


@dataclass(frozen=True)
class CollapseTime:
    """T = min{m ≥ 1 : one token is all that is left}.

    Attributes:
        mean: E T, in generations.
        variance: Var T; None where only the diffusion is known.
        method: "exact", or "diffusion", which puts 2n·h(p) for the mean.
        lower, upper: certified bracket of the mean, proved for every n and p.
    """

    mean: float
    variance: float | None
    method: str
    lower: float
    upper: float


def collapse_time(p: Any, *, sample_size: int) -> CollapseTime:
    """Mean time until one token is all that is left, synthetic data only.

    Args:
        p: probabilities of the tokens in the truth, sum one, at least two of them positive.
        sample_size: draws in a generation, n ≥ 1.

    Returns:
        CollapseTime: exact for any number of tokens up to n = 20,000 (relative error below 1e-10), the
        diffusion beyond.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P4-T1c); Theorem 1 of Seddik et al. (2024) bounds it.
    """
    tokens = _tokens(p)
    n = integer("sample_size", sample_size, minimum=1)
    lower, upper = collapse_time_bounds(tokens, sample_size=n, form="sharp")
    if n > LARGEST_SIZE:
        return CollapseTime(2 * n * fixation_entropy(tokens), None, "diffusion", lower, upper)
    mean, variance = waiting_time(_several(tokens, np.arange(n + 1.0)), n)
    return CollapseTime(mean, variance, "exact", lower, upper)


def step_ratio(counts: Any, *, sample_size: int) -> np.ndarray:
    """Gain of X log X in one generation, as a multiple of 1 − k/n: the heart of the bracket.

    For X ~ Bin(n, k/n) it is (E X log X − k log k)/(1 − k/n), proved to lie between ½ and 1.

    Args:
        counts: whole numbers k, 1 to n − 1.
        sample_size: n ≥ 2.

    Returns:
        array of the shape of ``counts``.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P4-T1c).
    """
    n = integer("sample_size", sample_size, minimum=2)
    k = np.asarray(counts)
    if not np.issubdtype(k.dtype, np.integer) or k.size == 0 or k.min() < 1 or k.max() >= n:
        raise InvalidArgument("counts", counts, f"must be whole numbers from 1 to {n - 1}")
    # E X log X = k E log(1 + Y) with Y ~ Bin(n − 1, k/n); Y rarely leaves a few deviations around its mean.
    top = min(n - 1, int(k.max() + 40 + 12 * np.sqrt(k.max())))
    y = np.arange(top + 1)
    share = (k / n)[..., None]
    log_law = (
        special.gammaln(n)
        - special.gammaln(y + 1)
        - special.gammaln(n - y)
        + y * np.log(share)
        + (n - 1 - y) * np.log1p(-share)
    )
    mean_log = np.sum(np.exp(log_law) * (np.log1p(y) - np.log(k)[..., None]), axis=-1)
    return np.asarray(k * mean_log / (1 - k / n))


def poisson_margin(counts: Any) -> np.ndarray:
    """What the step ratio leaves above ½ in the limit n → ∞, with the logarithm cut at log 41, over 2k.

    E log(1 + min(Z, 40)) − log k − 1/(2k) with Z ~ Poisson(k).

    Args:
        counts: whole numbers k ≥ 1, a sequence.

    Returns:
        array, one value for each entry.

    Raises:
        InvalidArgument: for other counts.

    Source: derived here (P4-T1c).
    """
    k = integers("counts", counts, minimum=1)[:, None]
    # Beyond 400 nothing is left of the law for the counts that the proof needs.
    z = np.arange(400)
    law = np.exp(special.xlogy(z, k) - k - special.gammaln(z + 1))
    tail = 1 - law.sum(axis=1)
    seen = law @ np.log1p(np.minimum(z, 40)) + tail * np.log(41)
    return np.asarray(seen - np.log(k[:, 0]) - 1 / (2 * k[:, 0]))
