"""First passage: when does σ_k first fall to a threshold? An integral equation, solved to ten digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.special as special
from scipy.linalg import lu_factor, lu_solve
from scipy.sparse import csr_array

from modelcollapse.arguments import integer, real
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact.gaussian.factor import log_drift_variance, sizes_and_divisors

__all__ = ["FirstPassage", "first_passage"]

_NODES_PER_PANEL = 16
# Width of a panel in step deviations, and at most one log unit: the density of a step has a sharp right edge.
_PANEL = 3.0
# The walk is cut this far above its start; it gets there with probability below e^-32.
_CUT = 16.0
# The dense equation grows with the square root of the sample size, its law with the horizon.
_LARGEST = 300
# The matrix of the equation then takes some 300 MB.
_MOST_NODES = 6000


@dataclass(frozen=True)
class FirstPassage:
    """Law of τ = min{k : σ_k ≤ threshold}.

    Attributes:
        mean: E τ, in generations.
        variance: Var τ.
        overshoot: E[log threshold − log σ_τ], how far below the threshold the walk lands (log units).
        survival: array, Pr(τ > k) for k = 0, 1, …, until below 1e-12.
    """

    mean: float
    variance: float
    overshoot: float
    survival: np.ndarray

    @property
    def median(self) -> int:
        """Smallest k with Pr(τ ≤ k) ≥ ½."""
        return int(np.argmax(self.survival <= 0.5))


def first_passage(threshold: float, *, sample_size: int, divisor: str, sigma0: float = 1.0) -> FirstPassage:
    """Exact law and moments of the first generation at which σ_k ≤ threshold.

    Args:
        threshold: standard deviation in (0, ``sigma0``).
        sample_size: n from 2 to 300 (seconds at 300; beyond, use 2(n − 1) log(σ₀/threshold) as the scale).
        divisor: "n" or "n-1".
        sigma0: standard deviation of the truth, above 0.

    Returns:
        FirstPassage; relative error of the mean below 1e-9.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-T3t): E τ(y) = 1 + ∫ f(z − y) E τ(z) dz over z > 0, y = log(σ/threshold).
    """
    n = integer("sample_size", sample_size, minimum=2, maximum=_LARGEST)
    _, m = sizes_and_divisors(n, divisor)
    start = float(np.log(real("sigma0", sigma0, above=0.0)) - np.log(real("threshold", threshold, above=0.0)))
    if start <= 0:
        raise InvalidArgument("threshold", threshold, f"must be below sigma0 = {sigma0:g}")
    nu = n - 1.0
    deviation = np.sqrt(log_drift_variance(sample_size=n, divisor=divisor)) / 2

    def density(x: Any) -> Any:
        """Density of one step ½ log(χ²_ν/m)."""
        log_u = np.log(m / 2) + 2 * np.minimum(x, 300.0)
        return 2 * np.exp(nu / 2 * log_u - np.exp(log_u) - special.gammaln(nu / 2))

    panels = (start + _CUT) / min(_PANEL * deviation, 1.0)
    if panels * _NODES_PER_PANEL > _MOST_NODES:
        raise InvalidArgument(
            "threshold", threshold, f"is too far below sigma0 for sample_size = {n}; simulate instead"
        )
    nodes, weights = _panels(0.0, start + _CUT, min(_PANEL * deviation, 1.0))
    kernel = density(nodes[None, :] - nodes[:, None]) * weights
    from_start = density(nodes - start) * weights
    system = lu_factor(np.eye(len(nodes)) - kernel)
    # Far jumps have a density that rounds to nothing: the law is iterated with the band that is left.
    band = csr_array(np.where(kernel > 1e-20 * kernel.max(), kernel, 0.0))

    # E τ, E τ(τ−1)/2 and E overshoot solve the same equation with other sources.
    mean = lu_solve(system, np.ones(len(nodes)))
    pairs = lu_solve(system, kernel @ mean)
    depth, depth_weights = _panels(0.0, 40.0 / nu + 12 * deviation, min(deviation, 1.0))

    def landing(y: np.ndarray) -> np.ndarray:
        """E of the depth below the threshold after one step from y, where it lands below."""
        return np.asarray(density(-y[:, None] - depth[None, :]) @ (depth * depth_weights))

    overshoot = lu_solve(system, landing(nodes))
    mean_at_start = 1 + from_start @ mean
    pairs_at_start = from_start @ mean + from_start @ pairs
    alive = [1.0]
    remaining = np.ones(len(nodes))
    while alive[-1] > 1e-12:
        alive.append(float(from_start @ remaining))
        remaining = band @ remaining
    return FirstPassage(
        mean=float(mean_at_start),
        variance=float(2 * pairs_at_start + mean_at_start - mean_at_start**2),
        overshoot=float(landing(np.array([start]))[0] + from_start @ overshoot),
        survival=np.array(alive),
    )


def _panels(low: float, high: float, width: float) -> tuple[np.ndarray, np.ndarray]:
    """Composite Gauss-Legendre nodes and weights on [low, high]."""
    points, weights = np.polynomial.legendre.leggauss(_NODES_PER_PANEL)
    edges = np.linspace(low, high, int(np.ceil((high - low) / width)) + 1)
    half = np.diff(edges)[:, None] / 2
    middle = (edges[:-1, None] + edges[1:, None]) / 2
    return (middle + half * points).ravel(), (half * weights).ravel()
