"""The same chain on real inputs: rows of a finite pool, drawn with replacement."""

from __future__ import annotations

from typing import Any

import numpy as np

from modelcollapse import threads
from modelcollapse.arguments import generator, integer, real, real_array
from modelcollapse.errors import InvalidArgument
from modelcollapse.simulate.regression.problem import ridges, together

__all__ = ["pool_chain"]


def pool_chain(
    features: Any,
    labels: Any,
    *,
    ridge: Any,
    samples: int,
    noise: float,
    generator_samples: int,
    generator_noise: float,
    generations: int,
    replicates: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Simulate test errors of ridge regression after least-squares generators, on rows of a pool.

    The first generator sees the pool's own labels with noise, each further one labels of the generator before it.
    Without a generator the last fit sees the pool's labels.

    Args:
        features: shape (rows, d), rows ≥ d.
        labels: shape (rows,).
        ridge: λ > 0, multiplies X'X/T; a number or a sequence.
        samples: T ≥ 1 rows of the last fit, drawn with replacement.
        noise, generator_noise: standard deviations of what is added to the labels.
        generator_samples: T₀ ≥ d rows of each generator, drawn anew.
        generations: n ≥ 0 generators.
        replicates: R ≥ 1 independent chains.
        rng: generator.

    Returns:
        array of shape (replicates, generations + 1), or (replicates, generations + 1, ridges) for a sequence: the mean
        squared distance over the pool from the best linear fit to all of it. Within a replicate all columns share
        the rows and the noise of the last fit.

    Raises:
        InvalidArgument: for arguments outside these ranges, or shapes that disagree.
    """
    rows = real_array("features", features, dimensions=2)
    target = real_array("labels", labels, dimensions=1)
    if len(target) != len(rows):
        raise InvalidArgument("labels", labels, f"must have one entry for each of the {len(rows)} rows")
    d = rows.shape[1]
    if len(rows) < d:
        raise InvalidArgument("features", features, f"must have at least as many rows as columns, {d}")
    lambdas, single = ridges(ridge)
    if not lambdas.min() > 0:
        raise InvalidArgument("ridge", ridge, "must be above 0")
    size = integer("samples", samples, minimum=1)
    given = integer("generator_samples", generator_samples, minimum=d)
    own, theirs = real("noise", noise, minimum=0), real("generator_noise", generator_noise, minimum=0)
    steps = integer("generations", generations, minimum=0)
    count = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    with threads.single():
        covariance = rows.T @ rows / len(rows)
        truth = np.linalg.lstsq(rows, target, rcond=None)[0]
        parts = [
            _errors(rows, target, truth, covariance, lambdas, (size, own), (given, theirs), steps, part, rng)
            for part in together(count, d * max(size, given, (steps + 1) * len(lambdas)))
        ]
    errors = np.concatenate(parts)
    return errors[:, :, 0] if single else errors


def _errors(
    rows: np.ndarray,
    target: np.ndarray,
    truth: np.ndarray,
    covariance: np.ndarray,
    ridges: np.ndarray,
    last: tuple[int, float],
    each: tuple[int, float],
    steps: int,
    replicates: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Errors of some replicates, shape (replicates, steps + 1, ridges)."""
    (size, own), (given, theirs) = last, each
    weights = np.empty((replicates, rows.shape[1], steps))
    for m in range(steps):
        at = rng.integers(len(rows), size=(replicates, given))
        x = rows[at]
        turned = x.transpose(0, 2, 1)
        labels = target[at] if m == 0 else (x @ weights[:, :, m - 1, None])[:, :, 0]
        noisy = labels + theirs * rng.standard_normal((replicates, given))
        weights[:, :, m] = np.linalg.solve(turned @ x, turned @ noisy[:, :, None])[:, :, 0]
    at = rng.integers(len(rows), size=(replicates, size))
    x = rows[at]
    turned = x.transpose(0, 2, 1)
    labels = np.concatenate([target[at][:, :, None], x @ weights], axis=2)
    moment = turned @ (labels + own * rng.standard_normal((replicates, size, 1))) / size
    values, vectors = np.linalg.eigh(turned @ x / size)
    along = vectors.transpose(0, 2, 1) @ moment
    shrunk = along[:, :, :, None] / (values[:, :, None, None] + ridges)
    missed = (vectors @ shrunk.reshape(replicates, len(truth), -1)) - truth[:, None]
    errors = np.einsum("rde,rde->re", missed, covariance @ missed)
    return np.asarray(errors.reshape(replicates, steps + 1, len(ridges)))
