"""Simulated curves for the chapters' figures; nothing is judged here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from modelcollapse.claims.regression.clean import PARTS, RIDGE, formula
from modelcollapse.claims.regression.sweet_spot import DIMENSION, GENERATIONS, SETTINGS
from modelcollapse.simulate import regression as simulate

__all__ = ["accuracy", "by_ridge", "by_samples"]


def accuracy(
    dimensions: Sequence[int], *, replicates: int, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Relative distance of the formulas from simulated means, by part; Σ = 1, T = 2d."""
    errors: dict[str, list[float]] = {part: [] for part in PARTS}
    for d in dimensions:
        drawn = simulate.isotropic_conditional(d, ridge=RIDGE, samples=2 * d, replicates=replicates, rng=rng)
        for part in PARTS:
            mean = float(getattr(drawn, part).mean())
            errors[part].append(abs(mean / formula(d)[part] - 1))
    return {part: np.array(values) for part, values in errors.items()}


def _means(ridge: Any, samples: int, replicates: int, rng: np.random.Generator) -> dict[int, Any]:
    drawn = simulate.isotropic_conditional(
        DIMENSION, ridge=ridge, samples=samples, replicates=replicates, rng=rng
    )
    bias, variance, collapse = (part.mean(axis=0) for part in (drawn.bias, drawn.variance, drawn.collapse))
    clean = bias + SETTINGS["noise"] ** 2 * variance
    each = SETTINGS["generator_noise"] ** 2 * collapse / (SETTINGS["generator_samples"] - DIMENSION - 1)
    return {n: clean + n * each for n in GENERATIONS}


def by_ridge(ridges: np.ndarray, *, replicates: int, rng: np.random.Generator) -> dict[int, np.ndarray]:
    """Mean test error at several ridges, by number of generators, at the settings of Figure 1a."""
    return _means(ridges, SETTINGS["samples"], replicates, rng)


def by_samples(
    sizes: Sequence[int], *, ridge: float, replicates: int, rng: np.random.Generator
) -> dict[int, np.ndarray]:
    """Mean test error at several sizes of the last sample, by number of generators, otherwise the same."""
    means = [_means(ridge, int(size), replicates, rng) for size in sizes]
    return {n: np.array([each[n] for each in means]) for n in GENERATIONS}
