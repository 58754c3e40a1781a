"""The recursive fit of the symmetric mixture."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse.arguments import choice, generator, integer, integers, real
from modelcollapse.simulate import chain
from modelcollapse.simulate.mixture.fits import approximate_fit, joint_fit, magnitudes

__all__ = ["ESTIMATORS", "paths"]

ESTIMATORS = ("approximate", "joint")

# Replicates advanced together: their draws stay in the cache.
_TOGETHER = 2048


def paths(
    *,
    sample_size: Any,
    generations: int,
    replicates: int,
    estimator: str,
    rng: np.random.Generator,
    mu0: float = 1.0,
    sigma0: float = 1.0,
    eta: float = 2.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Simulate whole paths of the fitted (μ, σ).

    Args:
        sample_size: n ≥ 2, an int or a sequence with one size for each generation.
        generations: K ≥ 1.
        replicates: R ≥ 1 independent chains.
        estimator: "approximate" or "joint".
        rng: generator.
        mu0, sigma0: the truth, μ₀ of at least 0 and σ₀ above 0.
        eta: constant of the approximate estimator, above 1.

    Returns:
        (μ, σ), arrays of shape (replicates, generations + 1), column 0 the truth; μ ≥ 0.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Suresh et al. (2024), Gaussian mixture process (P2-T4).
    """
    horizon = integer("generations", generations, minimum=1)
    count = integer("replicates", replicates, minimum=1)
    choice("estimator", estimator, ESTIMATORS)
    generator("rng", rng)
    start_mu, start_sigma = real("mu0", mu0, minimum=0.0), real("sigma0", sigma0, above=0.0)
    real("eta", eta, above=1.0)
    if isinstance(sample_size, list | tuple | range | np.ndarray):
        sizes = integers("sample_size", sample_size, minimum=2, length=horizon)[:horizon].tolist()
    else:
        sizes = [integer("sample_size", sample_size, minimum=2)] * horizon

    mu_paths, sigma_paths = np.empty((horizon + 1, count)), np.empty((horizon + 1, count))
    mu_paths[0], sigma_paths[0] = start_mu, start_sigma

    def step(state: chain.State, size: int, rng: np.random.Generator) -> None:
        mu, sigma = state
        values, mean, spread = magnitudes(mu, sigma, size, rng)
        if estimator == "joint":
            fitted = joint_fit(values, mean, spread)
        else:
            fitted = approximate_fit(mean, spread, sample_size=size, eta=eta)
        mu[:], sigma[:] = fitted[0], np.sqrt(fitted[1])

    for first in range(0, count, _TOGETHER):
        group = slice(first, min(first + _TOGETHER, count))

        def observe(generation: int, state: chain.State, _: np.ndarray, group: slice = group) -> None:
            mu_paths[generation, group], sigma_paths[generation, group] = state

        chain.run(
            (mu_paths[0, group].copy(), sigma_paths[0, group].copy()),
            step,
            sizes=sizes,
            rng=rng,
            observe=observe,
        )
    return mu_paths.T, sigma_paths.T
