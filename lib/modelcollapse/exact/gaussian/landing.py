"""Where the mean of the recursive Gaussian fit lands: the law of μ_∞.

Given the path of σ the mean is normal. Its random variance V = Σ σ_j²/n solves V = 1/n + A V', where A = χ²_ν/m
is the first variance factor and V' an independent copy of V. The law of V is the solution of that equation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import scipy.special as special
from scipy.linalg import solve
from scipy.optimize import brentq

from modelcollapse.arguments import choice, integer, integers, real, reals
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact.gaussian.factor import (
    DIVISORS,
    log_drift_variance,
    log_moment,
    sizes_and_divisors,
)

__all__ = [
    "FrozenMeanTail",
    "conditional_variance",
    "frozen_mean_tail",
    "mean_variance",
    "movement",
    "student_tail",
    "tail_constant",
    "tail_index",
]

# The dense equation grows with the square root of the sample size; at this size its solution keeps nine digits.
_LARGEST = 1000
# Reach of the grid: above log n the scaled density is flat to e^-36; below, it falls like e^(ν y/2).
_ABOVE, _BELOW = 36.0, 80.0
# Nodes in a standard deviation of one step, and the widest spacing: the trapezoid rule is then exact to rounding.
_PER_DEVIATION, _WIDEST = 2.0, 0.2


@dataclass(frozen=True)
class FrozenMeanTail:
    """Tail of the landing place μ_∞, in units of σ₀.

    Attributes:
        probability: Pr(|μ_∞ − μ₀| > x σ₀), a float or an array of the shape of x.
        index: κ, with Pr ~ constant · x^(−κ) for large x.
        constant: the constant of that power law.
    """

    probability: Any
    index: float
    constant: float


def _many(value: Any) -> bool:
    return isinstance(value, list | tuple | range | np.ndarray)


def _solvable(sample_size: Any) -> int:
    """Check a sample size for the route through the solved law."""
    n = integer("sample_size", sample_size, minimum=2)
    if n > _LARGEST:
        rule = f"must be at most {_LARGEST} for the exact law; student_tail is within 0.1/n beyond"
        raise InvalidArgument("sample_size", sample_size, rule)
    return n


def mean_variance(*, sample_size: int, generations: Any, divisor: str, sigma0: float = 1.0) -> Any:
    """Var μ_k: k σ₀²/n for the divisor n − 1, and σ₀² (1 − (1 − 1/n)^k) for the divisor n.

    Args:
        sample_size: n ≥ 2.
        generations: k ≥ 0, an int or a sequence.
        divisor: "n" or "n-1".
        sigma0: standard deviation of the truth, above 0.

    Returns:
        float, or an array with one value for each entry of ``generations``.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-T3m): the steps of μ are uncorrelated with variances E σ_j²/n.
    """
    n = integer("sample_size", sample_size, minimum=2)
    choice("divisor", divisor, DIVISORS)
    scale = real("sigma0", sigma0, above=0.0) ** 2
    wanted = generations if _many(generations) else [generations]
    k = integers("generations", wanted, minimum=0).astype(float)
    values = scale * (k / n if divisor == "n-1" else -np.expm1(k * np.log1p(-1 / n)))
    return values if _many(generations) else float(values[0])


def conditional_variance(*, sample_size: int, generations: int, divisor: str) -> tuple[float, float]:
    """Mean and second moment of V_k = Σ σ_j²/n over j < k, the variance of μ_k given the path of σ; σ₀ = 1.

    The fourth moment of μ_k is three times the second moment of V_k.

    Args:
        sample_size: n ≥ 2.
        generations: k ≥ 0.
        divisor: "n" or "n-1".

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here, by the recursion of (σ⁴, V σ², V²).
    """
    n = integer("sample_size", sample_size, minimum=2)
    second, fourth = (np.exp(log_moment(order, sample_size=n, divisor=divisor)) for order in (2.0, 4.0))
    quartic, mixed, squared = 1.0, 0.0, 0.0
    for _ in range(integer("generations", generations, minimum=0)):
        squared += 2 * mixed / n + quartic / n**2
        mixed = second * (mixed + quartic / n)
        quartic *= fourth
    return float(mean_variance(sample_size=n, generations=generations, divisor=divisor)), float(squared)


def movement(*, sample_size: int, generations: Any, divisor: str, sigma0: float = 1.0) -> Any:
    """Mean of all that μ still moves from generation k on, E Σ |μ_{j+1} − μ_j| over j ≥ k.

    Args, returns, raises: as ``mean_variance``.

    Source: derived here (P2-T3m): √(2/πn) σ₀ αᵏ/(1 − α), finite, so that μ_k converges almost surely.
    """
    n = integer("sample_size", sample_size, minimum=2)
    wanted = generations if _many(generations) else [generations]
    k = integers("generations", wanted, minimum=0)
    log_alpha = log_moment(1.0, sample_size=n, divisor=divisor)
    scale = real("sigma0", sigma0, above=0.0) * np.sqrt(2 / (np.pi * n)) / -np.expm1(log_alpha)
    values = scale * np.exp(k * log_alpha)
    return values if _many(generations) else float(values[0])


def tail_index(*, sample_size: int, divisor: str) -> float:
    """Tail index κ > 0 of the landing place: the root of E[(σ'/σ)^κ] = 1.

    Args:
        sample_size: n ≥ 2.
        divisor: "n" or "n-1".

    Returns:
        2 for the divisor n − 1, whatever n; a number between 4 and 4.74 for the divisor n.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Kesten's condition; derived here for this chain (P2-T3m).
    """
    n = integer("sample_size", sample_size, minimum=2)
    choice("divisor", divisor, DIVISORS)
    if divisor == "n-1":
        return 2.0

    def excess(order: float) -> float:
        # Scaled by n: the curvature of the log moment in the order is of size 1/n.
        return float(n * log_moment(order, sample_size=n, divisor="n"))

    # At 4 the moment is 1 − 1/n²; the root lies below 4 + 1/(n − 1).
    return float(brentq(excess, 4.0, 5.0 + 1 / n, xtol=1e-13, rtol=1e-14))


def tail_constant(*, sample_size: int, divisor: str) -> float:
    """Constant C of Pr(|μ_∞ − μ₀| > x σ₀) ~ C x^(−κ).

    Args:
        sample_size: n from 2 to 1000 for the divisor n; any n ≥ 2 for the divisor n − 1.
        divisor: "n" or "n-1".

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-T3m): 1/(n E[A log A]) for the divisor n − 1; from the solved law for the divisor n.
    """
    if divisor == "n-1":
        n = integer("sample_size", sample_size, minimum=2)
        # E[A log A] = ψ(ν/2 + 1) − log(ν/2), and ψ(z + 1) = ψ(z) + 1/z.
        half = (n - 1) / 2
        return float(1 / (n * (special.digamma(half + 1) - np.log(half))))
    choice("divisor", divisor, DIVISORS)
    return _law(_solvable(sample_size), divisor).constant


def frozen_mean_tail(x: Any, *, sample_size: int, divisor: str, sigma0: float = 1.0) -> FrozenMeanTail:
    """Exact law of the landing place: Pr(|μ_∞ − μ₀| > x), its tail index and its tail constant.

    Args:
        x: distance of at least 0, a number or a sequence.
        sample_size: n from 2 to 1000; beyond, ``student_tail`` is within 0.1/n.
        divisor: "n" or "n-1"; it changes the law.
        sigma0: standard deviation of the truth, above 0, in the units of ``x``.

    Returns:
        FrozenMeanTail; absolute error of the probabilities below 1e-9, relative error below 1e-8 up to x = 10⁵ σ₀.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-T3m): V = 1/n + A V' solved on a grid, and mixed with the normal law.
    """
    n = _solvable(sample_size)
    law = _law(n, choice("divisor", divisor, DIVISORS))
    scale = real("sigma0", sigma0, above=0.0)
    points = (reals("x", x, minimum=0.0) if _many(x) else np.array([real("x", x, minimum=0.0)])) / scale
    probability = law.tail(points)
    return FrozenMeanTail(
        probability if _many(x) else float(probability[0]),
        law.index,
        tail_constant(sample_size=n, divisor=divisor),
    )


def student_tail(x: Any, *, divisor: str, sigma0: float = 1.0) -> Any:
    """Limit of Pr(|μ_∞ − μ₀| > x) as n → ∞: Student's t₂ for the divisor n − 1, t₄/√2 for the divisor n.

    Args:
        x: distance of at least 0, a number or a sequence.
        divisor: "n" or "n-1".
        sigma0: standard deviation of the truth, above 0, in the units of ``x``.

    Returns:
        float, or an array of the shape of ``x``.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-T3m); Dufresne's perpetuity.
    """
    choice("divisor", divisor, DIVISORS)
    points = reals("x", x, minimum=0.0) if _many(x) else np.array([real("x", x, minimum=0.0)])
    square = (points / real("sigma0", sigma0, above=0.0)) ** 2
    root = np.sqrt(2 + square)
    # 1 − x/√(2 + x²), without subtracting two numbers close to one.
    short = 2 / (root * (root + np.sqrt(square)))
    # With u = x/√(2 + x²) the other tail is (1 − u)² (2 + u)/2.
    values = short if divisor == "n-1" else short**2 * (3 - short) / 2
    return values if _many(x) else float(values[0])


@dataclass(frozen=True)
class _Law:
    """The solved law of V: nodes with their weights, and the tail of |μ_∞ − μ₀|."""

    variances: np.ndarray
    weights: np.ndarray
    index: float
    constant: float

    def tail(self, points: np.ndarray) -> np.ndarray:
        """Pr(√V |Z| > x) for each x: a mixture of normal tails."""
        scaled = 1 / np.sqrt(2 * self.variances)
        return np.array([float(self.weights @ special.erfc(x * scaled)) for x in points])


@lru_cache(maxsize=64)
def _law(n: int, divisor: str) -> _Law:
    """Solve for the density of y = log(nV − 1), scaled by (1 + e^y)^(κ/2) so that it becomes flat on the right."""
    nu, (_, m) = n - 1.0, sizes_and_divisors(n, divisor)
    power = tail_index(sample_size=n, divisor=divisor) / 2
    deviation = float(np.sqrt(log_drift_variance(sample_size=n, divisor=divisor)))
    step = min(deviation / _PER_DEVIATION, _WIDEST)
    low = np.log(n) - 3 - 12 * deviation - _BELOW / nu
    y = low + step * np.arange(int((np.log(n) + _ABOVE - low) / step) + 1)

    def log_density(d: np.ndarray) -> np.ndarray:
        """Log density of log A, up to a constant, without cancellation at large ν."""
        centred = np.minimum(d + np.log(m / nu), 300.0)
        return np.asarray(nu / 2 * (centred - np.expm1(centred)))

    around = step * np.arange(-int(200 / step), int(60 / step)) * 1.0
    total = float(np.log(np.exp(log_density(around - np.log(m / nu))).sum()))

    def kernel(nodes: np.ndarray) -> np.ndarray:
        """Weight of each node in the equation for each y."""
        before = np.logaddexp(0, nodes)
        here = np.logaddexp(0, y)[:, None]
        return np.asarray(np.exp(log_density(y[:, None] - before) - total + power * (here - before)))

    matrix = kernel(y)
    # Beyond the last node the scaled density is flat: those nodes all take the last one's value.
    matrix[:, -1] += kernel(y[-1] + step * np.arange(1, int(14 * deviation / step) + 40)).sum(axis=1)
    mass = step * np.exp(-power * (np.logaddexp(0, y) - np.log(n)))
    # The solution is unique up to its scale, so the unit of mass closes the system.
    system = np.zeros((len(y) + 1, len(y) + 1))
    system[:-1, :-1] = np.eye(len(y)) - matrix
    system[:-1, -1] = 1.0
    system[-1, :-1] = mass
    scaled = solve(system, np.append(np.zeros(len(y)), 1.0))[:-1]
    # Pr(V > v) ~ scaled(∞) v^(−κ/2)/(κ/2), and |μ_∞ − μ₀| = √V |Z|.
    absolute_moment = 2**power * special.gamma(power + 0.5) / np.sqrt(np.pi)
    constant = float(scaled[-1] / power * absolute_moment)
    # What lies beyond the last node, a geometric series, counts as an infinite variance.
    beyond = mass[-1] * scaled[-1] / np.expm1(power * step)
    return _Law(np.append((1 + np.exp(y)) / n, np.inf), np.append(mass * scaled, beyond), 2 * power, constant)
