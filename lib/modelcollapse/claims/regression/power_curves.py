"""Simulated curves for the figures on power laws; nothing is judged here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from modelcollapse.claims.regression.scaling_law import coefficients, spectrum
from modelcollapse.exact import regression as exact
from modelcollapse.simulate import regression as simulate

__all__ = ["DIMENSION", "FIGURE", "GENERATIONS", "errors", "simulated_designs", "simulated_errors"]

# Figure 1b: the settings that are not varied.
DIMENSION = 300
FIGURE: dict[str, Any] = {"noise": 1.0, "generator_samples": 600, "generator_noise": 1.0}
GENERATIONS = (0, 1, 5, 10)


def errors(ridge: Any, samples: Any) -> dict[int, np.ndarray]:
    """Test error of the figure by number of generators, at ridges and sizes that broadcast."""
    found = {
        n: exact.risk(
            spectrum(DIMENSION),
            coefficients(DIMENSION),
            ridge=ridge,
            samples=samples,
            generations=n,
            **FIGURE,
        ).total
        for n in GENERATIONS
    }
    return {n: np.asarray(total) for n, total in found.items()}


def simulated_errors(
    ridges: Sequence[float], sizes: Sequence[int], *, replicates: int, rng: np.random.Generator
) -> dict[int, np.ndarray]:
    """Mean simulated test error by number of generators, for pairs of ridge and size.

    A size that is followed by itself shares its inputs between the ridges.
    """
    found: dict[int, list[float]] = {n: [] for n in GENERATIONS}
    each = FIGURE["generator_noise"] ** 2 / (FIGURE["generator_samples"] - DIMENSION - 1)
    for size in dict.fromkeys(sizes):
        mine = [ridge for ridge, T in zip(ridges, sizes, strict=True) if size == T]
        drawn = simulate.conditional(
            spectrum(DIMENSION),
            coefficients(DIMENSION),
            ridge=mine,
            samples=int(size),
            replicates=replicates,
            rng=rng,
        )
        clean = drawn.bias + FIGURE["noise"] ** 2 * drawn.variance
        for n in GENERATIONS:
            found[n] += list((clean + n * each * drawn.collapse).mean(axis=0))
    return {n: np.array(values) for n, values in found.items()}


def simulated_designs(
    generations: int, *, replicates: int, rng: np.random.Generator
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Figure 2: mean test error after each generator with 150 noiseless labels in 300 equal dimensions, by design.

    Returns:
        by design, the formula's values and simulated means, both of shape (generations + 1,). The ridge is so small
        that it does not show, the last fit has 1000 labels with noise 0.1.
    """
    found = {}
    whole = np.ones(DIMENSION)
    for design in ("same", "independent"):
        setting: dict[str, Any] = {
            "ridge": 1e-6,
            "samples": 1000,
            "noise": 0.1,
            "generator_samples": DIMENSION // 2,
            "generator_noise": 0.0,
            "design": design,
        }
        truth = whole * DIMENSION**-0.5
        total = exact.risk(whole, truth, generations=list(range(generations + 1)), **setting).total
        drawn = simulate.chain(
            whole, truth, generations=generations, replicates=replicates, rng=rng, **setting
        )
        found[design] = np.asarray(total), drawn.mean(axis=0)
    return found
