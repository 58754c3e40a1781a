"""The symmetric mixture ½N(μ, σ²) + ½N(−μ, σ²) fitted to its own draws: bounds on σ̂, limits, and the likelihood.

Generation 0 is the truth. Each generation draws ``sample_size`` = n values, of which only the magnitudes |Y| matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.special as special

from modelcollapse.arguments import choice, integer, integers, real, reals
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact import gaussian

__all__ = [
    "collapsed_drift",
    "decay_bound",
    "domination",
    "folded_deviation",
    "kurtosis",
    "log_inflation",
    "one_step_bound",
    "profile_gain",
    "profile_maximum",
    "separation_gain",
    "simplified_variance",
]

# What the branch a = 50 takes from σ̂² in every generation once the bumps are far apart.
_LOSS = 26 / 25


def _many(value: Any) -> bool:
    return isinstance(value, Sequence | np.ndarray) and not isinstance(value, str)


def log_inflation(*, sample_size: Any, eta: float = 2.0) -> Any:
    """c = log(1 + κ), the inflation of the approximate estimator's variance.

    Args:
        sample_size: n ≥ 2, an int or a sequence.
        eta: the estimator's constant, above 1.

    Returns:
        float, or an array with one value for each sample size.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: read off the authors' code (Suresh et al., 2024, Theorem 4).
    """
    n = integers("sample_size", sample_size if _many(sample_size) else [sample_size], minimum=2).astype(float)
    h = real("eta", eta, above=1.0)
    values = (h - 1) * ((n - 1) / 2 + 4 * h) / (h * (n - 1) * (n + 4 * h - 1))
    return values if _many(sample_size) else float(values[0])


def one_step_bound(*, sample_size: Any, eta: float = 2.0) -> Any:
    """Log of a bound on E[σ̂/σ] in one generation of the approximate estimator, for every μ.

    Args, returns, raises: as ``log_inflation``.

    Source: derived here (P2-T4): σ̂² ≤ (1 + κ) s², and s² is at most the variance of the sign-aligned draws.
    """
    return log_inflation(sample_size=sample_size, eta=eta) / 2 + gaussian.log_moment(
        1.0, sample_size=sample_size, divisor="n"
    )


def decay_bound(
    threshold: float, *, sample_size: int, generations: Any, constant: float = 1.0, sigma0: float = 1.0
) -> np.ndarray:
    """Closed bound (σ₀/threshold) exp(−constant · k/(4n)) on Pr(σ_k > threshold), approximate estimator.

    Args:
        threshold: standard deviation above 0.
        sample_size: n ≥ 2.
        generations: sequence of k ≥ 0.
        constant: above 0; 1 is the theorem's, 2.3984 the sharpened one at η = 2.
        sigma0: standard deviation of the truth, above 0.

    Returns:
        array of bounds, one for each generation, not clipped at 1.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), Theorem 4 (constant 1); sharpened here (P2-T4).
    """
    n = integer("sample_size", sample_size, minimum=2)
    k = integers("generations", generations, minimum=0)
    factor = real("constant", constant, above=0.0)
    ratio = real("sigma0", sigma0, above=0.0) / real("threshold", threshold, above=0.0)
    return np.asarray(ratio * np.exp(-factor * k / (4 * n)))


def domination(
    threshold: float, *, sample_size: int, generations: Any, eta: float = 2.0, sigma0: float = 1.0
) -> np.ndarray:
    """Bound on Pr(σ_k > threshold): the exact law of the Gaussian chain that the mixture's σ never exceeds.

    Args:
        threshold: standard deviation above 0.
        sample_size: n ≥ 2.
        generations: sequence of k ≥ 0.
        eta: constant of the approximate estimator, above 1.
        sigma0: standard deviation of the truth, above 0.

    Returns:
        array of probabilities, one for each generation.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-T4), by coupling each generation with its sign-aligned draws.
    """
    k = integers("generations", generations, minimum=0)
    level = real("threshold", threshold, above=0.0)
    growth = log_inflation(sample_size=integer("sample_size", sample_size, minimum=2), eta=eta) / 2
    return np.array(
        [
            gaussian.survival(
                level * np.exp(-growth * int(j)),
                sample_size=sample_size,
                generations=int(j),
                divisor="n",
                sigma0=sigma0,
            )
            for j in k
        ]
    )


def collapsed_drift(*, sample_size: Any, estimator: str) -> Any:
    """Mean change of log σ in one generation once the two bumps are far apart (σ/μ → 0).

    Args:
        sample_size: n ≥ 2, an int or a sequence.
        estimator: "joint" or "approximate"; the latter loses another ½ log 1.04, whatever n.

    Returns:
        float, or an array with one value for each sample size.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-T4), with the constant a = 50 of the authors' code.
    """
    choice("estimator", estimator, ("approximate", "joint"))
    extra = np.log(_LOSS) / 2 if estimator == "approximate" else 0.0
    return gaussian.log_drift(sample_size=sample_size, divisor="n") / 2 - extra


def folded_deviation(ratio: float) -> float:
    """Standard deviation of |μ + σZ| over σ: what the approximate estimator finds as n → ∞, μ/σ fixed.

    Args:
        ratio: μ/σ of at least 0.

    Raises:
        InvalidArgument: for a ratio outside this range.

    Source: derived here (P2-T4); moments of the folded normal law.
    """
    r = real("ratio", ratio, minimum=0.0)
    mean = np.sqrt(2 / np.pi) * np.exp(-(r**2) / 2) + r * special.erf(r / np.sqrt(2))
    return float(np.sqrt(1 + r**2 - mean**2))


def simplified_variance(mean: Any, spread: Any, *, sample_size: int, eta: float = 2.0) -> np.ndarray:
    """The approximate estimator σ̂² without its auxiliary number a.

    Args:
        mean: mean of |Y|, above 0, a sequence.
        spread: variance of |Y| with the divisor n, of at least 0, a sequence of the same length.
        sample_size: n ≥ 2.
        eta: the estimator's constant, above 1, such that 1 + κ ≤ 25/12 (any for n ≥ 3, at most 4.09 for n = 2).

    Returns:
        array of σ̂².

    Raises:
        InvalidArgument: for arguments outside these ranges, or an η for which the two forms differ.

    Source: derived here from the authors' code (P2-T4).
    """
    m1 = reals("mean", mean, above=0.0)
    s2 = reals("spread", spread, minimum=0.0)
    if len(m1) != len(s2):
        raise InvalidArgument("spread", spread, f"must hold {len(m1)} values, one for each mean")
    growth = float(np.exp(log_inflation(sample_size=integer("sample_size", sample_size, minimum=2), eta=eta)))
    if growth > 25 / 12:
        raise InvalidArgument("eta", eta, "must keep 1 + κ at most 25/12, where the simplification holds")
    second = m1**2 + s2
    fifty = s2 * second / (m1**2 + second / 25)
    return np.asarray(np.where(s2 <= (growth - 1) * m1**2, fifty, np.minimum(second, growth * s2)))


def kurtosis(values: Any) -> float:
    """Raw kurtosis m₄/m₂² of a sample, about zero.

    Raises:
        InvalidArgument: for values that are not numbers, or all zero.
    """
    y = reals("values", values)
    if not y.any():
        raise InvalidArgument("values", values, "must not all be zero")
    return float(np.mean(y**4) / np.mean(y**2) ** 2)


def profile_gain(values: Any, mu: float) -> float:
    """Mean log-likelihood at (μ, m₂ − μ²) less that at μ = 0.

    Args:
        values: draws, at least two, a sequence.
        mu: μ ≥ 0 with μ² below the mean square of the draws.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: the likelihood of the symmetric mixture, with σ² at its best value for this μ.
    """
    y = reals("values", values)
    t = real("mu", mu, minimum=0.0)
    second = float(np.mean(y**2))
    if not t * t < second:
        raise InvalidArgument("mu", mu, f"must be below the root mean square {np.sqrt(second):g}")
    return float(_gain(np.abs(y)[None, :] / np.sqrt(second), np.array([t / np.sqrt(second)]))[0, 0])


def _gain(y: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Gain for samples of mean square one, shape (samples, n), and candidates t < 1, shape (candidates,)."""
    v = 1 - t**2
    gains = np.empty((len(y), len(t)))
    for j in range(len(t)):
        arms = t[j] / v[j] * y
        # log cosh without overflow.
        cosh = (arms + np.log1p(np.exp(-2 * arms))).mean(axis=1) - np.log(2)
        gains[:, j] = -np.log(v[j]) / 2 - (1 + t[j] ** 2) / (2 * v[j]) + 0.5 + cosh
    return gains


