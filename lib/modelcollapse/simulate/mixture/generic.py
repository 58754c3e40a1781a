"""The joint fit as a general root finder finds it: a negative control, not an estimator to use."""

from __future__ import annotations

import numpy as np
from scipy.optimize import fsolve

from modelcollapse.arguments import generator, integer, real
from modelcollapse.simulate.mixture.fits import magnitudes

__all__ = ["generic_root", "generic_root_paths"]


def generic_root(values: np.ndarray, start: float) -> tuple[np.ndarray, np.ndarray]:
    """Solve the same likelihood equation by a general root finder from a fixed start, and take what it returns.

    Args:
        values: |Y|, shape (replicates, n).
        start: where every search begins.

    Returns:
        (μ, σ²) of shape (replicates,); not a maximum of the likelihood in general.

    Source: the way the joint fit is found in the authors' public code, a generic solver started at μ₀.
    """
    roots = np.empty(len(values))
    second = (values**2).mean(axis=1)
    for i, (y, square) in enumerate(zip(values, second, strict=True)):

        def excess(t: np.ndarray, y: np.ndarray = y, square: float = square) -> np.ndarray:
            with np.errstate(all="ignore"):
                return np.asarray(np.mean(y * np.tanh(t[0] * y / (square - t[0] ** 2))) - t[0])[None]

        roots[i] = fsolve(excess, np.array([start]), full_output=True)[0][0]
    return np.abs(roots), second - roots**2


def generic_root_paths(
    *, sample_size: int, generations: int, replicates: int, rng: np.random.Generator, mu0: float = 1.0
) -> np.ndarray:
    """Paths of σ, shape (replicates, generations + 1), when every fit is a ``generic_root`` started at μ₀; σ₀ = 1.

    Source: as ``generic_root``; slow, for a few hundred chains.
    """
    size = integer("sample_size", sample_size, minimum=2)
    count = integer("replicates", replicates, minimum=1)
    start = real("mu0", mu0, above=0.0)
    mu, sigma = np.full(count, start), np.ones(count)
    found = [sigma]
    for _ in range(integer("generations", generations, minimum=1)):
        values, _, _ = magnitudes(mu, sigma, size, generator("rng", rng))
        mu, variance = generic_root(values, start)
        sigma = np.sqrt(np.maximum(variance, 0.0))
        found.append(sigma)
    return np.stack(found, axis=1)
