"""Keep the data or not: exact risks and variances under three workflows, generation by generation.

Every generation draws a fresh set of ``samples`` values from the model before it. "replace" fits to the newest set
alone, "accumulate" to all sets so far, "subsample" to ``samples`` values drawn without replacement from all sets so
far. Generation 1 is the fit to real data, generation 0 the truth.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from scipy.special import digamma

from modelcollapse.arguments import choice, integer, per_generation, real, reals
from modelcollapse.errors import InfiniteMean, InvalidArgument

__all__ = [
    "FAMILIES",
    "WORKFLOWS",
    "accumulated_limit",
    "limiting_factor",
    "mean_variance",
    "penalty",
    "workflow_risk",
]

WORKFLOWS = ("replace", "accumulate", "subsample")
FAMILIES = ("normal", "exponential")


def _sizes(dimension: Any, samples: Any) -> tuple[int, int]:
    d = integer("dimension", dimension, minimum=1)
    T = integer("samples", samples, minimum=1)
    if d > T:
        raise InvalidArgument(
            "samples", samples, f"must be at least dimension = {d} for a least-squares fit to be unique"
        )
    if d + 1 >= T:
        warnings.warn(
            f"samples = {T} with dimension = {d}: the mean risk of a fit to at most dimension + 1 samples is infinite",
            InfiniteMean,
            stacklevel=3,
        )
    return d, T


def workflow_risk(
    *, dimension: int, samples: int, generations: Any, workflow: str, noise: float = 1.0
) -> Any:
    """Mean excess risk E‖ŵ_n − w₀‖²_Σ of a chain of least-squares fits, for any covariance Σ of normal inputs.

    Args:
        dimension: d ≥ 1.
        samples: T ≥ d rows a generation; for T ≤ d + 1 the mean is infinite.
        generations: n ≥ 0 fits, an int or a sequence.
        workflow: "replace" or "accumulate".
        noise: standard deviation of the label noise, in every generation.

    Returns:
        the risk, a float or an array of shape (len(generations),), in units of noise².

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Warns:
        InfiniteMean: where the mean is infinite.

    Source: derived here, after Gerstgrasser et al. (2024) (P3-F1).
    """
    d, T = _sizes(dimension, samples)
    wanted, single = per_generation("generations", generations)
    choice("workflow", workflow, WORKFLOWS[:2])
    scale = real("noise", noise, minimum=0.0) ** 2
    fits = np.arange(1, int(wanted.max()) + 1, dtype=float)
    rows = fits * T if workflow == "accumulate" else np.full(len(fits), float(T))
    weight = fits if workflow == "accumulate" else np.ones(len(fits))
    with np.errstate(divide="ignore"):
        part = np.where(d + 1 < T, d / (weight * (rows - d - 1)), np.inf)
    risk = scale * np.concatenate([[0.0], np.cumsum(part)])[wanted] if scale else np.zeros(len(wanted))
    return float(risk[0]) if single else risk


def accumulated_limit(*, dimension: int, samples: int, noise: float = 1.0) -> float:
    """Mean excess risk of the accumulating chain after infinitely many generations.

    Args:
        dimension: d ≥ 1.
        samples: T ≥ d rows a generation; for T ≤ d + 1 the mean is infinite.
        noise: standard deviation of the label noise.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Warns:
        InfiniteMean: where the mean is infinite.

    Source: derived here (P3-F1).
    """
    d, T = _sizes(dimension, samples)
    scale = real("noise", noise, minimum=0.0) ** 2
    if d + 1 >= T:
        return np.inf if scale else 0.0
    a = d + 1
    return float(-scale * d / a * (np.euler_gamma + digamma(1 - a / T)))


def penalty(share: Any) -> np.ndarray:
    """Risk of the accumulating chain in the limit, divided by that of its first fit.

    Args:
        share: (d + 1)/T, numbers above 0 and below 1.

    Returns:
        array of the same length, between 1 and π²/6.

    Raises:
        InvalidArgument: for a share outside (0, 1).

    Source: derived here (P3-F1).
    """
    x = reals("share", share, above=0.0)
    if (x >= 1).any():
        raise InvalidArgument("share", float(x.max()), "must be below 1")
    return np.asarray(-(np.euler_gamma + digamma(1 - x)) * (1 - x) / x)


def mean_variance(*, samples: int, generations: Any, workflow: str, family: str = "normal") -> Any:
    """Variance of a fitted mean, times the sample size, with the true mean 1 and the true variance 1.

    The "normal" family has the variance 1 whatever its mean; the "exponential" family's variance is the square of its
    mean. Every generation estimates the mean by the average of what it trains on.

    Args:
        samples: T ≥ 1 draws a generation.
        generations: n ≥ 0 fits, an int or a sequence.
        workflow: "replace", "accumulate" or "subsample".
        family: "normal" or "exponential".

    Returns:
        T·Var, a float or an array of shape (len(generations),).

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P3-F2).
    """
    T = integer("samples", samples, minimum=1)
    wanted, single = per_generation("generations", generations)
    choice("workflow", workflow, WORKFLOWS)
    growth = 1.0 if choice("family", family, FAMILIES) == "exponential" else 0.0
    variance = [0.0]
    # Of the pool of all sets so far: variance of its mean, and expected sum of squares about its mean.
    pool_mean = pool_squares = 0.0
    for i in range(1, int(wanted.max()) + 1):
        # One draw of set i has this variance, averaged over the model it comes from.
        draw = 1.0 + growth * variance[-1]
        if workflow == "replace":
            variance.append(variance[-1] + draw / T)
        elif workflow == "accumulate":
            variance.append(variance[-1] + draw / (i * i * T))
        else:
            old = i - 1
            # How far the fit that draws the new set lies from the pool's mean: sampling without replacement.
            apart = variance[-1] - pool_mean
            pool_squares += (T - 1) * draw + (old * T / i) * (apart + draw / T)
            pool_mean = (old * old * pool_mean + 2 * old * pool_mean + variance[-1] + draw / T) / (i * i)
            rows = i * T
            spread = pool_squares / (rows - 1) if rows > 1 else 0.0
            variance.append(pool_mean + spread * (1 - 1 / i) / T)
    result = T * np.array(variance)[wanted]
    return float(result[0]) if single else result


def limiting_factor(*, generations: Any, workflow: str) -> Any:
    """Variance after n fits divided by that after one, for a regular parametric model as the sample size grows.

    Args:
        generations: n ≥ 0 fits, an int or a sequence.
        workflow: "replace", "accumulate" or "subsample".

    Returns:
        n, Σ 1/i² or 3 Σ 1/i² − 2; a float or an array of shape (len(generations),).

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Dey and Donoho (2024), abstract, for "replace" and "accumulate"; derived here for "subsample" (P3-F2).
    """
    wanted, single = per_generation("generations", generations)
    choice("workflow", workflow, WORKFLOWS)
    fits = np.arange(1, max(int(wanted.max()), 1) + 1, dtype=float)
    if workflow == "replace":
        factor = fits
    elif workflow == "accumulate":
        factor = np.cumsum(1 / fits**2)
    else:
        factor = 3 * np.cumsum(1 / fits**2) - 2
    result = np.concatenate([[0.0], factor])[wanted]
    return float(result[0]) if single else result
