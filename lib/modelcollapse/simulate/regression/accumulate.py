"""Chains of fits on their own output, with the old data kept, thrown away or subsampled.

Nothing is telescoped: every generation draws its inputs, labels or values from the model before it, stores them, and
fits to what the workflow gives it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse import threads
from modelcollapse.arguments import choice, generator, integer, real, reals
from modelcollapse.errors import InvalidArgument

__all__ = ["FAMILIES", "WORKFLOWS", "least_squares", "means"]

WORKFLOWS = ("replace", "accumulate", "subsample")
FAMILIES = ("normal", "exponential", "logistic")

# Newton steps for the logistic location: each squares the error of the one before, which starts near T^(-1/2).
_NEWTON_STEPS = 4


def _drawn(rows: int, samples: int, replicates: int, rng: np.random.Generator) -> np.ndarray:
    """Indices of ``samples`` of ``rows`` rows, without replacement, for each replicate."""
    if rows == samples:
        return np.broadcast_to(np.arange(rows), (replicates, rows))
    keys = rng.random((replicates, rows), dtype=np.float32)
    return np.argpartition(keys, samples - 1, axis=1)[:, :samples]


def least_squares(
    spectrum: Any,
    *,
    samples: int,
    generations: int,
    replicates: int,
    workflow: str,
    rng: np.random.Generator,
    noise: float = 1.0,
) -> np.ndarray:
    """Simulate the excess risk ‖ŵ_n − w₀‖²_Σ of least-squares fits to labels of the fit before.

    Args:
        spectrum: eigenvalues of Σ, above 0; the inputs are normal with mean zero.
        samples: T ≥ d rows drawn in each generation.
        generations: n ≥ 1 fits.
        replicates: R ≥ 1 independent chains.
        workflow: "replace", "accumulate" or "subsample".
        rng: generator.
        noise: standard deviation of the label noise.

    Returns:
        array of shape (replicates, generations + 1), generation 0 the truth, with risk 0.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Gerstgrasser et al. (2024), setting (P3-F1).
    """
    root = np.sqrt(reals("spectrum", spectrum, above=0.0))
    d = len(root)
    T = integer("samples", samples, minimum=1)
    if d > T:
        raise InvalidArgument("samples", samples, f"must be at least the length of spectrum, {d}")
    horizon = integer("generations", generations, minimum=1)
    count = integer("replicates", replicates, minimum=1)
    choice("workflow", workflow, WORKFLOWS)
    generator("rng", rng)
    deviation = real("noise", noise, minimum=0.0)

    truth = np.ones(d)
    weights = np.tile(truth, (count, 1))
    gram, moment = np.zeros((count, d, d)), np.zeros((count, d, 1))
    kept = workflow == "subsample"
    inputs = np.empty((count, horizon * T if kept else T, d))
    labels = np.empty((count, horizon * T if kept else T, 1))
    risk = np.zeros((horizon + 1, count))
    for n in range(1, horizon + 1):
        new = slice((n - 1) * T, n * T) if kept else slice(None)
        inputs[:, new] = rng.standard_normal((count, T, d)) * root
        labels[:, new] = inputs[:, new] @ weights[:, :, None]
        labels[:, new] += deviation * rng.standard_normal((count, T, 1))
        if kept:
            rows = _drawn(n * T, T, count, rng)[:, :, None]
            x, y = np.take_along_axis(inputs, rows, axis=1), np.take_along_axis(labels, rows, axis=1)
        else:
            x, y = inputs, labels
        if workflow != "accumulate":
            gram[:], moment[:] = 0, 0
        with threads.single():
            transposed = x.transpose(0, 2, 1)
            gram += transposed @ x
            moment += transposed @ y
            weights = np.asarray(np.linalg.solve(gram, moment)[:, :, 0])
        risk[n] = (((weights - truth) * root) ** 2).sum(axis=1)
    return risk.T


def _values(family: str, centre: np.ndarray, samples: int, rng: np.random.Generator) -> np.ndarray:
    shape = (len(centre), samples)
    at = centre[:, None]
    if family == "normal":
        return at + rng.standard_normal(shape)
    if family == "exponential":
        return at * rng.standard_gamma(1.0, shape)
    u = rng.random(shape)
    return at + np.log(u / (1 - u))


def _fit(family: str, values: np.ndarray) -> np.ndarray:
    """Maximum likelihood for the mean, or for the centre of a logistic law of scale one."""
    centre = values.mean(axis=1)
    if family != "logistic":
        return np.asarray(centre)
    for _ in range(_NEWTON_STEPS):
        half = np.tanh((values - centre[:, None]) / 2)
        centre = centre + 2 * half.mean(axis=1) / (1 - half**2).mean(axis=1)
    return np.asarray(centre)


def means(
    *,
    family: str,
    samples: int,
    generations: int,
    replicates: int,
    workflow: str,
    rng: np.random.Generator,
) -> np.ndarray:
    """Simulate a location parameter fitted by maximum likelihood to draws from the fit before.

    Args:
        family: "normal" (mean, variance 1 known), "exponential" (mean) or "logistic" (centre, scale 1 known).
        samples: T ≥ 1 draws in each generation.
        generations: n ≥ 1 fits.
        replicates: R ≥ 1 independent chains.
        workflow: "replace", "accumulate" or "subsample".
        rng: generator.

    Returns:
        array of shape (replicates, generations + 1), column 0 the truth: 1 in every family.

    Raises:
        InvalidArgument: for arguments outside these ranges.

    Source: Dey and Donoho (2024), abstract, setting (P3-F2).
    """
    choice("family", family, FAMILIES)
    T = integer("samples", samples, minimum=1)
    horizon = integer("generations", generations, minimum=1)
    count = integer("replicates", replicates, minimum=1)
    choice("workflow", workflow, WORKFLOWS)
    generator("rng", rng)
    pool = np.empty((count, horizon * T))
    fitted = np.ones((horizon + 1, count))
    for n in range(1, horizon + 1):
        pool[:, (n - 1) * T : n * T] = _values(family, fitted[n - 1], T, rng)
        if workflow == "replace":
            used = pool[:, (n - 1) * T : n * T]
        elif workflow == "accumulate":
            used = pool[:, : n * T]
        else:
            used = np.take_along_axis(pool, _drawn(n * T, T, count, rng), axis=1)
        fitted[n] = _fit(family, used)
    return fitted.T