def profile_maximum(values: np.ndarray, *, nodes: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Best μ by trying ``nodes`` values of it, and its gain over μ = 0: slow, and blind to no second maximum.

    Args:
        values: draws, shape (samples, n).
        nodes: how many candidates, at least 2.

    Returns:
        (μ, gain), each of shape (samples,).

    Raises:
        InvalidArgument: for too few nodes, or values that are no two-dimensional array of finite numbers.

    Source: derived here (P2-L4), as a check of the solver.
    """
    count = integer("nodes", nodes, minimum=2)
    y = np.abs(np.asarray(values, dtype=float))
    if y.ndim != 2 or not np.isfinite(y).all():
        raise InvalidArgument("values", values, "must be finite numbers of shape (samples, n)")
    scale = np.sqrt((y**2).mean(axis=1))
    t = np.arange(count) / count
    gains = _gain(y / scale[:, None], t)
    best = gains.argmax(axis=1)
    return t[best] * scale, gains[np.arange(len(y)), best]


def separation_gain(values: Any) -> float:
    """Lower bound ½ log(m₂/4s²) on the gain of μ = mean|Y| over μ = 0; above zero it proves μ̂ > 0.

    Args:
        values: draws, at least two of different magnitude.

    Raises:
        InvalidArgument: for values that are not numbers, or all of one magnitude.

    Source: derived here (P2-L4): log cosh x ≥ |x| − log 2.
    """
    y = np.abs(reals("values", values))
    variance = float(np.var(y))
    if variance == 0:
        raise InvalidArgument("values", values, "must not all have one magnitude")
    return float(np.log(np.mean(y**2) / (4 * variance)) / 2)
