"""The law of σ_k, by inverting the characteristic function of log σ_k (Gil-Pelaez)."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.special as special

from modelcollapse.arguments import per_generation, real
from modelcollapse.errors import InvalidArgument
from modelcollapse.exact.gaussian.factor import log_gamma_ratio, sizes_and_divisors

__all__ = ["survival"]

# What may be lost by cutting the integral and by its step, each.
_LOST = 1e-17


def survival(
    threshold: float, *, sample_size: Any, generations: Any, divisor: str, sigma0: float = 1.0
) -> Any:
    """Exact Pr(σ_k > threshold) after k generations.

    Args:
        threshold: standard deviation above 0, in the units of ``sigma0``.
        sample_size: n ≥ 2, or a sequence with one size for each generation (at least as many as the largest k).
        generations: k ≥ 0, an int or a sequence.
        divisor: "n" or "n-1".
        sigma0: standard deviation of the truth, above 0.

    Returns:
        float for an int, else an array with one probability for each entry of ``generations``; absolute
        error below 1e-12 (``tests`` compare with the chi-square tail, convolution and 30-digit integrals).

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: derived here (P2-T3x): log σ_k − log σ₀ is a sum of k independent ½ log(χ²_{n−1}/divisor).
    """
    level = real("sigma0", sigma0, above=0.0)
    distance = float(np.log(level) - np.log(real("threshold", threshold, above=0.0)))
    n, _ = sizes_and_divisors(sample_size, divisor)
    wanted, single = per_generation("generations", generations)
    if n.ndim and wanted.max() > len(n):
        raise InvalidArgument(
            "sample_size", sample_size, f"must hold one size for each of {wanted.max()} generations"
        )
    values = np.empty(len(wanted))
    for k in np.unique(wanted):
        if n.ndim:
            sizes, counts = np.unique(n[:k], return_counts=True)
        else:
            sizes, counts = n.reshape(1), np.array([k])
        divisors = sizes if divisor == "n" else sizes - 1
        values[wanted == k] = _tail(distance, sizes - 1, divisors, counts)
    return float(values[0]) if single else values


def _tail(distance: float, nu: np.ndarray, divisors: np.ndarray, counts: np.ndarray) -> float:
    """Pr(S > −distance), S the sum of ``counts`` steps ½ log(χ²_ν/divisor) of each kind."""
    total = int(counts.sum())
    if total == 0:
        return float(distance > 0)
    if total == 1:
        # With counts of zero dropped by the caller, one chi-square tail is left.
        return float(special.gammaincc(nu[0] / 2, divisors[0] / 2 * np.exp(-2 * distance)))

    offset = counts * np.log1p((nu - divisors) / divisors) / 2

    def cumulant(s: Any) -> Any:
        """Log of E exp(s S), for real s or imaginary s = it; shape of ``s``."""
        parts = log_gamma_ratio(nu[:, None] / 2, np.asarray(s)[None, :] / 2) * counts[:, None]
        return (parts + offset[:, None] * np.asarray(s)[None, :]).sum(axis=0)

    # Reach of S on each side by Chernoff's bound: beyond it lies less than _LOST.
    up = np.geomspace(1e-3, 1e3, 60)
    down = -nu.min() * (1 - np.geomspace(1e-6, 1, 60)[:-1])
    down = down[down < 0]
    top = float(np.min((cumulant(up) - np.log(_LOST)) / up))
    bottom = float(np.max((cumulant(down) - np.log(_LOST)) / down))
    if -distance >= top:
        return 0.0
    if -distance <= bottom:
        return 1.0
    # Davies (1973): with step h the error is at most the mass beyond 2π/h on either side of the point.
    step = 2 * np.pi / (max(top + distance, -distance - bottom) * 1.01)
    end = 1.0
    while cumulant(np.array([1j * end]))[0].real > np.log(_LOST):
        end *= 1.25
    t = (np.arange(int(np.ceil(end / step))) + 0.5) * step
    waves = np.exp(cumulant(1j * t) + 1j * t * distance)
    return float(np.clip(0.5 + step / np.pi * np.sum(waves.imag / t), 0.0, 1.0))
