"""Mean and covariance of a normal law, both refitted along a schedule: exact moments of the fits."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from modelcollapse.arguments import choice, integer
from modelcollapse.data.schedules import Schedule
from modelcollapse.exact.gaussian import log_drift, log_drift_variance, log_moment
from modelcollapse.exact.gaussian.factor import DIVISORS
from modelcollapse.exact.walk.sizes import Along

__all__ = ["FittedGaussian", "fitted_gaussian"]


class FittedGaussian(NamedTuple):
    """Moments of generation k, each a number or an array with one entry for each k.

    Attributes:
        squared_error: E‖μ̂_k − μ‖² in units of tr Σ; E(μ̂_k − μ)(μ̂_k − μ)ᵀ is this multiple of Σ.
        variance: E Σ̂_k as a multiple of Σ.
        variance_squared: mean square of σ̂²/σ², the fitted variance of any fixed direction.
        squared_error_squared: mean of ((μ̂ − μ)/σ)⁴ for any fixed direction.
        product: mean of (μ̂ − μ)² σ̂²/σ⁴ for any fixed direction.
        deviation: mean of σ̂/σ for any fixed direction.
        log_determinant: mean of log det Σ̂_k − log det Σ.
        log_determinant_variance: its variance.
    """

    squared_error: Any
    variance: Any
    variance_squared: Any
    squared_error_squared: Any
    product: Any
    deviation: Any
    log_determinant: Any
    log_determinant_variance: Any


def fitted_gaussian(
    schedule: Schedule, *, sample_size: int, generations: Any, divisor: str, dimension: int = 1
) -> FittedGaussian:
    """Return exact moments of the mean and the covariance fitted to generation k − 1.

    Args:
        schedule: sizes of the synthetic samples.
        sample_size: n ≥ dimension + 1 of the real sample.
        generations: k, an int or a sequence; generation 0 is the truth.
        divisor: "n" (maximum likelihood) or "n-1" (unbiased) of the fitted covariance.
        dimension: d ≥ 1; it matters to the determinant alone.

    Raises:
        InvalidArgument: for arguments outside these ranges, or sizes below dimension + 1.

    Source: derived here from the Wishart law (P1-C2, P1-C3).
    """
    choice("divisor", divisor, DIVISORS)
    d = integer("dimension", dimension, minimum=1)
    along = Along(schedule, sample_size, generations, smallest=d + 1)
    sizes = along.sizes
    nu = sizes - 1
    m = sizes if divisor == "n" else nu
    ratio = np.log(nu / m)
    whole = sizes.astype(np.int64)
    # Bartlett: det(A Aᵀ) is a product of independent chi-squares with n − 1, …, n − d degrees of freedom.
    drift, spread = np.zeros_like(sizes), np.zeros_like(sizes)
    for i in range(1, d + 1):
        drift += log_drift(sample_size=whole - i + 1, divisor="n-1") + np.log((sizes - i) / m)
        spread += log_drift_variance(sample_size=whole - i + 1, divisor="n-1")
    left = np.exp(np.concatenate([[0.0], np.cumsum(ratio)]))
    squared = np.exp(np.concatenate([[0.0], np.cumsum(2 * ratio + np.log1p(2 / nu))]))
    # Given all fitted variances s_j, μ̂_k is normal with the variance V_k = Σ s_{j−1}/n_j; joint moments of V and s.
    product = left * np.concatenate([[0.0], np.cumsum(squared[:-1] / (sizes * left[:-1]))])
    steps = 2 * product[:-1] / sizes + squared[:-1] / sizes**2
    return FittedGaussian(
        squared_error=along.answer(left[:-1] / sizes),
        variance=along.pick(left),
        variance_squared=along.pick(squared),
        squared_error_squared=3 * along.answer(steps),
        product=along.pick(product),
        deviation=np.exp(along.answer(log_moment(1.0, sample_size=whole, divisor=divisor))),
        log_determinant=along.answer(drift),
        log_determinant_variance=along.answer(spread),
    )
