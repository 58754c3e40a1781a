"""How often a confidence region drawn from synthetic rows contains the true mean, for a recursively fitted normal law.

In units of the current fit the squared distance of its mean from the truth is, in law, V χ²_d. A round maps V to
c (V + 1/n) with c = (n − 1)/χ²_{n−d} independent of V. So the coverage is the mean of a χ²_d probability over V,
which is computed backwards, one round at a time, on Chebyshev nodes in log V.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.polynomial import chebyshev
from scipy import special

from modelcollapse.arguments import integer, real
from modelcollapse.data.schedules import Schedule
from modelcollapse.errors import InvalidArgument

__all__ = ["ellipsoid_coverage"]

_NODES = 160
# Nodes in log χ², and how far down the density is followed, as a log ratio to its peak.
_STEP = 0.3
_DEPTH = 40.0


def _sizes(schedule: Schedule, sample_size: int, generations: int, dimension: int) -> np.ndarray:
    sizes = schedule.sizes(
        sample_size=sample_size, generations=integer("generations", generations, minimum=1)
    )
    if sizes.min() <= dimension:
        raise InvalidArgument(
            "sample_size", int(sizes.min()), f"must be at least {dimension + 1} in every round"
        )
    return sizes


def _log_chi_square(degrees: int) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights for means over log χ²: the trapezoidal rule, which converges geometrically here."""
    half = degrees / 2
    centre = np.log(degrees)
    spread = 1 / np.sqrt(half)
    # The density of y = log χ² is proportional to exp(half (y − centre) − half e^{y − centre}).
    y = np.arange(-_DEPTH / half - 10 * spread, 10 * spread + 3, _STEP * spread)
    exponent = half * (y - np.expm1(y))
    kept = exponent > -_DEPTH
    weights = np.exp(exponent[kept])
    return y[kept] + centre, weights / weights.sum()


def ellipsoid_coverage(
    schedule: Schedule,
    *,
    sample_size: int,
    generations: int,
    dimension: int = 1,
    level: float = 0.95,
    widened: bool = False,
) -> float:
    """Probability that Hotelling's ellipsoid from generation G contains the mean of the truth.

    The ellipsoid is what one draws who takes the n_G synthetic rows for real ones: n_G (μ − μ̂)ᵀ Σ̂⁻¹ (μ − μ̂) at most
    the quantile of Hotelling's law, Σ̂ with the divisor n_G − 1. In one dimension it is Student's interval.

    Args:
        schedule: sizes of the synthetic rounds.
        sample_size: n of the real stage.
        generations: G ≥ 1.
        dimension: d ≥ 1, below every size.
        level: nominal, in (0, 1).
        widened: with 1/n_G replaced by the sum of 1/n_t over all stages, for one who knows the schedule.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here.
    """
    d = integer("dimension", dimension, minimum=1)
    nominal = real("level", level, above=0.0, below=1.0)
    sizes = _sizes(schedule, sample_size, generations, d).astype(float)
    last = sizes[-1]
    quantile = d * (last - 1) / (last - d) * special.fdtri(d, last - d, nominal)
    scale = (1 / sizes).sum() if widened else 1 / last

    def inside(log_v: np.ndarray) -> np.ndarray:
        return np.asarray(special.chdtr(d, quantile * scale * np.exp(-log_v)))

    total = np.log((1 / sizes).sum())
    room = 12 * np.sqrt((2 / (sizes - d)).sum()) + 4
    bounds = (float(np.log(1 / sizes.max()) - room), float(total + room))
    x = chebyshev.chebpts1(_NODES)
    points = np.exp(bounds[0] + (x + 1) / 2 * (bounds[1] - bounds[0]))
    ahead: Callable[[np.ndarray], np.ndarray] = inside
    for i in range(len(sizes) - 1, -1, -1):
        y, weights = _log_chi_square(int(sizes[i]) - d)
        start = points if i else np.zeros(1)
        reached = np.log(start + 1 / sizes[i])[:, None] + np.log(sizes[i] - 1) - y
        values = ahead(reached) @ weights
        if not i:
            return float(values[0])
        ahead = _Interpolant(values, bounds)
    raise AssertionError("at least one generation")  # pragma: no cover


class _Interpolant:
    """A probability as a polynomial in log V, held constant beyond its range."""

    def __init__(self, values: np.ndarray, bounds: tuple[float, float]) -> None:
        self._bounds = bounds
        # Values at the Chebyshev points to coefficients: a discrete cosine transform.
        angle = np.pi * (np.arange(_NODES) + 0.5) / _NODES
        matrix = np.cos(np.outer(np.arange(_NODES), angle[::-1]))
        self._coefficients = 2 / _NODES * matrix @ values
        self._coefficients[0] /= 2

    def __call__(self, log_v: np.ndarray) -> np.ndarray:
        low, high = self._bounds
        x = np.clip(2 * (log_v - low) / (high - low) - 1, -1, 1)
        return np.asarray(chebyshev.chebval(x, self._coefficients))
