"""Did the synthetic rounds improve on the fit to the real sample?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from modelcollapse.arguments import generator, integer
from modelcollapse.data.schedules import Schedule
from modelcollapse.simulate import chain
from modelcollapse.simulate.walk.family import Family, prepared

__all__ = ["errors", "improved"]

# Squared errors closer than this are equal: frequencies on both sides of the truth differ by rounding.
EQUAL = 1e-9
# Entries of a block of walks; its state stays in the processor's cache.
BLOCK = 16_384


def errors(
    family: Family,
    schedule: Schedule,
    *,
    sample_size: int,
    generations: int,
    replicates: int,
    rng: np.random.Generator,
    estimator: str | None = None,
    real: Family | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Simulate walks and return the errors of their first and of their last fit.

    Args:
        family: a family object.
        schedule: sizes of the synthetic samples.
        sample_size: n of the real sample.
        generations: G ≥ 2 fits, the real stage included.
        replicates: R ≥ 1 independent walks.
        rng: generator.
        estimator: one of the family's estimators; may be left out where there is one.
        real: a family that draws and fits the real sample in the place of ``family``, for real data or a real
            stage of another kind; it has one estimator.

    Returns:
        two arrays of shape (replicates, coordinates): θ̂_1 − θ* and θ̂_G − θ*, with θ* the truth of ``family``.

    Raises:
        InvalidArgument: for arguments outside these ranges, or sizes too small for a family.

    Source: derived here (P1-T4).
    """
    horizon = integer("generations", generations, minimum=2)
    count = integer("replicates", replicates, minimum=1)
    generator("rng", rng)
    sizing = {"sample_size": sample_size, "generations": horizon}
    fit, sizes = prepared(family, schedule, estimator=estimator, **sizing)
    start, first_fit = (
        (family, fit) if real is None else (real, prepared(real, schedule, estimator=None, **sizing)[0])
    )
    first, last = np.empty((2, count, len(family.truth)))
    at_once = max(1, BLOCK // len(family.truth))
    for low in range(0, count, at_once):
        estimate = np.tile(family.truth, (min(at_once, count - low), 1))
        rows = slice(low, low + len(estimate))
        start.refit(estimate, sizes[0], rng, estimator=first_fit)
        np.subtract(estimate, family.truth, out=first[rows])
        _advance(family, fit, estimate, sizes[1:], rng)
        np.subtract(estimate, family.truth, out=last[rows])
    return first, last


def _advance(
    family: Family, fit: str, estimate: np.ndarray, sizes: Sequence[int], rng: np.random.Generator
) -> None:
    def step(state: chain.State, size: int, rng: np.random.Generator) -> None:
        family.refit(state[0], size, rng, estimator=fit)

    chain.run((estimate,), step, sizes=sizes, rng=rng, observe=lambda *_: None)


def improved(first: np.ndarray, last: np.ndarray, *, metric: Any = None) -> np.ndarray:
    """Return which of the walks ended closer to the truth than they began; an equal distance is no improvement.

    Args:
        first, last: errors, shape (replicates, coordinates).
        metric: M of the squared distance x'Mx; the identity by default.

    Returns:
        booleans, shape (replicates,).
    """

    def squared(error: np.ndarray) -> np.ndarray:
        # einsum adds up a row of a few coordinates without a temporary of the same size.
        image = error if metric is None else error @ np.asarray(metric)
        return np.asarray(np.einsum("ri,ri->r", error, image))

    return np.asarray(squared(last) < (1 - EQUAL) * squared(first))
