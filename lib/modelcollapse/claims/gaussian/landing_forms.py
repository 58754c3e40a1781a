"""The landing place as numbers and expressions: what its claims assert, and what they compare it with."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np
import sympy as sp
from scipy import special

from modelcollapse.exact import gaussian as exact
from modelcollapse.symbolic import gaussian_landing as symbolic

__all__ = [
    "DISTANCES",
    "SIZES",
    "distribution",
    "first_correction",
    "gap",
    "landing_density",
    "limit",
    "mixture",
    "movement",
    "scaled_student",
    "student",
    "symbolic_correction",
    "tail",
]

SIZES = (2, 3, 5, 10, 20, 50, 100, 200)
DISTANCES = (0.5, 1.0, 2.0, 4.0)
# Sample sizes of the extrapolation in 1/n.
_LADDER = (25, 50, 100, 200)


def tail(x: float, sample_size: int, divisor: str) -> float:
    """Pr(|μ_∞ − μ₀| > x σ₀)."""
    return float(exact.frozen_mean_tail(x, sample_size=sample_size, divisor=divisor).probability)


@cache
def _table(sample_size: int, divisor: str) -> tuple[np.ndarray, np.ndarray]:
    # Dense enough that a line between two entries is off by less than 1e-5.
    x = np.concatenate([[0.0], np.geomspace(1e-3, 1e4, 2500)])
    return x, exact.frozen_mean_tail(x, sample_size=sample_size, divisor=divisor).probability


def distribution(sample_size: int, divisor: str) -> Callable[[np.ndarray], np.ndarray]:
    """Pr(|μ_∞ − μ₀| ≤ x σ₀) as a function of an array."""

    def cdf(points: np.ndarray) -> np.ndarray:
        return np.asarray(1 - np.interp(points, *_table(sample_size, divisor), right=0.0))

    return cdf


def limit(divisor: str) -> Callable[[np.ndarray], np.ndarray]:
    """The limit law's distribution function."""
    return lambda points: np.asarray(1 - exact.student_tail(points, divisor=divisor))


def gap(divisor: str) -> np.ndarray:
    """n times the largest distance between the exact law and its limit, for each n."""
    x = np.geomspace(0.05, 50, 60)
    limit = exact.student_tail(x, divisor=divisor)
    return np.array(
        [
            n * np.abs(exact.frozen_mean_tail(x, sample_size=n, divisor=divisor).probability - limit).max()
            for n in SIZES
        ]
    )


def first_correction(divisor: str) -> np.ndarray:
    """The coefficient of 1/n in the exact tail, by Richardson extrapolation over doubled sample sizes."""
    limit = exact.student_tail(DISTANCES, divisor=divisor)
    rungs = [
        n * (exact.frozen_mean_tail(DISTANCES, sample_size=n, divisor=divisor).probability - limit)
        for n in _LADDER
    ]
    for order in range(1, len(_LADDER)):
        rungs = [(2**order * fine - coarse) / (2**order - 1) for coarse, fine in pairwise(rungs)]
    return np.asarray(rungs[0])


def symbolic_correction(divisor: str) -> list[tuple[sp.Expr, dict[sp.Symbol, sp.Rational]]]:
    """Twice the integral of the correction beyond each distance, with its point."""
    start = sp.Symbol("x0", positive=True)
    integral = sp.Integral(2 * symbolic.correction(divisor), (symbolic.distance, start, sp.oo))
    return [(integral, {start: sp.Rational(distance)}) for distance in DISTANCES]


def landing_density(divisor: str) -> sp.Expr:
    """The derived density of the landing place."""
    return symbolic.limit()["unbiased" if divisor == "n-1" else "likely"].relation


def student(divisor: str) -> sp.Expr:
    """The density of Student's law it should be."""
    return symbolic.student(2, sp.Integer(1)) if divisor == "n-1" else symbolic.student(4, 1 / sp.sqrt(2))


def mixture(divisor: str) -> sp.Expr:
    """The normal mixture for a divisor."""
    value = 0 if divisor == "n-1" else 1
    return symbolic.limit()["mixture"].relation.subs(symbolic.drift, value).doit()


def movement(generation: sp.Expr) -> sp.Expr:
    """What the mean still moves after a generation."""
    return symbolic.freezing()["movement"].relation.subs(symbolic.generation, generation)


def scaled_student(degrees: int, scale: float) -> Callable[[np.ndarray], np.ndarray]:
    """Distribution function of the size of a scaled Student variable."""
    return lambda points: np.asarray(2 * special.stdtr(degrees, points / scale) - 1)
