"""The uniform law on (0, θ), refitted from the largest draw: errors of order 1/n instead of 1/√n."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from modelcollapse.arguments import choice
from modelcollapse.data.schedules import Schedule
from modelcollapse.exact.walk.sizes import Along

__all__ = ["FittedUniform", "fitted_uniform"]


class FittedUniform(NamedTuple):
    """Moments of θ̂_k/θ, each a number or an array with one entry for each k.

    Attributes:
        mean: of θ̂/θ.
        variance: of θ̂/θ.
        log_mean: of log(θ̂/θ).
        log_variance: of log(θ̂/θ).
    """

    mean: Any
    variance: Any
    log_mean: Any
    log_variance: Any


def fitted_uniform(
    schedule: Schedule, *, sample_size: int, generations: Any, estimator: str, rounded: bool = True
) -> FittedUniform:
    """Return exact moments of the fitted upper end.

    Args:
        schedule: sizes of the synthetic samples.
        sample_size: n of the real sample.
        generations: k, an int or a sequence; generation 0 is the truth.
        estimator: "likelihood", the largest draw, or "unbiased", (n + 1)/n times it.
        rounded: whether sizes are rounded up to whole ones.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here from the Beta(n, 1) law of the largest of n draws (P1-T2, P1-T3).
    """
    choice("estimator", estimator, ("likelihood", "unbiased"))
    along = Along(schedule, sample_size, generations, rounded=rounded)
    n = along.sizes
    # E M^j = n/(n + j), and log M is exponential with mean −1/n.
    raised = np.log1p(1 / n) if estimator == "unbiased" else np.zeros_like(n)
    log_mean = along.answer(raised - np.log1p(1 / n))
    # E θ̂²/(E θ̂)² is a product of 1 + 1/(n(n + 2)), whatever the estimator.
    spread = np.expm1(along.answer(np.log1p(1 / (n * (n + 2)))))
    return FittedUniform(
        mean=np.exp(log_mean),
        variance=np.exp(2 * log_mean) * spread,
        log_mean=along.answer(raised - 1 / n),
        log_variance=along.answer(n**-2.0),
    )
