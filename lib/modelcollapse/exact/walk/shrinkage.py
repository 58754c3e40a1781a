"""A mean that every fit shrinks towards zero: a bias in proportion to the estimate."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from modelcollapse.arguments import real
from modelcollapse.data.schedules import Schedule
from modelcollapse.exact.walk.sizes import Along

__all__ = ["ShrunkMean", "shrunk_mean"]


class ShrunkMean(NamedTuple):
    """Moments of generation k, each a number or an array with one entry for each k.

    Attributes:
        mean: E θ̂_k as a multiple of the true mean.
        variance: of θ̂_k, in units of the variance of one draw.
    """

    mean: Any
    variance: Any


def shrunk_mean(
    schedule: Schedule, *, sample_size: int, generations: Any, exponent: float, rounded: bool = True
) -> ShrunkMean:
    """Return exact moments of the mean of n draws, multiplied by 1 − n^(−exponent) in every generation.

    Args:
        schedule: sizes of the synthetic samples, all above 1.
        sample_size: n ≥ 2 of the real sample.
        generations: k, an int or a sequence; generation 0 is the truth.
        exponent: v above 0.
        rounded: whether sizes are rounded up to whole ones.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P1-T3).
    """
    power = real("exponent", exponent, above=0.0)
    along = Along(schedule, sample_size, generations, rounded=rounded, smallest=2)
    steps = np.log1p(-(along.sizes**-power))
    kept = np.cumsum(steps)
    # Var_k = (1 − h_k)² (Var_{k−1} + 1/n_k): the noise of generation j is shrunk by generations j, …, k. In logarithms,
    # because the shrinkage itself may underflow.
    noise = np.logaddexp.accumulate(2 * (steps - kept) - np.log(along.sizes))
    variance = np.exp(2 * kept + noise)
    return ShrunkMean(
        mean=np.exp(along.answer(steps)), variance=along.pick(np.concatenate([[0.0], variance]))
    )
