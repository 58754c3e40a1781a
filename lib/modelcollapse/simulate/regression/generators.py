"""Chains of least-squares generators: their weights, generation by generation, in three ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from modelcollapse.simulate.regression.designs import bartlett, chi_square, raw

__all__ = ["WAYS"]

# (spectrum, w₀, samples, noise, generations, replicates, same inputs?, rng) → shape (replicates, d, generations + 1).
Way = Callable[
    [np.ndarray, np.ndarray, int, float, int, int, bool, np.random.Generator],
    np.ndarray,
]


def _drawn(draw: Callable[[], np.ndarray], generations: int, same: bool) -> Iterator[np.ndarray]:
    """Yield one draw for each generation; the first again and again where the inputs are the same."""
    kept = draw() if same and generations else None
    for _ in range(generations):
        yield draw() if kept is None else kept


def _start(truth: np.ndarray, generations: int, replicates: int) -> np.ndarray:
    weights = np.empty((replicates, len(truth), generations + 1))
    weights[:, :, 0] = truth
    return weights


def naive(
    spectrum: np.ndarray,
    truth: np.ndarray,
    samples: int,
    noise: float,
    generations: int,
    replicates: int,
    same: bool,
    rng: np.random.Generator,
) -> np.ndarray:
    """Draw inputs and labels, and fit with the pseudo-inverse."""
    weights = _start(truth, generations, replicates)
    inputs = _drawn(lambda: raw(spectrum, samples, replicates, rng), generations, same)
    for m, x in enumerate(inputs):
        labels = x @ weights[:, :, m, None] + noise * rng.standard_normal((replicates, samples, 1))
        weights[:, :, m + 1] = (np.linalg.pinv(x) @ labels)[:, :, 0]
    return weights


def triangular(
    spectrum: np.ndarray,
    truth: np.ndarray,
    samples: int,
    noise: float,
    generations: int,
    replicates: int,
    same: bool,
    rng: np.random.Generator,
) -> np.ndarray:
    """Draw the triangular factor B of X'X only; the fit B(B'B)⁻¹(B'w + e) needs no inputs."""
    weights = _start(truth, generations, replicates)
    factors = _drawn(lambda: bartlett(spectrum, samples, replicates, rng), generations, same)
    for m, b in enumerate(factors):
        turned = b.transpose(0, 2, 1)
        errors = noise * rng.standard_normal((replicates, b.shape[2], 1))
        if samples >= len(spectrum):
            step = np.linalg.solve(turned, errors)[:, :, 0]
            weights[:, :, m + 1] = weights[:, :, m] + step
        else:
            labels = turned @ weights[:, :, m, None] + errors
            weights[:, :, m + 1] = (b @ np.linalg.solve(turned @ b, labels))[:, :, 0]
    return weights


def scaled_normal(
    spectrum: np.ndarray,
    truth: np.ndarray,
    samples: int,
    noise: float,
    generations: int,
    replicates: int,
    same: bool,
    rng: np.random.Generator,
) -> np.ndarray:
    """Draw each step as Σ^{−1/2} z/√χ², its exact law for at least as many samples as dimensions.

    With the same inputs all steps together are a matrix-variate t: d × n normals over the triangular factor of one
    n × n Wishart matrix. With fewer samples than dimensions there is no such law, and ``triangular`` is used.
    """
    d = len(spectrum)
    if samples < d:
        return triangular(spectrum, truth, samples, noise, generations, replicates, same, rng)
    weights = _start(truth, generations, replicates)
    steps = noise * rng.standard_normal((replicates, d, generations)) / np.sqrt(spectrum)[:, None]
    spare = samples - d
    if same and generations:
        factor = bartlett(np.ones(generations), spare + generations, replicates, rng)
        # Row by row z' L⁻¹, that is L'⁻¹ z.
        steps = np.linalg.solve(factor.transpose(0, 2, 1), steps.transpose(0, 2, 1)).transpose(0, 2, 1)
    else:
        steps = steps / np.sqrt(chi_square(spare + 1, (replicates, 1, generations), rng))
    weights[:, :, 1:] = truth[:, None] + np.cumsum(steps, axis=2)
    return weights


WAYS: dict[str, Way] = {"law": scaled_normal, "bartlett": triangular, "naive": naive}
