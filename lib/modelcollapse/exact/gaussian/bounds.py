"""Upper bounds on Pr(σ_k > threshold), from the sharpest to the plainest."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar

from modelcollapse.arguments import integer, per_generation, real
from modelcollapse.exact.gaussian.factor import log_moment

__all__ = ["chernoff_bound", "decay_bound", "mean_bound"]


def _distance(threshold: float, sigma0: float) -> float:
    return float(np.log(real("sigma0", sigma0, above=0.0)) - np.log(real("threshold", threshold, above=0.0)))


def chernoff_bound(
    threshold: float,
    *,
    sample_size: int,
    generations: Any,
    divisor: str,
    sigma0: float = 1.0,
    order: float | None = None,
) -> Any:
    """Moment bound (σ₀/threshold)^s E[(σ'/σ)^s]^k, at ``order`` = s or minimised over 0 < s ≤ 2.

    Args:
        threshold: standard deviation above 0.
        sample_size: n ≥ 2.
        generations: k ≥ 0, an int or a sequence.
        divisor: "n" or "n-1".
        sigma0: standard deviation of the truth, above 0.
        order: fixed exponent above 0; None takes the best one for each k.

    Returns:
        float for an int, else an array with one bound for each generation; not clipped at 1 when ``order`` is given.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-T3c); the authors' figure uses the single exponent 0.7.
    """
    integer("sample_size", sample_size, minimum=2)
    k, single = per_generation("generations", generations)
    reach = _distance(threshold, sigma0)

    def exponent(s: float, generation: int) -> float:
        return float(s * reach + generation * log_moment(s, sample_size=sample_size, divisor=divisor))

    if order is not None:
        s = real("order", order, above=0.0)
        logs = np.array([exponent(s, int(generation)) for generation in k])
    else:
        best = [
            minimize_scalar(exponent, bounds=(0.0, 2.0), args=(int(generation),), method="bounded").fun
            for generation in k
        ]
        logs = np.minimum(best, 0.0)
    return float(np.exp(logs[0])) if single else np.exp(logs)


def mean_bound(
    threshold: float, *, sample_size: int, generations: Any, divisor: str, sigma0: float = 1.0
) -> Any:
    """Markov's bound E σ_k / threshold, with the exact mean.

    Args, raises: as ``chernoff_bound``.

    Returns:
        float for an int, else an array with one bound for each generation; not clipped at 1.

    Source: Markov's inequality on the exact mean attributed to Bertrand et al. by Suresh et al. (2024).
    """
    return chernoff_bound(
        threshold, sample_size=sample_size, generations=generations, divisor=divisor, sigma0=sigma0, order=1.0
    )


def decay_bound(
    threshold: float, *, sample_size: int, generations: Any, constant: float = 3.0, sigma0: float = 1.0
) -> Any:
    """Closed bound (σ₀/threshold) exp(−k / (4n − constant)), for the divisor n − 1.

    Args:
        threshold: standard deviation above 0.
        sample_size: n ≥ 2.
        generations: k ≥ 0, an int or a sequence.
        constant: below 4n; 1 is the paper's form, 3 the sharpened one.
        sigma0: standard deviation of the truth, above 0.

    Returns:
        float for an int, else an array with one bound for each generation; not clipped at 1.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), Theorem 3 (constant 1); sharpened here (constant 3, P2-T3s).
    """
    n = integer("sample_size", sample_size, minimum=2)
    k, single = per_generation("generations", generations)
    gap = real("constant", constant, below=float(4 * n))
    bounds = np.exp(_distance(threshold, sigma0) - k / (4 * n - gap))
    return float(bounds[0]) if single else bounds
