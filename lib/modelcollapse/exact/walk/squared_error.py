"""The squared error of a walk of additive steps: what each fit adds, and where it ends."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from modelcollapse.arguments import integer, real
from modelcollapse.data.schedules import Schedule
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact.walk.series import series
from modelcollapse.exact.walk.sizes import Along, known

__all__ = ["Bias", "limit", "mean_squared_error"]


class Bias(NamedTuple):
    """Bias of one fit, coefficient · size^(−exponent), of the same sign in every generation."""

    coefficient: float
    exponent: float


def _bias(value: Any) -> Bias:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise InvalidArgument("bias", value, "must be a pair (coefficient, exponent)")
    return Bias(real("bias coefficient", value[0]), real("bias exponent", value[1], above=0.0))


def mean_squared_error(
    schedule: Schedule,
    *,
    sample_size: int,
    generations: Any,
    variance: float = 1.0,
    bias: Bias | tuple[float, float] | None = None,
    rounded: bool = True,
) -> Any:
    """Return E‖θ̂_k − θ*‖² of a walk whose fit to m draws has the variance ``variance``/m, whatever the estimate.

    Args:
        schedule: sizes of the synthetic samples.
        sample_size: n of the real sample.
        generations: k, an int or a sequence; generation 0 is the truth, 1 the fit to the real sample.
        variance: trace of the covariance of one draw, σ² in one dimension, above 0.
        bias: (coefficient c, exponent v) if each fit to m draws is off by c·m^(−v) on average.
        rounded: whether sizes are rounded up to whole ones, as a simulation needs them.

    Returns:
        a number for an int, else an array with an entry for each generation.

    Raises:
        InvalidArgument: for arguments outside these ranges, or sizes that the schedule refuses.

    Source: derived here from the martingale property (P1-T1, P1-T3, P1-C1).
    """
    spread = real("variance", variance, above=0.0)
    along = Along(schedule, sample_size, generations, rounded=rounded)
    total = spread * np.cumsum(1 / along.sizes)
    if bias is not None:
        coefficient, exponent = _bias(bias)
        total += (coefficient * np.cumsum(along.sizes**-exponent)) ** 2
    return along.pick(np.concatenate([[0.0], total]))


def limit(
    schedule: Schedule,
    *,
    sample_size: int,
    variance: float = 1.0,
    bias: Bias | tuple[float, float] | None = None,
) -> float:
    """Return the limit of ``mean_squared_error`` as generations grow, ``inf`` where it diverges.

    Sizes are not rounded. Rounding up a schedule to whole sizes lowers the sum of 1/size, by less than that of
    1/size².

    Args:
        schedule: a schedule without end, not explicit sizes.
        sample_size: n of the real sample.
        variance: as for ``mean_squared_error``.
        bias: as for ``mean_squared_error``.

    Raises:
        InvalidArgument: for arguments outside these ranges, or a schedule that ends.

    Source: derived here; Riemann's zeta function (P1-T1, P1-T2, P1-T3).
    """
    size = integer("sample_size", sample_size, minimum=1)
    spread = real("variance", variance, above=0.0)
    total = spread * _sum(known(schedule), size, 1.0)
    if bias is not None:
        coefficient, exponent = _bias(bias)
        if coefficient:
            total += (coefficient * _sum(schedule, size, exponent)) ** 2
    return total


def _sum(schedule: Schedule, size: int, exponent: float) -> float:
    """Sum size^(−exponent) over all generations from the first."""
    if math.isnan(schedule.growth):
        raise InvalidArgument("schedule", schedule.name, "must be without end to have a limit")
    first = 1 if schedule.convention == "A" else 2
    rounds = series(exponent * schedule.growth, exponent * schedule.log_growth, first=first)
    return float(size**-exponent * (1 + rounds))
