"""Moments along the walk, for families where they close."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import special

from modelcollapse.arguments import integer, real
from modelcollapse.data.schedules import Schedule
from modelcollapse.exact.walk.sizes import Along

__all__ = ["exponential_log_moments", "exponential_moment", "poisson_cumulants"]


def exponential_moment(order: float, schedule: Schedule, *, sample_size: int, generations: Any) -> Any:
    """Return E(θ̂_k/θ*)^order for the exponential family fitted by its mean.

    Args:
        order: exponent above −1.
        schedule: sizes of the synthetic samples.
        sample_size: n of the real sample.
        generations: k ≥ 0, an int or a sequence.

    Returns:
        a number, or an array with an entry for each generation.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P1-C4); a product of gamma moments.
    """
    exponent = real("order", order, above=-1.0)
    along = Along(schedule, sample_size, generations)
    n = along.sizes
    return np.exp(along.answer(special.gammaln(n + exponent) - special.gammaln(n) - exponent * np.log(n)))


def exponential_log_moments(schedule: Schedule, *, sample_size: int, generations: int) -> tuple[float, float]:
    """Return mean and variance of log(θ̂_k/θ*) for the exponential family.

    Args, raises: as ``exponential_moment``, with one generation of at least 1.

    Source: derived here (P1-C4); digamma and trigamma functions.
    """
    sizes = Along(schedule, sample_size, integer("generations", generations, minimum=1)).sizes
    drift = float(np.sum(special.digamma(sizes) - np.log(sizes)))
    return drift, float(np.sum(special.polygamma(1, sizes)))


def poisson_cumulants(
    schedule: Schedule, *, sample_size: int, generations: int, mean: float
) -> tuple[float, float, float, float]:
    """Return the first four cumulants of the Poisson mean fitted in generation k.

    Args:
        schedule, sample_size, generations: as ``exponential_moment``, with one generation of at least 1.
        mean: of the truth, above 0.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P1-C4): a round composes the cumulant function with n(e^{s/n} − 1).
    """
    sizes = Along(schedule, sample_size, integer("generations", generations, minimum=1)).sizes
    one, two, three, four = real("mean", mean, above=0.0), 0.0, 0.0, 0.0
    for n in sizes.tolist():
        two, three, four = (
            two + one / n,
            three + 3 * two / n + one / n**2,
            four + 6 * three / n + 7 * two / n**2 + one / n**3,
        )
    return one, two, three, four
