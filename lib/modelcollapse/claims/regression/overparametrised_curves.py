"""Exact and simulated errors side by side, for the chapter's figures; nothing is judged here."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from modelcollapse.claims.regression import bias_inequality
from modelcollapse.exact.regression import overparametrised as exact
from modelcollapse.simulate.regression import overparametrised as simulate

__all__ = ["biases", "errors", "simulated_bias", "simulated_error"]


def errors(
    fits: np.ndarray, *, dimension: int, generator_samples: int, noise: float, design: str
) -> np.ndarray:
    """Exact E‖ŵ_n − w₀‖² for Σ = 1, ‖w₀‖ = 1; shape (len(fits),)."""
    found = exact.forgetting(
        dimension=dimension,
        generator_samples=generator_samples,
        generations=fits,
        generator_noise=noise,
        design=design,
    )
    return np.asarray(found.error)


def simulated_error(
    at: Sequence[int],
    *,
    dimension: int,
    generator_samples: int,
    noise: float,
    design: str,
    replicates: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Mean of the same over simulated chains, by two numbers (fresh inputs) or all weights, and its standard error."""
    if design == "independent":
        error = simulate.scalar_chain(
            dimension=dimension,
            generator_samples=generator_samples,
            generations=max(at),
            replicates=replicates,
            rng=rng,
            generator_noise=noise,
        )
    else:
        truth = np.eye(dimension)[0]
        path = simulate.weights(
            np.ones(dimension),
            truth,
            generator_samples=generator_samples,
            generations=max(at),
            replicates=replicates,
            rng=rng,
            generator_noise=noise,
            design=design,
        )
        error = ((path - truth) ** 2).sum(axis=2)
    chosen = error[:, list(at)]
    return chosen.mean(axis=0), chosen.std(axis=0) / np.sqrt(replicates)


def biases(sizes: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Clean bias and bias after one generator in the counterexample, equivalents; each of shape (len(sizes),)."""
    found = np.array([bias_inequality.parts(int(size)) for size in sizes])
    return found[:, 0], found[:, 2]


def simulated_bias(
    sizes: Sequence[int], *, replicates: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The same, simulated means."""
    means = []
    for size in sizes:
        found = simulate.bias_parts(
            bias_inequality.SPECTRUM,
            bias_inequality.TRUTH,
            ridge=bias_inequality.RIDGE,
            samples=size,
            generator_samples=bias_inequality.GIVEN,
            generations=1,
            replicates=replicates,
            rng=rng,
        )
        means.append((found.clean.mean(), found.whole.mean()))
    clean, whole = np.array(means).T
    return clean, whole
